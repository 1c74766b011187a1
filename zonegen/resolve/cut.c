/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/cut.h"

#include <stdlib.h>
#include <string.h>

uint16_t cut_type(const struct cut *cut)
{
	if (cut->over || cut->above)
		return 0;
	if (cut->ns && !cut->bare)
		return RR_NS;
	return cut->dname && !cut->looped ? RR_DNAME : 0;
}

bool cut_substitute(
    const struct cut *cut, const char *name, char out[NAME_SIZE])
{
	size_t front = strlen(name) - strlen(cut->domain->name);
	size_t len = strlen(cut->dname);

	if (front + len >= NAME_SIZE)
		return false;
	memcpy(out, name, front);
	memcpy(out + front, cut->dname, len + 1);
	return true;
}

bool cut_was(const struct domain *domain)
{
	for (size_t i = 0; i < rrsets_count(domain->last); i++) {
		uint16_t type = rrsets_type(domain->last, i);

		if (type == RR_NS || type == RR_DNAME)
			return true;
	}
	return false;
}

int cut_by_age(const void *x, const void *y)
{
	const struct cut *a = *(const struct cut *const *)x;
	const struct cut *b = *(const struct cut *const *)y;
	bool a_was = cut_was(a->domain), b_was = cut_was(b->domain);
	int d = origin_compare(a->entry->origin, b->entry->origin);

	if (a_was != b_was)
		return a_was ? -1 : 1;
	return d ? d : name_compare(a->domain->name, b->domain->name);
}

static int by_name(const void *x, const void *y)
{
	const struct cut_target *a = x, *b = y;

	return strcmp(a->name, b->name);
}

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Sorts, and drops what is there again; returns how many are left. */
static size_t sort_out(void *list, size_t count, size_t size,
    int (*compare)(const void *, const void *))
{
	char *at = list;
	size_t kept = 0;

	if (count)
		qsort(list, count, size, compare);
	for (size_t i = 0; i < count; i++)
		if (!i || compare(at + (kept - 1) * size, at + i * size))
			memmove(at + kept++ * size, at + i * size, size);
	return kept;
}

void cut_close(struct cut *cut)
{
	cut->ntargets = sort_out(
	    cut->targets, cut->ntargets, sizeof(*cut->targets), by_name);
	cut->nnamespaces = sort_out(cut->namespaces, cut->nnamespaces,
	    sizeof(*cut->namespaces), by_text);
}

bool cut_is_of(const struct cut *cut, const char *namespace)
{
	return cut->nnamespaces &&
	    bsearch(&namespace, cut->namespaces, cut->nnamespaces,
		sizeof(*cut->namespaces), by_text);
}

static const struct cut_target *find(const struct cut *cut, const char *target)
{
	const struct cut_target key = { .name = target };
	return cut->ntargets ? bsearch(&key, cut->targets, cut->ntargets,
				   sizeof(*cut->targets), by_name)
			     : NULL;
}

bool cut_names(const struct cut *cut, const char *target)
{
	return find(cut, target) != NULL;
}

bool cut_has_lame(const struct cut *cut, const char *target)
{
	const struct cut_target *found = find(cut, target);

	return found && found->lame;
}

bool glue_from(const struct glue *glue, const struct entry *entry)
{
	if (!glue || (!glue->namespaces.count && !glue->configured))
		return false;
	if (entry_configured(entry))
		return true;
	return map_get(&glue->namespaces, origin_namespace(entry->origin)) !=
	    NULL;
}
