/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/decision.h"

#include "controller/publish/retain/cause.h"
#include "controller/publish/retain/guard.h"
#include "controller/publish/retain/rows.h"

/* Was it lost when the last decision was made, or not known? */
static bool was_lost(const struct overlay *before, const struct loss *loss)
{
	const struct retained *row = loss_row(before, loss);

	return loss->let || (row && row->reason != RETAIN_GRACE);
}

/* The losses that no guard looks at. */
static void excuse(const struct deciding *d, const struct memory *memory,
    struct losses *losses, struct decision *decision)
{
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];

		if (loss->state != LOSS_OPEN)
			continue;
		if (!d->rule->all &&
		    cause_is_configuration(
			loss, d->zone, d->trusts, d->store, d->reconfigured) &&
		    !was_lost(d->before, loss))
			loss->state = LOSS_EXCUSED;
		else if (approvals_cover(&memory->approvals, loss->line))
			loss->state = LOSS_APPROVED;
		decision->approved |= loss->state == LOSS_APPROVED;
	}
}

/* Is all that was held before there again? */
static bool has_returned(
    const struct overlay *before, const struct losses *losses)
{
	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];
		const struct retained *row = loss_row(before, loss);

		if (loss->state == LOSS_OPEN && row &&
		    row->reason == RETAIN_HELD)
			return false;
	}
	return true;
}

static bool is_lifted(uint32_t before, uint32_t now)
{
	return before != GUARD_NEVER && now == GUARD_NEVER;
}

/* Why a hold ends, if it does. */
static void compare_hold(const struct hold *hold, const struct share *share,
    const struct guard_rule *rule, struct decision *decision)
{
	const struct guard_rule *before = &hold->rule;

	decision->shrunk =
	    share->gone < hold->gone || share->changed < hold->changed;
	decision->lifted = hold->ruled &&
	    (is_lifted(before->deletes, rule->deletes) ||
		is_lifted(before->updates, rule->updates) ||
		is_lifted(before->namespaces, rule->namespaces));
}

#define WANTED_LEAST 3000 /* ms, for a zone with a short TTL */

static bool settle(const struct deciding *d, struct memory *memory,
    struct losses *losses, int64_t *next)
{
	int64_t ttl = (int64_t)zone_settings(d->zone)->ttl * 1000;
	const struct settle_rule rule = {
		.guarded = !d->rule->off && d->rule->deletes != GUARD_NEVER,
		.wanted = ttl > WANTED_LEAST ? ttl : WANTED_LEAST,
		.now = d->now,
	};

	return !d->settles ||
	    settle_judge(&memory->settling, &rule, losses, next);
}

static void guard(const struct deciding *d, const struct window_view *view,
    struct memory *memory, struct losses *losses, struct decision *decision)
{
	const struct guard_rule rule = hold_rule(&memory->hold, d->rule);
	struct window *window = &memory->window;
	struct share share;

	excuse(d, memory, losses, decision);
	share = window_count(window, view, losses);
	compare_hold(&memory->hold, &share, &rule, decision);
	guard_judge(
	    &rule, &share, window, view, losses, d->wall, &memory->hold);
	decision->returned = has_returned(d->before, losses);
	decision->settled = settle(d, memory, losses, &decision->next);
	guard_bound_settling(window, view, losses);
	window_close(window, view, losses);
}

static void retain(const struct deciding *d, const struct memory *memory,
    const struct loss *loss, struct origin *origin, struct rows *rows)
{
	const struct source_trust *source =
	    origin ? trust_claims(d->trusts, origin) : NULL;
	unsigned rank = source ? source->rank : RANK_LAST;
	struct retained *row;

	if (origin && !source && !rows_is_unknown(origin) &&
	    loss->state != LOSS_HELD)
		return;
	if (loss->state == LOSS_GRACE) {
		if (origin && grace_has(&memory->graces, loss, origin, d->now))
			rows_add(rows, RETAIN_GRACE, origin, rank);
		return;
	}
	row = rows_add(rows,
	    loss->state == LOSS_HELD ? RETAIN_HELD : RETAIN_SETTLING, origin,
	    rank);
	if (row)
		row->instead = loss->state == LOSS_HELD;
}

/* Without a guard nothing is remembered. */
static void forget(struct memory *memory)
{
	bool unsaved = memory->hold.since || memory->window.traces.count;

	window_clear(&memory->window);
	hold_clear(&memory->hold);
	memory->window.unsaved = unsaved;
}

struct decision decision_make(const struct deciding *d, struct memory *memory)
{
	struct decision decision = { .next = NEVER, .settled = true };
	bool watched = !d->rule->off && zone_has_version(d->zone);
	const struct window_view view = {
		.zone = d->zone,
		.before = d->before,
		.made = d->made,
		.frozen = memory->hold.since != 0,
		.doubted = trust_uncertain(d->trusts),
		.now = d->now,
	};
	struct losses *losses = &decision.losses;
	int64_t end;

	losses_find(
	    losses, d->zone, watched && d->rule->updates != GUARD_NEVER);
	approvals_expire(&memory->approvals, d->now);
	if (watched)
		window_open(&memory->window, &view, losses);
	decision.next = grace_judge(&memory->graces, d->zone, d->trusts,
	    d->sources, losses, d->grace, d->now);
	if (watched) {
		guard(d, &view, memory, losses, &decision);
	} else {
		forget(memory);
		(void)settle(d, memory, losses, &decision.next);
	}
	end = window_end(&memory->window);
	if (end < decision.next && !memory->hold.since)
		decision.next = end;
	return decision;
}

/* One row for each origin of a loss: each may return alone. */
void decision_retain(const struct deciding *d, const struct memory *memory,
    struct decision *decision, struct overlay *out)
{
	const struct losses *losses = &decision->losses;

	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];
		struct origin *const *origins;
		struct rows rows;
		size_t count;

		if (loss->state != LOSS_GRACE && loss->state != LOSS_HELD &&
		    loss->state != LOSS_SETTLING)
			continue;
		origins = rrsets_origins(loss->last, loss->at, &count);
		rows_begin(&rows, out, loss->name, loss->last, loss->type);
		for (size_t j = 0; j < count; j++)
			retain(d, memory, loss, origins[j], &rows);
		if (!count)
			retain(d, memory, loss, NULL, &rows);
		rows_end(&rows);
	}
	decision_clear(decision);
}

void decision_clear(struct decision *decision)
{
	losses_clear(&decision->losses);
}
