/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_counters.c - what a reflector counts, story by story.
 *
 * The words of a row are what must have been counted, and nothing else.
 */
#include "controller/kube/decide/reflector.h"

#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"

#define MOVES 8

#define PAGE(v, n)                                                      \
	{                                                               \
		.what = PAGE_CAME, .resource_version = (v), .next = (n) \
	}
#define FAIL(f)                                                     \
	{                                                           \
		.what = REQUEST_FAILED, .fault = (f), .text = "why" \
	}
#define OPEN                                                 \
	{                                                    \
		.what = WATCH_OPENED, .resource_version = "" \
	}
#define CHANGE(v)                                               \
	{                                                       \
		.what = OBJECT_CHANGED, .resource_version = (v) \
	}
#define BOOKMARK(v)                                            \
	{                                                      \
		.what = BOOKMARK_CAME, .resource_version = (v) \
	}
#define END                                                 \
	{                                                   \
		.what = WATCH_ENDED, .resource_version = "" \
	}
#define SERVED                                             \
	{                                                  \
		.what = API_SERVED, .resource_version = "" \
	}

static const struct row {
	const char *name;
	struct reflector_event events[MOVES];
	uint64_t after; /* ms between two of them; 0: one */
	const char *counted;
} rows[] = {
	{ "nothing yet", { { 0 } }, .counted = "relist-first=1 " },
	{ "a list of one page", { PAGE("10", "") },
	    .counted = "lists=1 relist-first=1 " },
	{ "a list of two pages is one", { PAGE("10", "x"), PAGE("10", "") },
	    .counted = "lists=1 relist-first=1 " },
	{ "a list that breaks begins again",
	    { FAIL(FAULT_BROKEN), PAGE("10", "") },
	    .counted = "lists=1 relist-first=1 relist-broken=1 "
		       "failure-broken=1 " },
	{ "a list without a version is a failure of the body",
	    { PAGE("0", ""), PAGE("10", "") },
	    .counted = "lists=1 relist-first=1 relist-invalid=1 "
		       "failure-invalid=1 " },
	{ "a busy server is asked for the same list",
	    { FAIL(FAULT_BUSY), PAGE("10", "") },
	    .counted = "lists=1 relist-first=1 failure-busy=1 " },
	{ "a page too old", { PAGE("10", "x"), FAIL(FAULT_EXPIRED) },
	    .counted = "relist-first=1 relist-expired=1 failure-expired=1 " },
	{ "events and bookmarks",
	    { PAGE("10", ""), OPEN, CHANGE("11"), BOOKMARK("12"),
		CHANGE("13") },
	    .counted = "lists=1 events=2 bookmarks=1 relist-first=1 " },
	{ "a watch that ends goes on",
	    { PAGE("10", ""), OPEN, CHANGE("11"), END },
	    .counted = "lists=1 events=1 relist-first=1 restart-ended=1 " },
	{ "a watch that breaks goes on",
	    { PAGE("10", ""), OPEN, FAIL(FAULT_BROKEN) },
	    .counted = "lists=1 relist-first=1 restart-broken=1 "
		       "failure-broken=1 " },
	{ "a watch that is refused for now goes on",
	    { PAGE("10", ""), FAIL(FAULT_BUSY) },
	    .counted = "lists=1 relist-first=1 restart-busy=1 "
		       "failure-busy=1 " },
	{ "a silent watch goes on, then it is listed",
	    { PAGE("10", ""), OPEN, FAIL(FAULT_SILENT), PAGE("10", ""), OPEN,
		FAIL(FAULT_SILENT) },
	    .counted = "lists=1 relist-first=1 relist-silent=1 "
		       "restart-silent=1 failure-silent=2 " },
	{ "the server went back",
	    { PAGE("10", ""), OPEN, FAIL(FAULT_BROKEN), PAGE("9", ""),
		PAGE("9", "") },
	    .counted = "lists=2 relist-first=1 relist-rewound=1 "
		       "restart-broken=1 failure-broken=1 " },
	{ "garbled lines: once more, then it is listed",
	    { PAGE("10", ""), OPEN, FAIL(FAULT_LINE), OPEN, FAIL(FAULT_LINE) },
	    .counted = "lists=1 relist-first=1 relist-garbled=1 "
		       "restart-garbled=1 failure-garbled=2 " },
	{ "410 of a watch", { PAGE("10", ""), OPEN, FAIL(FAULT_EXPIRED) },
	    .counted = "lists=1 relist-first=1 relist-expired=1 "
		       "failure-expired=1 " },
	{ "denied: the same again", { FAIL(FAULT_DENIED), PAGE("10", "") },
	    .counted = "lists=1 relist-first=1 failure-denied=1 " },
	{ "absent, then served", { FAIL(FAULT_ABSENT), SERVED },
	    .counted = "relist-first=1 relist-served=1 failure-absent=1 " },
	{ "a list is due", { PAGE("10", ""), OPEN, CHANGE("11"), END },
	    .after = 7 * 3600 * 1000,
	    .counted = "lists=1 events=1 relist-first=1 relist-due=1 " },
};

static uint32_t lowest(uint32_t n)
{
	(void)n;
	return 0;
}

static void print(struct buf *out, const char *what, uint64_t count)
{
	if (count)
		buf_printf(out, "%s=%llu ", what, (unsigned long long)count);
}

static void print_causes(
    struct buf *out, const char *what, const uint64_t counts[CAUSES])
{
	for (size_t i = 0; i < CAUSES; i++) {
		if (counts[i])
			buf_printf(out, "%s-", what);
		print(out, source_cause_word((enum source_cause)i), counts[i]);
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	struct source_counters counters = { 0 };
	const struct reflector_options options = { .limits = &limits_real,
		.below = lowest,
		.apis = 1,
		.counters = &counters };
	struct buf text = BUF_INIT(4096);
	struct reflector reflector;
	uint64_t now = 1000000;

	reflector_init(&reflector, &options, now);
	for (size_t i = 0; i < MOVES &&
	     (row->events[i].resource_version || row->events[i].text);
	     i++) {
		now += row->after ? row->after : 1;
		reflector_decide(&reflector, &row->events[i], now);
	}
	print(&text, "lists", counters.lists);
	print(&text, "events", counters.events);
	print(&text, "bookmarks", counters.bookmarks);
	print_causes(&text, "relist", counters.relists);
	print_causes(&text, "restart", counters.restarts);
	print_causes(&text, "failure", counters.failures);
	assert_string_equal(buf_text(&text), row->counted);
	if (counters.events + counters.bookmarks)
		assert_true(counters.heard && counters.advanced);
	buf_clear(&text);
	reflector_clear(&reflector);
}

RUN_TABLE(rows, check)
