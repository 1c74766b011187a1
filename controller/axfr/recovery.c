/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recovery.c - each zone has its attempts, a server under a key, in the order
 * of the configuration; a few zones are under way at a time, and one that ends
 * makes room for the next.
 */
#include "controller/axfr/recovery.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "controller/axfr/fetch.h"
#include "controller/base/log.h"
#include "zonegen/base/mem.h"

/* Servers of a secondary that may be silent before it is given up. */
#define SILENT_MAX 3

struct recovering { /* one zone */
	struct recovery *recovery;
	size_t zone; /* in the configuration */
	/* The attempt under way. */
	size_t secondary, at, key;
	bool has_server;
	struct endpoint server;
	struct axfr_fetch *fetch;
	struct foreign found; /* finished, if is_found */
	bool is_found;
};

/* Servers that said nothing; each costs its time only once. */
struct silence {
	struct endpoint list[SILENT_MAX];
	size_t count;
};

struct recovery {
	struct recovery_options options;
	struct recovering *list;
	size_t count, next, under_way;
	struct silence *silences; /* of each secondary */
	struct loop_timer *turn, *deadline;
};

static const struct zone_config *zone_of(const struct recovering *r)
{
	return &r->recovery->options.config->zones[r->zone];
}

static const char *name_of(const struct recovering *r)
{
	return r->recovery->options.config->settings[r->zone].name;
}

static const struct secondary *secondary_of(const struct recovering *r)
{
	return zone_of(r)->secondaries[r->secondary];
}

/* May it be asked?  Without a key nothing that comes counts. */
static bool is_asked(const struct secondary *secondary)
{
	return (secondary->query || secondary->asks_service) &&
	    secondary->nkeys > 0;
}

static struct silence *silence_of(const struct recovering *r)
{
	const struct recovery *recovery = r->recovery;

	return &recovery->silences[secondary_of(r) -
	    recovery->options.config->secondaries];
}

static bool is_silent(const struct recovering *r)
{
	const struct silence *silence = silence_of(r);

	for (size_t i = 0; i < silence->count; i++)
		if (silence->list[i].port == r->server.port &&
		    !strcmp(silence->list[i].address, r->server.address))
			return true;
	return silence->count == SILENT_MAX;
}

static void note_silence(const struct recovering *r)
{
	struct silence *silence = silence_of(r);

	if (!is_silent(r))
		silence->list[silence->count++] = r->server;
}

static bool next_server(struct recovering *r)
{
	const struct recovery_options *options = &r->recovery->options;

	r->key = 0;
	r->has_server =
	    options->server(options->arg, secondary_of(r), &r->at, &r->server);
	return r->has_server;
}

/* The attempt at or after the present place; false: there is none left. */
static bool find_attempt(struct recovering *r)
{
	for (; r->secondary < zone_of(r)->nsecondaries;
	     r->secondary++, r->at = 0, r->has_server = false) {
		const struct secondary *secondary = secondary_of(r);

		while (
		    is_asked(secondary) && (r->has_server || next_server(r))) {
			if (r->key < secondary->nkeys && !is_silent(r))
				return true;
			r->has_server = false;
		}
	}
	return false;
}

/* --- What came --- */

static bool accept_soa(
    const struct recovering *r, const struct foreign *foreign, struct err *err)
{
	const struct soa *own =
	    &r->recovery->options.config->settings[r->zone].soa;

	return (!strcasecmp(own->primary, foreign->soa.primary) &&
		   !strcasecmp(own->contact, foreign->soa.contact)) ||
	    err_set(err, ERR_INPUT,
		"its SOA has another primary or contact: %.200s %.200s",
		foreign->soa.primary, foreign->soa.contact);
}

static bool take_over(
    struct recovering *r, struct foreign *foreign, struct err *err)
{
	if (!accept_soa(r, foreign, err))
		return false;
	r->found = *foreign;
	r->is_found = true;
	*foreign = (struct foreign){ .count = 0 };
	return true;
}

static void go_on(struct recovering *r);

static void end(struct recovering *r)
{
	r->recovery->under_way--;
	loop_timer_set(r->recovery->turn, 0);
}

static void on_fetched(
    void *arg, struct foreign *foreign, const struct err *why)
{
	struct recovering *r = arg;
	struct err err;

	r->fetch = NULL;
	if (foreign && take_over(r, foreign, &err)) {
		end(r);
		return;
	}
	log_event(LOG_WARNING, "a secondary does not give the last version",
	    "zone", name_of(r), "secondary", secondary_of(r)->name, "error",
	    foreign ? err.text : why->text);
	/* Who is silent once is so for every key and zone. */
	if (!foreign && why->kind == ERR_NETWORK)
		note_silence(r);
	r->key++;
	go_on(r);
}

