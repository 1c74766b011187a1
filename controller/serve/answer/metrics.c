/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics.c - one family after the other: the program, the zones, publications,
 * the sources, the API server, NSD.
 */
#include "controller/serve/answer/metrics.h"

#include <stdio.h>

#include "controller/serve/answer/exposition.h"
#include "controller/serve/answer/nsdmetrics.h"
#include "controller/source/source.h"

struct measuring {
	const struct measures *measures;
	const struct config *config;
	const struct zoneset *set;
	const struct zone_state *zones;
	struct exposition out;
};

static void begin(
    struct measuring *m, const char *name, const char *type, const char *help)
{
	exposition_family(&m->out, name, type, help);
}

/* A gauge without labels. */
static void gauge(
    struct measuring *m, const char *name, const char *help, uint64_t value)
{
	begin(m, name, "gauge", help);
	exposition_add(&m->out, value);
}

static void write_process(struct measuring *m)
{
	const struct process_facts *facts = m->measures->process;

	begin(m, "k8s_nsd_build_info", "gauge", "The version that runs.");
	exposition_add(&m->out, 1, "version", m->measures->version);
	begin(m, "process_cpu_seconds_total", "counter", "CPU time.");
	exposition_add_ms(&m->out, facts->cpu);
	begin(m, "process_start_time_seconds", "gauge",
	    "When the process started.");
	exposition_add_ms(&m->out, facts->started);
	gauge(m, "process_resident_memory_bytes", "Memory in use.",
	    facts->resident);
	gauge(m, "process_virtual_memory_bytes", "Address space in use.",
	    facts->virtual);
	gauge(m, "process_open_fds", "Open descriptors.", facts->fds);
	gauge(m, "process_max_fds", "Descriptors that may be open.",
	    facts->fds_max);
}

static void write_validity(struct measuring *m)
{
	begin(m, "k8s_nsd_config_state", "gauge",
	    "1 for what the configuration in force is to its file.");
	for (unsigned i = 0; i < VALIDITIES; i++)
		exposition_add(&m->out, m->measures->situation.validity == i,
		    "state", validity_word((enum validity)i));
}

static void write_lease(struct measuring *m)
{
	const struct lease *lease = m->measures->situation.lease;

	if (!lease)
		return;
	begin(m, "k8s_nsd_lease_state", "gauge",
	    "1 for the state that the lease is in; it publishes when held.");
	for (unsigned i = 0; i < LEASE_STATES; i++)
		exposition_add(&m->out, lease->state == i, "state",
		    lease_word((enum lease_state)i));
}

/* --- Zones --- */

/* A value of each zone that has one. */
static void write_zones(struct measuring *m, const char *name, const char *help,
    bool (*value)(const struct measuring *m, size_t at, uint64_t *out))
{
	uint64_t number;

	begin(m, name, "gauge", help);
	for (size_t i = 0; i < zoneset_count(m->set); i++)
		if (value(m, i, &number))
			exposition_add(&m->out, number, "zone",
			    zone_name(zoneset_at(m->set, i)));
}

static bool serial(const struct measuring *m, size_t at, uint64_t *out)
{
	const struct zone *zone = zoneset_at(m->set, at);

	if (!zone_has_version(zone))
		return false;
	*out = zone_serial(zone);
	return true;
}

static bool served(const struct measuring *m, size_t at, uint64_t *out)
{
	*out = zone_has_version(zoneset_at(m->set, at)) && m->zones[at].served;
	return true;
}

static bool rrsets(const struct measuring *m, size_t at, uint64_t *out)
{
	*out = zone_rrsets(zoneset_at(m->set, at));
	return true;
}

static bool held(const struct measuring *m, size_t at, uint64_t *out)
{
	const struct hold *hold = m->zones[at].hold;

	*out = hold ? hold->deletions + hold->updates : 0;
	return true;
}

static bool frozen(const struct measuring *m, size_t at, uint64_t *out)
{
	const struct orders *orders = m->measures->affairs->knowledge->orders;

	*out =
	    orders && orders_frozen(orders, zone_name(zoneset_at(m->set, at)));
	return true;
}

static bool restored(const struct measuring *m, size_t at, uint64_t *out)
{
	const struct orders *orders = m->measures->affairs->knowledge->orders;

	*out = orders &&
	    orders_restored(orders, zone_name(zoneset_at(m->set, at)));
	return true;
}

