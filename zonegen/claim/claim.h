/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.h - "this origin asks for these records at this name".
 *
 * An origin is whoever asks: for us a cluster object, but the library only
 * sees words.  It is immutable and shared (by the claims, by the names it
 * won, by retained records), therefore counted.
 *
 * A claim with no records is a claim all the same: it publishes nothing, but
 * it holds its name against other namespaces (C1: an empty claim holds its
 * name).
 */
#ifndef ZONEGEN_CLAIM_CLAIM_H
#define ZONEGEN_CLAIM_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/record/record.h"

/*
 * The precedence of an origin's kind, 0 first: a matter of configuration, and
 * so not of the origin but of what it asks for.
 */
#define RANK_LAST 15

#define AGE_UNKNOWN INT64_MAX /* a missing time of creation: the youngest */

struct origin {
	int64_t created; /* seconds since 1970, or AGE_UNKNOWN */
	uint32_t refs : 31;
	uint32_t packed : 1;           /* the uid is a UUID's octets */
	uint16_t namespace_at, uid_at; /* in text */
	char text[]; /* "Ingress web/www": also its key; then the others */
};

/*
 * With one reference; the strings are copied, 65535 octets at most in all.
 * namespace may be "".
 */
struct origin *origin_new(const char *kind, const char *namespace,
    const char *name, const char *uid, int64_t created);
/*
 * From the text of an origin, as .origins files keep it; NULL when it has not
 * the form "KIND [NAMESPACE/]NAME".
 */
struct origin *origin_from_text(
    const char *text, const char *uid, int64_t created);
struct origin *origin_ref(struct origin *origin);
void origin_unref(struct origin *origin); /* NULL is fine */

const char *origin_key(const struct origin *origin); /* "web/www" */
/* "web"; "" when it belongs to none */
const char *origin_namespace(const struct origin *origin);
/* "" when unknown.  It may stand in out, and may be longer than that. */
#define ORIGIN_UID_SIZE 40
const char *origin_uid(const struct origin *origin, char out[ORIGIN_UID_SIZE]);
bool origin_same_uid(const struct origin *a, const struct origin *b);
bool origin_is_of(const struct origin *origin, const char *kind);
/* Do they say the same? */
bool origin_same(const struct origin *a, const struct origin *b);

/* Older first: created, namespace ("" after all others), text. */
int origin_compare(const struct origin *a, const struct origin *b);

struct claim {
	const char *name; /* from name_parse(), absolute */
	const struct record *records;
	size_t count;
	/* An address is wanted, and the load balancer it is of has none now. */
	bool lost;
};

#endif
