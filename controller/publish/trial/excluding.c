/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/trial/excluding.h"

static void add_all(const struct exclusions *rows, struct exclusions *out)
{
	for (size_t i = 0; i < rows->count; i++)
		exclusions_add(out, &rows->list[i]);
}

bool excluding_add(struct zone_overlay *of, enum judge by,
    const struct exclusions *rows, const struct instant *now)
{
	struct exclusions *excluded = &of->overlay.excluded;
	struct exclusions before = { 0 };
	bool news;

	add_all(excluded, &before);
	if (by == JUDGE_NSD)
		refusals_add(
		    &of->memory.refusals, rows, now->ms, now->wall, excluded);
	else
		add_all(rows, excluded);
	exclusions_sort(excluded);
	news = !exclusions_equal(&before, excluded);
	exclusions_clear(&before);
	return news;
}

void excluding_narrow(struct zone_overlay *of, const struct exclusions *rows)
{
	struct exclusions *excluded = &of->overlay.excluded;
	struct exclusions old = *excluded;

	*excluded = (struct exclusions){ 0 };
	for (size_t i = 0; i < old.count; i++)
		if (!old.list[i].open)
			exclusions_add(excluded, &old.list[i]);
	add_all(rows, excluded);
	exclusions_sort(excluded);
	exclusions_clear(&old);
}
