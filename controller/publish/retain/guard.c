/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.c - first the verdict about each namespace, then what of each is held,
 * the oldest first, then what is told of it, and whose windows stand still.
 */
#include "controller/publish/retain/guard.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

bool hold_any(const struct hold *hold)
{
	return hold->deletions || hold->updates;
}

void hold_clear(struct hold *hold)
{
	for (size_t i = 0; i < HOLD_NAMES; i++) {
		free(hold->names[i]);
		free(hold->namespaces[i]);
	}
	buf_clear(&hold->lines);
	*hold = (struct hold)HOLD_INIT;
}

static uint32_t lower(uint32_t held, uint32_t now)
{
	return now != GUARD_NEVER && held < now ? held : now;
}

struct guard_rule hold_rule(
    const struct hold *hold, const struct guard_rule *rule)
{
	struct guard_rule both = *rule;

	if (!hold->since || !hold->ruled)
		return both;
	both.min_rrsets = hold->rule.min_rrsets;
	both.deletes = lower(hold->rule.deletes, rule->deletes);
	both.updates = lower(hold->rule.updates, rule->updates);
	both.namespaces = lower(hold->rule.namespaces, rule->namespaces);
	return both;
}

static bool is_same_rule(const struct guard_rule *a, const struct guard_rule *b)
{
	return a->min_rrsets == b->min_rrsets && a->deletes == b->deletes &&
	    a->updates == b->updates && a->namespaces == b->namespaces;
}

/* --- The verdicts --- */

static bool is_above(size_t count, size_t of, uint32_t percent)
{
	return (uint64_t)count * 100 > (uint64_t)of * percent;
}

/* Is it a flood in a zone of so many? */
static bool exceeds(
    const struct guard_rule *rule, size_t count, size_t of, uint32_t percent)
{
	if (percent == GUARD_NEVER || !count)
		return false;
	if (of >= SIZES_ALL_OF && count >= of)
		return true;
	return of >= rule->min_rrsets && is_above(count, of, percent);
}

/* Does a namespace of so many take part in it? */
static bool takes_part(size_t count, size_t of, uint32_t percent)
{
	return count && (count >= of || is_above(count, of, percent));
}

static bool is_small(const struct guard_rule *rule, const struct tenant *tenant)
{
	return sizes_most(&tenant->sizes) < rule->min_rrsets;
}

/*
 * All small namespaces are one.  Those that came after something of the others
 * was held are another one: they must not make the share of the first smaller.
 */
static void unite(const struct guard_rule *rule, const struct window *window,
    struct share united[2])
{
	const struct tenant *tenant;
	size_t at = 0;

	while ((tenant = tenants_next(&window->tenants, &at))) {
		struct share *share = &united[tenant->still];

		if (!is_small(rule, tenant))
			continue;
		share->gone += tenant->share.gone;
		share->changed += tenant->share.changed;
		share->of += tenant->share.of;
	}
}

static void judge_tenants(const struct guard_rule *rule,
    const struct share *zone, struct window *window)
{
	bool deletes = exceeds(rule, zone->gone, zone->of, rule->deletes);
	bool updates = exceeds(rule, zone->changed, zone->of, rule->updates);
	struct share united[2] = { 0 };
	struct tenant *tenant;
	size_t at = 0;

	unite(rule, window, united);
	while ((tenant = tenants_next(&window->tenants, &at))) {
		bool small = is_small(rule, tenant);
		const struct share *own = &tenant->share;
		const struct share *share =
		    small ? &united[tenant->still] : own;
		size_t most = sizes_most(&tenant->sizes);

		tenant->deletes = deletes &&
		    takes_part(share->gone, share->of, rule->deletes);
		tenant->updates = updates &&
		    takes_part(share->changed, share->of, rule->updates);
		if (!small && rule->namespaces != GUARD_NEVER)
			tenant->deletes |=
			    takes_part(own->gone, own->of, rule->namespaces);
		tenant->room = most;
		most = sizes_most(&tenant->lately);
		tenant->waiting = most;
		tenant->held = false;
	}
}

static bool is_judged(const struct tenant *tenant, const struct loss *loss)
{
	return loss->update ? tenant->updates : tenant->deletes;
}

static void hold_losses(struct window *window, struct losses *losses)
{
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];
		struct tenant *const *tenants;
		size_t count;

		if (loss->state != LOSS_OPEN)
			continue;
		tenants =
		    tenants_of(&window->tenants, loss->last, loss->at, &count);
		for (size_t j = 0; j < count; j++)
			if (is_judged(tenants[j], loss))
				loss->state = LOSS_HELD;
	}
}

/* --- What there is room for --- */

