/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pending.c - every serial that is served is in exactly one commit, in
 * order, whatever fails and whenever the process is killed.
 *
 * The repository is a list of commits.  A walk is two thousand steps by chance:
 * versions are put in place, with their files or before them, served or taken
 * back, commits are begun, made or fail, and all but the disk is lost.
 */
#include "controller/publish/history/pending.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/mem.h"

#define ZONES 3
#define STEPS 2000
#define WALKS 20
#define DAY 86400

static const char *const names[ZONES] = { "a.test", "b.test", "c.test" };

struct commit {
	size_t zone;
	uint32_t after, serial; /* it covers what is later than after */
	bool first;
};

struct walk {
	struct pending pending;
	struct commit *commits;
	size_t ncommits, cap;
	uint32_t placed[ZONES], served[ZONES], next;
	uint32_t before[ZONES]; /* the last one placed; 0: it stays */
	uint32_t filed[ZONES];  /* that the files in place are of */
	uint32_t *seen[ZONES];  /* serials that were served, in order */
	size_t nseen[ZONES], seen_cap[ZONES];
	struct pending_zone *taken[PENDING_BATCH];
	size_t ntaken;
	bool open;
	bool restarted[ZONES]; /* since its last commit */
	uint64_t now, seed;
};

static unsigned below(struct walk *w, unsigned n)
{
	w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(w->seed >> 33) % n;
}

/* --- Versions --- */

/* NSD serves what is in place: what comes may be behind that. */
static bool may_be_behind(const struct walk *w, size_t zone)
{
	const struct pending_zone *of = pending_find(&w->pending, names[zone]);

	return of && of->is_served && of->served == w->placed[zone];
}

static void place(struct walk *w, size_t zone, bool behind)
{
	struct note note = NOTE_INIT;

	behind = behind && may_be_behind(w, zone);

	note.any = true;
	note.first = note.last = ++w->next;
	note.previous = w->placed[zone];
	note.has_previous = w->placed[zone] != 0;
	note.versions = 1;
	w->before[zone] = w->placed[zone];
	w->placed[zone] = w->next;
	if (!behind)
		w->filed[zone] = w->next;
	pending_place(&w->pending, names[zone], &note);
}

static void serve(struct walk *w, size_t zone)
{
	uint32_t serial = w->placed[zone];
	struct pending_zone *of;

	if (!serial)
		return;
	w->before[zone] = 0;
	if (serial != w->served[zone]) {
		w->seen[zone] = xgrow(w->seen[zone], w->nseen[zone],
		    &w->seen_cap[zone], sizeof(uint32_t));
		w->seen[zone][w->nseen[zone]++] = serial;
		w->served[zone] = serial;
	}
	if (!pending_serve(&w->pending, names[zone], serial,
		w->filed[zone] != serial, DAY, w->now))
		return;
	of = pending_find(&w->pending, names[zone]);
	assert_int_equal(of->next.last, w->filed[zone]);
	of->linked = below(w, 8) > 0;
}

/* The files of what is served are in place. */
static void follow(struct walk *w, size_t zone)
{
	if (w->filed[zone] == w->placed[zone] || !may_be_behind(w, zone))
		return;
	w->filed[zone] = w->placed[zone];
	serve(w, zone);
}

/* NSD rejects what was put in place last. */
static void take_back(struct walk *w, size_t zone)
{
	if (!w->before[zone])
		return;
	pending_revert(&w->pending, names[zone]);
	w->placed[zone] = w->filed[zone] = w->before[zone];
	w->before[zone] = 0;
}

/* --- Commits --- */

static size_t zone_of(const char *name)
{
	size_t at = 0;

	while (strcmp(names[at], name) != 0)
		at++;
	return at;
}

static void take(struct walk *w)
{
	if (w->open && !w->ntaken)
		w->ntaken = pending_take(&w->pending, w->now, w->taken);
}

