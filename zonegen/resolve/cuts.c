/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cuts.c - collects the cuts that are asked for, then decides in this order:
 * which would hide names that must stay (oldest cut first), which delegations
 * are left without a reachable nameserver, which lie below another cut.  Glue
 * is gathered before the second step, from all that may stand, and again at the
 * end, from those that do.
 */
#include "zonegen/resolve/cuts.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/record/name.h"
#include "zonegen/resolve/owner.h"
#include "zonegen/resolve/permit.h"
#include "zonegen/resolve/rules.h"

/* The cut at name or the nearest above it; standing ones alone, or all. */
static const struct cut *find(
    const struct cuts *cuts, const char *name, bool standing)
{
	for (; cuts->count && name; name = name_parent(name)) {
		const struct cut *cut = map_get(&cuts->by_name, name);

		if (cut && (!standing || cut_type(cut)))
			return cut;
	}
	return NULL;
}

const struct cut *cuts_above(const struct cuts *cuts, const char *name)
{
	return cuts->count ? find(cuts, name_parent(name), true) : NULL;
}

bool cuts_concern(const struct cuts *cuts, const char *name)
{
	return cuts->count &&
	    (find(cuts, name, false) || map_get(&cuts->glue, name));
}

static struct placement owned(
    const struct domains *domains, const struct domain *domain)
{
	return (struct placement){
		.owner = owner_of(domains, domains_base(domains, domain)),
		.configured = owner_is_configured(domains, domain),
	};
}

/*
 * Collects the names that ask to be cuts; parents come before names below them.
 */
