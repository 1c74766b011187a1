/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/owner.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/resolve/permit.h"

static bool claims_here(const struct zone_settings *settings,
    const struct domain *const *unit, size_t count, const char *namespace)
{
	for (size_t i = 0; i < count; i++)
		for (const struct entry *e = unit[i]->entries; e; e = e->next)
			if (!entry_configured(e) &&
			    !strcmp(origin_namespace(e->origin), namespace) &&
			    permit_entry(settings, unit[i], e))
				return true;
	return false;
}

const char *owner_before(const struct domain *domain)
{
	for (size_t i = 0; i < rrsets_count(domain->last); i++) {
		size_t count;
		struct origin *const *origins =
		    rrsets_origins(domain->last, i, &count);

		for (size_t j = 0; j < count; j++)
			if (*origin_namespace(origins[j]))
				return origin_namespace(origins[j]);
	}
	return NULL;
}

/* Origins in a namespace come before cluster-wide ones. */
static bool precedes(const struct origin *a, const struct origin *b)
{
	bool scoped = *origin_namespace(a) != '\0';

	if (scoped != (*origin_namespace(b) != '\0'))
		return scoped;
	return origin_compare(a, b) < 0;
}

static const char *owner_of_unit(const struct zone_settings *settings,
    const struct domain *const *unit, size_t count)
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

static size_t unit_of(const struct domain *base, const struct domain ***unit)
{
	size_t members = base->extra ? base->extra->count : 0;

	*unit = xcalloc(members + 1, sizeof(**unit));
	(*unit)[0] = base;
	for (size_t i = 0; i < members; i++)
		(*unit)[i + 1] = base->extra->members[i];
	return members + 1;
}

const char *owner_of(const struct domains *domains, const struct domain *base)
{
	const struct domain **unit;
	const char *owner;
	size_t count;

	if (domains->settings->union_namespaces)
		return NULL;
	if (!base->extra || !base->extra->count)
		return owner_of_unit(domains->settings, &base, 1);
	count = unit_of(base, &unit);
	owner = owner_of_unit(domains->settings, unit, count);
	free(unit);
	return owner;
}

static bool has_static(const struct domain *domain)
{
	for (const struct entry *e = domain->entries; e; e = e->next)
		if (e->from == ENTRY_STATIC)
			return true;
	return false;
}

bool owner_is_configured(
    const struct domains *domains, const struct domain *domain)
{
	const struct domain *base = domains_base(domains, domain);
	const char *apex = domains->settings->name;

	if (!domains->settings->nstatics || domains->settings->union_namespaces)
		return false;
	return (strcmp(domain->name, apex) && has_static(domain)) ||
	    (strcmp(base->name, apex) && has_static(base));
}

const char *owner_of_glue(const struct zone_settings *settings,
    const struct domain *domain, const struct glue *glue)
{
	const char *before = owner_before(domain);
	const struct origin *first = NULL;

	for (const struct entry *e = domain->entries; e; e = e->next) {
		if (entry_configured(e) || !glue_from(glue, e) ||
		    !entry_has_ip(e) || !permit_entry(settings, domain, e))
			continue;
		if (before && !strcmp(before, origin_namespace(e->origin)))
			return before;
		if (!first || origin_compare(e->origin, first) < 0)
			first = e->origin;
	}
	return first ? origin_namespace(first) : NULL;
}
