/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/pass.h"

#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/nameservers.h"
#include "controller/publish/retain/decision.h"
#include "controller/publish/retain/untrusted.h"
#include "controller/source/sources.h"
#include "zonegen/version/blame.h"

/* --- What is said of it --- */

static size_t count_rows(const struct overlay *overlay, enum retain_reason why)
{
	size_t count = 0;

	for (size_t i = 0; i < overlay->count; i++)
		count += overlay->rows[i].reason == why;
	return count;
}

/* When rows of one sort begin to be, and when there are none any more. */
static void log_retained(const struct zone *zone, const struct overlay *old,
    const struct overlay *new)
{
	static const struct {
		enum retain_reason reason;
		const char *begins, *ends;
	} sorts[] = {
		{ RETAIN_UNTRUSTED,
		    "records of sources that cannot be trusted are retained",
		    "no records are retained any more" },
		{ RETAIN_GRACE,
		    "addresses that load balancers lost are kept for a while",
		    "no lost addresses are kept any more" },
	};

	for (size_t i = 0; i < ARRAY_LEN(sorts); i++) {
		size_t before = count_rows(old, sorts[i].reason);
		size_t now = count_rows(new, sorts[i].reason);

		if (!before && now)
			log_event(LOG_WARNING, sorts[i].begins, "zone",
			    zone_name(zone), "rrsets", log_u(now));
		if (before && !now)
			log_event(
			    LOG_INFO, sorts[i].ends, "zone", zone_name(zone));
	}
}

static void list_names(struct buf *out, char *const names[HOLD_NAMES])
{
	for (size_t i = 0; i < HOLD_NAMES && names[i]; i++)
		buf_printf(out, "%s%s", i ? "," : "", names[i]);
}

static void log_held(const struct zone *zone, const struct hold *hold)
{
	struct buf names = BUF_INIT(1u << 14), namespaces = BUF_INIT(1u << 14);
	char plan[HOLD_PLAN_SHOWN + 1] = { 0 };

	list_names(&names, hold->names);
	list_names(&namespaces, hold->namespaces);
	memcpy(plan, hold->plan, HOLD_PLAN_SHOWN);
	log_event(LOG_WARNING,
	    hold->updates ? "deletions and changes are held until approved"
			  : "deletions are held until approved",
	    "zone", zone_name(zone), "deletions", log_u(hold->deletions),
	    "changes", log_u(hold->updates), "gone", log_u(hold->gone), "of",
	    log_u(hold->of), "plan", plan, "names", buf_text(&names),
	    "namespaces", buf_text(&namespaces));
	buf_clear(&names);
	buf_clear(&namespaces);
}

static const char *why_released(
    const struct guard_rule *rule, const struct decision *decision)
{
	if (rule->off)
		return "the guard is off";
	if (decision->approved)
		return "approved";
	if (decision->returned)
		return "everything is there again";
	if (decision->reruled)
		return "the guard has other limits";
	return decision->shrunk ? "below the limit, objects returned"
				: "below the limit";
}

static void log_hold(const struct zone *zone, struct memory *memory,
    const struct guard_rule *rule, const struct decision *decision, int64_t now)
{
	const struct hold *hold = &memory->hold;
	bool held = hold_any(hold);

	if (held && decision->settled &&
	    (!memory->told || hold->nnamespaces > memory->told_namespaces)) {
		log_held(zone, hold);
		approvals_report(&memory->approvals, hold, now);
	}
	if (!held || decision->settled)
		memory->told_namespaces = hold->nnamespaces;
	if (!held && memory->told)
		log_event(LOG_INFO, "nothing is held any more", "zone",
		    zone_name(zone), "reason", why_released(rule, decision));
	memory->told = held && (memory->told || decision->settled);
}

/* --- Deciding --- */

