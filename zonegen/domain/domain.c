/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/domain/domain.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

struct domain *domain_new(const char *name, enum unit_part part)
{
	size_t name_size = strlen(name) + 1;
	size_t size = offsetof(struct domain, name) + name_size;
	/* Names begin in what would be padding. */
	struct domain *domain =
	    xcalloc(1, size > sizeof(*domain) ? size : sizeof(*domain));

	domain->part = (unsigned)part & 3;
	memcpy(domain->name, name, name_size);
	return domain;
}

void domain_free(struct domain *domain)
{
	struct entry *next;

	for (struct entry *e = domain->entries; e; e = next) {
		next = e->next;
		entry_free(e);
	}
	rrsets_unref(domain->now);
	rrsets_unref(domain->last);
	if (domain->extra) {
		findings_clear(&domain->extra->findings);
		map_clear(&domain->extra->places);
		free(domain->extra->members);
		(void)domain_forgive(domain);
		free(domain->extra->excluded);
		free(domain->extra);
	}
	free(domain);
}

struct domain_extra *domain_extra(struct domain *domain)
{
	if (!domain->extra)
		domain->extra = xcalloc(1, sizeof(*domain->extra));
	return domain->extra;
}

int domain_by_name(const void *a, const void *b)
{
	const struct domain *x = *(const struct domain *const *)a;
	const struct domain *y = *(const struct domain *const *)b;

	return name_compare(x->name, y->name);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void domain_forbid(
    struct domain *domain, const struct alias *aliases, size_t count)
{
	struct domain_extra *extra = domain_extra(domain);

	extra->forbidden = xreallocarray(extra->forbidden,
	    extra->nforbidden + count, sizeof(*extra->forbidden));
	for (size_t i = 0; i < count; i++)
		extra->forbidden[extra->nforbidden++] =
		    xstrdup(aliases[i].target);
	qsort(extra->forbidden, extra->nforbidden, sizeof(char *), by_text);
}

bool domain_forbids(const struct domain *domain, const char *target)
{
	const struct domain_extra *extra = domain->extra;

	return extra && extra->nforbidden &&
	    bsearch(&target, extra->forbidden, extra->nforbidden,
		sizeof(char *), by_text);
}

bool domain_forgive(struct domain *domain)
{
	struct domain_extra *extra = domain->extra;

	if (!extra || !extra->nforbidden)
		return false;
	for (size_t i = 0; i < extra->nforbidden; i++)
		free(extra->forbidden[i]);
	free(extra->forbidden);
	extra->forbidden = NULL;
	extra->nforbidden = 0;
	return true;
}

#define ENTRIES_WALKED 16 /* before it is worth to know their places */

/* A part of domain_extra while it is kept, or NULL. */
static struct map *places_of(const struct domain *domain)
{
	struct domain_extra *extra = domain->extra;

	return extra && extra->places.cap ? &extra->places : NULL;
}

static void note_place(struct map *places, struct entry **place)
{
	struct entry *entry = *place;

	if (places && entry && entry->from == ENTRY_LIVE)
		map_put(places, entry->origin->text, place);
}

struct entry **domain_place(struct domain *domain, const char *origin)
{
	struct map *places = places_of(domain);
	struct entry **at = &domain->entries;
	size_t walked = 0;

	if (places)
		return map_get(places, origin);
	for (; *at; at = &(*at)->next, walked++)
		if ((*at)->from == ENTRY_LIVE &&
		    !strcmp((*at)->origin->text, origin))
			break;
	if (walked > ENTRIES_WALKED) {
		places = &domain_extra(domain)->places;
		for (struct entry **p = &domain->entries; *p; p = &(*p)->next)
			note_place(places, p);
	}
	return *at ? at : NULL;
}

void domain_add(struct domain *domain, struct entry *entry)
{
	struct map *places = places_of(domain);

	entry->next = domain->entries;
	note_place(places, &entry->next);
	domain->entries = entry;
	note_place(places, &domain->entries);
	domain->fixed = domain->fixed || entry->from == ENTRY_FIXED;
	domain->stated = domain->stated || entry->from == ENTRY_STATIC;
	domain->retained = domain->retained || entry->from == ENTRY_RETAINED;
}

struct entry *domain_take(struct domain *domain, struct entry **place)
{
	struct map *places = places_of(domain);
	struct entry *entry = *place;

	if (places && entry->from == ENTRY_LIVE)
		(void)map_remove(places, entry->origin->text);
	*place = entry->next;
	note_place(places, place);
	return entry;
}

bool domain_is_alias(const struct domain *domain)
{
	return domain->part == UNIT_UNDER && !name_is_wildcard(domain->name);
}

bool domain_is_configured(const struct domain *domain)
{
	return domain->fixed || domain->stated;
}
