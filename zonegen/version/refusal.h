/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refusal.h - for how long records stay out with which NSD could not load a
 * version that its checker had passed (W2: quarantine).
 *
 * Trying them again may cost everybody the zone for a moment, so each namespace
 * that asks for such records waits: ten minutes, and twice as long for each
 * refusal within a day of the former wait, up to a day.  While any of that is
 * remembered NSD is asked about a version before it is put in place.
 */
#ifndef ZONEGEN_VERSION_REFUSAL_H
#define ZONEGEN_VERSION_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/map.h"
#include "zonegen/claim/exclusion.h"

#define REFUSAL_LEAST 600000  /* ms of the first wait */
#define REFUSAL_MOST 86400000 /* of the longest; and remembered after it */

/* A namespace; "" is that of objects without one. */
struct refused_namespace {
	char *namespace;
	int64_t wait, until; /* ms; ms of a clock that goes forward */
};

struct refusals {
	struct map by_namespace;
	bool unsaved; /* changed; the owner takes it back */
};

/* The namespace's, made when there is none. */
struct refused_namespace *refusal_of(
    struct refusals *refusals, const char *namespace);
/*
 * NSD refused those records now, at now ms of that clock and wall seconds
 * since 1970: their namespaces wait.  Adds the rows to out, with the time and
 * with words that tell it.
 */
void refusals_add(struct refusals *refusals, const struct exclusions *rows,
    int64_t now, int64_t wall, struct exclusions *out);
/* Is one remembered? */
bool refusals_any(const struct refusals *refusals);
/* Forgets those whose time is over; when the next ends, or INT64_MAX. */
int64_t refusals_expire(struct refusals *refusals, int64_t now);
void refusals_clear(struct refusals *refusals);

#endif