static int by_birth(const void *x, const void *y)
{
	const struct loss *a = *(const struct loss *const *)x;
	const struct loss *b = *(const struct loss *const *)y;

	if (a->born != b->born)
		return a->born < b->born ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* Takes room for a loss; false: no namespace has any that it may take. */
static bool take_room(struct window *window, const struct loss *loss)
{
	size_t count;
	struct tenant *const *tenants =
	    tenants_of(&window->tenants, loss->last, loss->at, &count);
	bool taken = false;

	for (size_t i = 0; i < count; i++) {
		bool waits = loss->state == LOSS_SETTLING;
		size_t *room = waits ? &tenants[i]->waiting : &tenants[i]->room;

		if (!*room || !(waits || is_judged(tenants[i], loss)))
			continue;
		--*room;
		taken = true;
	}
	return taken;
}

static bool was_retained(const struct loss *loss)
{
	return loss->state == LOSS_SETTLING && loss->row;
}

/*
 * Deletions in that state beyond the room are open.  What was retained before
 * may wait, whatever the reason was.
 */
static void bound(struct window *window, const struct window_view *view,
    struct losses *losses, enum loss_state state)
{
	struct loss **list = xcalloc(losses->count + 1, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];

		if (loss->state != state || loss->update ||
		    !loss_counts(view->zone, loss->name))
			continue;
		if (was_retained(loss))
			(void)take_room(window, loss);
		else
			list[count++] = loss;
	}
	qsort(list, count, sizeof(*list), by_birth);
	for (size_t i = 0; i < count; i++)
		if (!take_room(window, list[i]))
			list[i]->state = LOSS_OPEN;
	free(list);
}

void guard_bound_settling(struct window *window, const struct window_view *view,
    struct losses *losses)
{
	bound(window, view, losses, LOSS_SETTLING);
}

/* --- What is told --- */

static void tell_name(struct hold *hold, const char *name, size_t *told)
{
	if (*told == HOLD_NAMES ||
	    (*told && !strcmp(hold->names[*told - 1], name)))
		return;
	hold->names[(*told)++] = xstrdup(name);
}

static void mark_held(struct window *window, const struct loss *loss)
{
	size_t count;
	struct tenant *const *tenants =
	    tenants_of(&window->tenants, loss->last, loss->at, &count);

	for (size_t i = 0; i < count; i++)
		tenants[i]->held |= is_judged(tenants[i], loss);
}

static void tell_namespaces(struct hold *hold, const struct window *window)
{
	struct tenant **list = tenants_sorted(&window->tenants);

	for (size_t i = 0; list[i]; i++) {
		const char *name = list[i]->namespace;

		if (!list[i]->held)
			continue;
		if (hold->nnamespaces < HOLD_NAMES)
			hold->namespaces[hold->nnamespaces] =
			    xstrdup(*name ? name : "-");
		hold->nnamespaces++;
	}
	free(list);
}

static void tell(
    struct hold *hold, struct window *window, const struct losses *losses)
{
	size_t told = 0;

	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];

		if (loss->state != LOSS_HELD)
			continue;
		hold->deletions += !loss->update;
		hold->updates += loss->update;
		mark_held(window, loss);
		tell_name(hold, loss->name, &told);
		buf_puts(&hold->lines, loss->line);
		buf_putc(&hold->lines, '\n');
	}
	if (!hold_any(hold))
		return;
	digest_hex(buf_text(&hold->lines), hold->lines.len, hold->plan);
	tell_namespaces(hold, window);
}

/* --- Whose windows stand still --- */

/*
 * Small ones do so together; those that came later do not.  kept: those that
 * stand still go on to.
 */
static void stand_still(
    const struct guard_rule *rule, struct window *window, bool kept)
{
	bool held = false, before = false;
	struct tenant *tenant;
	size_t at = 0;

	while ((tenant = tenants_next(&window->tenants, &at))) {
		held |= is_small(rule, tenant) && tenant->held;
		before |= is_small(rule, tenant) && tenant->still;
	}
	at = 0;
	while ((tenant = tenants_next(&window->tenants, &at))) {
		bool still = tenant->held ||
		    (is_small(rule, tenant) && held &&
			(tenant->still || !before)) ||
		    (kept && tenant->still);

		window->unsaved |= still != tenant->still;
		tenant->still = still;
	}
}

void guard_judge(const struct guard_rule *rule, const struct share *zone,
    struct window *window, const struct window_view *view,
    struct losses *losses, int64_t wall, struct hold *hold)
{
	struct guard_rule before = hold->rule;
	bool unsaved = hold->unsaved;
	int64_t since = hold->since;
	bool kept = view->doubted && since;

	hold_clear(hold);
	hold->unsaved = unsaved;
	judge_tenants(rule, zone, window);
	hold_losses(window, losses);
	bound(window, view, losses, LOSS_HELD);
	tell(hold, window, losses);
	stand_still(rule, window, kept);
	hold->since = hold_any(hold) || kept ? since ? since : wall : 0;
	hold->ruled = hold->since != 0;
	hold->rule = *rule;
	hold->unsaved |= hold->since != since ||
	    (hold->ruled && !is_same_rule(&before, rule));
	if (!hold_any(hold))
		return;
	hold->gone = zone->gone;
	hold->changed = zone->changed;
	hold->of = zone->of;
}
