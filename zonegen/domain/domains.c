/* SPDX-License-Identifier: Apache-2.0 */
/*
 * domains.c - the table of a zone's names: found by name, walked in canonical
 * order, and listed where there is work on them.
 */
#include "zonegen/domain/domains.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

#define LIST_KEPT 4096 /* names */

static const char *name_of(const void *domain)
{
	return ((const struct domain *)domain)->name;
}

void domains_init(struct domains *domains, const struct zone_settings *settings)
{
	*domains = (struct domains){ .settings = settings };
	domains->by_name.key = name_of;
}

void domains_clear(struct domains *domains)
{
	domains_merge(domains);
	for (size_t i = 0; i < domains->nsorted; i++)
		domain_free(domains->sorted[i]);
	free(domains->sorted);
	free(domains->fresh);
	free(domains->dirty);
	free(domains->listed);
	free(domains->cutters);
	free(domains->looped);
	free(domains->wild);
	free(domains->fading);
	owner_unref(domains->recent);
	kindset_clear(&domains->last_kinds);
	map_clear(&domains->by_name);
}

struct domain *domains_base(
    const struct domains *domains, const struct domain *domain)
{
	enum unit_part part;

	if (domain->part == UNIT_BASE)
		return (struct domain *)domain;
	return map_get(&domains->by_name,
	    unit_base(domain->name, domains->settings->name, &part));
}

static void join(struct domain *base, struct domain *member)
{
	struct domain_extra *extra = domain_extra(base);

	extra->members =
	    xgrow(extra->members, extra->count, &extra->cap, sizeof(member));
	extra->members[extra->count++] = member;
}

/* The domain of a name, made when there is none. */
struct domain *domains_make(struct domains *domains, const char *name)
{
	struct domain *domain = map_get(&domains->by_name, name);
	enum unit_part part;
	const char *base;

	if (domain)
		return domain;
	base = unit_base(name, domains->settings->name, &part);
	domain = domain_new(name, part);
	map_put(&domains->by_name, domain->name, domain);
	domains->fresh = xgrow(domains->fresh, domains->nfresh,
	    &domains->fresh_cap, sizeof(*domains->fresh));
	domains->fresh[domains->nfresh++] = domain;
	if (base != name)
		join(domains_make(domains, base), domain);
	return domain;
}

struct domain *domains_find(const struct domains *domains, const char *name)
{
	return map_get(&domains->by_name, name);
}

struct domain *domains_wild(const struct domains *domains, const char *base)
{
	char name[NAME_SIZE + 2];

	snprintf(name, sizeof(name), "*.%s", base);
	return domains_find(domains, name);
}

void domains_mark(struct domains *domains, struct domain *domain)
{
	struct domain *base = domains_base(domains, domain);

	if (domain->dirty)
		return;
	domain->dirty = true;
	domains->dirty = xgrow(domains->dirty, domains->ndirty,
	    &domains->dirty_cap, sizeof(struct domain *));
	domains->dirty[domains->ndirty++] = domain;
	if (base != domain)
		domains_mark(domains, base);
}

/* A list that was long once, at the start, need not stay so. */
void domains_give_back(struct domain ***list, size_t *cap)
{
	if (*cap < LIST_KEPT)
		return;
	free(*list);
	*list = NULL;
	*cap = 0;
}

/* Its present state is another, or may be, than the last version's. */
static void list_domain(struct domains *domains, struct domain *domain)
{
	if (domain->listed)
		return;
	domain->listed = true;
	domains->listed = xgrow(domains->listed, domains->nlisted,
	    &domains->listed_cap, sizeof(struct domain *));
	domains->listed[domains->nlisted++] = domain;
}

void domains_set(
    struct domains *domains, struct domain *domain, struct rrsets *rrsets)
{
	size_t len;

	domains->rrsets += rrsets_count(rrsets);
	domains->rrsets -= rrsets_count(domain->now);
	(void)rrsets_text(rrsets, &len);
	domains->text_len += len;
	(void)rrsets_text(domain->now, &len);
	domains->text_len -= len;
	rrsets_unref(domain->now);
	domain->now = rrsets;
	if (rrsets_equal(domain->last, rrsets) &&
	    rrsets_same_origins(domain->last, rrsets)) {
		/* One copy is enough, and the live one is. */
		rrsets_unref(domain->last);
		domain->last = rrsets_ref(rrsets);
	} else {
		list_domain(domains, domain);
	}
}

static void note_kinds(struct kindset *kinds, const struct rrsets *rrsets)
{
	for (size_t i = 0; i < rrsets_count(rrsets); i++) {
		size_t count;
		struct origin *const *origins =
		    rrsets_origins(rrsets, i, &count);

		/* Without origins they may be anybody's. */
		kinds->all |= !count;
		for (size_t j = 0; j < count; j++)
			kindset_add(kinds, origins[j]);
	}
}

void domains_set_last(
    struct domains *domains, struct domain *domain, struct rrsets *rrsets)
{
	note_kinds(&domains->last_kinds, rrsets);
	rrsets_unref(domain->last);
	domain->last = rrsets;
	list_domain(domains, domain);
}

/* Nobody has it; only the lists that it is on still do. */
static bool is_gone(const struct domain *domain)
{
	return !domain->entries && !domain->now && !domain->last &&
	    !(domain->extra && domain->extra->count);
}

