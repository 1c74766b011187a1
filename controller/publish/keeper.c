/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keeper.c - what NSD does comes first, then changes of nsd.conf, and at last
 * how all of it begins and ends.
 */
#include "controller/publish/keeper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/feed/handover.h"
#include "controller/publish/nsd/checkerversion.h"
#include "controller/publish/nsd/child.h"
#include "controller/publish/nsd/conf.h"
#include "controller/publish/nsd/reconfig.h"
#include "controller/publish/publication/confirming.h"
#include "controller/publish/succession.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

struct keeper {
	struct press *press; /* gets what publications need; feed: or NULL */
	struct feedkey feedkey;
	char judged[32]; /* NSD's version */
	struct zones *zones;
	struct child *child; /* NULL without nsd.run */
	struct reconfig *reconfig;
	struct statistics *statistics;
	bool closed;
};

/* --- What NSD does --- */

static struct publication *find(const struct keeper *k, const char *zone)
{
	return map_get(&k->zones->by_name, zone);
}

static void on_loads(void *arg, const char *zone)
{
	struct publication *publication = find(arg, zone);

	if (publication)
		(void)publication_loads(publication);
}

static void on_told(void *arg, const char *zone, bool transfer)
{
	struct keeper *k = arg;
	struct publication *publication = find(k, zone);

	if (publication)
		publication_told(publication, transfer);
	else
		probe_told(k->press->trials.probe, zone);
}

static void on_serves(void *arg, const char *zone, uint32_t serial)
{
	struct publication *publication = find(arg, zone);

	if (publication)
		publication_heard(publication, serial);
}

static const char *on_pattern(void *arg, const char *zone)
{
	const struct keeper *k = arg;
	const struct publication *publication = find(k, zone);

	const struct retired_zone *retired =
	    retired_find(&k->zones->retired, zone);

	if (publication)
		return publication_pattern(publication);
	return retired ? retired->pattern : PATTERN_PLAIN;
}

static bool on_may_end(void *arg, const char *zone)
{
	struct keeper *k = arg;

	return succession_end(k->zones, zone);
}

/* nsd.conf anew, if something that it is made of is another. */
static void refresh_conf(void *arg)
{
	struct keeper *k = arg;
	struct arena arena = { .chunk = 0 };
	struct strings patterns = server_patterns(k->press->server, &arena);

	reconfig_refresh(k->reconfig, &patterns, server_away(k->press->server));
	arena_clear(&arena);
}

/* What this NSD means for nsd.conf and transfers; that is said once. */
static void judge_version(struct keeper *k)
{
	const char *version = checkerversion_nsd(k->press->checkerversion);

	if (!*version || !strcmp(version, k->judged))
		return;
	snprintf(k->judged, sizeof(k->judged), "%s", version);
	reconfig_linger(k->reconfig, handover_lingers(version));
	if (k->press->feed && !handover_allows(version))
		log_event(LOG_WARNING,
		    "this nsd has faults in transfers, zones are loaded from "
		    "files",
		    "nsd", version);
	else if (handover_lingers(version))
		log_event(LOG_INFO,
		    "this nsd ends a reload when open TCP connections are "
		    "closed, or after 3 s",
		    "nsd", version);
}

static void on_looked(void *arg)
{
	struct keeper *k = arg;

	judge_version(k);
	if (k->press->config->checkzone != CHECKZONE_NEVER)
		checkerversion_look(k->press->checkerversion);
	zones_verify(k->zones);
	refresh_conf(k);
}

static void on_untold(void *arg)
{
	struct keeper *k = arg;

	if (server_away(k->press->server))
		reconfig_follow(k->reconfig);
	checkerversion_doubt(k->press->checkerversion);
	probe_untold(k->press->trials.probe);
	zones_untold(k->zones);
}

static void on_refused(void *arg, const char *zone)
{
	struct keeper *k = arg;
	struct publication *publication = find(k, zone);

	if (publication)
		publication_untold(publication);
	else
		probe_refused(k->press->trials.probe, zone);
}

/* Files that would keep NSD from starting are mended while it is down. */
static void on_absent(void *arg)
{
	struct keeper *k = arg;
	struct zonelist_row *rows;
	size_t count;
	struct err err;
	bool wrote;

	reconfig_mend(k->reconfig);
	rows = server_zones(k->press->server, &count);
	if (!zonelist_repair(k->press->statedir->nsd,
		!k->press->config->run_nsd, rows, count, &wrote, &err))
		log_event(
		    LOG_ERROR, "zone.list not written", "error", err.text);
	else if (wrote)
		log_event(LOG_INFO, "zone.list written", "zones", log_u(count));
	free(rows);
	/* Else it is found absent again, when a version is in place. */
	if (k->child && !k->closed && zones_load(k->zones))
		child_absent(k->child);
}

static void on_nsd_started(void *arg, pid_t pid)
{
	struct keeper *k = arg;

	server_started(k->press->server, pid);
}

/* --- What NSD transfers --- */

static const struct zone *on_zone(void *arg, const char *zone)
{
	const struct publication *publication = find(arg, zone);

	return publication ? publication_last(publication) : NULL;
}

static int on_file(void *arg, const char *zone)
{
	struct publication *publication = find(arg, zone);

	return publication ? publication_file(publication) : -1;
}

static bool on_withholds(void *arg, const char *zone)
{
	const struct publication *publication = find(arg, zone);

	return publication && confirming_withholds(publication);
}

static void close_feed(struct keeper *k)
{
	feed_free(k->press->feed);
	k->press->feed = NULL;
	tsig_secret_clear(&k->feedkey.secret);
	k->feedkey.port = 0; /* nsd.conf does not name it */
}

