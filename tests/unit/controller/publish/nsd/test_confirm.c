/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_confirm.c - when a version counts as served, and when as rejected.
 */
#include "controller/publish/nsd/confirm.h"

#include "tests/test.h"
#include "tests/unit/controller/publish/fakeanswers.h"

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
};

static struct loop *loop;
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

static void check(void **state)
{
	const struct row *row = *state;
	struct fakeanswers answers;

	done = false;
	loop = loop_new();
	fakeanswers_begin(&answers, loop, row->answers);
	confirm_start(loop, answers.asker,
	    &(struct confirm_options){
		.zone = "a.test",
		.serial = 2,
		.deadline = row->late ? 20 : 60000,
		.was_served = row->was_served,
		.fresh = row->fresh,
		.done = on_done,
	    });
	loop_run(loop);
	assert_true(done);
	assert_int_equal(verdict, row->verdict);
	if (row->asked)
		assert_int_equal(answers.asked, row->asked);
	fakeanswers_end(&answers);
	loop_free(loop);
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
	static struct CMUnitTest tests[ARRAY_LEN(rows)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(the_deadline_grows),
	};

	TABLE_TESTS(rows, check, tests);
	return cmocka_run_group_tests(tests, NULL, NULL) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
