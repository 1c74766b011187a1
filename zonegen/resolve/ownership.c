/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ownership.c - takes stock of a unit in one walk over the claims on its names,
 * then chooses: is the wildcard a unit of its own, who owns the unit or both,
 * and which "_" names an administrator has.
 */
#include "zonegen/resolve/ownership.h"

#include <string.h>

#include "zonegen/record/line.h"
#include "zonegen/record/name.h"
#include "zonegen/resolve/permit.h"

/* The names of a unit, and who asks for what part of it. */
struct unit {
	struct domains *domains;
	struct domain *base, *wild; /* wild NULL: there is no such name */
	bool apex;                  /* base is the zone's own name */
	/* In the last version. */
	const struct owner *base_owner, *wild_owner;
	/* By part: the oldest that asks, and does that owner still? */
	const struct origin *oldest[UNIT_PARTS];
	bool base_asks[UNIT_PARTS], wild_asks[UNIT_PARTS];
};

/* Origins in a namespace come before cluster-wide ones; NULL is the last. */
static bool precedes(const struct origin *a, const struct origin *b)
{
	bool scoped;

	if (!a || !b)
		return a != NULL;
	scoped = *origin_namespace(a) != '\0';
	if (scoped != (*origin_namespace(b) != '\0'))
		return scoped;
	return origin_compare(a, b) < 0;
}

static const struct origin *older(
    const struct origin *a, const struct origin *b)
{
	return precedes(b, a) ? b : a;
}

/* --- Taking stock --- */

/* The types that are one group at the apex, and all that has none yet. */
static bool asks_openly(const struct entry *entry)
{
	for (size_t i = 0; i < entry->count; i++)
		if (permit_is_open(entry->records[i].type))
			return true;
	return entry->count == 0;
}

/*
 * May it have a "_" name of somebody else's unit: for an administrator, or what
 * is retained of one, who may be none any more?
 */
static bool is_administrators(const struct unit *unit,
    const struct domain *domain, const struct entry *entry)
{
	const struct owner *was = rrsets_owner(domain->last);
	const char *namespace = origin_namespace(entry->origin);

	if (entry->from == ENTRY_RETAINED && owner_is(was, namespace) &&
	    was->why == OWNER_ADMINISTRATOR)
		return true;
	return permit_by_name(unit->domains->settings, namespace);
}

/* Is it a claim that may own the unit? */
static bool counts(const struct unit *unit, const struct domain *domain,
    const struct entry *entry)
{
	const struct zone_settings *settings = unit->domains->settings;

	if (entry_configured(entry) ||
	    origin_is_of(entry->origin, ORIGIN_UNKNOWN) ||
	    !permit_entry(settings, domain, entry))
		return false;
	if (unit->apex && domain->part != UNIT_WILD)
		return domain->part == UNIT_BASE && asks_openly(entry);
	return !domain_is_alias(domain) ||
	    !is_administrators(unit, domain, entry);
}

/*
 * May the entry keep the unit for the owner before?  One that is judged anew
 * has what is retained alone.
 */
static bool keeps(const struct unit *unit, const struct owner *before,
    const struct entry *entry)
{
	if (!owner_is(before, origin_namespace(entry->origin)))
		return false;
	return before->why != OWNER_PROVISIONAL || unit->domains->doubted ||
	    entry->from == ENTRY_RETAINED;
}

static void count_domain(struct unit *unit, const struct domain *domain)
{
	const struct origin **oldest = &unit->oldest[domain->part];

	for (const struct entry *e = domain->entries; e; e = e->next) {
		if (!counts(unit, domain, e))
			continue;
		*oldest = older(*oldest, e->origin);
		if (keeps(unit, unit->base_owner, e))
			unit->base_asks[domain->part] = true;
		if (keeps(unit, unit->wild_owner, e))
			unit->wild_asks[domain->part] = true;
	}
}

static void take_stock(
    struct unit *unit, struct domains *domains, struct domain *base)
{
	size_t members = base->extra ? base->extra->count : 0;

	*unit = (struct unit){ .domains = domains,
		.base = base,
		.apex = !strcmp(base->name, domains->settings->name),
		.base_owner = rrsets_owner(base->last) };
	for (size_t i = 0; i < members; i++)
		if (base->extra->members[i]->part == UNIT_WILD)
			unit->wild = base->extra->members[i];
	if (unit->wild)
		unit->wild_owner = rrsets_owner(unit->wild->last);
	count_domain(unit, base);
	for (size_t i = 0; i < members; i++)
		count_domain(unit, base->extra->members[i]);
}

