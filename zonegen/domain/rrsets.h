/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rrsets.h - the RRsets of one name, resolved and printed, and whose the unit
 * is that begins at the name.
 *
 * Immutable, counted, one allocation: a name's present state, its state in the
 * last version and a plan between the two share them.  The text is the very
 * lines of the zone file, so that a file is put together from what did not
 * change without printing it again.
 */
#ifndef ZONEGEN_DOMAIN_RRSETS_H
#define ZONEGEN_DOMAIN_RRSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/claim/origin.h"
#include "zonegen/record/record.h"
#include "zonegen/domain/owner.h"

/* One RRset while it is being made; records sorted, one TTL, no repeats. */
struct rrset {
	uint16_t type;
	uint32_t ttl; /* seconds, effective */
	size_t count;
	const struct record *records;
	struct origin *const *origins; /* who it comes from, oldest first */
	size_t norigins;
};

struct rrsets;

/*
 * name as the zone file shows it (relative, "@" for the apex).  sets are
 * sorted by rr_type_order(); references of their origins and of the owner are
 * taken.  owner NULL: the name has none of its own.  NULL when there is nothing
 * to say: no set and no owner.
 */
struct rrsets *rrsets_new(const char *relative, const struct rrset *sets,
    size_t count, const struct owner *owner);
/* The same records, NULL: none, with another owner; see rrsets_new(). */
struct rrsets *rrsets_reown(const char *relative, const struct rrsets *rrsets,
    const struct owner *owner);
struct rrsets *rrsets_ref(struct rrsets *rrsets);
void rrsets_unref(struct rrsets *rrsets); /* NULL is fine */

/* The name as the zone file shows it: borrowed, not terminated. */
const char *rrsets_name(const struct rrsets *rrsets, size_t *len);
/* NULL: the name has no owner of its own. */
const struct owner *rrsets_owner(const struct rrsets *rrsets);
/*
 * The namespace that the records come from, of several the oldest; NULL: no
 * object's.  "" is a namespace, see owner.h.
 */
const char *rrsets_namespace(const struct rrsets *rrsets);
/* The namespace of the oldest origin of one of them; NULL: it is no object. */
const char *rrsets_namespace_at(const struct rrsets *rrsets, size_t at);

/* NULL stands for a name without records and owner in all of these. */
size_t rrsets_count(const struct rrsets *rrsets);
uint16_t rrsets_type(const struct rrsets *rrsets, size_t at);
bool rrsets_has(const struct rrsets *rrsets, uint16_t type);
/* The lines of one RRset, and of all: borrowed, not terminated. */
const char *rrsets_lines(const struct rrsets *rrsets, size_t at, size_t *len);
const char *rrsets_text(const struct rrsets *rrsets, size_t *len);
/* The text, of one that is not NULL, to a place that has room; its end there.
 */
char *rrsets_copy(char *to, const struct rrsets *rrsets);
struct origin *const *rrsets_origins(
    const struct rrsets *rrsets, size_t at, size_t *count);
/* Has the processor get the first one, which will be looked at soon. */
void rrsets_fetch_origin(const struct rrsets *rrsets);
/*
 * The same origin, known from elsewhere: there is one from now on, with the
 * digest of the former if it has none.
 */
void rrsets_share(struct rrsets *rrsets, struct origin *origin);
/* Same text?  And, for the second, same origins and owner too? */
bool rrsets_equal(const struct rrsets *a, const struct rrsets *b);
bool rrsets_same_origins(const struct rrsets *a, const struct rrsets *b);

/* The RRset of a type again as records, in arena; false when it has none. */
bool rrsets_read(const struct rrsets *rrsets, uint16_t type,
    struct arena *arena, struct rrset *out);

#endif