/* --- What is asked --- */

/* The next attempt that can be begun. */
static void go_on(struct recovering *r)
{
	while (find_attempt(r)) {
		const struct secondary *secondary = secondary_of(r);
		const struct axfr_fetch_options options = {
			.server = &r->server,
			.zone = name_of(r),
			.key = secondary->keys[r->key],
			.limits = r->recovery->options.limits,
			.done = on_fetched,
			.arg = r,
		};
		struct err err;

		r->fetch =
		    axfr_fetch_start(r->recovery->options.loop, &options, &err);
		if (r->fetch)
			return;
		log_event(LOG_WARNING,
		    "a secondary cannot be asked for the last version", "zone",
		    name_of(r), "secondary", secondary->name, "error",
		    err.text);
		r->key++;
	}
	log_event(LOG_ERROR,
	    "no zone file, and no secondary has the last version: the guard "
	    "has nothing to compare with",
	    "zone", name_of(r));
	end(r);
}

static void on_turn(void *arg)
{
	struct recovery *recovery = arg;

	while (recovery->next < recovery->count &&
	    recovery->under_way < recovery->options.limits->transfers) {
		recovery->under_way++;
		go_on(&recovery->list[recovery->next++]);
	}
	if (recovery->under_way || recovery->next < recovery->count)
		return;
	recovery->options.done(recovery->options.arg);
}

/* However many zones and secondaries there are, publishing begins. */
static void on_deadline(void *arg)
{
	struct recovery *recovery = arg;

	log_event(LOG_ERROR,
	    "secondaries take too long to give the last versions", "zones",
	    log_u(recovery->count), "begun", log_u(recovery->next));
	loop_timer_stop(recovery->turn);
	recovery->options.done(recovery->options.arg);
}

static bool has_somebody(const struct zone_config *zone)
{
	for (size_t i = 0; i < zone->nsecondaries; i++)
		if (is_asked(zone->secondaries[i]))
			return true;
	return false;
}

static void add(struct recovery *recovery, size_t zone)
{
	const struct recovery_options *options = &recovery->options;

	if (has_somebody(&options->config->zones[zone]) &&
	    options->wanted(options->arg, zone))
		recovery->list[recovery->count++] =
		    (struct recovering){ .recovery = recovery, .zone = zone };
}

struct recovery *recovery_start(const struct recovery_options *options)
{
	const struct config *config = options->config;
	struct recovery *recovery = xcalloc(1, sizeof(*recovery));

	recovery->options = *options;
	recovery->silences =
	    xcalloc(config->nsecondaries + 1, sizeof(*recovery->silences));
	recovery->list = xcalloc(config->nzones + 1, sizeof(*recovery->list));
	for (size_t i = 0; i < config->nzones; i++)
		add(recovery, i);
	if (!recovery->count) {
		recovery_free(recovery);
		return NULL;
	}
	recovery->turn = loop_timer_new(options->loop, on_turn, recovery);
	loop_timer_set(recovery->turn, 0);
	recovery->deadline =
	    loop_timer_new(options->loop, on_deadline, recovery);
	loop_timer_set(recovery->deadline, options->limits->transfer);
	return recovery;
}

static void take(const struct recovering *r, struct zone *zone)
{
	struct err err;

	if (!foreign_recover(&r->found, zone, &err))
		log_event(LOG_ERROR,
		    "what a secondary has cannot be compared with", "zone",
		    name_of(r), "secondary", secondary_of(r)->name, "error",
		    err.text);
	else
		log_event(LOG_WARNING,
		    "no zone file, compared with what a secondary has", "zone",
		    name_of(r), "secondary", secondary_of(r)->name, "serial",
		    log_u(r->found.soa.serial), "records",
		    log_u(r->found.count), "left_out",
		    log_u(r->found.nleft + r->found.left_more));
}

void recovery_take(struct recovery *recovery, struct zoneset *set)
{
	for (size_t i = 0; i < recovery->count; i++) {
		struct recovering *r = &recovery->list[i];
		struct zone *zone = zoneset_at(set, r->zone);

		if (r->is_found && !zone_has_version(zone))
			take(r, zone);
		if (r->is_found)
			foreign_clear(&r->found);
		r->is_found = false;
	}
}

void recovery_free(struct recovery *recovery)
{
	if (!recovery)
		return;
	for (size_t i = 0; i < recovery->count; i++) {
		axfr_fetch_stop(recovery->list[i].fetch);
		if (recovery->list[i].is_found)
			foreign_clear(&recovery->list[i].found);
	}
	loop_timer_free(recovery->turn);
	loop_timer_free(recovery->deadline);
	free(recovery->silences);
	free(recovery->list);
	free(recovery);
}
