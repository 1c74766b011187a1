/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision.c - the steps of a decision about one zone, each a piece of work
 * between two pauses; then the rows that come of it.
 */
#include "controller/publish/retain/decision.h"

#include <assert.h>

#include "controller/publish/retain/cause.h"
#include "controller/publish/retain/guard.h"
#include "controller/publish/retain/rows.h"

/* Was it lost when the last decision was made, or not known? */
static bool was_lost(const struct loss *loss)
{
	return loss->let || (loss->row && loss->row->reason != RETAIN_GRACE);
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
		    !was_lost(loss))
			loss->state = LOSS_EXCUSED;
		else if (approvals_cover(&memory->approvals, loss->line))
			loss->state = LOSS_APPROVED;
		decision->approved |= loss->state == LOSS_APPROVED;
	}
}

/* Is all that was held before there again? */
static bool has_returned(const struct losses *losses)
{
	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];

		if (loss->state == LOSS_OPEN && loss->row &&
		    loss->row->reason == RETAIN_HELD)
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

static void guard(
    const struct deciding *d, struct memory *memory, struct decision *decision)
{
	const struct guard_rule rule = hold_rule(&memory->hold, d->rule);
	const struct window_view *view = &decision->view;
	struct losses *losses = &decision->losses;
	struct share share =
	    window_count(&memory->window, view, losses, rule.min_rrsets);

	compare_hold(&memory->hold, &share, &rule, decision);
	guard_judge(&rule, &share, &memory->window, view, losses, d->wall,
	    &memory->hold);
	decision->returned = has_returned(losses);
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

static void find(const struct deciding *d, const struct memory *memory,
    struct decision *decision)
{
	bool watched = !d->rule->off && zone_has_version(d->zone);

	decision->watched = watched;
	decision->view = (struct window_view){
		.zone = d->zone,
		.made = d->made,
		.frozen = memory->hold.since != 0,
		.doubted = trust_uncertain(d->trusts),
		.before = d->before,
		.now = d->now,
	};
	losses_find(&decision->losses, d->zone, d->before,
	    watched && d->rule->updates != GUARD_NEVER);
}

static void close_window(struct memory *memory, struct decision *decision)
{
	struct window *window = &memory->window;
	int64_t end;

	if (decision->watched)
		window_close(window, &decision->view, &decision->losses);
	end = window_end(window);
	if (end < decision->next && !memory->hold.since)
		decision->next = end;
}

static void take_step(
    const struct deciding *d, struct memory *memory, struct decision *decision)
{
	const struct window_view *view = &decision->view;
	struct losses *losses = &decision->losses;

	switch (decision->step) {
	case DECISION_FIND:
		find(d, memory, decision);
		break;
	case DECISION_OPEN:
		approvals_expire(&memory->approvals, d->now);
		if (decision->watched)
			window_open(&memory->window, view, losses);
		break;
	case DECISION_LOOK:
		if (decision->watched)
			window_look(&memory->window, view, losses);
		break;
	case DECISION_GRACE:
		decision->next = grace_judge(&memory->graces, d->zone,
		    d->trusts, d->sources, losses, d->grace, d->now);
		if (decision->watched)
			excuse(d, memory, losses, decision);
		break;
	case DECISION_GUARD:
		if (decision->watched)
			guard(d, memory, decision);
		else
			forget(memory);
		break;
	case DECISION_SETTLE:
		decision->settled = settle(d, memory, losses, &decision->next);
		if (decision->watched)
			guard_bound_settling(&memory->window, view, losses);
		else
			decision->settled = true;
		break;
	case DECISION_CLOSE:
		close_window(memory, decision);
		break;
	case DECISION_OVER:
		break;
	}
}

bool decision_some(const struct deciding *d, struct memory *memory,
    struct decision *decision, const struct pause *pause)
{
	while (decision->step != DECISION_OVER) {
		take_step(d, memory, decision);
		decision->step++;
		if (decision->step != DECISION_OVER && pause_due(pause))
			return false;
	}
	return true;
}

struct decision decision_make(const struct deciding *d, struct memory *memory)
{
	struct decision decision = DECISION_INIT;
	bool over = decision_some(d, memory, &decision, NULL);

	assert(over);
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
