/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/owner.h"

#include <string.h>

#include "zonegen/resolve/permit.h"

static bool claims_here(const struct zone_settings *settings,
    const struct node *const *unit, size_t count, const char *namespace)
{
	for (size_t i = 0; i < count; i++)
		for (const struct entry *e = unit[i]->entries; e; e = e->next)
			if (!entry_configured(e) &&
			    !strcmp(origin_namespace(e->origin), namespace) &&
			    permit_entry(settings, unit[i], e))
				return true;
	return false;
}

const char *owner_before(const struct node *node)
{
	for (size_t i = 0; i < rrsets_count(node->last); i++) {
		size_t count;
		struct origin *const *origins =
		    rrsets_origins(node->last, i, &count);

		for (size_t j = 0; j < count; j++)
			if (*origin_namespace(origins[j]))
				return origin_namespace(origins[j]);
	}
	return NULL;
}

/* Those of namespaces come before those of none. */
static bool precedes(const struct origin *a, const struct origin *b)
{
	bool scoped = *origin_namespace(a) != '\0';

	if (scoped != (*origin_namespace(b) != '\0'))
		return scoped;
	return origin_compare(a, b) < 0;
}

const char *owner_of(const struct zone_settings *settings,
    const struct node *const *unit, size_t count)
{
	const struct origin *first = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *before = owner_before(unit[i]);

		if (before && claims_here(settings, unit, count, before))
			return before;
	}
	for (size_t i = 0; i < count; i++)
		for (const struct entry *e = unit[i]->entries; e; e = e->next)
			if (!entry_configured(e) &&
			    (!first || precedes(e->origin, first)) &&
			    permit_entry(settings, unit[i], e))
				first = e->origin;
	return first ? origin_namespace(first) : NULL;
}

const struct entry *owner_static(const struct node *node)
{
	for (const struct entry *e = node->entries; e; e = e->next)
		if (e->from == ENTRY_STATIC)
			return e;
	return NULL;
}
