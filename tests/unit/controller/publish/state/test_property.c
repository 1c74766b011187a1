/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_property.c - what holds whatever tenants do (U4): random claims, floods,
 * names that change all the time, blips of the source, restarts, edits of the
 * configuration, other limits, approvals.  Three things are so after each step:
 *
 *	- what the guard holds goes by approval, without a guard, because as
 *much is held as the namespace had, or because objects returned or some of it
 *was approved, and then nothing is held of that namespace any more, or in the
 *zone; time, restarts, edits of the configuration and other limits release
 *nothing
 *	- of one namespace no more is held than it had of its own
 *	- an RRset passes to another namespace only when the former has not
 *	  asked for it for the time that wanted names stay, or as many of its
 *	  names wait as it had, or it was approved
 *
 * test_property STEPS [SEED] takes more steps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/state/deciding.h"
#include "tests/unit/controller/publish/state/tenancy.h"
#include "zonegen/base/mem.h"

#define STEPS 2000
#define MOVING 12     /* so many at a time */
#define WANTED 60000  /* ms: the TTL of the zone */
#define WINDOW 660000 /* ms; ages are saved in whole seconds */
#define HISTORY 4096
#define LOOK "|" /* in the words of a step: what there is then is judged */

static unsigned steps = STEPS, seed = 1;

struct moment {
	int64_t at;
	size_t had[TENANTS];
};

struct model {
	struct bench *bench;
	struct buf out, step;
	int64_t trusted, made_trusted; /* when it was last in doubt */
	int64_t clock, now; /* clock: ms that passed, over restarts too */
	bool asks[TENANTS][NAMES], had[TENANTS][NAMES];
	int64_t left[TENANTS][NAMES]; /* when it last asked */
	/* The three when the version that is adopted was made. */
	bool asked[TENANTS][NAMES];
	int64_t made_left[TENANTS][NAMES], made;
	bool held[TENANTS][NAMES], was_held[TENANTS][NAMES];
	int whose[NAMES];     /* in the last version; -1: nobody's */
	bool vague[NAMES];    /* decided while the source was in doubt */
	size_t most[TENANTS]; /* had lately, while something is held */
	unsigned moved[TENANTS];
	struct moment history[HISTORY];
	size_t nhistory;
	bool full[TENANTS], crowded[TENANTS], was_crowded[TENANTS];
	bool doubted, off, returned, guarded, under_way;
	size_t nheld, nmoved; /* how often it mattered */
};

