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
#include "zonegen/resolve/whose.h"
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

const struct cut *cuts_cover(const struct cuts *cuts, const char *name)
{
	return find(cuts, name, true);
}

bool cuts_have_dname(const struct cuts *cuts)
{
	for (size_t i = 0; i < cuts->count; i++)
		if (cut_type(&cuts->list[i]) == RR_DNAME)
			return true;
	return false;
}

bool cuts_concern(const struct cuts *cuts, const char *name)
{
	return cuts->count &&
	    (find(cuts, name, false) || map_get(&cuts->glue, name));
}

static struct placement owned(
    const struct domains *domains, const struct domain *domain)
{
	return (struct placement){ .ownership = whose_at(domains, domain) };
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

static bool is_related(const struct cut *cut, const struct cut *other)
{
	for (size_t i = 0; i < other->nnamespaces; i++)
		if (cut_is_of(cut, other->namespaces[i]))
			return true;
	return is_configured(cut) && is_configured(other);
}

/*
 * Is entry's claim at domain older than the cut above it (C5: the older of cut
 * and name)?  If the last version had both, they can stand together.
 */
static bool is_older(const struct domain *domain, const struct entry *entry,
    const struct cut *cut)
{
	const char *before = rrsets_namespace(domain->last);

	if (cut_was(cut->domain))
		return false;
	if (before && !strcmp(before, origin_namespace(entry->origin)))
		return true;
	return origin_compare(entry->origin, cut->entry->origin) < 0;
}

/* An entry at or below the cut that does not let it stand; or NULL. */
static const struct entry *obstacle(const struct domains *domains,
    const struct domain *domain, const struct cut *cut)
{
	struct ownership ownership = { 0 };

	if (domain != cut->domain)
		ownership = whose_at(domains, domain);
	for (const struct entry *e = domain->entries; e; e = e->next) {
		const char *namespace = origin_namespace(e->origin);

		if (e->from == ENTRY_FIXED)
			return e;
		if (is_configured(cut) || domain == cut->domain)
			continue;
		if (e->from == ENTRY_STATIC)
			return e;
		if (!cut_is_of(cut, namespace) &&
		    (ownership.whose != WHOSE_NAMESPACE ||
			owner_is(ownership.owner, namespace)) &&
		    permit_entry(domains->settings, domain, e) &&
		    is_older(domain, e, cut))
			return e;
	}
	return NULL;
}

/* Is the address there, from one of the two, and glue if both stand? */
static bool is_glued(struct cuts *cuts, const struct domains *domains,
    const char *name, const struct cut *cut, const struct cut *other)
{
	const struct holders *holders =
	    holders_of(&cuts->holders, domains, name);

	return holders &&
	    (holders->configured || holders_share(holders, other, NULL) ||
		(cut_names(cut, name) && holders_share(holders, cut, NULL)));
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
static bool hides_nameserver(struct cuts *cuts, const struct domains *domains,
    const struct cut *cut, const struct cut *other, const char *name)
{
	return !is_related(cut, other) &&
	    !is_glued(cuts, domains, name, cut, other) &&
	    (!cut_was(cut->domain) || had_target(other->domain, name));
}

static void refuse(
    struct cuts *cuts, struct cut *cut, const struct entry *winner)
{
	cut->over = true;
	cut->winner = arena_strdup(&cuts->arena, winner->origin->text);
}

/* A nameserver, and the cut that names it: the at-th by age. */
struct needed {
	const char *name;
	size_t at;
};

static int by_needed(const void *x, const void *y)
{
	const struct needed *a = x, *b = y;
	int d = name_compare(a->name, b->name);

	return d ? d : (a->at > b->at) - (a->at < b->at);
}

/* Cuts by age, and what they need by name. */
struct cut_order {
	struct cut **cuts;
	struct needed *needed;
	size_t nneeded;
};

static void order_make(struct cut_order *order, const struct cuts *cuts)
{
	size_t n = 0;

	*order = (struct cut_order){ 0 };
	order->cuts = xcalloc(cuts->count + 1, sizeof(struct cut *));
	for (size_t i = 0; i < cuts->count; i++) {
		order->cuts[i] = &cuts->list[i];
		n += cuts->list[i].ntargets;
	}
	qsort(order->cuts, cuts->count, sizeof(struct cut *), cut_by_age);
	order->needed = xcalloc(n + 1, sizeof(*order->needed));
	for (size_t i = 0; i < cuts->count; i++)
		for (size_t j = 0; j < order->cuts[i]->ntargets; j++)
			order->needed[order->nneeded++] = (struct needed){
				.name = order->cuts[i]->targets[j].name, .at = i
			};
	qsort(order->needed, n, sizeof(*order->needed), by_needed);
}

/* The first of those needed at or below a name. */
static size_t first_needed(const struct cut_order *order, const char *name)
{
	size_t low = 0, high = order->nneeded;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(order->needed[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * The oldest cut that stands so far and has a nameserver which the one at the
 * place `at` would hide, or NULL.
 */
static const struct cut *find_hidden(struct cuts *cuts,
    const struct cut_order *order, const struct domains *domains, size_t at)
{
	const struct cut *cut = order->cuts[at];
	size_t first = at;

	for (size_t i = first_needed(order, cut->domain->name);
	     i < order->nneeded &&
	     name_within(order->needed[i].name, cut->domain->name);
	     i++) {
		size_t other = order->needed[i].at;

		if (other < first && !order->cuts[other]->over &&
		    hides_nameserver(cuts, domains, cut, order->cuts[other],
			order->needed[i].name))
			first = other;
	}
	return first < at ? order->cuts[first] : NULL;
}

/*
 * Is it a cut over names that must stay (C5: the older of cut and name; D6: the
 * configuration comes first)?  Older cuts, decided before, are such too.
 */
static void look_over(struct cuts *cuts, const struct domains *domains,
    const struct cut_order *order, size_t at)
{
	struct cut *cut = order->cuts[at];
	const struct cut *hidden;
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
	hidden = cut->over ? NULL : find_hidden(cuts, order, domains, at);
	if (hidden)
		refuse(cuts, cut, hidden->entry);
}

/* Over what must stay no cut stands. */
static void refuse_over(struct cuts *cuts, const struct domains *domains)
{
	struct cut_order order;

	order_make(&order, cuts);
	for (size_t i = 0; i < cuts->count; i++)
		look_over(cuts, domains, &order, i);
	free(order.cuts);
	free(order.needed);
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
static void add_namespaces(struct glue *glue, const struct cut *cut)
{
	for (size_t i = 0; i < cut->nnamespaces; i++)
		map_put(&glue->namespaces, cut->namespaces[i], glue);
	glue->configured = glue->configured || cut->configured;
}

static void clear_glue(struct cuts *cuts)
{
	struct glue *glue;
	size_t at = 0;

	while ((glue = map_next(&cuts->glue, &at)))
		map_clear(&glue->namespaces);
	map_clear(&cuts->glue);
}

/*
 * Which names delegations need: at first all that may stand, in the end those
 * that do; what the others name is known, but gives nothing.
 */
static void gather_glue(struct cuts *cuts, bool decided)
{
	clear_glue(cuts);
	for (size_t i = 0; i < cuts->count; i++) {
		const struct cut *cut = &cuts->list[i];
		bool counts = decided ? cut_type(cut) == RR_NS : !cut->over;

		for (size_t j = 0; j < cut->ntargets; j++) {
			struct glue *glue =
			    get_glue(cuts, cut->targets[j].name);

			if (counts)
				add_namespaces(glue, cut);
		}
	}
}

/*
 * Does the name have an address for cut, below the cut that is outer?  Only
 * addresses from the owners of these two count, so that nobody else can alter
 * what becomes of cut.
 */
static bool has_glue(struct cuts *cuts, const struct domains *domains,
    const char *name, const struct cut *cut, const struct cut *outer)
{
	const struct glue *glue = map_get(&cuts->glue, name);
	const struct holders *holders =
	    holders_of(&cuts->holders, domains, name);

	return holders && glue &&
	    (glue->namespaces.count || glue->configured) &&
	    (holders->configured || holders_share(holders, cut, glue) ||
		holders_share(holders, outer, glue));
}

/*
 * A nameserver at or below a cut needs an address there (D4: cuts and glue).
 * Every cut that is claimed counts, also one that turns out to have no
 * nameserver itself, and a refused one of the same namespace.  So the decision
 * about a cut depends on no other decision.
 */
static bool lacks_address(struct cuts *cuts, const struct domains *domains,
    const struct cut *cut, const char *name)
{
	for (const char *at = name; at; at = name_parent(at)) {
		const struct cut *outer = map_get(&cuts->by_name, at);

		if (outer && (!outer->over || is_related(cut, outer)) &&
		    !(outer->ns && has_glue(cuts, domains, name, cut, outer)))
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
	cuts_settle(cuts);
	holders_clear(&cuts->holders);
}

void cuts_settle(struct cuts *cuts)
{
	occlude(cuts);
	gather_glue(cuts, true);
}

void cuts_clear(struct cuts *cuts)
{
	map_clear(&cuts->by_name);
	clear_glue(cuts);
	holders_clear(&cuts->holders);
	arena_clear(&cuts->arena);
	*cuts = (struct cuts){ .count = 0 };
}
