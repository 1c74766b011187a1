/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/overlayrows.h"

#include <stdio.h>
#include <string.h>

static const struct exclusion *find_exclusion(
    const struct domain *domain, const struct part *part)
{
	const struct domain_extra *extra = domain->extra;

	for (size_t i = 0; extra && i < extra->nexcluded; i++)
		if (!strcmp(extra->excluded[i]->origin,
			part->entry->origin->text) &&
		    !record_compare(&extra->excluded[i]->record, part->record))
			return extra->excluded[i];
	return NULL;
}

void overlayrows_exclude(struct parts *p)
{
	bool any = p->domain->extra && p->domain->extra->nexcluded;
	struct buf rdata = BUF_INIT(8 * RECORD_MAX);

	for (size_t i = 0; any && i < p->count; i++) {
		struct part *part = &p->list[i];
		const struct exclusion *row = find_exclusion(p->domain, part);
		char sentence[512];

		if (!row || part->entry->from == ENTRY_FIXED)
			continue;
		part->out = true;
		buf_reset(&rdata);
		record_print(part->record, &rdata);
		snprintf(sentence, sizeof(sentence),
		    "%.160s is excluded%s: %.200s", buf_text(&rdata),
		    row->all ? " with all of its object" : "", row->words);
		parts_report(p, part, QUARANTINED, NULL, sentence);
	}
	buf_clear(&rdata);
}

/* Does this live claim take the place of a row? */
static bool replaces(const struct part *live, const struct part *row)
{
	return live->entry->from == ENTRY_LIVE && !live->out &&
	    live->entry->rank <= row->entry->rank &&
	    parts_same_group(row->record->type, live->record->type) &&
	    !strcmp(origin_namespace(live->entry->origin),
		origin_namespace(row->entry->origin));
}

/* Does this row stand instead of a live claim? */
static bool displaces(const struct part *row, const struct part *live)
{
	return row->entry->instead && live->entry->from == ENTRY_LIVE &&
	    rr_types_conflict(row->record->type, live->record->type);
}

void overlayrows_replace(struct parts *p)
{
	struct part *list = p->list;

	for (size_t i = 0; i < p->count; i++)
		for (size_t j = 0; list[i].entry->from == ENTRY_RETAINED &&
		     !list[i].entry->instead && j < p->count;
		     j++)
			list[i].out |= replaces(&list[j], &list[i]);
	for (size_t i = 0; i < p->count; i++)
		for (size_t j = 0;
		     list[i].entry->instead && !list[i].out && j < p->count;
		     j++)
			list[j].out |= displaces(&list[i], &list[j]);
}

static bool displaces_any(const struct parts *p, const struct part *row)
{
	for (size_t i = 0; i < p->count; i++)
		if (displaces(row, &p->list[i]))
			return true;
	return false;
}

/* Why records are kept from the last version. */
static void report_kept(struct parts *p, const struct part *part)
{
	switch (part->entry->reason) {
	case RETAIN_HELD:
		parts_report(p, part, HELD, NULL,
		    displaces_any(p, part)
			? "kept from the last version, the guard holds its "
			  "change"
			: "kept from the last version, the guard holds its "
			  "deletion");
		break;
	case RETAIN_GRACE:
		parts_report(p, part, ADDRESS_LOST, NULL,
		    "kept from the last version for a while, its load "
		    "balancer has no address now");
		break;
	case RETAIN_SETTLING:
		break;
	default:
		parts_report(p, part, SOURCE_UNTRUSTED, NULL,
		    "kept from the last version, its source cannot be trusted "
		    "now");
	}
}

void overlayrows_report(struct parts *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct part *part = &p->list[i];

		if (part->entry->from == ENTRY_RETAINED && !part->out &&
		    (i == 0 || part[-1].entry != part->entry))
			report_kept(p, part);
	}
}
