/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/whose.h"

#include <string.h>

const char *whose_next(const struct rrsets *rrsets, size_t at, size_t *i)
{
	size_t count;
	struct origin *const *origins = rrsets_origins(rrsets, at, &count);

	if (*i < count)
		return origin_namespace(origins[(*i)++]);
	if (*i || count)
		return NULL;
	++*i;
	return WHOSE_UNKNOWN;
}

const char *whose_only(const struct rrsets *rrsets, size_t at)
{
	size_t i = 0;
	const char *first = whose_next(rrsets, at, &i), *next;

	while ((next = whose_next(rrsets, at, &i)))
		if (strcmp(first, next) != 0)
			return "-";
	return *first ? first : "-";
}
