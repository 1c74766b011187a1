/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/whose.h"

#include <string.h>

#include "zonegen/resolve/permit.h"

static struct ownership of_domain(const struct domain *domain)
{
	return (struct ownership){ WHOSE_NAMESPACE,
		domain ? rrsets_owner(domain->now) : NULL, domain };
}

/* Not of the apex: that of the wildcard where it is apart, else of the base. */
static struct ownership of_unit(const struct domains *domains,
    const struct domain *base, const char *name, enum unit_part part)
{
	const struct domain *wild =
	    part == UNIT_BASE ? NULL : domains_wild(domains, name);

	if (base && domain_is_configured(base))
		return (struct ownership){ WHOSE_ZONE, NULL, base };
	if (wild && domain_is_configured(wild))
		return (struct ownership){ WHOSE_ZONE, NULL, wild };
	return of_domain(wild && rrsets_owner(wild->now) ? wild : base);
}

static struct ownership of_apex(const struct domains *domains,
    const struct domain *apex, enum unit_part part)
{
	struct ownership ownership = of_domain(apex);
	const struct domain *wild;

	if (part != UNIT_WILD) {
		ownership.whose = WHOSE_ADMINISTRATORS;
		return ownership;
	}
	wild = domains_wild(domains, domains->settings->name);
	if (wild && domain_is_configured(wild))
		return (struct ownership){ WHOSE_ZONE, NULL, wild };
	return of_domain(wild);
}

static struct ownership find_whose(const struct domains *domains,
    const char *name, const struct domain *domain)
{
	const char *zone = domains->settings->name;
	const char *base = name;
	enum unit_part part = UNIT_BASE;
	bool apex;

	if (domains->settings->union_namespaces)
		return (struct ownership){ WHOSE_ALL, NULL, NULL };
	if (!domain || domain->part != UNIT_BASE)
		base = unit_base(name, zone, &part);
	apex = !strcmp(base, zone);
	if (domain && domain->stated && !(apex && part == UNIT_BASE))
		return (struct ownership){ WHOSE_ZONE, NULL, domain };
	if (domain && domain_is_alias(domain) && rrsets_owner(domain->now))
		return of_domain(domain);
	if (part != UNIT_BASE)
		domain = domains_find(domains, base);
	return apex ? of_apex(domains, domain, part)
		    : of_unit(domains, domain, base, part);
}

struct ownership whose_at(
    const struct domains *domains, const struct domain *domain)
{
	return find_whose(domains, domain->name, domain);
}

struct ownership whose_name(const struct domains *domains, const char *name)
{
	return find_whose(domains, name, domains_find(domains, name));
}

const char *whose_glue(const struct zone_settings *settings,
    const struct domain *domain, const struct glue *glue)
{
	const char *before = rrsets_namespace(domain->last);
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
