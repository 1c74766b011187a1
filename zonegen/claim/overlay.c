/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/claim/overlay.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

static const char *const words[RETAIN_REASONS] = {
	[RETAIN_UNTRUSTED] = "untrusted",
	[RETAIN_HELD] = "held",
	[RETAIN_GRACE] = "grace",
	[RETAIN_SETTLING] = "settling",
};

const char *retained_word(enum retain_reason reason)
{
	return words[reason];
}

bool retained_parse(const char *word, enum retain_reason *out)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (!strcmp(words[i], word)) {
			*out = (enum retain_reason)i;
			return true;
		}
	return false;
}

static struct record *copy_records(const struct record *records, size_t count)
{
	size_t octets = 0;
	struct record *copy;
	uint8_t *at;

	for (size_t i = 0; i < count; i++)
		octets += records[i].size;
	copy = xmalloc(count * sizeof(*copy) + octets);
	at = (uint8_t *)(copy + count);
	for (size_t i = 0; i < count; i++) {
		copy[i] = records[i];
		copy[i].rdata = memcpy(at, records[i].rdata, records[i].size);
		at += records[i].size;
	}
	return copy;
}

struct retained *overlay_retain(struct overlay *overlay,
    enum retain_reason reason, struct origin *origin, unsigned rank,
    const char *name, uint16_t type, const struct record *records, size_t count)
{
	overlay->rows = xgrow(overlay->rows, overlay->count, &overlay->cap,
	    sizeof(*overlay->rows));
	overlay->rows[overlay->count++] = (struct retained){
		.reason = reason,
		.origin = origin_ref(origin),
		.rank = rank,
		.name = xstrdup(name),
		.type = type,
		.count = count,
		.records = copy_records(records, count),
	};
	return &overlay->rows[overlay->count - 1];
}

static int compare_rows(const void *x, const void *y)
{
	const struct retained *a = x, *b = y;
	int d = name_compare(a->name, b->name);

	if (d == 0)
		d = (int)rr_type_order(a->type) - (int)rr_type_order(b->type);
	if (d == 0)
		d = strcmp(a->origin->text, b->origin->text);
	return d ? d : (a->reason > b->reason) - (a->reason < b->reason);
}

void overlay_sort(struct overlay *overlay)
{
	if (overlay->count)
		qsort(overlay->rows, overlay->count, sizeof(*overlay->rows),
		    compare_rows);
}

static bool same_row(const struct retained *a, const struct retained *b)
{
	return !compare_rows(a, b) && a->count == b->count &&
	    a->instead == b->instead &&
	    records_same(a->records, b->records, a->count);
}

bool overlay_equal(const struct overlay *a, const struct overlay *b)
{
	if (a->count != b->count ||
	    !exclusions_equal(&a->excluded, &b->excluded))
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!same_row(&a->rows[i], &b->rows[i]))
			return false;
	return true;
}

void overlay_clear(struct overlay *overlay)
{
	for (size_t i = 0; i < overlay->count; i++) {
		origin_unref(overlay->rows[i].origin);
		free(overlay->rows[i].name);
		free(overlay->rows[i].records);
	}
	free(overlay->rows);
	exclusions_clear(&overlay->excluded);
	*overlay = (struct overlay)OVERLAY_INIT;
}
