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

const char *whose_in(
    const struct zone *zone, const struct rrsets *rrsets, size_t at)
{
	return zone_settings(zone)->union_namespaces ? "-"
						     : whose_only(rrsets, at);
}

bool whose_has(const struct zone *zone, const struct rrsets *rrsets,
    uint16_t type, const char *whose)
{
	for (size_t i = 0; i < rrsets_count(rrsets); i++)
		if (rrsets_type(rrsets, i) == type)
			return !strcmp(whose_in(zone, rrsets, i), whose);
	return false;
}

bool whose_is_unknown(const struct rrsets *rrsets, size_t at)
{
	size_t count;
	struct origin *const *origins = rrsets_origins(rrsets, at, &count);

	return !count || origin_is_of(origins[0], ORIGIN_UNKNOWN);
}