/* --- Choosing --- */

/* Is the wildcard a unit of its own, with the "_" names? */
static bool is_apart(const struct unit *unit)
{
	const struct origin *const *oldest = unit->oldest;

	if (!unit->wild || unit->apex)
		return unit->wild != NULL;
	if (domain_is_configured(unit->base))
		return false;
	if (domain_is_configured(unit->wild))
		return true;
	if (unit->wild_asks[UNIT_WILD] || unit->wild_asks[UNIT_UNDER])
		return true;
	if (unit->base_asks[UNIT_BASE] || unit->base_asks[UNIT_WILD] ||
	    unit->base_asks[UNIT_UNDER])
		return false;
	return oldest[UNIT_WILD] &&
	    precedes(oldest[UNIT_WILD],
		older(oldest[UNIT_BASE], oldest[UNIT_UNDER]));
}

/* With one reference; one that the domain has now is as good. */
static struct owner *make(struct domains *domains, const struct domain *domain,
    const char *namespace, enum owner_why why)
{
	const struct owner *now = rrsets_owner(domain->now);
	struct owner **recent = &domains->recent;

	if (owner_is(now, namespace) && now->why == why)
		return owner_ref(now);
	if (!owner_is(*recent, namespace) || (*recent)->why != why ||
	    (*recent)->since != domains->now) {
		owner_unref(*recent);
		*recent = owner_new(namespace, domains->now, why);
	}
	return owner_ref(*recent);
}

/* With one reference; NULL: nobody owns it. */
static struct owner *choose(const struct unit *unit,
    const struct domain *domain, bool asks, const struct origin *oldest)
{
	const struct owner *before = rrsets_owner(domain->last);
	const char *namespace;

	if (asks)
		return owner_ref(before);
	if (!oldest)
		return NULL;
	namespace = origin_namespace(oldest);
	if (owner_is(before, namespace)) /* no longer provisional */
		return owner_new(namespace, before->since, OWNER_OLDEST);
	return make(unit->domains, domain, namespace,
	    unit->domains->doubted ? OWNER_PROVISIONAL
		: before           ? OWNER_NEXT
				   : OWNER_OLDEST);
}

/*
 * Of the owner of the unit and of administrators by name the one that had the
 * "_" name keeps it, else the oldest has it.  NULL: the owner of the unit.
 */
static struct owner *choose_administrator(const struct unit *unit,
    const struct domain *domain, const struct owner *owner)
{
	const struct zone_settings *settings = unit->domains->settings;
	const struct owner *was = rrsets_owner(domain->last);
	const char *before =
	    was ? was->namespace : rrsets_namespace(domain->last);
	const struct origin *kept = NULL, *oldest = NULL;
	const char *namespace;

	for (const struct entry *e = domain->entries; e; e = e->next) {
		namespace = origin_namespace(e->origin);
		if (entry_configured(e) ||
		    origin_is_of(e->origin, ORIGIN_UNKNOWN) ||
		    !permit_entry(settings, domain, e) ||
		    !(owner_is(owner, namespace) ||
			is_administrators(unit, domain, e)))
			continue;
		oldest = older(oldest, e->origin);
		if (before && !strcmp(before, namespace))
			kept = e->origin;
	}
	if (!kept)
		kept = oldest;
	namespace = kept ? origin_namespace(kept) : NULL;
	if (!kept || owner_is(owner, namespace))
		return NULL;
	if (owner_is(was, namespace))
		return owner_ref(was);
	return make(unit->domains, domain, namespace, OWNER_ADMINISTRATOR);
}

/* --- Deciding --- */

/* Takes over owner.  true: it was another one. */
static bool set_owner(
    struct domains *domains, struct domain *domain, struct owner *owner)
{
	bool differs = !owner_same(rrsets_owner(domain->now), owner);
	char relative[NAME_SIZE];

	if (differs)
		domains_set(domains, domain,
		    rrsets_reown(line_relative(domain->name,
				     domains->settings->name, relative),
			domain->now, owner));
	owner_unref(owner);
	return differs;
}

static bool decide_aliases(struct unit *unit, const struct owner *owner)
{
	size_t count = unit->base->extra ? unit->base->extra->count : 0;
	bool differs = false;

	for (size_t i = 0; i < count; i++) {
		struct domain *member = unit->base->extra->members[i];
		struct owner *other = NULL;

		if (member == unit->wild)
			continue;
		if (!unit->apex && domain_is_alias(member) &&
		    (unit->domains->settings->nadministrators ||
			member->retained))
			other = choose_administrator(unit, member, owner);
		if (set_owner(unit->domains, member, other)) {
			domains_mark(unit->domains, member);
			differs = true;
		}
	}
	return differs;
}

