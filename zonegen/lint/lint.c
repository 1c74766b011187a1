/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/lint/lint.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/lint/cuts.h"
#include "zonegen/lint/lookup.h"
#include "zonegen/lint/names.h"
#include "zonegen/lint/targets.h"
#include "zonegen/lint/values.h"
#include "zonegen/record/name.h"

/* --- Records --- */

void lint_add(struct lint *lint, const char *name, const struct record *record,
    size_t line)
{
	struct lint_record *added;
	const char *before =
	    lint->count ? lint->list[lint->count - 1].name : "";

	lint->list =
	    xgrow(lint->list, lint->count, &lint->cap, sizeof(*lint->list));
	added = &lint->list[lint->count++];
	*added = (struct lint_record){ .record = *record, .line = line };
	added->name = strcmp(before, name) != 0
	    ? arena_strdup(&lint->arena, name)
	    : before;
	if (record->rdata)
		added->record.rdata =
		    arena_copy(&lint->arena, record->rdata, record->size);
}

static int compare(const void *a, const void *b)
{
	const struct lint_record *x = a, *y = b;
	unsigned x_type = rr_type_order(x->record.type);
	unsigned y_type = rr_type_order(y->record.type);
	int d = x->name == y->name ? 0 : name_compare(x->name, y->name);

	if (d == 0)
		d = (x_type > y_type) - (x_type < y_type);
	if (d == 0 && x->record.rdata && y->record.rdata)
		d = record_compare(&x->record, &y->record);
	else if (d == 0)
		d = (x->record.rdata != NULL) - (y->record.rdata != NULL);
	return d ? d : (x->line > y->line) - (x->line < y->line);
}

/* --- The walk --- */

/* A map borrows its keys: these live in rdata's place, the arena. */
static void gather_hosts(struct lint *lint)
{
	char host[NAME_SIZE];

	for (size_t i = 0; i < lint->count; i++) {
		const struct record *record = &lint->list[i].record;

		if (record->type == RR_NS && record_target(record, host))
			map_put(&lint->hosts, arena_strdup(&lint->arena, host),
			    &lint->list[i]);
	}
}

/* The highest ones; records are sorted. */
static void gather_cuts(struct lint *lint)
{
	for (size_t i = 0; i < lint->count; i++) {
		const char *name = lint->list[i].name;
		uint16_t type = lint->list[i].record.type;

		if (type != RR_DNAME &&
		    (type != RR_NS || lint_is_apex(lint, name)))
			continue;
		if (lint->ncuts &&
		    name_within(name, lint->cuts[lint->ncuts - 1]))
			continue;
		lint->cuts = xgrow(lint->cuts, lint->ncuts, &lint->cuts_cap,
		    sizeof(*lint->cuts));
		lint->cuts[lint->ncuts++] = name;
	}
}

void lint_run(struct lint *lint)
{
	if (lint->count)
		qsort(lint->list, lint->count, sizeof(*lint->list), compare);
	gather_hosts(lint);
	gather_cuts(lint);
	lint_count_addresses(lint);
	lint_apex(lint);
	for (size_t at = 0; at < lint->count;) {
		struct lint_name name = lint_at(lint, at);

		at += name.count;
		lint_cuts(lint, &name);
		/* The zone that is delegated to answers for the rest. */
		if (lint_cut(lint, name.name).count)
			continue;
		lint_name(lint, &name);
		lint_targets(lint, &name);
		lint_values(lint, &name);
	}
}

void lint_clear(struct lint *lint)
{
	free(lint->list);
	free(lint->cuts);
	map_clear(&lint->hosts);
	arena_clear(&lint->arena);
	lint->list = NULL;
	lint->cuts = NULL;
	lint->count = lint->cap = lint->ncuts = lint->cuts_cap = 0;
}