static bool retained(const struct measuring *m, size_t at, uint64_t *out)
{
	*out = m->zones[at].overlay ? m->zones[at].overlay->count : 0;
	return true;
}

static bool published(const struct measuring *m, size_t at, uint64_t *out)
{
	const struct publication_counters *counters = m->zones[at].counters;

	*out = counters ? (uint64_t)counters->published : 0;
	return *out > 0;
}

static bool journaled(const struct measuring *m, size_t at, uint64_t *out)
{
	*out = m->zones[at].counters ? m->zones[at].counters->journal : 0;
	return m->config->handover != HANDOVER_RELOAD;
}

static void write_results(struct measuring *m)
{
	begin(m, "k8s_nsd_publish_total", "counter",
	    "Versions by what became of them.");
	for (size_t i = 0; i < zoneset_count(m->set); i++)
		for (unsigned r = 0; r < PUBLICATION_RESULTS; r++) {
			const struct publication_counters *counters =
			    m->zones[i].counters;

			exposition_add(&m->out,
			    counters ? counters->results[r] : 0, "zone",
			    zone_name(zoneset_at(m->set, i)), "result",
			    publication_result_word(
				(enum publication_result)r));
		}
}

static void write_changes(struct measuring *m)
{
	begin(m, "k8s_nsd_plan_changes", "gauge",
	    "RRsets that the version published last has changed.");
	for (size_t i = 0; i < zoneset_count(m->set); i++) {
		const char *zone = zone_name(zoneset_at(m->set, i));
		const struct publication_counters *counters =
		    m->zones[i].counters;

		if (!counters)
			continue;
		exposition_add(
		    &m->out, counters->added, "zone", zone, "op", "add");
		exposition_add(
		    &m->out, counters->updated, "zone", zone, "op", "update");
		exposition_add(
		    &m->out, counters->removed, "zone", zone, "op", "remove");
	}
}

/* Not where there is one way only. */
static void write_handovers(struct measuring *m)
{
	if (m->config->handover == HANDOVER_RELOAD)
		return;
	begin(m, "k8s_nsd_handovers_total", "counter",
	    "Versions seen served by how NSD got them.");
	for (size_t i = 0; i < zoneset_count(m->set); i++)
		for (unsigned w = 0; m->zones[i].handover && w < WAYS; w++)
			exposition_add(&m->out, m->zones[i].handover->done[w],
			    "zone", zone_name(zoneset_at(m->set, i)), "way",
			    handover_way_word((enum handover_way)w));
	begin(m, "k8s_nsd_zone_transfers_barred", "gauge",
	    "Whether the zone is kept from transfers, as they failed.");
	for (size_t i = 0; i < zoneset_count(m->set); i++)
		if (m->zones[i].handover)
			exposition_add(&m->out,
			    handover_barred(m->zones[i].handover,
				m->measures->affairs->now),
			    "zone", zone_name(zoneset_at(m->set, i)));
	begin(m, "k8s_nsd_transfers_failed_total", "counter",
	    "Transfers that came to nothing, so that the file was loaded.");
	for (size_t i = 0; i < zoneset_count(m->set); i++)
		for (unsigned c = 0; m->zones[i].handover && c < FALLS; c++)
			exposition_add(&m->out, m->zones[i].handover->falls[c],
			    "zone", zone_name(zoneset_at(m->set, i)), "cause",
			    handover_cause_word((enum handover_cause)c));
}

static void write_all_zones(struct measuring *m)
{
	write_zones(m, "k8s_nsd_zone_serial",
	    "Serial of the version on the disk.", serial);
	write_zones(m, "k8s_nsd_zone_served",
	    "Whether NSD was seen answering that version.", served);
	write_zones(m, "k8s_nsd_zone_rrsets", "RRsets.", rrsets);
	write_zones(m, "k8s_nsd_zone_held",
	    "RRsets whose loss or change the guard holds.", held);
	write_zones(m, "k8s_nsd_zone_frozen",
	    "Whether an operator froze it: no version is published.", frozen);
	write_zones(m, "k8s_nsd_zone_restored",
	    "Whether an old version is restored in it.", restored);
	write_zones(m, "k8s_nsd_zone_retained",
	    "RRsets that no object asks for now.", retained);
	write_zones(m, "k8s_nsd_zone_published_timestamp_seconds",
	    "When a version was seen served last.", published);
	write_zones(m, "k8s_nsd_zone_journal_bytes",
	    "Size of what its file lacks.", journaled);
	write_results(m);
	write_changes(m);
	write_handovers(m);
}