/* All of them are in the repository, or none. */
static void write_commits(struct walk *w)
{
	for (size_t i = 0; i < w->ntaken; i++) {
		const struct pending_zone *zone = w->taken[i];
		const struct note *note = &zone->flight;
		bool *restarted = &w->restarted[zone_of(zone->zone)];

		/* Only a restart loses what a version changed. */
		if (!*restarted && zone->is_committed) {
			assert_false(note->found);
			assert_int_equal(note->previous, zone->committed);
		}
		*restarted = false;
		w->commits = xgrow(
		    w->commits, w->ncommits, &w->cap, sizeof(*w->commits));
		w->commits[w->ncommits++] = (struct commit){
			.zone = zone_of(zone->zone),
			.after = zone->committed,
			.first = !zone->is_committed,
			.serial = zone->flight.last,
		};
	}
}

static void open_repository(struct walk *w)
{
	if (w->open || w->ntaken)
		return;
	pending_open(&w->pending);
	for (size_t i = 0; i < w->ncommits; i++)
		pending_has(&w->pending, names[w->commits[i].zone],
		    w->commits[i].serial);
	pending_opened(&w->pending, DAY, w->now);
	w->open = true;
}

static void end_commits(struct walk *w, bool made, bool told)
{
	if (made)
		write_commits(w);
	for (size_t i = 0; i < w->ntaken; i++)
		if (made && told)
			pending_commit(w->taken[i], DAY, w->now);
		else
			pending_doubt(w->taken[i]);
	w->ntaken = 0;
	/* A failure has it opened anew, for it may have been none. */
	if (!(made && told))
		w->open = false;
}

/* Everything in memory is lost, and NSD goes on serving. */
static void restart(struct walk *w)
{
	if (w->ntaken && below(w, 2))
		write_commits(w);
	w->ntaken = 0;
	w->open = false;
	pending_clear(&w->pending);
	/* The files are those in place, and NSD is seen serving them. */
	for (size_t i = 0; i < ZONES; i++) {
		w->restarted[i] = true;
		w->before[i] = 0;
		w->filed[i] = w->placed[i];
		if (w->placed[i] && below(w, 4))
			serve(w, i);
	}
}

/* The files of another version would not be taken for its own. */
static void link_all(struct walk *w)
{
	for (size_t i = 0; i < w->pending.count; i++) {
		struct pending_zone *zone = w->pending.list[i];

		if (zone->next.any && !zone->placed.any &&
		    zone->served == zone->next.last &&
		    zone->served == w->filed[zone_of(zone->zone)])
			zone->linked = true;
	}
}

/* --- What must hold --- */

static void audit_zone(const struct walk *w, size_t zone, bool whole)
{
	size_t at = 0;
	uint32_t before = 0;

	for (size_t i = 0; i < w->ncommits; i++) {
		const struct commit *commit = &w->commits[i];

		if (commit->zone != zone)
			continue;
		/* It goes on where the one before it ended. */
		assert_int_equal(commit->first, before == 0);
		if (!commit->first)
			assert_int_equal(commit->after, before);
		assert_true(commit->serial > before);
		/* Its serial was served, and so are those that it covers. */
		while (
		    at < w->nseen[zone] && w->seen[zone][at] < commit->serial)
			at++;
		assert_true(at < w->nseen[zone]);
		assert_int_equal(w->seen[zone][at], commit->serial);
		before = commit->serial;
		at++;
	}
	if (whole)
		assert_int_equal(at, w->nseen[zone]);
}

static void step(struct walk *w)
{
	size_t zone = below(w, ZONES);

	w->now += below(w, 400);
	switch (below(w, 14)) {
	case 0:
	case 1:
	case 2:
		place(w, zone, below(w, 2));
		break;
	case 3:
	case 4:
	case 5:
		serve(w, zone);
		break;
	case 6:
		take_back(w, zone);
		break;
	case 7:
	case 8:
		take(w);
		break;
	case 9:
		end_commits(w, true, below(w, 5) > 0);
		break;
	case 10:
	case 11:
		follow(w, zone);
		break;
	case 12:
		end_commits(w, below(w, 2), false);
		open_repository(w);
		link_all(w);
		break;
	default:
		open_repository(w);
		link_all(w);
		if (!below(w, 6))
			restart(w);
	}
}

/* Nothing fails any more. */
static void settle(struct walk *w)
{
	end_commits(w, true, true);
	for (size_t i = 0; i < ZONES; i++) {
		serve(w, i);
		follow(w, i);
	}
	for (int i = 0; i < 4; i++) {
		open_repository(w);
		link_all(w);
		w->now += PENDING_SPACE;
		take(w);
		end_commits(w, true, true);
	}
}

