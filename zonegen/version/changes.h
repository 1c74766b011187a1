/* SPDX-License-Identifier: Apache-2.0 */
/*
 * changes.h - what a version changes, as texts for those who show it.
 *
 * The plan (plan.h) knows the RRsets below the head; here those of the head,
 * SOA and NS, stand first, so that nothing that differs is left out.  The
 * serial of the SOA is: it differs always.  Data is as in the zone file, hence
 * printable ASCII; origins are as in claims.
 */
#ifndef ZONEGEN_VERSION_CHANGES_H
#define ZONEGEN_VERSION_CHANGES_H

#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/mem.h"
#include "zonegen/version/plan.h"
#include "zonegen/version/version.h"

struct changes_side {
	uint32_t ttl; /* seconds */
	const char **data;
	size_t count; /* 0: there is no such RRset on this side */
};

struct changes_row {
	enum change_op op;
	const char *name; /* absolute */
	const char *type; /* its word */
	struct changes_side old, new;
	const char **origins; /* of new; of old when it goes */
	const char **uids;    /* of each of them; "": not known */
	size_t norigins;      /* 0: not known */
	const char *kept;     /* why it would not happen yet: whoever knows
				 sets it; NULL: it would */
};

struct changes {
	struct changes_row *list; /* in the order of the zone file */
	size_t count;
	size_t added, updated, removed;
	struct arena arena;
};

/*
 * From the last version when version was made.  Of all changes, the first most
 * become rows; all are counted.
 */
#define CHANGES_ALL SIZE_MAX
void changes_read(
    struct changes *out, const struct version *version, size_t most);
void changes_clear(struct changes *changes);

#endif
