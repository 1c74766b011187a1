/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status.c - takes the tally of findings once, then writes NSD, each
 * source and each zone; well is what remains true of all of them.
 */
#include "controller/serve/answer/status.h"

#include <string.h>

#include "controller/base/jsonwriter.h"
#include "controller/publish/secondary/account.h"
#include "controller/serve/answer/tally.h"
#include "controller/serve/answer/explaining.h"
#include "controller/source/source.h"
#include "zonegen/zone/configured.h"

struct reporting {
	const struct affairs *affairs;
	struct jsonwriter out;
	struct tally tally;
	bool well;
};

static void write_past(struct reporting *r, const char *key, int64_t at)
{
	int64_t wall = r->affairs->wall;

	if (at)
		jsonwriter_number(
		    &r->out, key, wall > at ? (uint64_t)(wall - at) : 0);
}

/* --- Sources --- */

static void write_age(struct reporting *r, const char *key, uint64_t at)
{
	uint64_t now = r->affairs->now;

	if (at)
		jsonwriter_number(
		    &r->out, key, now > at ? (now - at) / 1000 : 0);
}

/* Writes the counts that are not 0. */
static void write_causes(
    struct reporting *r, const char *key, const uint64_t counts[CAUSES])
{
	jsonwriter_object(&r->out, key);
	for (unsigned i = 0; i < CAUSES; i++)
		if (counts[i])
			jsonwriter_number(&r->out,
			    source_cause_word((enum source_cause)i), counts[i]);
	jsonwriter_end_object(&r->out);
}

static void write_source(struct reporting *r, const struct kind *kind)
{
	const struct source_status *source =
	    store_status(r->affairs->knowledge->store, kind);
	const struct source_counters *counters = &source->counters;
	bool whole = explaining_whole(source);

	r->well = r->well && whole;
	jsonwriter_object(&r->out, NULL);
	jsonwriter_text(&r->out, "kind", kind->name);
	jsonwriter_text(&r->out, "state", source_state_word(source->state));
	jsonwriter_bool(&r->out, "whole", whole);
	jsonwriter_some(&r->out, "reason", source->reason);
	jsonwriter_number(&r->out, "objects", source->objects);
	jsonwriter_number(&r->out, "refused", source->refused);
	write_age(r, "age", source->since);
	write_age(r, "eventAge", counters->heard);
	write_age(r, "versionAge", counters->advanced);
	jsonwriter_number(&r->out, "lists", counters->lists);
	jsonwriter_number(&r->out, "events", counters->events);
	jsonwriter_number(&r->out, "bytes", counters->bytes);
	write_causes(r, "relists", counters->relists);
	write_causes(r, "restarts", counters->restarts);
	write_causes(r, "failures", counters->failures);
	jsonwriter_end_object(&r->out);
}

static void write_sources(struct reporting *r)
{
	const struct config *config = r->affairs->knowledge->config;

	jsonwriter_list(&r->out, "sources");
	for (size_t i = 0; i < kind_count(); i++)
		if (source_wants(config, kind_at(i)->name))
			write_source(r, kind_at(i));
	jsonwriter_end_list(&r->out);
}

/* --- Zones --- */

static size_t count_records(const struct zone *zone)
{
	/* SOA and NS are in the settings. */
	size_t records = 1 + zone_settings(zone)->nnameservers, at = 0;
	struct zone_name name;

	while (zone_next(zone, &at, &name)) {
		size_t len;
		const char *text = rrsets_text(name.now, &len);

		for (const char *end = text + len; text < end &&
		     (text = memchr(text, '\n', (size_t)(end - text)));
		     text++)
			records++;
	}
	return records;
}

static const char *state_of(
    const struct zone *zone, const struct zone_state *state)
{
	if (zone_has_version(zone))
		return state->served ? "served" : "unserved";
	return zone_awaits(zone) || state->waits ? "waiting" : "unpublished";
}

static void write_retained(struct reporting *r, const struct overlay *overlay)
{
	size_t counts[RETAIN_REASONS] = { 0 };

	for (size_t i = 0; overlay && i < overlay->count; i++)
		counts[overlay->rows[i].reason]++;
	jsonwriter_object(&r->out, "retained");
	for (unsigned i = 0; i < RETAIN_REASONS; i++)
		if (counts[i])
			jsonwriter_number(&r->out,
			    retained_word((enum retain_reason)i), counts[i]);
	jsonwriter_end_object(&r->out);
}

