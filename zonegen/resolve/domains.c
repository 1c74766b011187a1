/* SPDX-License-Identifier: Apache-2.0 */
/*
 * domains.c - the table of a zone's names: found by name, walked in canonical
 * order, and listed where there is work on them.
 */
#include "zonegen/resolve/domains.h"

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
	map_clear(&domains->by_name);
}

/*
 * "_acme-challenge.www" belongs to "www", within the zone (C2: one owner
 * namespace).
 */
static const char *base_name(const struct domains *domains, const char *name)
{
	while (*name == '_' && strcmp(name, domains->settings->name) != 0)
		name = name_parent(name);
	return name;
}

struct domain *domains_base(
    const struct domains *domains, const struct domain *domain)
{
	return map_get(&domains->by_name, base_name(domains, domain->name));
}

static void join(struct domain *base, struct domain *member)
{
	struct domain_extra *extra = domain_extra(base);

	extra->members =
	    xgrow(extra->members, extra->count, &extra->cap, sizeof(member));
	extra->members[extra->count++] = member;
}

static void leave(struct domain *base, const struct domain *member)
{
	struct domain_extra *extra = base->extra;

	for (size_t i = 0; i < extra->count; i++)
		if (extra->members[i] == member) {
			extra->members[i] = extra->members[--extra->count];
			return;
		}
}

/* The domain of a name, made when there is none. */
struct domain *domains_make(struct domains *domains, const char *name)
{
	struct domain *domain = map_get(&domains->by_name, name);
	const char *base = base_name(domains, name);

	if (domain)
		return domain;
	domain = domain_new(name);
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

static void mark_members(struct domains *domains, struct domain *base)
{
	struct domain_extra *extra = base->extra;

	for (size_t i = 0; extra && i < extra->count; i++)
		domains_mark(domains, extra->members[i]);
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
	else
		mark_members(domains, base);
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
	    !domain->looped &&
	    !(domain->extra &&
		(domain->extra->count || domain->extra->nexcluded));
}

static void bury(struct domains *domains, struct domain *domain)
{
	struct domain *base = domains_base(domains, domain);

	if (base != domain) {
		leave(base, domain);
		domains->maybe_dead = true;
	}
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
	/* A base goes in the round after its last member. */
	for (size_t i = 0; i < domains->nsorted; i++) {
		if (is_dead(domains->sorted[i]))
			bury(domains, domains->sorted[i]);
		else
			domains->sorted[kept++] = domains->sorted[i];
	}
	domains->nsorted = kept;
}

size_t domains_subtree(
    const struct domains *domains, const char *name, size_t *first)
{
	size_t low = 0, high = domains->nsorted;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(domains->sorted[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low;
	while (low < domains->nsorted &&
	    name_within(domains->sorted[low]->name, name))
		low++;
	return low - *first;
}
