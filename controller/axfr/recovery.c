/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recovery.c - each zone has its attempts, a secondary under a key, in the
 * order of the configuration; a few zones are under way at a time, and one that
 * ends makes room for the next.
 */
#include "controller/axfr/recovery.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "controller/axfr/fetch.h"
#include "controller/base/log.h"
#include "zonegen/base/mem.h"

struct recovering { /* one zone */
	struct recovery *recovery;
	size_t zone;           /* in the configuration */
	size_t secondary, key; /* of the attempt under way */
	struct axfr_fetch *fetch;
};

struct recovery {
	struct loop *loop;
	const struct config *config;
	struct zoneset *set;
	const struct limits *limits;
	void (*done)(void *arg);
	void *arg;
	struct recovering *list;
	size_t count, next, under_way;
	bool *silent; /* each secondary: it said nothing, and is not asked */
	struct loop_timer *turn, *deadline;
};

static const struct zone_config *zone_of(const struct recovering *r)
{
	return &r->recovery->config->zones[r->zone];
}

static const char *name_of(const struct recovering *r)
{
	return r->recovery->config->settings[r->zone].name;
}

static bool *silence_of(
    const struct recovery *recovery, const struct secondary *secondary)
{
	return &recovery->silent[secondary - recovery->config->secondaries];
}

/* May there be an attempt?  Without a key nothing that comes counts. */
static bool is_asked(
    const struct recovery *recovery, const struct secondary *secondary)
{
	return secondary->query && secondary->nkeys > 0 &&
	    !*silence_of(recovery, secondary);
}

/* The attempt at or after the present place; false: there is none left. */
static bool find_attempt(struct recovering *r)
{
	const struct zone_config *zone = zone_of(r);

	for (; r->secondary < zone->nsecondaries; r->secondary++, r->key = 0) {
		const struct secondary *one = zone->secondaries[r->secondary];

		if (is_asked(r->recovery, one) && r->key < one->nkeys)
			return true;
	}
	return false;
}

static const struct secondary *secondary_of(const struct recovering *r)
{
	return zone_of(r)->secondaries[r->secondary];
}

/* --- What came --- */

static bool accept_soa(
    const struct recovering *r, const struct foreign *foreign, struct err *err)
{
	const struct soa *own = &r->recovery->config->settings[r->zone].soa;

	return (!strcasecmp(own->primary, foreign->soa.primary) &&
		   !strcasecmp(own->contact, foreign->soa.contact)) ||
	    err_set(err, ERR_INPUT,
		"its SOA has another primary or contact: %.200s %.200s",
		foreign->soa.primary, foreign->soa.contact);
}

static bool take_over(
    struct recovering *r, const struct foreign *foreign, struct err *err)
{
	struct zone *zone = zoneset_at(r->recovery->set, r->zone);

	if (!accept_soa(r, foreign, err) ||
	    !foreign_recover(foreign, zone, err))
		return false;
	log_event(LOG_WARNING,
	    "no zone file, compared with what a secondary has", "zone",
	    name_of(r), "secondary", secondary_of(r)->name, "serial",
	    log_u(foreign->soa.serial), "records", log_u(foreign->count),
	    "left_out", log_u(foreign->nleft + foreign->left_more));
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
		*silence_of(r->recovery, secondary_of(r)) = true;
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
			.server = secondary->query,
			.zone = name_of(r),
			.key = secondary->keys[r->key],
			.limits = r->recovery->limits,
			.done = on_fetched,
			.arg = r,
		};
		struct err err;

		r->fetch = axfr_fetch_start(r->recovery->loop, &options, &err);
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
	    recovery->under_way < recovery->limits->transfers) {
		recovery->under_way++;
		go_on(&recovery->list[recovery->next++]);
	}
	if (recovery->under_way || recovery->next < recovery->count)
		return;
	recovery->done(recovery->arg);
	recovery_stop(recovery);
}

/* However many zones and secondaries there are, publishing begins. */
static void on_deadline(void *arg)
{
	struct recovery *recovery = arg;

	log_event(LOG_ERROR,
	    "secondaries take too long to give the last versions", "zones",
	    log_u(recovery->count), "begun", log_u(recovery->next));
	recovery->done(recovery->arg);
	recovery_stop(recovery);
}

static void add(struct recovery *recovery, size_t zone)
{
	struct recovering *r = &recovery->list[recovery->count];

	*r = (struct recovering){ .recovery = recovery, .zone = zone };
	if (!zone_has_version(zoneset_at(recovery->set, zone)) &&
	    find_attempt(r))
		recovery->count++;
}

struct recovery *recovery_start(struct loop *loop, const struct config *config,
    struct zoneset *set, const struct limits *limits, void (*done)(void *arg),
    void *arg)
{
	struct recovery *recovery = xcalloc(1, sizeof(*recovery));

	recovery->loop = loop;
	recovery->config = config;
	recovery->set = set;
	recovery->limits = limits;
	recovery->done = done;
	recovery->arg = arg;
	recovery->silent =
	    xcalloc(config->nsecondaries + 1, sizeof(*recovery->silent));
	recovery->list = xcalloc(config->nzones + 1, sizeof(*recovery->list));
	for (size_t i = 0; i < config->nzones; i++)
		add(recovery, i);
	if (!recovery->count) {
		recovery_stop(recovery);
		return NULL;
	}
	recovery->turn = loop_timer_new(loop, on_turn, recovery);
	loop_timer_set(recovery->turn, 0);
	recovery->deadline = loop_timer_new(loop, on_deadline, recovery);
	loop_timer_set(recovery->deadline, limits->transfer);
	return recovery;
}

void recovery_stop(struct recovery *recovery)
{
	if (!recovery)
		return;
	for (size_t i = 0; i < recovery->next; i++)
		axfr_fetch_stop(recovery->list[i].fetch);
	loop_timer_free(recovery->turn);
	loop_timer_free(recovery->deadline);
	free(recovery->silent);
	free(recovery->list);
	free(recovery);
}
