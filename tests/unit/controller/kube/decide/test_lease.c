/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lease.c - who writes, event by event: what comes, how long after the one
 * before, and the state, the next request and its time then.
 */
#include <string.h>

#include "controller/kube/decide/lease.h"
#include "tests/test.h"

#define START 1000000
#define EVENTS 12
#define HUGE                                                                   \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaa"                                                                 \
	"\033[31m"

/* A lease as it is read: its holder, renewTime, duration. */
#define HOLDS(h, r, s)                                                        \
	.what = LEASE_FOUND,                                                  \
	.record = {                                                           \
		.version = "7", .holder = (h), .renewed = (r), .seconds = (s) \
	}
#define OURS HOLDS("us", "t", 15)
#define FREE HOLDS("", "t", 1)
#define THEIRS(r) HOLDS("them", (r), 15)
#define ABSENT .what = LEASE_ABSENT
#define CONFLICT .what = LEASE_CONFLICT
#define DENIED .what = LEASE_DENIED
#define AWAY .what = LEASE_FAILED
/* State, step, and how long that waits. */
#define IS(st, s, w) .state = LEASE_##st, .step = LEASE_##s, .wait = (w)

static const struct row {
	const char *name;
	bool before;
	struct {
		uint64_t after;
		enum lease_what what;
		struct leaserecord record;
		enum lease_state state;
		enum lease_step step;
		uint64_t wait;
		const char *holder; /* NULL: not looked at */
	} events[EVENTS];
} rows[] = {
	{ "the first one makes it, and renews it",
	    .events = { { ABSENT, IS(UNKNOWN, CREATE, 0) },
		{ OURS, IS(HELD, WRITE, 5000) },
		{ .after = 5000, OURS, IS(HELD, WRITE, 5000) } } },
	{ "one that was given back is taken at once",
	    .events = { { FREE, IS(UNKNOWN, WRITE, 0) },
		{ OURS, IS(HELD, WRITE, 5000) } } },
	{ "our own, of the process before, is ours at once",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ OURS, IS(HELD, WRITE, 5000) } } },
	{ "another's is waited for as long as it changes",
	    .events = { { THEIRS("1"), IS(WAITING, READ, 2000),
			    .holder = "them" },
		{ .after = 14000, THEIRS("2"), IS(WAITING, READ, 2000) },
		{ .after = 14000, THEIRS("2"), IS(WAITING, READ, 1000) },
		{ .after = 1000, THEIRS("2"), IS(WAITING, WRITE, 0) },
		{ OURS, IS(HELD, WRITE, 5000), .holder = "" } } },
	{ "of two that find it over one is faster",
	    .events = { { THEIRS("1"), IS(WAITING, READ, 2000) },
		{ .after = 15000, THEIRS("1"), IS(WAITING, WRITE, 0) },
		{ CONFLICT, IS(WAITING, READ, 0) },
		{ HOLDS("third", "3", 15), IS(WAITING, READ, 2000),
		    .holder = "third" } } },
	{ "two that are always at once are not so for ever",
	    .events = { { FREE, IS(UNKNOWN, WRITE, 0) },
		{ CONFLICT, IS(UNKNOWN, READ, 0) },
		{ FREE, IS(UNKNOWN, WRITE, 0) },
		{ CONFLICT, IS(UNKNOWN, READ, 2000) },
		{ FREE, IS(UNKNOWN, WRITE, 0) },
		{ CONFLICT, IS(UNKNOWN, READ, 2000) } } },

	{ "the holder goes on while the API server is away",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ AWAY, IS(HELD, READ, 2000) },
		{ .after = 3600000, AWAY, IS(HELD, READ, 2000) },
		{ OURS, IS(HELD, WRITE, 0) } } },
	{ "until it reads that another holds it",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ .after = 60000, AWAY, IS(HELD, READ, 2000) },
		{ THEIRS("1"), IS(WAITING, READ, 2000), .holder = "them" } } },
	{ "a holder that hung finds out with its next write",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ .after = 60000, CONFLICT, IS(HELD, READ, 0) },
		{ THEIRS("1"), IS(WAITING, READ, 2000) } } },
	{ "one who waits does not begin while it is away",
	    .events = { { THEIRS("1"), IS(WAITING, READ, 2000) },
		{ .after = 60000, AWAY, IS(WAITING, READ, 2000) },
		{ .after = 60000, THEIRS("2"), IS(WAITING, READ, 2000) } } },
	{ "nobody was ever asked",
	    .events = { { AWAY, IS(UNKNOWN, READ, 2000) },
		{ .after = 60000, AWAY, IS(UNKNOWN, READ, 2000) } } },
	{ "nobody can be asked, but it was ours", .before = true,
	    .events = { { AWAY, IS(HELD, READ, 2000) },
		{ THEIRS("1"), IS(WAITING, READ, 2000) },
		{ AWAY, IS(WAITING, READ, 2000) } } },
	{ "it was ours, and is not any more", .before = true,
	    .events = { { THEIRS("1"), IS(WAITING, READ, 2000) } } },

	{ "forbidden, until it is not", .before = true,
	    .events = { { DENIED, IS(REFUSED, READ, 10000) },
		{ .after = 10000, DENIED, IS(REFUSED, READ, 10000) },
		{ .after = 10000, ABSENT, IS(REFUSED, CREATE, 0) },
		{ DENIED, IS(REFUSED, READ, 10000) },
		{ ABSENT, IS(REFUSED, CREATE, 0) },
		{ OURS, IS(HELD, WRITE, 5000) } } },
	{ "what the holder may not any more changes nothing",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ DENIED, IS(HELD, READ, 10000) },
		{ .after = 10000, OURS, IS(HELD, WRITE, 0) } } },
	{ "no place for one",
	    .events = { { ABSENT, IS(UNKNOWN, CREATE, 0) },
		{ ABSENT, IS(UNKNOWN, READ, 2000) },
		{ ABSENT, IS(UNKNOWN, CREATE, 0) } } },

	{ "deleted: the holder makes it again",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ ABSENT, IS(HELD, CREATE, 0) },
		{ OURS, IS(HELD, WRITE, 5000) } } },
	{ "deleted, and another was faster",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ ABSENT, IS(HELD, CREATE, 0) },
		{ CONFLICT, IS(HELD, READ, 0) },
		{ THEIRS("1"), IS(WAITING, READ, 2000) } } },
	{ "deleted while one waits",
	    .events = { { THEIRS("1"), IS(WAITING, READ, 2000) },
		{ ABSENT, IS(WAITING, CREATE, 0) },
		{ OURS, IS(HELD, WRITE, 5000) } } },
	{ "emptied by others: the holder goes on",
	    .events = { { OURS, IS(HELD, WRITE, 0) },
		{ AWAY, IS(HELD, READ, 2000) },
		{ HOLDS("", "", 0), IS(HELD, WRITE, 0) },
		{ OURS, IS(HELD, WRITE, 5000) } } },

	{ "times of others are only compared with themselves",
	    .events = { { THEIRS("9999-99-99T99:99:99Z"),
			    IS(WAITING, READ, 2000) },
		{ .after = 10000,
		    THEIRS("1970-01-01T00:00:00Z"),
		    IS(WAITING, READ, 2000) },
		{ .after = 15000,
		    THEIRS("1970-01-01T00:00:00Z"),
		    IS(WAITING, WRITE, 0) } } },
	{ "nobody is waited for longer than a minute",
	    .events = { { HOLDS("them", "", INT64_MAX),
			    IS(WAITING, READ, 2000) },
		{ .after = 59000,
		    HOLDS("them", "", INT64_MAX),
		    IS(WAITING, READ, 1000) },
		{ .after = 1000,
		    HOLDS("them", "", INT64_MAX),
		    IS(WAITING, WRITE, 0) } } },
	{ "a duration that is none is ours",
	    .events = { { HOLDS("them", "", 0), IS(WAITING, READ, 2000) },
		{ .after = 15000,
		    HOLDS("them", "", 0),
		    IS(WAITING, WRITE, 0) } } },
	{ "a write that others undo makes no haste",
	    .events = { { FREE, IS(UNKNOWN, WRITE, 0) },
		{ FREE, IS(UNKNOWN, WRITE, 2000) },
		{ THEIRS("1"), IS(WAITING, READ, 2000) },
		{ .after = 15000, THEIRS("1"), IS(WAITING, WRITE, 0) },
		{ THEIRS("1"), IS(WAITING, READ, 2000) } } },
	{ "a holder that is no word",
	    .events = { { HOLDS(HUGE, "1", 15), IS(WAITING, READ, 2000) } } },
};

