/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/plan.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/mem.h"

static void add_change(struct plan *plan, enum change_op op, uint16_t type,
    const struct plan_name *name)
{
	plan->changes = xgrow(
	    plan->changes, plan->count, &plan->cap, sizeof(*plan->changes));
	plan->changes[plan->count++] = (struct change){ .op = op,
		.type = type,
		.name = name->name,
		.old = name->old,
		.new = name->new };
	plan->added += op == CHANGE_ADD;
	plan->updated += op == CHANGE_UPDATE;
	plan->removed += op == CHANGE_REMOVE;
}

static bool same_lines(const struct plan_name *name, size_t i, size_t j)
{
	size_t old_len, new_len;
	const char *old = rrsets_lines(name->old, i, &old_len);
	const char *new = rrsets_lines(name->new, j, &new_len);

	return old_len == new_len && !memcmp(old, new, old_len);
}

/* Both sides are sorted by type: walk them together. */
void plan_add(
    struct plan *plan, const char *name, struct rrsets *old, struct rrsets *new)
{
	struct plan_name *added;
	size_t i = 0, j = 0;

	plan->names = xgrow(
	    plan->names, plan->nnames, &plan->names_cap, sizeof(*plan->names));
	added = &plan->names[plan->nnames++];
	*added = (struct plan_name){ .name = xstrdup(name),
		.old = rrsets_ref(old),
		.new = rrsets_ref(new) };
	while (i < rrsets_count(old) || j < rrsets_count(new)) {
		uint16_t x = i < rrsets_count(old) ? rrsets_type(old, i) : 0;
		uint16_t y = j < rrsets_count(new) ? rrsets_type(new, j) : 0;

		if (!y || (x && rr_type_order(x) < rr_type_order(y))) {
			add_change(plan, CHANGE_REMOVE, x, added);
			i++;
		} else if (!x || rr_type_order(y) < rr_type_order(x)) {
			add_change(plan, CHANGE_ADD, y, added);
			j++;
		} else {
			if (!same_lines(added, i, j))
				add_change(plan, CHANGE_UPDATE, x, added);
			i++;
			j++;
		}
	}
}

void plan_clear(struct plan *plan)
{
	for (size_t i = 0; i < plan->nnames; i++) {
		free(plan->names[i].name);
		rrsets_unref(plan->names[i].old);
		rrsets_unref(plan->names[i].new);
	}
	free(plan->names);
	free(plan->changes);
	*plan = (struct plan)PLAN_INIT;
}

void plan_print(const struct plan *plan, struct buf *out)
{
	for (size_t i = 0; i < plan->count; i++)
		buf_printf(out, "%c %s %s\n", "+~-"[plan->changes[i].op],
		    plan -> changes[i].name,
		    rr_type_text(plan->changes[i].type));
}