static unsigned draw(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

/* --- Steps --- */

static void add(struct model *m, const char *text)
{
	buf_puts(&m->step, text);
	buf_puts(&m->step, "; ");
}

static void ask(struct model *m, unsigned tenant, unsigned name, bool asks)
{
	char text[64];

	if (m->asks[tenant][name] == asks)
		return;
	m->asks[tenant][name] = asks;
	m->left[tenant][name] = -1; /* at the end of this step */
	m->returned |= asks && m->had[tenant][name];
	buf_printf(&m->step, "owner %s; %s %s; ", tenancy_tenants[tenant],
	    asks ? "put" : "del", tenancy_name(name, text));
}

static void ask_some(struct model *m, unsigned tenant, bool asks)
{
	unsigned size = tenancy_homes[tenant + 1] - tenancy_homes[tenant];
	unsigned first = draw(size), last = first + draw(size - first);

	for (unsigned i = first; i <= last; i++)
		ask(m, tenant, tenancy_homes[tenant] + i, asks);
}

static void flood(struct model *m, unsigned tenant)
{
	for (unsigned i = 0; i < NAMES; i++)
		ask(m, tenant, i, false);
}

/* All of the names that are his alone become others. */
static void move(struct model *m, unsigned tenant)
{
	unsigned at = m->moved[tenant], pool = HOME + tenant * POOL;

	m->moved[tenant] = (at + MOVING) % POOL;
	for (unsigned i = 0; i < MOVING; i++) {
		ask(m, tenant, pool + at + i, false);
		ask(m, tenant, pool + m->moved[tenant] + i, true);
	}
}

static void wait(struct model *m)
{
	static const char *const waits[] = { "tick 100", "tick 700", "wait 4",
		"wait 70", "wait 700" };
	size_t which = draw(ARRAY_LEN(waits));

	/* Whoever waits has something decided when deletions have settled. */
	if (which > 2 && m->under_way)
		add(m, "pass; adopt" LOOK);
	if (which > 2)
		add(m,
		    "tick 600; go" LOOK "tick 3000; go" LOOK
		    "wait 61; go" LOOK);
	m->under_way &= which <= 2;
	add(m, waits[which]);
}

/* Other limits, or none. */
static void limit(struct model *m)
{
	bool off = !m->off && draw(2);

	m->guarded = m->off && !off;
	m->off = off;
	add(m, off ? "off" : draw(2) ? "rule 10 30 -" : "rule 20 60 -");
}

static void happen(struct model *m)
{
	unsigned tenant = draw(TENANTS), what = draw(100);

	if (what < 30) {
		ask_some(m, tenant, true);
	} else if (what < 48) {
		ask_some(m, tenant, false);
	} else if (what < 53) {
		flood(m, tenant);
	} else if (what < 60) {
		ask(m, tenant, draw(HOME), true);
	} else if (what < 68) {
		move(m, tenant);
	} else if (what < 72) {
		m->doubted = !m->doubted;
		m->trusted = -1; /* at the end of this step */
		add(m, m->doubted ? "doubt" : "trust");
	} else if (what < 76 && !m->under_way) {
		add(m, "restart");
	} else if (what < 79) {
		add(m, "config");
	} else if (what < 83) {
		add(m, "approve");
	} else if (what < 86) {
		add(m, "report");
	} else if (what < 88) {
		add(m, "approve reported");
	} else if (what < 90) {
		limit(m);
	} else {
		wait(m);
	}
}

/* --- What there is --- */

static void look_at_rows(struct model *m)
{
	const struct overlay *rows = &deciding_overlay(m->bench)->overlay;

	memcpy(m->was_held, m->held, sizeof(m->held));
	memset(m->held, 0, sizeof(m->held));
	for (size_t i = 0; i < rows->count; i++)
		for (unsigned j = 0; j < NAMES; j++)
			if (rows->rows[i].reason == RETAIN_HELD &&
			    !strcmp(rows->rows[i].name, tenancy_full(j)))
				m->held[tenancy_of(rows->rows[i].origin)][j] =
				    true;
	/* Retained for another reason now, and held again later. */
	for (unsigned t = 0; m->doubted && t < TENANTS; t++)
		for (unsigned j = 0; j < NAMES; j++)
			m->held[t][j] |= m->was_held[t][j] && !m->asks[t][j];
}

static void look_at_claims(struct model *m)
{
	struct moment *moment = &m->history[m->nhistory++ % HISTORY];
	const struct zone *zone = deciding_zone(m->bench);

	*moment = (struct moment){ .at = m->clock };
	for (unsigned i = 0; i < NAMES; i++) {
		int tenant = tenancy_whose(zone_now(zone, tenancy_full(i)));

		/* Nobody knows in doubt, or without a guard, what is asked. */
		if (tenant < 0 ||
		    !(m->asks[tenant][i] || m->doubted || m->off || m->guarded))
			continue;
		moment->had[tenant]++;
		m->had[tenant][i] = true;
	}
}

static void broken(
    struct model *m, const char *what, unsigned tenant, unsigned name)
{

	fail_msg("%s: %s of %s, after:\n%s", what, tenancy_full(name),
	    tenancy_tenants[tenant], buf_text(&m->step));
}

/* --- What must be so --- */

static bool is_approved(struct model *m, unsigned tenant, unsigned name)
{
	char line[128];

	snprintf(line, sizeof(line), "- %s A %s", tenancy_full(name),
	    tenancy_tenants[tenant]);
	return approvals_cover(
	    &deciding_overlay(m->bench)->memory.approvals, line);
}

/* As much is held of it, or waits, as it had: what was born last goes first. */
static void look_at_room(struct model *m)
{
	const struct map *map =
	    &deciding_overlay(m->bench)->memory.window.tenants.by_namespace;

	for (unsigned t = 0; t < TENANTS; t++) {
		const struct tenant *found = map_get(map, tenancy_tenants[t]);

		m->full[t] = found && !found->room;
		m->was_crowded[t] = m->crowded[t];
		m->crowded[t] = found && !found->waiting;
	}
}

static size_t count_held(const struct model *m, unsigned tenant)
{
	size_t held = 0;

	for (unsigned i = 0; i < NAMES; i++)
		held += m->held[tenant][i];
	return held;
}

/* Are the deletions of the zone, or of the namespace, below the limit now? */
static bool has_shrunk(const struct model *m, unsigned tenant)
{
	size_t held = 0;

	for (unsigned t = 0; t < TENANTS; t++)
		held += count_held(m, t);
	return m->returned && (!held || !count_held(m, tenant));
}

static void check_released(struct model *m)
{
	const struct zone *zone = deciding_zone(m->bench);

	for (unsigned t = 0; t < TENANTS; t++)
		for (unsigned i = 0; i < NAMES; i++)
			if (m->was_held[t][i] &&
			    tenancy_whose(zone_now(zone, tenancy_full(i))) !=
				(int)t &&
			    !m->off && !m->full[t] && !has_shrunk(m, t) &&
			    !is_approved(m, t, i))
				broken(m, "released", t, i);
}

static size_t most_before(const struct model *m, unsigned tenant)
{
	size_t most = 0;

	for (size_t i = m->nhistory; i && m->nhistory - i < HISTORY; i--) {
		const struct moment *moment = &m->history[(i - 1) % HISTORY];

		if (moment->at < m->clock - WINDOW)
			break;
		if (moment->had[tenant] > most)
			most = moment->had[tenant];
	}
	return most;
}

/* Is there something of it yet that was approved?  Till then it is held. */
static bool is_leaving(struct model *m, unsigned tenant)
{
	const struct zone *zone = deciding_zone(m->bench);

	for (unsigned i = 0; i < NAMES; i++)
		if (!m->asks[tenant][i] &&
		    tenancy_whose(zone_last(zone, tenancy_full(i))) ==
			(int)tenant &&
		    is_approved(m, tenant, i))
			return true;
	return false;
}

static void check_bounded(struct model *m)
{
	for (unsigned t = 0; t < TENANTS; t++) {
		size_t held = count_held(m, t), most = most_before(m, t);

		m->nheld += held > 0;
		if (!held && !is_leaving(m, t))
			m->most[t] = 0;
		else if (most > m->most[t])
			m->most[t] = most;
		if (held > m->most[t])
			fail_msg("%zu held of %s, which had %zu, after:\n%s",
			    held, tenancy_tenants[t], m->most[t],
			    buf_text(&m->step));
	}
}

/* Is its owner one that was chosen while the source was in doubt? */
static void look_at_owner(struct model *m, unsigned name)
{
	struct ownership ownership =
	    zone_whose(deciding_zone(m->bench), tenancy_full(name));

	if (m->whose[name] >= 0 &&
	    owner_is(ownership.owner, tenancy_tenants[m->whose[name]]))
		m->vague[name] = ownership.owner->why == OWNER_PROVISIONAL;
}

static void check_owners(struct model *m)
{
	const struct zone *zone = deciding_zone(m->bench);

	for (unsigned i = 0; i < NAMES; i++) {
		int before = m->whose[i];
		int now = tenancy_whose(zone_last(zone, tenancy_full(i)));

		bool vague = m->vague[i];

		m->whose[i] = now;
		look_at_owner(m, i);
		if (before < 0 || now < 0 || now == before)
			continue;
		m->nmoved++;
		if (m->crowded[before] || m->was_crowded[before] ||
		    is_approved(m, (unsigned)before, i))
			continue;
		/* What was chosen in doubt is judged anew, and waits. */
		if (vague && m->made - m->made_trusted >= WANTED)
			continue;
		if (m->asked[before][i] ||
		    m->made - m->made_left[before][i] < WANTED)
			broken(m, "moved", (unsigned)before, i);
	}
}

/* --- All of it --- */

static void pass_time(struct model *m)
{
	int64_t now = deciding_now(m->bench);

	if (now > m->now)
		m->clock += now - m->now;
	m->now = now;
	if (m->trusted < 0)
		m->trusted = m->clock;
	for (unsigned t = 0; t < TENANTS; t++)
		for (unsigned i = 0; i < NAMES; i++)
			if (m->left[t][i] < 0)
				m->left[t][i] = m->clock;
}

static size_t grants(struct model *m)
{
	return deciding_overlay(m->bench)->memory.approvals.count;
}

/* Does it, and judges what there is then. */
static void judge(struct model *m, const char *words)
{
	size_t granted = grants(m);

	deciding_do(m->bench, words);
	/* The rest of what is held may be below the limit then. */
	m->returned |= grants(m) > granted;
	pass_time(m);
	if (strstr(words, "make") || strstr(words, "go")) {
		memcpy(m->asked, m->asks, sizeof(m->asks));
		memcpy(m->made_left, m->left, sizeof(m->left));
		m->made = m->clock;
		m->made_trusted = m->trusted;
	}
	look_at_rows(m);
	look_at_claims(m);
	look_at_room(m);
	check_released(m);
	check_bounded(m);
	check_owners(m);
}

static void take_step(struct model *m)
{
	char *words, *rest;
	bool adopts;

	buf_reset(&m->step);
	m->returned = m->guarded = false;
	happen(m);
	adopts = m->under_way || draw(3);
	add(m, "pass");
	if (adopts && !m->under_way)
		add(m, "make");
	m->under_way = adopts && !m->under_way && !draw(4);
	if (adopts && !m->under_way)
		add(m, "adopt; pass");
	rest = words = xstrdup(buf_text(&m->step));
	while (rest) {
		char *next = strstr(rest, LOOK);

		if (next)
			*next++ = '\0';
		judge(m, rest);
		rest = next;
	}
	free(words);
}

static void whatever_tenants_do(void **state)
{
	struct model *m = xcalloc(1, sizeof(*m));
	unsigned first = seed;
	char text[64];

	(void)state;
	m->out = m->step = (struct buf)BUF_INIT(1u << 20);
	m->bench = deciding_open(&m->out);
	m->now = deciding_now(m->bench);
	for (unsigned i = 0; i < NAMES; i++)
		m->whose[i] = -1;
	deciding_do(m->bench, "settles; ");
	for (unsigned t = 0; t < TENANTS; t++)
		for (unsigned i = tenancy_homes[t]; i < tenancy_homes[t + 1];
		     i++) {
			buf_reset(&m->step);
			buf_printf(&m->step, "owner %s; store %s; ",
			    tenancy_tenants[t], tenancy_name(i, text));
			deciding_do(m->bench, buf_text(&m->step));
		}
	for (unsigned i = 0; i < steps; i++) {
		buf_reset(&m->out);
		take_step(m);
	}
	print_message("%u steps from seed %u: held in %zu, moved %zu\n", steps,
	    first, m->nheld, m->nmoved);
	assert_true(m->nheld > steps / 10 && m->nmoved > steps / 1000);
	deciding_close(m->bench);
	buf_clear(&m->out);
	buf_clear(&m->step);
	free(m);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_tenants_do),
	};

	if (argc > 1)
		steps = (unsigned)strtoul(argv[1], NULL, 10);
	if (argc > 2)
		seed = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
