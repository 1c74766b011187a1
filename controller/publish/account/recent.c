/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/account/recent.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

/* Whole lines, as many as there is room for. */
static char *first_changes(const struct plan *plan, bool *cut)
{
	struct buf text = BUF_INIT(RECENT_OCTETS), line = BUF_INIT(2000);
	struct plan_at at = { 0 };
	struct change change;
	char *copy;

	*cut = false;
	while (!*cut && plan_next(plan, &at, &change)) {
		buf_reset(&line);
		plan_print_change(&change, &line);
		*cut = text.len + line.len >= RECENT_OCTETS;
		if (!*cut)
			buf_puts(&text, buf_text(&line));
	}
	copy = xstrdup(buf_text(&text));
	buf_clear(&text);
	buf_clear(&line);
	return copy;
}

void recent_add(
    struct recent *recent, const struct plan *plan, uint32_t serial, int64_t at)
{
	struct recent_version *list = recent->list;

	if (recent->count == RECENT_VERSIONS)
		free(list[--recent->count].changes);
	memmove(list + 1, list, recent->count * sizeof(*list));
	recent->count++;
	list[0] = (struct recent_version){
		.serial = serial,
		.at = at,
		.added = plan->added,
		.updated = plan->updated,
		.removed = plan->removed,
	};
	list[0].changes = first_changes(plan, &list[0].cut);
}

void recent_clear(struct recent *recent)
{
	for (size_t i = 0; i < recent->count; i++)
		free(recent->list[i].changes);
	*recent = (struct recent){ 0 };
}
