/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/lint/lookup.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "zonegen/record/name.h"

void lint_report(struct lint *lint, const struct lint_record *at,
    enum finding_id id, const char *fmt, ...)
{
	char sentence[1024];
	va_list ap;

	if (lint->off & finding_bit(id))
		return;
	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	lint->report(lint->arg, at, id, sentence);
}

struct lint_name lint_at(const struct lint *lint, size_t first)
{
	struct lint_name found = { .name = lint->list[first].name,
		.list = &lint->list[first] };

	while (first + found.count < lint->count &&
	    !strcmp(found.list[found.count].name, found.name))
		found.count++;
	return found;
}

struct lint_name lint_find(const struct lint *lint, const char *name)
{
	size_t low = 0, high = lint->count;
	struct lint_name found = { .name = name };

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(lint->list[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!lint->count)
		return found;
	found.list = lint->list + low;
	if (low < lint->count && !strcmp(lint->list[low].name, name))
		found.count = lint_at(lint, low).count;
	return found;
}

struct lint_name lint_type(const struct lint_name *name, uint16_t type)
{
	struct lint_name found = *name;

	found.count = 0;
	for (size_t i = 0; i < name->count; i++) {
		if (name->list[i].record.type != type)
			continue;
		if (!found.count++)
			found.list = &name->list[i];
	}
	return found;
}

bool lint_has_address(const struct lint_name *name)
{
	return lint_type(name, RR_A).count || lint_type(name, RR_AAAA).count;
}

bool lint_has_below(const struct lint *lint, const struct lint_name *name)
{
	const struct lint_record *next = name->list + name->count;

	return next < lint->list + lint->count &&
	    name_within(next->name, name->name);
}

bool lint_is_apex(const struct lint *lint, const char *name)
{
	return !strcmp(name, lint->zone);
}

/*
 * Cuts do not lie below each other, and all that is below one follows it: the
 * last one before the name is the one, or there is none.
 */
struct lint_name lint_cut(const struct lint *lint, const char *name)
{
	size_t low = 0, high = lint->ncuts;
	const struct lint_name none = { .name = NULL };

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(lint->cuts[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || !name_within(name, lint->cuts[low - 1]))
		return none;
	return lint_find(lint, lint->cuts[low - 1]);
}
