/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_confirm.c - when a version counts as served, and when as rejected.
 */
#include "controller/publish/nsd/confirm.h"

#include <string.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/fakeanswers.h"
#include "tests/unit/controller/publish/fakensd.h"

/* Replies to "zonestatus". */
#define HEAD "zone:\ta.test\n\tpattern: primary\n\tstate: ok\n"
#define SERIAL(n) HEAD "\tserved-serial: \"" n " since 2026-11-29T21:55:18\"\n"
#define SILENCE "nothing, for ever"
#define OLD SERIAL("1")
#define NEW SERIAL("2")

#define SERVED CONFIRM_SERVED
#define REJECTED CONFIRM_REJECTED
#define UNSERVED CONFIRM_UNSERVED

static const struct row {
	const char *name;
	const char *answers;   /* see fakeanswers.h */
	bool was_served, late; /* late: the deadline is short */
	enum confirmation verdict;
	size_t asked; /* 0: whatever */
	bool fresh;
	const char *replies[8]; /* not NULL: the zone is transferred */
	size_t looked;
} rows[] = {
	{ "new", "n", true, false, SERVED, 3 },
	{ "old, then new", "oon", true, false, SERVED, 5 },
	{ "old after new", "nonn", true, false, SERVED, 5 },
	{ "old after two of them", "nnon", true, false, SERVED, 6 },
	{ "not loaded before, then new", "ffn", false, false, SERVED, 5 },
	{ "not loaded now", "of", true, false, REJECTED, 3 },
	{ "not loaded by one of two", "ofofnnn", true, false, SERVED, 7 },
	{ "not loaded and never was", "f", false, true, REJECTED, 0 },
	{ "never", "o", true, true, UNSERVED, 0 },
	{ "not configured", "r", true, true, UNSERVED, 0 },
	{ "was not there, any serial", "rroooo", false, false, SERVED, 5,
	    .fresh = true },
	{ "was not there, not loaded", "rrf", false, false, REJECTED, 4,
	    .fresh = true },
	{ "was not there, and is not", "r", false, true, UNSERVED, 0,
	    .fresh = true },
	{ "lost, then new", "-n", true, false, SERVED, 4 },
	{ "transferred", "n", true, false, SERVED, 1, .replies = { NEW },
	    .looked = 1 },
	{ "transferred after a while", "oon", true, false, SERVED, 3,
	    .replies = { NEW }, .looked = 1 },
	{ "transferred, the old process is still there", "non", true, false,
	    SERVED, 3, .replies = { OLD, NEW }, .looked = 2 },
	{ "transferred, which NSD says late", "n", true, false, SERVED, 4,
	    .replies = { OLD, OLD, OLD, NEW }, .looked = 4 },
	{ "transferred, which NSD does not say", "n", true, false, SERVED, 7,
	    .replies = { OLD, OLD, OLD, OLD, OLD, OLD }, .looked = 6 },
	{ "transferred, but not by its pattern", "n", true, false, SERVED, 3,
	    .replies = { HEAD }, .looked = 1 },
	{ "transferred, by a zone that is gone", "n", true, false, SERVED, 3,
	    .replies = { "error zone a.test not configured\n" }, .looked = 1 },
	{ "transferred, and no reply", "n", true, false, SERVED, 3,
	    .replies = { "" }, .looked = 1 },
	{ "transferred, and silence", "n", true, false, SERVED, 3,
	    .replies = { SILENCE }, .looked = 1 },
	{ "transferred, not loaded now", "of", true, false, REJECTED, 3,
	    .replies = { NEW } },
};

static struct loop *loop;
static struct fakensd nsd;
static size_t looked;
static bool done;
static enum confirmation verdict;

static void on_done(
    void *arg, enum confirmation confirmation, const struct answer *last)
{
	(void)arg;
	(void)last;
	done = true;
	verdict = confirmation;
	loop_stop(loop);
}

static const char *on_look(void *arg, const char *command)
{
	const struct row *row = arg;
	const char *reply;

	assert_non_null(strstr(command, "NSDCT1 zonestatus a.test\n"));
	assert_true(looked < ARRAY_LEN(row->replies));
	reply = row->replies[looked++];
	assert_non_null(reply);
	return strcmp(reply, SILENCE) ? reply : NULL;
}

static void check(void **state)
{
	const struct row *row = *state;
	struct control *control = NULL;
	struct fakeanswers answers;
	struct err err;

	done = false;
	looked = 0;
	fakensd_begin(&nsd, NULL);
	nsd.reply = on_look;
	nsd.arg = (void *)row;
	loop = nsd.loop;
	if (row->replies[0]) {
		control = control_new(
		    loop, &(struct control_target){ .socket = nsd.path }, &err);
		assert_non_null(control);
	}
	fakeanswers_begin(&answers, loop, row->answers);
	confirm_start(loop, answers.asker,
	    &(struct confirm_options){
		.zone = "a.test",
		.serial = 2,
		.deadline = row->late ? 20 : 60000,
		.was_served = row->was_served,
		.fresh = row->fresh,
		.control = control,
		.done = on_done,
	    });
	loop_run(loop);
	assert_true(done);
	assert_int_equal(verdict, row->verdict);
	if (row->asked)
		assert_int_equal(answers.asked, row->asked);
	assert_int_equal(looked, row->looked);
	fakeanswers_end(&answers);
	control_free(control);
	if (nsd.reading) {
		loop_fd_free(nsd.reading);
		close(nsd.client);
	}
	fakensd_end(&nsd);
}

static void the_deadline_grows(void **state)
{
	(void)state;
	assert_int_equal(confirm_deadline(0), 2000);
	assert_int_equal(confirm_deadline(500000), 2000);
	assert_int_equal(confirm_deadline(1000000), 3000);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(the_deadline_grows));
}