static void collect(struct cuts *cuts, const struct domains *domains)
{
	size_t count = domains->ncutters;
	const struct domain **list = xcalloc(count + 1, sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = domains->cutters[i];
	qsort(list, count, sizeof(*list), domain_by_name);
	cuts->list =
	    arena_alloc(&cuts->arena, (count + 1) * sizeof(*cuts->list));
	for (size_t i = 0; i < count; i++) {
		struct placement placement = owned(domains, list[i]);

		cuts->count += rules_cut(domains->settings, list[i], &placement,
		    &cuts->arena, &cuts->list[cuts->count]);
	}
	for (size_t i = 0; i < cuts->count; i++)
		map_put(
		    &cuts->by_name, cuts->list[i].domain->name, &cuts->list[i]);
	free(list);
}

static bool is_configured(const struct cut *cut)
{
	return entry_configured(cut->entry);
}

static bool is_of(const struct cut *cut, const char *namespace)
{
	for (size_t i = 0; i < cut->nnamespaces; i++)
		if (cut->namespaces[i] &&
		    !strcmp(cut->namespaces[i], namespace))
			return true;
	return false;
}

static bool is_related(const struct cut *cut, const struct cut *other)
{
	for (size_t i = 0; i < other->nnamespaces; i++)
		if (other->namespaces[i] && is_of(cut, other->namespaces[i]))
			return true;
	return is_configured(cut) && is_configured(other);
}

static bool was_cut(const struct domain *domain)
{
	for (size_t i = 0; i < rrsets_count(domain->last); i++) {
		uint16_t type = rrsets_type(domain->last, i);

		if (type == RR_NS || type == RR_DNAME)
			return true;
	}
	return false;
}

/*
 * Is entry's claim at domain older than the cut above it (C5: the older of cut
 * and name)?  If the last version had both, they can stand together.
 */
static bool is_older(const struct domain *domain, const struct entry *entry,
    const struct cut *cut)
{
	const char *before = owner_before(domain);

	if (was_cut(cut->domain))
		return false;
	if (before && !strcmp(before, origin_namespace(entry->origin)))
		return true;
	return origin_compare(entry->origin, cut->entry->origin) < 0;
}

/* An entry at or below the cut that does not let it stand; or NULL. */
static const struct entry *obstacle(const struct domains *domains,
    const struct domain *domain, const struct cut *cut)
{
	const char *owner = NULL;

	if (domain != cut->domain && !domains->settings->union_namespaces)
		owner = owner_of(domains, domains_base(domains, domain));
	for (const struct entry *e = domain->entries; e; e = e->next) {
		const char *namespace = origin_namespace(e->origin);

		if (e->from == ENTRY_FIXED)
			return e;
		if (is_configured(cut) || domain == cut->domain)
			continue;
		if (e->from == ENTRY_STATIC)
			return e;
		if (!is_of(cut, namespace) &&
		    (domains->settings->union_namespaces ||
			(owner && !strcmp(owner, namespace))) &&
		    permit_entry(domains->settings, domain, e) &&
		    is_older(domain, e, cut))
			return e;
	}
	return NULL;
}

/*
 * The cut that the last version had is the older of two; otherwise their ages
 * tell.
 */
static int by_age(const void *x, const void *y)
{
	const struct cut *a = *(const struct cut *const *)x;
	const struct cut *b = *(const struct cut *const *)y;
	bool a_was = was_cut(a->domain), b_was = was_cut(b->domain);
	int d = origin_compare(a->entry->origin, b->entry->origin);

	if (a_was != b_was)
		return a_was ? -1 : 1;
	return d ? d : name_compare(a->domain->name, b->domain->name);
}

/* Is the address there, from one of the two, and glue if both stand? */
static bool is_glued(const struct domains *domains, const char *name,
    const struct cut *cut, const struct cut *other)
{
	const struct domain *domain = domains_find(domains, name);
	bool named = false;

	for (size_t i = 0; i < cut->ntargets; i++)
		named = named || !strcmp(cut->targets[i].name, name);
	for (const struct entry *e = domain ? domain->entries : NULL; e;
	     e = e->next)
		if (entry_has_ip(e) &&
		    (entry_configured(e) ||
			is_of(other, origin_namespace(e->origin)) ||
			(named && is_of(cut, origin_namespace(e->origin)))))
			return true;
	return false;
}

/* Had the delegation that nameserver in the last version? */
static bool had_target(const struct domain *domain, const char *name)
{
	struct arena arena = { 0 };
	char target[NAME_SIZE];
	struct rrset set;
	bool had = false;

	if (rrsets_read(domain->last, RR_NS, &arena, &set))
		for (size_t i = 0; i < set.count && !had; i++)
			had = record_target(&set.records[i], target) &&
			    !strcmp(target, name);
	arena_clear(&arena);
	return had;
}

/*
 * Would it hide a nameserver that another's older delegation needs?  One that
 * was hidden in the last version, beside this very cut, is not worse off.
 */
static bool hides_nameserver(const struct domains *domains,
    const struct cut *cut, const struct cut *other)
{
	if (is_related(cut, other))
		return false;
	for (size_t i = 0; i < other->ntargets; i++) {
		const char *name = other->targets[i].name;

		if (name_within(name, cut->domain->name) &&
		    !is_glued(domains, name, cut, other) &&
		    (!was_cut(cut->domain) || had_target(other->domain, name)))
			return true;
	}
	return false;
}

static void refuse(
    struct cuts *cuts, struct cut *cut, const struct entry *winner)
{
	cut->over = true;
	cut->winner = arena_strdup(&cuts->arena, winner->origin->text);
}

/*
 * Is it a cut over names that must stay (C5: the older of cut and name; D6: the
 * configuration comes first)?  older: the cuts that are older and stand so far.
 */
static void look_over(struct cuts *cuts, const struct domains *domains,
    struct cut *cut, struct cut *const *older, size_t nolder)
{
	size_t first, count;

	if (cut->entry->from == ENTRY_FIXED)
		return;
	count = domains_subtree(domains, cut->domain->name, &first);
	for (size_t j = 0; j < count && !cut->over; j++) {
		const struct entry *entry =
		    obstacle(domains, domains->sorted[first + j], cut);

		if (entry)
			refuse(cuts, cut, entry);
	}
	for (size_t i = 0; i < nolder && !cut->over; i++)
		if (!older[i]->over && hides_nameserver(domains, cut, older[i]))
			refuse(cuts, cut, older[i]->entry);
}

/* Over what must stay no cut stands. */
static void refuse_over(struct cuts *cuts, const struct domains *domains)
{
	struct cut **order = xcalloc(cuts->count + 1, sizeof(*order));

	for (size_t i = 0; i < cuts->count; i++)
		order[i] = &cuts->list[i];
	qsort(order, cuts->count, sizeof(*order), by_age);
	for (size_t i = 0; i < cuts->count; i++)
		look_over(cuts, domains, order[i], order, i);
	free(order);
}

/* Parents stand first, so whether they stand is known. */
static void occlude(struct cuts *cuts)
{
	for (size_t i = 0; i < cuts->count; i++)
		cuts->list[i].above =
		    cuts_above(cuts, cuts->list[i].domain->name);
}

static struct glue *get_glue(struct cuts *cuts, const char *name)
{
	struct glue *glue = map_get(&cuts->glue, name);

	if (glue)
		return glue;
	glue = arena_alloc(&cuts->arena, sizeof(*glue));
	glue->name = name;
	map_put(&cuts->glue, glue->name, glue);
	return glue;
}

/* A cut's namespaces are added to those of the glue that it needs. */
static void add_namespaces(
    struct cuts *cuts, struct glue *glue, const struct cut *cut)
{
	const char **list = arena_alloc(
	    &cuts->arena, (glue->count + cut->nnamespaces + 1) * sizeof(*list));

	if (glue->count)
		memcpy(list, glue->namespaces, glue->count * sizeof(*list));
	for (size_t i = 0; i < cut->nnamespaces; i++) {
		if (cut->namespaces[i])
			list[glue->count++] = cut->namespaces[i];
		else
			glue->configured = true;
	}
	glue->namespaces = list;
}

/*
 * Which names delegations need: at first all that may stand, in the end those
 * that do; what the others name is known, but gives nothing.
 */
static void gather_glue(struct cuts *cuts, bool decided)
{
	map_clear(&cuts->glue);
	for (size_t i = 0; i < cuts->count; i++) {
		const struct cut *cut = &cuts->list[i];
		bool counts = decided ? cut_type(cut) == RR_NS : !cut->over;

		for (size_t j = 0; j < cut->ntargets; j++) {
			struct glue *glue =
			    get_glue(cuts, cut->targets[j].name);

			if (counts)
				add_namespaces(cuts, glue, cut);
		}
	}
}

/*
 * Does the name have an address for cut, below the cut that is outer?  Only
 * addresses from the owners of these two count, so that nobody else can alter
 * what becomes of cut.
 */
static bool has_glue(const struct cuts *cuts, const struct domain *domain,
    const struct cut *cut, const struct cut *outer)
{
	const struct glue *glue = map_get(&cuts->glue, domain->name);

	for (const struct entry *e = domain->entries; e; e = e->next) {
		const char *namespace = origin_namespace(e->origin);

		if (entry_has_ip(e) && glue_from(glue, e) &&
		    (entry_configured(e) || is_of(cut, namespace) ||
			is_of(outer, namespace)))
			return true;
	}
	return false;
}

/*
 * A nameserver at or below a cut needs an address there (D4: cuts and glue).
 * Every cut that is claimed counts, also one that turns out to have no
 * nameserver itself, and a refused one of the same namespace.  So the decision
 * about a cut depends on no other decision.
 */
static bool lacks_address(const struct cuts *cuts,
    const struct domains *domains, const struct cut *cut, const char *name)
{
	const struct domain *domain = domains_find(domains, name);

	for (const char *at = name; at; at = name_parent(at)) {
		const struct cut *outer = map_get(&cuts->by_name, at);

		if (outer && (!outer->over || is_related(cut, outer)) &&
		    !(outer->ns && domain &&
			has_glue(cuts, domain, cut, outer)))
			return true;
	}
	return false;
}

static void refuse_bare(struct cuts *cuts, const struct domains *domains)
{
	for (size_t i = 0; i < cuts->count; i++) {
		struct cut *cut = &cuts->list[i];
		size_t lame = 0;

		if (!cut->ns || cut->entry->from == ENTRY_FIXED)
			continue;
		for (size_t j = 0; j < cut->ntargets; j++) {
			cut->targets[j].lame = lacks_address(
			    cuts, domains, cut, cut->targets[j].name);
			lame += cut->targets[j].lame;
		}
		cut->bare = lame == cut->ntargets;
	}
}

void cuts_decide(struct cuts *cuts, const struct domains *domains)
{
	cuts_clear(cuts);
	if (!domains->ncutters)
		return;
	collect(cuts, domains);
	refuse_over(cuts, domains);
	gather_glue(cuts, false);
	refuse_bare(cuts, domains);
	occlude(cuts);
	gather_glue(cuts, true);
}

void cuts_clear(struct cuts *cuts)
{
	map_clear(&cuts->by_name);
	map_clear(&cuts->glue);
	arena_clear(&cuts->arena);
	*cuts = (struct cuts){ .count = 0 };
}
