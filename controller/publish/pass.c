/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/pass.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/catalog/listed.h"
#include "controller/publish/nameservers.h"
#include "controller/publish/retain/decision.h"
#include "controller/publish/retain/untrusted.h"
#include "controller/source/sources.h"
#include "zonegen/base/mem.h"
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
	if (decision->lifted)
		return "the guard does not look at these any more";
	return decision->shrunk ? "below the limit, objects returned"
				: "below the limit";
}

static void log_hold(const struct zone *zone, struct memory *memory,
    const struct guard_rule *rule, const struct decision *decision, int64_t now)
{
	const struct hold *hold = &memory->hold;
	bool held = hold->since != 0;

	if (hold_any(hold) && decision->settled &&
	    (!memory->told || hold->nnamespaces > memory->told_namespaces)) {
		log_held(zone, hold);
		approvals_report(&memory->approvals, hold, now);
	}
	if (!held || (hold_any(hold) && decision->settled))
		memory->told_namespaces = hold->nnamespaces;
	if (!held && memory->told)
		log_event(LOG_INFO, "nothing is held any more", "zone",
		    zone_name(zone), "reason", why_released(rule, decision));
	memory->told =
	    held && (memory->told || (hold_any(hold) && decision->settled));
}

/* --- Deciding --- */

/* What is done next; the steps of one zone come again for each. */
enum pass_step {
	PASS_CLAIM,  /* claims of what changed */
	PASS_OPEN,   /* a zone with the rows of untrusted sources alone */
	PASS_BARE,   /* its names resolved with these */
	PASS_DECIDE, /* what else is retained */
	PASS_RETAIN, /* the rows that come of it */
	PASS_TAKE,   /* these into the zone */
	PASS_WHOLE,  /* its names resolved with all rows */
	PASS_CLOSE,  /* what differs; the next zone */
	PASS_OVER
};

struct passing {
	struct pass pass;
	enum pass_step step;
	bool reconfigured, differs;
	int64_t next;
	/* Of the zone that is decided. */
	size_t at;
	struct overlay rows;
	size_t untrusted; /* rows: so many at first */
	struct decision decision;
};

static struct zone *zone_of(const struct passing *p)
{
	return zoneset_at(p->pass.set, p->at);
}

static struct zone_overlay *overlay_of(const struct passing *p)
{
	return overlays_of(p->pass.overlays, zone_name(zone_of(p)));
}

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

static void wake_at(struct passing *p, int64_t at)
{
	if (at < p->next)
		p->next = at;
}