static bool is_dead(const struct domain *domain)
{
	return is_gone(domain) && !domain->dirty && !domain->listed &&
	    !domain->cutter && !domain->looped && !domain->wild &&
	    !(domain->extra && domain->extra->nexcluded);
}

/* Where name stands in sorted, or would; between these. */
static size_t place_between(
    const struct domains *domains, const char *name, size_t low, size_t high)
{
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(domains->sorted[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t domains_place(const struct domains *domains, const char *name)
{
	return place_between(domains, name, 0, domains->nsorted);
}

/* The same below end, by strides from there: a neighbour is found at once. */
static size_t place_below(
    const struct domains *domains, const char *name, size_t end)
{
	size_t step = 1;

	while (step <= end &&
	    name_compare(domains->sorted[end - step]->name, name) > 0)
		step *= 2;
	return place_between(
	    domains, name, step <= end ? end - step + 1 : 0, end - step / 2);
}

/* From the back; what stands between two new ones moves at once. */
void domains_merge(struct domains *domains)
{
	size_t end = domains->nsorted, fresh = domains->nfresh;

	if (fresh == 0)
		return;
	qsort(domains->fresh, fresh, sizeof(struct domain *), domain_by_name);
	while (domains->sorted_cap < end + fresh)
		domains->sorted = xgrow(domains->sorted, domains->sorted_cap,
		    &domains->sorted_cap, sizeof(struct domain *));
	domains->nsorted = end + fresh;
	while (fresh > 0) {
		struct domain *new = domains->fresh[fresh - 1];
		size_t place = place_below(domains, new->name, end);

		memmove(domains->sorted + place + fresh,
		    domains->sorted + place,
		    (end - place) * sizeof(struct domain *));
		end = place;
		domains->sorted[end + --fresh] = new;
	}
	domains->nfresh = 0;
	domains_give_back(&domains->fresh, &domains->fresh_cap);
}

/* --- Those that are dead --- */

void domains_fade(struct domains *domains, struct domain *domain)
{
	if (domain->fading)
		return;
	domain->fading = true;
	domains->fading = xgrow(domains->fading, domains->nfading,
	    &domains->fading_cap, sizeof(struct domain *));
	domains->fading[domains->nfading++] = domain;
}

/* All members that are dead leave at once: a unit may have many. */
static void let_members_go(struct domain_extra *extra)
{
	size_t kept = 0;

	for (size_t i = 0; i < extra->count; i++)
		if (!is_dead(extra->members[i]))
			extra->members[kept++] = extra->members[i];
	extra->count = kept;
}

/* The dead leave their units, whose bases may be dead without them. */
static void leave_units(struct domains *domains)
{
	size_t count = domains->nfading;

	for (size_t i = 0; i < count; i++) {
		struct domain *base, *domain = domains->fading[i];

		if (!is_dead(domain) || domain->part == UNIT_BASE)
			continue;
		base = domains_base(domains, domain);
		if (!base->extra->left)
			let_members_go(base->extra);
		base->extra->left = true;
		domains_fade(domains, base);
	}
}

/* Of those that fade, the dead to the front; how many.  Others may come back,
 * or are dead when a list lets them go. */
static size_t part_dead(struct domains *domains)
{
	size_t dead = 0, kept = 0;

	for (size_t i = 0; i < domains->nfading; i++) {
		struct domain *domain = domains->fading[i];

		if (domain->extra)
			domain->extra->left = false;
		if (is_dead(domain)) {
			domains->fading[kept++] = domains->fading[dead];
			domains->fading[dead++] = domain;
		} else if (is_gone(domain)) {
			domains->fading[kept++] = domain;
		} else {
			domain->fading = false;
		}
	}
	domains->nfading = kept;
	return dead;
}

/* The first count of those that fade, which stand in canonical order. */
static void bury(struct domains *domains, size_t count)
{
	struct domain **sorted = domains->sorted;
	size_t to = domains_place(domains, domains->fading[0]->name);

	for (size_t i = 0, from = to, end; i < count; i++, from = end) {
		end = i + 1 < count
		    ? place_between(domains, domains->fading[i + 1]->name,
			  from + 1, domains->nsorted)
		    : domains->nsorted;
		map_remove(&domains->by_name, domains->fading[i]->name);
		memmove(sorted + to, sorted + from + 1,
		    (end - from - 1) * sizeof(*sorted));
		to += end - from - 1;
	}
	domains->nsorted = to;
	for (size_t i = 0; i < count; i++)
		domain_free(domains->fading[i]);
	domains->nfading -= count;
	memmove(domains->fading, domains->fading + count,
	    domains->nfading * sizeof(*sorted));
}

void domains_tidy(struct domains *domains)
{
	size_t dead;

	domains_merge(domains);
	leave_units(domains);
	dead = part_dead(domains);
	if (dead) {
		qsort(domains->fading, dead, sizeof(struct domain *),
		    domain_by_name);
		bury(domains, dead);
	}
	if (!domains->nfading)
		domains_give_back(&domains->fading, &domains->fading_cap);
}

size_t domains_subtree(
    const struct domains *domains, const char *name, size_t *first)
{
	size_t low = domains_place(domains, name);

	*first = low;
	while (low < domains->nsorted &&
	    name_within(domains->sorted[low]->name, name))
		low++;
	return low - *first;
}
