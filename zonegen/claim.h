/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.h - "this origin asks for these records at this name".
 *
 * An origin is whoever asks: for us a cluster object, but the library only
 * sees words.  It is immutable and shared (by the claims, by the names it
 * won, by retained records), therefore counted.
 *
 * A claim with no records is a claim all the same: it publishes nothing, but
 * it holds its name against other namespaces (records.md C1).
 */
#ifndef ZONEGEN_CLAIM_H
#define ZONEGEN_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/record.h"

#define AGE_UNKNOWN INT64_MAX /* a missing time of creation: the youngest */

struct origin {
	unsigned refs;
	unsigned rank;         /* precedence of its kind; 0 comes first */
	int64_t created;       /* seconds since 1970, or AGE_UNKNOWN */
	const char *text;      /* "Ingress web/www": also its key */
	const char *kind;      /* "Ingress" */
	const char *namespace; /* "web"; "" when it belongs to none */
	const char *uid;       /* "" when unknown */
};

/* With one reference; the strings are copied.  namespace may be "". */
struct origin *origin_new(const char *kind, const char *namespace,
    const char *name, const char *uid, unsigned rank, int64_t created);
/*
 * From the text of an origin, as .origins files keep it; NULL when it has not
 * the form "KIND [NAMESPACE/]NAME".
 */
struct origin *origin_from_text(
    const char *text, const char *uid, unsigned rank, int64_t created);
struct origin *origin_ref(struct origin *origin);
void origin_unref(struct origin *origin); /* NULL is fine */

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