static void write_names(
    struct reporting *r, const char *key, char *const names[HOLD_NAMES])
{
	jsonwriter_list(&r->out, key);
	for (size_t i = 0; i < HOLD_NAMES && names[i]; i++)
		jsonwriter_text(&r->out, NULL, names[i]);
	jsonwriter_end_list(&r->out);
}

static void write_hold(struct reporting *r, const struct hold *hold)
{
	if (!hold || !hold_any(hold))
		return;
	r->well = false;
	jsonwriter_object(&r->out, "held");
	jsonwriter_number(&r->out, "deletions", hold->deletions);
	jsonwriter_number(&r->out, "updates", hold->updates);
	jsonwriter_number(&r->out, "gone", hold->gone);
	jsonwriter_number(&r->out, "changed", hold->changed);
	jsonwriter_number(&r->out, "of", hold->of);
	if (hold->since > 0)
		jsonwriter_number(&r->out, "since", (uint64_t)hold->since);
	jsonwriter_text(&r->out, "plan", hold->plan);
	write_names(r, "names", hold->names);
	write_names(r, "namespaces", hold->namespaces);
	jsonwriter_end_object(&r->out);
}

static void write_findings(struct reporting *r, const size_t counts[])
{
	jsonwriter_object(&r->out, "findings");
	for (unsigned i = 0; i <= SEVERITY_INFO; i++)
		jsonwriter_number(
		    &r->out, severity_word((enum severity)i), counts[i]);
	jsonwriter_end_object(&r->out);
}

/* When the next of the records that NSD refused is tried again. */
static void write_retry(struct reporting *r, const struct overlay *overlay)
{
	int64_t now = (int64_t)r->affairs->now, next = 0;

	for (size_t i = 0; overlay && i < overlay->excluded.count; i++) {
		int64_t until = overlay->excluded.list[i].until;

		if (until && (!next || until < next))
			next = until;
	}
	if (next)
		jsonwriter_number(&r->out, "retry",
		    next > now ? (uint64_t)(next - now) / 1000 : 0);
}

static void write_recorded(struct reporting *r, const struct history_zone *git)
{
	if (!git->is_committed)
		return;
	jsonwriter_object(&r->out, "git");
	jsonwriter_number(&r->out, "committed", git->committed);
	write_past(r, "lastCommit", git->committed_at);
	if (git->is_pushed)
		jsonwriter_number(&r->out, "pushed", git->pushed);
	jsonwriter_end_object(&r->out);
}

static void write_secondaries(struct reporting *r, size_t at)
{
	const struct affairs *affairs = r->affairs;
	const struct config *config = affairs->knowledge->config;
	struct account account = {
		.transfers = affairs->transfers,
		.tracking = affairs->tracking,
		.settings =
		    zone_settings(zoneset_at(affairs->knowledge->set, at)),
		.config = &config->zones[at],
		.now = affairs->now,
	};

	if (affairs->transfers && account.config->nsecondaries)
		account_write(&account, &r->out, &r->well);
}

/* --- Orders --- */

static void write_stated(
    struct reporting *r, const struct statement *stated, int64_t at)
{
	if (at > 0)
		jsonwriter_number(&r->out, "at", (uint64_t)at);
	jsonwriter_some(&r->out, "by", stated->by);
	jsonwriter_some(&r->out, "reason", stated->reason);
}

static void write_mandate(
    struct reporting *r, const char *key, const struct mandate *mandate)
{
	int64_t now = (int64_t)r->affairs->now;

	jsonwriter_object(&r->out, key);
	jsonwriter_text(&r->out, "zone", mandate->zone);
	write_stated(r, &mandate->stated, mandate->since);
	if (mandate->life)
		jsonwriter_number(&r->out, "left",
		    mandate->until > now
			? (uint64_t)(mandate->until - now) / 1000
			: 0);
}