/* Without it zones are reloaded. */
static void open_feed(struct keeper *k)
{
	const struct feed_events events = {
		.zone = on_zone,
		.file = on_file,
		.withholds = on_withholds,
		.arg = k,
	};
	int dir = k->press->statedir->nsd;
	struct err err;

	feedkey_open(&k->feedkey, dir);
	k->press->feed = feed_new(k->press->loop, &k->feedkey, &events, &err);
	if (k->press->feed && feedkey_save(&k->feedkey, dir, &err))
		return;
	log_event(LOG_ERROR, "nsd cannot transfer zones, it loads their files",
	    "error", err.text);
	close_feed(k);
}

static void follow_handover(struct keeper *k, const struct config *config)
{
	bool wanted = config->handover != HANDOVER_RELOAD;

	if (wanted && !k->press->feed)
		open_feed(k);
	else if (!wanted && k->press->feed)
		close_feed(k);
}

/* --- nsd.conf --- */

static void on_conf_settled(void *arg, bool loading)
{
	struct keeper *k = arg;

	server_hold(k->press->server, loading);
}

void keeper_look(struct keeper *k, const struct sources *sources,
    const struct trusts *trusts)
{
	if (!followers_look(k->press->followers, sources, trusts))
		return;
	refresh_conf(k);
	tracking_reconfigure(k->press->tracking);
}

void keeper_reconfigure(struct keeper *k, const struct config *config)
{
	struct arena arena = { .chunk = 0 };
	struct strings patterns = server_patterns(k->press->server, &arena);

	follow_handover(k, config);
	followers_reconfigure(k->press->followers, config);
	tracking_reconfigure(k->press->tracking);
	reconfig_change(
	    k->reconfig, config, &patterns, server_away(k->press->server));
	arena_clear(&arena);
}

struct statistics *keeper_statistics(const struct keeper *k)
{
	return k->statistics;
}

bool keeper_rekey(struct keeper *k, const char *key, struct err *err)
{
	return followers_rekey(k->press->followers, key, err);
}

/* --- The beginning and the end --- */

/* nsd.conf says which secrets are in force, zone.list which patterns. */
static bool open_conf(struct keeper *k, struct err *err)
{
	int dir = k->press->statedir->nsd;
	struct buf text = BUF_INIT(CONF_MAX);
	struct arena arena = { .chunk = 0 };
	char *before = conf_read(dir);
	struct reconfig_options options = { .settled = on_conf_settled,
		.arg = k };
	bool ok;

	k->press->followers = followers_new(
	    k->press->loop, k->press->config, before, refresh_conf, k);
	follow_handover(k, k->press->config);
	options.transfers = followers_transfers(k->press->followers);
	options.transfers.feed = &k->feedkey;
	options.transfers.lingers = before && conf_lingers(before);
	options.transfers.kept = zonelist_patterns(dir, &arena);
	ok = conf_render(&options.transfers, &text, err);
	if (ok)
		k->reconfig =
		    reconfig_new(k->press->loop, k->press->statedir, &options);
	buf_clear(&text);
	arena_clear(&arena);
	free(before);
	return ok;
}

static struct transfers transfers(void *arg)
{
	const struct keeper *k = arg;

	return followers_transfers(k->press->followers);
}

static bool open_nsd(struct keeper *k, struct err *err)
{
	struct press *press = k->press;
	struct server_events events = { .loads = on_loads,
		.told = on_told,
		.untold = on_untold,
		.refused = on_refused,
		.absent = on_absent,
		.serves = on_serves,
		.looked = on_looked,
		.pattern = on_pattern,
		.may_end = on_may_end,
		.arg = k };

	press->control = reconfig_control(k->reconfig, err);
	if (!press->control)
		return false;
	press->asker = reconfig_asker(k->reconfig, err);
	if (!press->asker)
		return false;
	press->tracking = tracking_new(&(struct tracking_options){
	    .loop = press->loop,
	    .control = press->control,
	    .transfers = transfers,
	    .arg = k,
	});
	tracking_reconfigure(press->tracking);
	press->checkerversion = checkerversion_new(press->loop, press->control);
	k->statistics = statistics_new(press->loop, press->control);
	press->server = server_new(press->loop, press->control, &events);
	press->trials.probe = probe_new(
	    press->loop, press->server, press->asker, press->statedir->zones);
	if (press->config->run_nsd)
		k->child = child_new(press->loop, press->control,
		    press->statedir, on_nsd_started, k);
	return true;
}

struct keeper *keeper_new(
    struct press *press, struct zones *zones, struct err *err)
{
	struct keeper *k = xcalloc(1, sizeof(*k));

	k->press = press;
	k->zones = zones;
	if (open_conf(k, err) && open_nsd(k, err))
		return k;
	keeper_mute(k);
	keeper_free(k);
	return NULL;
}

void keeper_close(struct keeper *k)
{
	k->closed = true;
}

void keeper_stop(struct keeper *k, void (*done)(void *arg), void *arg)
{
	server_close(k->press->server);
	if (k->child)
		child_stop(k->child, done, arg);
	else
		done(arg);
}

void keeper_mute(struct keeper *k)
{
	if (!k)
		return;
	if (k->press->control)
		control_close(k->press->control);
	close_feed(k);
	tracking_free(k->press->tracking);
	k->press->tracking = NULL;
	checkerversion_free(k->press->checkerversion);
	statistics_free(k->statistics);
	child_free(k->child);
}

void keeper_free(struct keeper *k)
{
	if (!k)
		return;
	probe_free(k->press->trials.probe);
	server_free(k->press->server);
	asker_free(k->press->asker);
	control_free(k->press->control);
	reconfig_free(k->reconfig);
	followers_free(k->press->followers);
	free(k);
}
