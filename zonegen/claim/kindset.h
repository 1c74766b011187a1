/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kindset.h - the kinds of which origins have been seen.
 *
 * A set that only grows: it says which kinds need not be looked for.
 */
#ifndef ZONEGEN_CLAIM_KINDSET_H
#define ZONEGEN_CLAIM_KINDSET_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/claim/origin.h"

/* There are some ten; a file that others wrote may name any number. */
#define KINDSET_MAX 24

struct kindset {
	char *kinds[KINDSET_MAX];
	size_t count;
	size_t recent; /* the one added last: most are the same */
	bool all;      /* any may have been */
};

void kindset_clear(struct kindset *set);
void kindset_add(struct kindset *set, const struct origin *origin);
/* false: no origin of this kind was added. */
bool kindset_has(const struct kindset *set, const char *kind);

#endif