static void check(void **state)
{
	const struct row *row = *state;
	uint64_t now = START;
	struct lease lease;

	lease_init(&lease, "us", row->before, now);
	assert_int_equal(lease.step, LEASE_READ);
	assert_int_equal(lease.at, now);
	for (size_t i = 0; i < EVENTS && row->events[i].step + i; i++) {
		const struct leaserecord *record = &row->events[i].record;
		struct lease_event event = { .what = row->events[i].what,
			.record = record,
			.text = "why" };

		if (!row->events[i].wait && !row->events[i].state &&
		    row->events[i].what == LEASE_FOUND && !record->version)
			break;
		now += row->events[i].after;
		lease_decide(&lease, &event, now);
		assert_int_equal(lease.state, row->events[i].state);
		assert_int_equal(lease.step, row->events[i].step);
		assert_int_equal(lease.at - now, row->events[i].wait);
		if (row->events[i].holder)
			assert_string_equal(
			    lease.holder, row->events[i].holder);
		for (const char *p = lease.holder; *p; p++)
			assert_in_range(*p, ' ', '~');
		/* The version that a write is of. */
		if (event.what == LEASE_FOUND)
			assert_string_equal(lease.version, "7");
		if (event.what >= LEASE_DENIED)
			assert_string_equal(lease.trouble, "why");
	}
}

/* How often it changed hands, and what does not fit into the field. */
static void transitions(void **state)
{
	static const struct {
		const char *holder;
		int64_t before, after;
	} counts[] = {
		{ "us", 3, 3 },
		{ "them", 3, 4 },
		{ "", 3, 4 },
		{ "them", INT32_MAX, 0 },
		{ "them", INT64_MAX, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
		const struct leaserecord record = { .version = "1",
			.holder = counts[i].holder,
			.renewed = "",
			.transitions = counts[i].before };
		const struct lease_event event = { .what = LEASE_FOUND,
			.record = &record };
		struct lease lease;

		lease_init(&lease, "us", false, START);
		lease_decide(&lease, &event, START);
		assert_int_equal(lease.transitions, counts[i].after);
		assert_int_equal(
		    lease.taken, strcmp(counts[i].holder, "us") != 0);
	}
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_TESTS(cmocka_unit_test(transitions));
}