/* --- Secondaries --- */

static bool secondary_serial(
    const struct measuring *m, const struct tracked *tracked, uint64_t *out)
{
	(void)m;
	*out = tracked->serial;
	return tracked->has_serial;
}

static bool secondary_lag(
    const struct measuring *m, const struct tracked *tracked, uint64_t *out)
{
	uint64_t now = m->measures->affairs->now;

	*out = tracked->behind_since ? (now - tracked->behind_since) / 1000 : 0;
	return tracked->has_serial;
}

static bool notify_pending(
    const struct measuring *m, const struct tracked *tracked, uint64_t *out)
{
	(void)m;
	*out = tracked->notified == NOTIFIED_PENDING ||
	    tracked->notified == NOTIFIED_UNANSWERED;
	return tracked->notified != NOTIFIED_UNKNOWN;
}

/* A value of each secondary of each zone; of its servers the worst. */
static void write_secondaries(struct measuring *m, const char *name,
    const char *help,
    bool (*value)(const struct measuring *m, const struct tracked *tracked,
	uint64_t *out))
{
	begin(m, name, "gauge", help);
	for (size_t i = 0; i < m->config->nzones; i++) {
		const struct zone_config *zone = &m->config->zones[i];
		const char *text = m->config->settings[i].name;

		for (size_t j = 0; j < zone->nsecondaries; j++) {
			const struct tracked *tracked =
			    tracking_worst(m->measures->affairs->tracking, text,
				zone->secondaries[j]);
			uint64_t number;

			if (tracked && value(m, tracked, &number))
				exposition_add(&m->out, number, "zone", text,
				    "secondary", zone->secondaries[j]->name);
		}
	}
}

static void write_all_secondaries(struct measuring *m)
{
	if (!m->measures->affairs->tracking)
		return;
	write_secondaries(m, "k8s_nsd_secondary_serial",
	    "Serial that the secondary serves.", secondary_serial);
	write_secondaries(m, "k8s_nsd_secondary_lag_seconds",
	    "For how long it has not had the last version.", secondary_lag);
	write_secondaries(m, "k8s_nsd_notify_pending",
	    "Whether its NOTIFY is unanswered.", notify_pending);
}

/* --- Publications --- */

static void write_durations(struct measuring *m)
{
	const struct durations *durations = m->measures->durations;

	begin(m, "k8s_nsd_publish_duration_seconds", "histogram",
	    "How long the steps of a publication take.");
	exposition_histogram(&m->out, &durations->render, "step", "render");
	exposition_histogram(&m->out, &durations->check, "step", "check");
	exposition_histogram(&m->out, &durations->reload, "step", "reload");
	exposition_histogram(&m->out, &durations->confirm, "step", "confirm");
	begin(m, "k8s_nsd_change_to_served_seconds", "histogram",
	    "From the event of an object to its version seen served.");
	exposition_histogram(&m->out, &durations->change, NULL, NULL);
}

static void write_findings(struct measuring *m)
{
	const struct tally *tally = m->measures->tally;

	if (!tally)
		return;
	begin(m, "k8s_nsd_findings", "gauge", "Findings that stand.");
	for (unsigned i = 0; i < FINDING_IDS; i++)
		exposition_add(&m->out, tally->checks[i], "check",
		    finding_word((enum finding_id)i));
}

/* --- Sources --- */

static void write_objects(struct measuring *m, const char *resource,
    const struct source_status *status)
{
	exposition_add(&m->out, status->objects, "resource", resource);
}

static void write_state(struct measuring *m, const char *resource,
    const struct source_status *status)
{
	for (unsigned i = SOURCE_UNKNOWN; i <= SOURCE_LOST; i++)
		exposition_add(&m->out, status->state == i, "resource",
		    resource, "state", source_state_word((enum source_state)i));
}

static void write_heard(struct measuring *m, const char *resource,
    const struct source_status *status)
{
	if (status->counters.heard)
		exposition_add_ms(&m->out,
		    m->measures->epoch + status->counters.heard, "resource",
		    resource);
}