static bool is_doubted(void *arg, const char *text)
{
	const struct pass *pass = arg;
	struct origin *origin = origin_from_text(text, "", AGE_UNKNOWN);
	bool doubted = origin &&
	    trust_in_doubt(
		pass->trusts, origin, sources_read(pass->sources, text));

	origin_unref(origin);
	return doubted;
}

static void wake_at(int64_t *next, int64_t at)
{
	if (at < *next)
		*next = at;
}

static void keep_excluded(const struct pass *pass, size_t at,
    const struct exclusions *old, struct exclusions *out)
{
	const struct blame_keeping keeping = {
		.doubted = is_doubted,
		.arg = (void *)pass,
		.now = pass->now,
		.searching = pass->searching[at],
	};

	blame_keep(zoneset_at(pass->set, at), old, &keeping, out);
}

/* The zone's rows anew; true: they, or the memory, are others than before. */
static bool decide_zone(
    const struct pass *pass, size_t at, bool reconfigured, int64_t *next)
{
	struct zone *zone = zoneset_at(pass->set, at);
	struct zone_overlay *of = overlays_of(pass->overlays, zone_name(zone));
	struct memory *memory = &of->memory;
	struct deciding deciding = {
		.zone = zone,
		.trusts = pass->trusts,
		.sources = pass->sources,
		.store = pass->store,
		.rule = &pass->config->zones[at].guard,
		.grace = (int64_t)pass->config->grace,
		.settles = true,
		.reconfigured = reconfigured,
		.before = &of->overlay,
		.made = pass->made[at],
		.now = pass->now,
		.wall = pass->wall,
	};
	bool differs;
	struct overlay rows = OVERLAY_INIT;
	struct decision decision;
	size_t untrusted;

	untrusted_decide(zone, pass->trusts, pass->sources, &rows);
	keep_excluded(pass, at, &of->overlay.excluded, &rows.excluded);
	untrusted = rows.count;
	zone_overlay(zone, &rows);
	zone_resolve(zone);
	decision = decision_make(&deciding, memory, &rows);
	if (rows.count > untrusted) {
		overlay_sort(&rows);
		zone_overlay(zone, &rows);
		zone_resolve(zone);
	}
	wake_at(next, decision.next);
	wake_at(next, refusals_expire(&memory->refusals, pass->now));
	for (size_t i = 0; i < rows.excluded.count; i++)
		if (rows.excluded.list[i].until)
			wake_at(next, rows.excluded.list[i].until);
	log_retained(zone, &of->overlay, &rows);
	log_hold(zone, memory, deciding.rule, &decision, pass->now);
	differs = !overlay_equal(&of->overlay, &rows);
	overlay_clear(&of->overlay);
	of->overlay = rows;
	return memory_unsaved(memory) || differs;
}

/* Did a key change that decides what is claimed? */
static bool take_configuration(const struct pass *pass, bool *differs)
{
	struct overlays *overlays = pass->overlays;
	const char *digest = pass->config->claiming;
	bool known = *overlays->configuration;

	if (!digest || !strcmp(overlays->configuration, digest))
		return false;
	memcpy(overlays->configuration, digest, DIGEST_SIZE);
	*differs = true;
	return known;
}

bool pass_run(const struct pass *pass, int64_t *next)
{
	bool differs = false, reconfigured;

	*next = NEVER;
	sources_pass(
	    pass->sources, pass->config, pass->set, trust_unread(pass->trusts));
	nameservers_follow(pass->config, pass->store, pass->set);
	reconfigured = !pass->early && take_configuration(pass, &differs);
	for (size_t i = 0; i < zoneset_count(pass->set); i++) {
		zone_moment(zoneset_at(pass->set, i), pass->wall,
		    trust_doubted(pass->trusts) != 0);
		if (pass->early)
			zone_resolve(zoneset_at(pass->set, i));
		else
			differs |= decide_zone(pass, i, reconfigured, next);
	}
	if (!pass->early)
		sources_decided(pass->sources, pass->set);
	return differs;
}