/* What of it is not published: names whose records differ. */
static void write_frozen(struct reporting *r, const struct zone *zone)
{
	const struct orders *orders = r->affairs->knowledge->orders;
	const struct mandate *freeze =
	    orders ? orders_frozen(orders, zone_name(zone)) : NULL;
	struct zone_name name;
	size_t at = 0, names = 0;

	if (!freeze)
		return;
	r->well = false;
	while (zone_differs(zone, &at, &name))
		names++;
	write_mandate(r, "frozen", freeze);
	if (freeze->lost)
		jsonwriter_bool(&r->out, "lost", true);
	jsonwriter_number(&r->out, "names", names);
	jsonwriter_end_object(&r->out);
}

static void write_restored(struct reporting *r, const struct zone *zone)
{
	const struct orders *orders = r->affairs->knowledge->orders;
	const struct mandate *restored =
	    orders ? orders_restored(orders, zone_name(zone)) : NULL;

	if (!restored)
		return;
	r->well = false;
	write_mandate(r, "restored", restored);
	jsonwriter_text(&r->out, "commit", restored->commit);
	jsonwriter_number(&r->out, "serial", restored->serial);
	jsonwriter_end_object(&r->out);
}

static void write_orders(struct reporting *r, const char *zone)
{
	const struct orders *orders = r->affairs->knowledge->orders;
	const struct ordered *of = orders ? orders_of(orders, zone) : NULL;

	if (!of)
		return;
	jsonwriter_list(&r->out, "orders");
	for (size_t i = 0; i < of->count; i++) {
		const struct order *order = &of->given[i];

		jsonwriter_object(&r->out, NULL);
		jsonwriter_text(&r->out, "order", order_word(order->kind));
		jsonwriter_some(&r->out, "detail", order->detail);
		write_stated(r, &order->stated, order->at);
		jsonwriter_end_object(&r->out);
	}
	jsonwriter_end_list(&r->out);
}

/* All of them: of all zones, and of zones that are not configured too. */
static void write_freezes(struct reporting *r)
{
	const struct orders *orders = r->affairs->knowledge->orders;

	if (!orders || !orders->freezes.count)
		return;
	r->well = false;
	jsonwriter_list(&r->out, "freezes");
	for (size_t i = 0; i < orders->freezes.count; i++) {
		write_mandate(r, NULL, &orders->freezes.list[i]);
		jsonwriter_end_object(&r->out);
	}
	jsonwriter_end_list(&r->out);
}

/* Which way its last version went, if there is more than one. */
static void write_handover(struct reporting *r, const struct handover *handover)
{
	const struct affairs *affairs = r->affairs;
	uint64_t falls = 0;

	if (!handover ||
	    affairs->knowledge->config->handover == HANDOVER_RELOAD)
		return;
	for (unsigned i = 0; i < FALLS; i++)
		falls += handover->falls[i];
	jsonwriter_object(&r->out, "handover");
	jsonwriter_text(&r->out, "way", handover_way_word(handover->way));
	jsonwriter_number(&r->out, "transfers", handover->done[WAY_TRANSFER]);
	jsonwriter_number(&r->out, "reloads", handover->done[WAY_RELOAD]);
	jsonwriter_number(&r->out, "failed", falls);
	if (handover_barred(handover, affairs->now)) {
		r->well = false;
		jsonwriter_number(&r->out, "reloadFor",
		    (handover->barred - affairs->now) / 1000);
	}
	jsonwriter_end_object(&r->out);
}

static void write_zone(struct reporting *r, size_t at)
{
	const struct zone *zone = zoneset_at(r->affairs->knowledge->set, at);
	const struct zone_state *state = &r->affairs->zones[at];
	const char *awaited = zone_awaits(zone);

	r->well =
	    r->well && zone_has_version(zone) && state->served && !state->heir;
	jsonwriter_object(&r->out, NULL);
	jsonwriter_text(&r->out, "zone", zone_name(zone));
	if (zone_has_version(zone))
		jsonwriter_number(&r->out, "serial", zone_serial(zone));
	jsonwriter_text(&r->out, "state", state_of(zone, state));
	jsonwriter_some(&r->out, "waits", awaited);
	if (state->waits)
		jsonwriter_bool(&r->out, "waitsSerial", true);
	if (state->heir)
		jsonwriter_text(&r->out, "keepsNames", state->heir);
	write_handover(r, state->handover);
	jsonwriter_number(&r->out, "rrsets", zone_rrsets(zone));
	jsonwriter_number(&r->out, "records", count_records(zone));
	jsonwriter_number(&r->out, "excluded",
	    state->overlay ? state->overlay->excluded.count : 0);
	write_retry(r, state->overlay);
	write_retained(r, state->overlay);
	write_hold(r, state->hold);
	write_frozen(r, zone);
	write_restored(r, zone);
	write_orders(r, zone_name(zone));
	write_findings(r, r->tally.zones[at].severities);
	write_recorded(r, &state->git);
	write_secondaries(r, at);
	jsonwriter_end_object(&r->out);
}

