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
	owner_unref(domains->recent);
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
		domains_list(domains, domain);
	}
}

void domains_set_last(
    struct domains *domains, struct domain *domain, struct rrsets *rrsets)
{
	rrsets_unref(domain->last);
	domain->last = rrsets;
	domains_list(domains, domain);
}

void domains_list(struct domains *domains, struct domain *domain)
{
	if (domain->listed)
		return;
	domain->listed = true;
	domains->listed = xgrow(domains->listed, domains->nlisted,
	    &domains->listed_cap, sizeof(struct domain *));
	domains->listed[domains->nlisted++] = domain;
}

static bool is_dead(const struct domain *domain)
{
	return !domain->entries && !domain->now && !domain->last &&
	    !domain->dirty && !domain->listed && !domain->cutter &&
	    !domain->looped && !domain->wild &&
	    !(domain->extra &&
		(domain->extra->count || domain->extra->nexcluded));
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

static void bury(struct domains *domains, struct domain *domain)
{
	map_remove(&domains->by_name, domain->name);
	domain_free(domain);
}

/* From the back. */
void domains_merge(struct domains *domains)
{
	size_t i = domains->nsorted, j = domains->nfresh;
	size_t at = i + j;

	if (j == 0)
		return;
	qsort(domains->fresh, j, sizeof(struct domain *), domain_by_name);
	while (domains->sorted_cap < at)
		domains->sorted = xgrow(domains->sorted, domains->sorted_cap,
		    &domains->sorted_cap, sizeof(struct domain *));
	domains->nsorted = at;
	while (j > 0) {
		if (i > 0 &&
		    domain_by_name(
			&domains->sorted[i - 1], &domains->fresh[j - 1]) > 0)
			domains->sorted[--at] = domains->sorted[--i];
		else
			domains->sorted[--at] = domains->fresh[--j];
	}
	domains->nfresh = 0;
	domains_give_back(&domains->fresh, &domains->fresh_cap);
}

void domains_tidy(struct domains *domains)
{
	size_t kept = 0;

	domains_merge(domains);
	if (!domains->maybe_dead)
		return;
	domains->maybe_dead = false;
	for (size_t i = 0; i < domains->nsorted; i++)
		if (domains->sorted[i]->extra)
			let_members_go(domains->sorted[i]->extra);
	for (size_t i = 0; i < domains->nsorted; i++) {
		if (is_dead(domains->sorted[i]))
			bury(domains, domains->sorted[i]);
		else
			domains->sorted[kept++] = domains->sorted[i];
	}
	domains->nsorted = kept;
}

size_t domains_place(const struct domains *domains, const char *name)
{
	size_t low = 0, high = domains->nsorted;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(domains->sorted[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
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
