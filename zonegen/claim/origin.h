/* SPDX-License-Identifier: Apache-2.0 */
/*
 * origin.h - who asks for records: a cluster object, or the configuration.
 *
 * The library only sees words.  An origin is shared (by its claims, by the
 * names it won, by retained records), therefore counted, and immutable but for
 * its digest.
 */
#ifndef ZONEGEN_CLAIM_ORIGIN_H
#define ZONEGEN_CLAIM_ORIGIN_H

#include <stdbool.h>
#include <stdint.h>

#define AGE_UNKNOWN INT64_MAX /* a missing time of creation: the youngest */
#define AGE_ALWAYS INT64_MIN  /* there before whatever the cluster has */

/* Octets at most.  What a file says beyond that is no origin. */
#define ORIGIN_KIND_MAX 63
#define ORIGIN_NAMESPACE_MAX 63
#define ORIGIN_NAME_MAX 253
#define ORIGIN_UID_MAX 128 /* a UUID has 36 */

/* The kinds of two that are no objects. */
#define ORIGIN_ZONE "Zone"       /* what the configuration brings */
#define ORIGIN_UNKNOWN "Unknown" /* not known (C8: retained records) */

struct origin {
	int64_t created; /* seconds since 1970, or AGE_... */
	/* Of the object when it was last decided what stays; 0: not known. */
	uint64_t digest;
	uint32_t refs : 31;
	uint32_t packed : 1;           /* the uid is a UUID's octets */
	uint16_t namespace_at, uid_at; /* in text */
	char text[]; /* "Ingress web/www": also its key; then the others */
};

/* Printable, without blanks, and not too long? */
bool origin_uid_fits(const char *uid);
/*
 * With one reference; the strings are copied, and are no longer than above.
 * namespace may be "".
 */
struct origin *origin_new(const char *kind, const char *namespace,
    const char *name, const char *uid, int64_t created);
/*
 * From the text of an origin, as .origins files keep it; NULL when it has not
 * the form "KIND [NAMESPACE/]NAME", or when a part of it or uid does not fit.
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

#endif