static void keep_excluded(struct passing *p)
{
	const struct blame_keeping keeping = {
		.doubted = is_doubted,
		.arg = &p->pass,
		.now = p->pass.now,
		.searching = p->pass.searching[p->at],
	};

	blame_keep(zone_of(p), &overlay_of(p)->overlay.excluded, &keeping,
	    &p->rows.excluded);
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

static bool claim(struct passing *p, const struct pause *pause)
{
	const struct pass *pass = &p->pass;

	if (!sources_some(pass->sources, pass->config, pass->set,
		trust_unread(pass->trusts), pause))
		return false;
	nameservers_follow(pass->config, pass->store, pass->set);
	listed_follow(pass->set, pass->served);
	p->reconfigured = !pass->early && take_configuration(pass, &p->differs);
	return true;
}

static void open_zone(struct passing *p)
{
	const struct pass *pass = &p->pass;
	struct zone *zone = zone_of(p);

	p->decision = (struct decision)DECISION_INIT;
	zone_moment(zone, pass->wall,
	    !zone_is_restored(zone) && trust_uncertain(pass->trusts));
	if (pass->early)
		return;
	/* What objects ask for is of no account there. */
	if (!zone_is_restored(zone))
		untrusted_decide(zone, pass->trusts, pass->sources, &p->rows);
	keep_excluded(p);
	p->untrusted = p->rows.count;
	zone_overlay(zone, &p->rows);
}

static struct deciding deciding_of(const struct passing *p)
{
	const struct pass *pass = &p->pass;

	return (struct deciding){
		.zone = zone_of(p),
		.trusts = pass->trusts,
		.sources = pass->sources,
		.store = pass->store,
		.rule = &pass->config->zones[p->at].guard,
		.grace = (int64_t)pass->config->grace,
		.settles = true,
		.reconfigured = p->reconfigured,
		.before = &overlay_of(p)->overlay,
		.made = pass->made[p->at],
		.now = pass->now,
		.wall = pass->wall,
	};
}

static bool decide(struct passing *p, const struct pause *pause)
{
	const struct deciding deciding = deciding_of(p);

	if (!decision_some(
		&deciding, &overlay_of(p)->memory, &p->decision, pause))
		return false;
	wake_at(p, p->decision.next);
	return true;
}

static void retain(struct passing *p)
{
	const struct deciding deciding = deciding_of(p);

	decision_retain(
	    &deciding, &overlay_of(p)->memory, &p->decision, &p->rows);
}

static void take_rows(struct passing *p)
{
	if (p->rows.count == p->untrusted)
		return;
	overlay_sort(&p->rows);
	zone_overlay(zone_of(p), &p->rows);
}

static void close_zone(struct passing *p)
{
	struct zone_overlay *of = overlay_of(p);
	const struct exclusions *excluded = &p->rows.excluded;

	wake_at(p, refusals_expire(&of->memory.refusals, p->pass.now));
	for (size_t i = 0; i < excluded->count; i++)
		if (excluded->list[i].until)
			wake_at(p, excluded->list[i].until);
	log_retained(zone_of(p), &of->overlay, &p->rows);
	log_hold(zone_of(p), &of->memory, &p->pass.config->zones[p->at].guard,
	    &p->decision, p->pass.now);
	p->differs |= !overlay_equal(&of->overlay, &p->rows);
	p->differs |= memory_unsaved(&of->memory);
	overlay_clear(&of->overlay);
	of->overlay = p->rows;
	p->rows = (struct overlay)OVERLAY_INIT;
}

/* false: the step pauses. */
static bool take_step(struct passing *p, const struct pause *pause)
{
	switch (p->step) {
	case PASS_CLAIM:
		return claim(p, pause);
	case PASS_OPEN:
		open_zone(p);
		return true;
	case PASS_BARE:
	case PASS_WHOLE:
		return zone_resolve_some(zone_of(p), pause);
	case PASS_DECIDE:
		return decide(p, pause);
	case PASS_RETAIN:
		retain(p);
		return true;
	case PASS_TAKE:
		take_rows(p);
		return true;
	case PASS_CLOSE:
		close_zone(p);
		return true;
	case PASS_OVER:
		return true;
	}
	return true;
}

static enum pass_step next_step(struct passing *p)
{
	bool last =
	    p->step == PASS_CLOSE || (p->step == PASS_BARE && p->pass.early);

	if (p->step == PASS_CLAIM || last) {
		p->at += last;
		return p->at < zoneset_count(p->pass.set) ? PASS_OPEN
							  : PASS_OVER;
	}
	return p->step + 1;
}

struct passing *pass_begin(const struct pass *pass)
{
	struct passing *p = xcalloc(1, sizeof(*p));

	*p = (struct passing){
		.pass = *pass, .next = NEVER, .rows = OVERLAY_INIT
	};
	return p;
}

bool pass_go_on(struct passing *p, const struct pause *pause)
{
	while (p->step != PASS_OVER) {
		if (!take_step(p, pause))
			return false;
		p->step = next_step(p);
		if (p->step != PASS_OVER && pause_due(pause))
			return false;
	}
	return true;
}

bool pass_end(struct passing *p, int64_t *next)
{
	bool differs = p->differs;

	if (!p->pass.early)
		sources_decided(p->pass.sources, p->pass.set);
	*next = p->next;
	pass_free(p);
	return differs;
}

void pass_free(struct passing *p)
{
	if (!p)
		return;
	overlay_clear(&p->rows);
	decision_clear(&p->decision);
	free(p);
}
