/* SPDX-License-Identifier: Apache-2.0 */
/*
 * existing.h - which names of a zone exist, while some of them vanish.
 *
 * A name exists when it or a name below it has records (RFC 4592 2.2).  The
 * question costs O(log n), however many names below have none.
 */
#ifndef ZONEGEN_RESOLVE_EXISTING_H
#define ZONEGEN_RESOLVE_EXISTING_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/domain/domains.h"

struct existing {
	const struct domains *domains;
	size_t *next; /* of a place without records: one to look at; 0: none */
};

/* As the names are resolved now; none is fresh until it is closed. */
void existing_open(struct existing *existing, const struct domains *domains);
void existing_close(struct existing *existing);

/* The apex always does. */
bool existing_has(struct existing *existing, const char *name);
/* Has the name records of its own? */
bool existing_stands(struct existing *existing, const char *name);
/* From now on the name has no records of its own. */
void existing_drop(struct existing *existing, const char *name);

#endif