static void each_serial_is_in_one_commit(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= WALKS; seed++) {
		struct walk w = { .now = 1000000, .seed = seed };

		for (int i = 0; i < STEPS; i++) {
			step(&w);
			if (i % 100 == 0)
				for (size_t j = 0; j < ZONES; j++)
					audit_zone(&w, j, false);
		}
		settle(&w);
		assert_true(w.ncommits > 100);
		for (size_t i = 0; i < ZONES; i++) {
			audit_zone(&w, i, true);
			free(w.seen[i]);
		}
		pending_clear(&w.pending);
		free(w.commits);
	}
}

static void an_empty_repository_gets_what_is_served(void **state)
{
	struct walk w = { .now = 1000000, .open = true };
	struct pending_zone *zone;

	(void)state;
	place(&w, 0, false);
	serve(&w, 0);
	zone = pending_find(&w.pending, "a.test");
	zone->linked = true;
	take(&w);
	end_commits(&w, true, true);
	assert_true(pending_due(&w.pending) == PENDING_NEVER);
	w.ncommits = 0;
	w.open = false;
	open_repository(&w);
	assert_true(zone->next.any && zone->next.found);
	assert_false(zone->is_committed);
	assert_false(zone->linked);
	pending_clear(&w.pending);
	free(w.seen[0]);
	free(w.commits);
}

/* --- One a second --- */

static void one_commit_a_second(void **state)
{
	struct walk w = { .now = 1000000, .open = true, .seed = 1 };
	struct pending_zone *zone;

	(void)state;
	place(&w, 0, false);
	assert_true(pending_due(&w.pending) == PENDING_NEVER);
	serve(&w, 0);
	zone = pending_find(&w.pending, "a.test");
	zone->linked = true;
	assert_true(pending_due(&w.pending) <= w.now);
	take(&w);
	assert_int_equal(w.ntaken, 1);
	/* What comes meanwhile waits for it, and then for its second. */
	place(&w, 0, false);
	serve(&w, 0);
	zone->linked = true;
	assert_true(pending_due(&w.pending) == PENDING_NEVER);
	end_commits(&w, true, true);
	assert_int_equal(pending_due(&w.pending), w.now + PENDING_SPACE);
	place(&w, 0, false);
	serve(&w, 0);
	zone->linked = true;
	w.now += PENDING_SPACE;
	take(&w);
	assert_int_equal(zone->flight.first, 2);
	assert_int_equal(zone->flight.last, 3);
	assert_int_equal(zone->flight.versions, 2);
	end_commits(&w, true, true);
	assert_int_equal(w.commits[1].after, 1);
	pending_clear(&w.pending);
	for (size_t i = 0; i < ZONES; i++)
		free(w.seen[i]);
	free(w.commits);
}

/* --- What is asked for --- */

static struct pending_zone *ask(struct pending *pending, uint32_t serial)
{
	struct note note = NOTE_INIT;

	note.any = true;
	note.first = note.last = serial;
	note.versions = 1;
	return pending_want(pending, "a.test", &note);
}

/* Frozen and thawed, while git was busy with the one before. */
static void another_one_is_asked_for_meanwhile(void **state)
{
	struct pending pending = { .count = 0 };
	struct pending_zone *taken[PENDING_BATCH], *zone = ask(&pending, 7);

	(void)state;
	assert_int_equal(pending_take(&pending, 1000, taken), 1);
	pending_forsake(zone);
	assert_ptr_equal(ask(&pending, 8), zone);
	assert_int_equal(pending_take(&pending, 1000, taken), 0);
	pending_commit(zone, 1, 1000);
	assert_int_equal(zone->ask, PENDING_ASKED);
	assert_int_equal(pending_take(&pending, 1000, taken), 1);
	pending_commit(zone, 1, 1000);
	assert_int_equal(zone->ask, PENDING_RECORDED);
	assert_int_equal(zone->committed, 8);
	pending_clear(&pending);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(each_serial_is_in_one_commit),
	    cmocka_unit_test(an_empty_repository_gets_what_is_served),
	    cmocka_unit_test(one_commit_a_second),
	    cmocka_unit_test(another_one_is_asked_for_meanwhile));
}
