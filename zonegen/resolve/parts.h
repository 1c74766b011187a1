/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.h - the claims on one name while they are being resolved.
 *
 * Claims become parts, one for each record, oldest claim first.  Each rule
 * takes parts out and says so in a finding; what is left is united per type.
 * Everything lives in the arena of the resolving.
 */
#ifndef ZONEGEN_RESOLVE_PARTS_H
#define ZONEGEN_RESOLVE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/mem.h"
#include "zonegen/claim/settings.h"
#include "zonegen/domain/domain.h"

/* By whom the name was taken before, for a part that is out because of it. */
enum taken {
	TAKEN_NOT,
	TAKEN_BY_NAMESPACE,
	TAKEN_BY_ZONE, /* its configuration */
};

struct part {
	const struct entry *entry;
	const struct record *record;
	bool out;
	enum taken taken;
	const char *owner; /* the namespace by which it was taken */
};

struct parts {
	const struct zone_settings *settings;
	const struct domain *domain;
	struct arena arena;
	struct part *list;
	size_t count;
	struct findings *findings; /* NULL: nobody wants to know */
};

/* The domain's entries' records in a row; settings and findings are set. */
void parts_collect(struct parts *parts, const struct domain *domain);
void parts_clear(struct parts *parts);

/* A finding about a part; winner is the origin that has the place, or NULL. */
void parts_report(struct parts *parts, const struct part *part,
    enum finding_id id, const char *winner, const char *sentence);
/* Takes a part out; one finding for all records of its claim and type. */
void parts_refuse(struct parts *parts, struct part *part, enum finding_id id,
    const char *winner, const char *sentence);

/* The oldest part that is in and of this type, or NULL. */
const struct part *parts_oldest(const struct parts *parts, uint16_t type);

/*
 * Unites the parts that are in, per type, in the order of the zone file: no
 * duplicates, the lowest TTL (A5: one TTL per RRset), no more than the limits
 * allow (A8: sizes).  *out is in the arena.
 */
size_t parts_unite(struct parts *parts, struct rrset **out);

/*
 * The aliases among the parts that are in, each the one that the name has once
 * those before it are out; no more when something else is next.  *out and its
 * strings are in arena, the origins borrowed.
 */
size_t parts_aliases(
    struct parts *parts, struct arena *arena, struct alias **out);

/* A, AAAA and CNAME are one group (C3: one kind has the addresses). */
bool parts_same_group(uint16_t a, uint16_t b);

#endif