static struct owner *choose_base(const struct unit *unit, bool apart)
{
	const struct origin *oldest = NULL;
	bool asks = false;

	if (!unit->apex && domain_is_configured(unit->base))
		return NULL;
	for (int i = UNIT_BASE; i < UNIT_PARTS; i++) {
		if (apart && i != UNIT_BASE)
			continue;
		asks = asks || unit->base_asks[i];
		oldest = older(oldest, unit->oldest[i]);
	}
	return choose(unit, unit->base, asks, oldest);
}

static struct owner *choose_wild(const struct unit *unit)
{
	if (domain_is_configured(unit->wild))
		return NULL;
	return choose(unit, unit->wild,
	    unit->wild_asks[UNIT_WILD] || unit->wild_asks[UNIT_UNDER],
	    older(unit->oldest[UNIT_WILD], unit->oldest[UNIT_UNDER]));
}

static bool decide_unit(struct domains *domains, struct domain *base)
{
	struct owner *owner, *of_wild = NULL;
	struct unit unit;
	bool apart, differs;

	take_stock(&unit, domains, base);
	apart = is_apart(&unit);
	owner = choose_base(&unit, apart);
	if (apart)
		of_wild = choose_wild(&unit);
	differs = set_owner(domains, base, owner);
	if (unit.wild)
		differs |= set_owner(domains, unit.wild, of_wild);
	for (size_t i = 0; differs && base->extra && i < base->extra->count;
	     i++)
		domains_mark(domains, base->extra->members[i]);
	return decide_aliases(&unit,
		   rrsets_owner(
		       (apart && !unit.apex ? unit.wild : base)->now)) ||
	    differs;
}

bool ownership_decide(struct domains *domains)
{
	bool differs = false;

	/* More names come to the end of the list meanwhile. */
	for (size_t i = 0; i < domains->ndirty; i++) {
		struct domain *domain = domains->dirty[i];

		if (domains->settings->union_namespaces)
			differs |= set_owner(domains, domain, NULL);
		else if (domain->part == UNIT_BASE)
			differs |= decide_unit(domains, domain);
	}
	return differs;
}

/* --- Finding --- */

/* Had somebody the wildcard of base as a unit of its own? */
static bool find_wild_owner(const struct domains *domains, const char *base)
{
	const struct domain *wild = domains_wild(domains, base);

	return wild && rrsets_owner(wild->last);
}

/* The namespace that had what owns a unit at the name, or NULL. */
static const char *find_namespace(
    const struct domains *domains, const struct domain *domain)
{
	const struct rrsets *last = domain->last;

	if (strcmp(domain->name, domains->settings->name) != 0)
		return rrsets_namespace(last);
	for (size_t i = 0; i < rrsets_count(last); i++)
		if (permit_is_open(rrsets_type(last, i)) &&
		    rrsets_namespace_at(last, i))
			return rrsets_namespace_at(last, i);
	return NULL;
}

/* The domain that is to say that the namespace had this one, or NULL. */
static struct domain *find_teller(
    const struct domains *domains, struct domain *domain, const char *namespace)
{
	const struct zone_settings *settings = domains->settings;
	struct domain *base = domains_base(domains, domain);
	bool apex = !strcmp(base->name, settings->name);

	if (domain == base)
		return base;
	if (domain->part == UNIT_WILD)
		return apex || !owner_is(rrsets_owner(base->last), namespace)
		    ? domain
		    : NULL;
	if (apex || permit_by_name(settings, namespace) ||
	    find_wild_owner(domains, base->name))
		return NULL;
	return base;
}

void ownership_find(struct domains *domains)
{
	/* A base stands before the other names of its unit, "*" before "_". */
	for (size_t i = 0; i < domains->nsorted; i++) {
		struct domain *domain = domains->sorted[i], *teller;
		const char *namespace = find_namespace(domains, domain);
		char relative[NAME_SIZE];
		struct owner *owner;

		if (!namespace || domains->settings->union_namespaces)
			continue;
		teller = find_teller(domains, domain, namespace);
		if (!teller || rrsets_owner(teller->last))
			continue;
		owner = owner_new(namespace, 0, OWNER_FOUND);
		line_relative(teller->name, domains->settings->name, relative);
		domains_set_last(domains, teller,
		    rrsets_reown(relative, teller->last, owner));
		owner_unref(owner);
	}
}
