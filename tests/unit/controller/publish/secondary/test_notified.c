/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_notified.c - NOTIFY by NSD's word, look by look.
 */
#include "controller/publish/secondary/notified.h"

#include "tests/test.h"

#define REPLY(line) \
	"zone:\ta.test\n\tpattern: primary+s\n" line "\tstate: master\n"

static const struct row {
	const char *name, *reply;
	bool pending;
} rows[] = {
	{ "nothing", "", false },
	{ "no line", REPLY(""), false },
	{ "the one", REPLY("\tnotify: \"send 192.0.2.1@53 with serial 7\"\n"),
	    true },
	{ "one of several",
	    REPLY("\tnotify: \"send ::1@53 192.0.2.1@53 with serial 7\"\n"),
	    true },
	{ "another", REPLY("\tnotify: \"send 192.0.2.2@53 with serial 7\"\n"),
	    false },
	{ "another port",
	    REPLY("\tnotify: \"send 192.0.2.1@530 with serial 7\"\n"), false },
	{ "a longer address",
	    REPLY("\tnotify: \"send 1192.0.2.1@53 with serial 7\"\n"), false },
	{ "it waits", REPLY("\tnotify: \"waiting-for-fd\"\n"), false },
	{ "another line", REPLY("\tother: \"send 192.0.2.1@53\"\n"), false },
	{ "cut", "\tnotify: \"send 192.0.2.1@53", true },
};

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(
	    notified_pending(row->reply, "192.0.2.1@53"), row->pending);
}

static void looks(void **state)
{
	enum notified now = NOTIFIED_UNKNOWN;

	(void)state;
	assert_int_equal(notified_next(now, false, 1500), NOTIFIED_ANSWERED);
	now = notified_next(now, true, 1500);
	assert_int_equal(now, NOTIFIED_PENDING);
	assert_int_equal(notified_next(now, false, 4500), NOTIFIED_ANSWERED);
	now = notified_next(now, true, 13000);
	assert_int_equal(now, NOTIFIED_PENDING);
	now = notified_next(now, false, 16000);
	assert_int_equal(now, NOTIFIED_UNANSWERED);
	assert_int_equal(notified_next(now, false, 19000), NOTIFIED_UNANSWERED);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_TESTS(cmocka_unit_test(looks));
}