static void write_lists(struct measuring *m, const char *resource,
    const struct source_status *status)
{
	exposition_add(&m->out, status->counters.lists, "resource", resource);
}

static void write_undecodable(struct measuring *m, const char *resource,
    const struct source_status *status)
{
	exposition_add(
	    &m->out, status->counters.undecodable, "resource", resource);
}

static void write_restarts(struct measuring *m, const char *resource,
    const struct source_status *status)
{
	for (unsigned i = 0; i < CAUSES; i++)
		if (status->counters.restarts[i])
			exposition_add(&m->out, status->counters.restarts[i],
			    "resource", resource, "reason",
			    source_cause_word((enum source_cause)i));
}

static void write_sources(struct measuring *m)
{
	static const struct {
		const char *name, *type, *help;
		void (*write)(struct measuring *m, const char *resource,
		    const struct source_status *status);
	} rows[] = {
		{ "k8s_nsd_source_objects", "gauge", "Objects.",
		    write_objects },
		{ "k8s_nsd_source_state", "gauge",
		    "1 for the state that it is in.", write_state },
		{ "k8s_nsd_source_last_event_timestamp_seconds", "gauge",
		    "When an event or a bookmark came last.", write_heard },
		{ "k8s_nsd_list_total", "counter", "Lists that were completed.",
		    write_lists },
		{ "k8s_nsd_watch_restarts_total", "counter",
		    "Watches begun behind another, by why that ended.",
		    write_restarts },
		{ "k8s_nsd_decode_errors_total", "counter",
		    "Objects that could not be decoded.", write_undecodable },
	};
	const struct store *store = m->measures->affairs->knowledge->store;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		begin(m, rows[i].name, rows[i].type, rows[i].help);
		for (size_t k = 0; k < kind_count(); k++)
			if (source_wants(m->config, kind_at(k)->name))
				rows[i].write(m, kind_at(k)->name,
				    store_status(store, kind_at(k)));
	}
}

static void write_requests(struct measuring *m)
{
	const struct http_counters *requests = m->measures->situation.requests;
	char code[16];

	if (!requests)
		return;
	begin(m, "k8s_nsd_api_requests_total", "counter",
	    "Requests to the API server by the status of the response.");
	for (unsigned i = 0; i < HTTP_CODES; i++)
		if (requests->codes[i]) {
			snprintf(code, sizeof(code), "%u", 100 + i);
			exposition_add(
			    &m->out, requests->codes[i], "code", code);
		}
	exposition_add(&m->out, requests->unanswered, "code", "none");
	begin(m, "k8s_nsd_api_bytes_total", "counter",
	    "Octets of the API server's responses, decompressed.");
	exposition_add(&m->out, requests->bytes);
}

static void write_git(struct measuring *m)
{
	const struct history_state *git = &m->measures->affairs->git;
	int64_t wall = m->measures->affairs->wall;

	if (!git->on)
		return;
	gauge(m, "k8s_nsd_git_failing", "Whether versions cannot be recorded.",
	    git->error != NULL);
	begin(m, "k8s_nsd_git_commits_total", "counter", "Commits made.");
	exposition_add(&m->out, git->commits);
	if (!git->remote)
		return;
	gauge(m, "k8s_nsd_git_unpushed_commits",
	    "Commits that the remote has not.", git->unpushed);
	gauge(m, "k8s_nsd_git_oldest_unpushed_seconds",
	    "Age of the first of them; 0 without any.",
	    git->oldest && wall > git->oldest ? (uint64_t)(wall - git->oldest)
					      : 0);
}

void metrics_write(const struct measures *measures, struct buf *out)
{
	struct measuring m = { .measures = measures };

	m.out.out = out;
	write_process(&m);
	write_validity(&m);
	write_lease(&m);
	if (!measures->affairs)
		return;
	m.config = measures->affairs->knowledge->config;
	m.set = measures->affairs->knowledge->set;
	m.zones = measures->affairs->zones;
	write_all_zones(&m);
	write_all_secondaries(&m);
	write_durations(&m);
	write_findings(&m);
	write_sources(&m);
	write_requests(&m);
	write_git(&m);
	gauge(&m, "k8s_nsd_nsd_up", "Whether NSD answers commands.",
	    !measures->affairs->nsd_away);
	if (measures->nsd)
		nsdmetrics_write(measures->nsd, &m.out);
}
