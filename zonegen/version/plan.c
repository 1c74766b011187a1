/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

static bool same_lines(const struct plan_name *name, size_t i, size_t j)
{
	size_t old_len, new_len;
	const char *old = rrsets_lines(name->old, i, &old_len);
	const char *new = rrsets_lines(name->new, j, &new_len);

	return old_len == new_len && !memcmp(old, new, old_len);
}

const char *plan_name(const struct plan *plan, size_t at, char out[NAME_SIZE])
{
	const struct plan_name *name = &plan->names[at];
	size_t len;
	const char *owner =
	    rrsets_name(name->new ? name->new : name->old, &len);

	if (len == 1 && *owner == '@')
		snprintf(out, NAME_SIZE, "%s", plan->zone);
	else
		snprintf(out, NAME_SIZE, "%.*s%s%s", (int)len, owner,
		    *plan->zone ? "." : "", plan->zone);
	return out;
}

/*
 * The next change of one name.  Both sides are sorted by type: walk them
 * together.
 */
static bool next_of(
    const struct plan_name *name, struct plan_at *at, struct change *out)
{
	while (at->old < rrsets_count(name->old) ||
	    at->new < rrsets_count(name->new)) {
		uint16_t x = at->old < rrsets_count(name->old)
		    ? rrsets_type(name->old, at->old)
		    : 0;
		uint16_t y = at->new < rrsets_count(name->new)
		    ? rrsets_type(name->new, at->new)
		    : 0;
		bool in_old = x && (!y || rr_type_order(x) <= rr_type_order(y));
		bool in_new = y && (!x || rr_type_order(y) <= rr_type_order(x));
		bool same =
		    in_old && in_new && same_lines(name, at->old, at->new);

		at->old += in_old;
		at->new += in_new;
		if (same)
			continue;
		*out = (struct change){ .op = !in_old ? CHANGE_ADD
			    : !in_new                 ? CHANGE_REMOVE
						      : CHANGE_UPDATE,
			.type = in_old ? x : y,
			.old = name->old,
			.new = name->new };
		return true;
	}
	return false;
}

bool plan_next(const struct plan *plan, struct plan_at *at, struct change *out)
{
	for (; at->name < plan->nnames; at->name++) {
		bool first = !at->old && !at->new;

		if (next_of(&plan->names[at->name], at, out)) {
			if (first)
				plan_name(plan, at->name, at->text);
			out->name = at->text;
			return true;
		}
		at->old = at->new = 0;
	}
	return false;
}

void plan_add(struct plan *plan, struct rrsets *old, struct rrsets *new)
{
	struct plan_at at = { 0 };
	struct plan_name *added;
	struct change change;

	plan->names =
	    xgrow(plan->names, plan->nnames, &plan->cap, sizeof(*plan->names));
	added = &plan->names[plan->nnames++];
	*added = (struct plan_name){ .old = rrsets_ref(old),
		.new = rrsets_ref(new) };
	while (next_of(added, &at, &change)) {
		plan->added += change.op == CHANGE_ADD;
		plan->updated += change.op == CHANGE_UPDATE;
		plan->removed += change.op == CHANGE_REMOVE;
	}
}

void plan_clear(struct plan *plan)
{
	for (size_t i = 0; i < plan->nnames; i++) {
		rrsets_unref(plan->names[i].old);
		rrsets_unref(plan->names[i].new);
	}
	free(plan->names);
	*plan = (struct plan)PLAN_INIT;
}

void plan_print_change(const struct change *change, struct buf *out)
{
	buf_printf(out, "%c %s %s\n", "+~-"[change->op], change -> name,
	    rr_type_text(change->type));
}