static void write_zones(struct reporting *r)
{
	size_t count = zoneset_count(r->affairs->knowledge->set);

	jsonwriter_list(&r->out, "zones");
	for (size_t i = 0; i < count; i++)
		write_zone(r, i);
	jsonwriter_end_list(&r->out);
}

/* --- Git --- */

static void write_push(struct reporting *r, const struct history_state *git)
{
	if (!git->remote)
		return;
	jsonwriter_text(&r->out, "push",
	    git->stopped       ? "stopped"
		: git->refused ? "failing"
			       : "pushing");
	jsonwriter_some(&r->out, "pushError", git->refused);
	jsonwriter_number(&r->out, "unpushed", git->unpushed);
	write_past(r, "oldest", git->oldest);
	write_past(r, "lastPush", git->pushed_at);
}

static void write_git(struct reporting *r)
{
	const struct history_state *git = &r->affairs->git;

	if (!git->on)
		return;
	r->well = r->well && !git->error && !git->refused;
	jsonwriter_object(&r->out, "git");
	jsonwriter_text(&r->out, "state", git->error ? "failing" : "recording");
	jsonwriter_bool(&r->out, "required", git->required);
	jsonwriter_some(&r->out, "error", git->error);
	write_age(r, "waiting", git->waits);
	write_push(r, git);
	jsonwriter_end_object(&r->out);
}

static void write_validity(struct reporting *r)
{
	const struct situation *situation = &r->affairs->situation;

	r->well = r->well && situation->validity == VALIDITY_CURRENT;
	jsonwriter_object(&r->out, "configuration");
	jsonwriter_text(&r->out, "state", validity_word(situation->validity));
	if (situation->validity != VALIDITY_CURRENT)
		jsonwriter_text(&r->out, "error", situation->refused);
	jsonwriter_end_object(&r->out);
}

/* One who waits for another is well. */
static void write_lease(struct reporting *r)
{
	const struct situation *situation = &r->affairs->situation;
	const struct lease *lease = situation->lease;

	if (!lease)
		return;
	r->well = r->well && !*lease->trouble &&
	    (lease->state == LEASE_HELD || lease->state == LEASE_WAITING);
	jsonwriter_object(&r->out, "lease");
	jsonwriter_text(&r->out, "state", lease_word(lease->state));
	write_age(r, "age", lease->since);
	if (lease->state == LEASE_HELD)
		jsonwriter_text(&r->out, "holder", situation->self);
	else if (*lease->holder)
		jsonwriter_text(&r->out, "holder", lease->holder);
	jsonwriter_some(&r->out, "error", lease->trouble);
	jsonwriter_end_object(&r->out);
}

void status_write(const struct affairs *affairs, struct buf *out)
{
	struct reporting r = {
		.affairs = affairs,
		.well = !affairs->nsd_away,
	};

	r.out.out = out;
	tally_take(&r.tally, affairs);
	jsonwriter_object(&r.out, NULL);
	jsonwriter_number(&r.out, "schemaVersion", STATUS_SCHEMA);
	jsonwriter_object(&r.out, "nsd");
	jsonwriter_text(
	    &r.out, "state", affairs->nsd_away ? "away" : "answering");
	jsonwriter_end_object(&r.out);
	write_validity(&r);
	write_lease(&r);
	write_sources(&r);
	write_zones(&r);
	write_freezes(&r);
	write_git(&r);
	jsonwriter_bool(&r.out, "well", r.well);
	jsonwriter_end_object(&r.out);
	buf_putc(out, '\n');
	tally_clear(&r.tally);
}
