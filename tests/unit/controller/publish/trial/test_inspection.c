/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_inspection.c - what is known of a zone file when its checker does not
 * always answer.
 */
#include "controller/publish/trial/inspection.h"

#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define HEAD HEAD_OF_A_TEST
#define A "a\t60\tIN\tA\t192.0.2.1\n"
#define BAD "bad\t60\tIN\tA\t192.0.2\n"

/* Refuses the first thing that it is asked for, and does the rest then. */
#define ONCE(then)                                                     \
	"#!/bin/sh\ncat >/dev/null\nif mkdir \"${0%/*}/once\"; then\n" \
	"\techo 'error: x:6: no' >&2\n\texit 1\nfi 2>/dev/null\n" then "\n"

static const struct row {
	const char *name;
	const char *checker; /* NULL: the real one */
	const char *body;
	enum { GOOD, REFUSED, NOT_KNOWN } verdict;
	bool found;
} rows[] = {
	{ "good", NULL, A, GOOD, false },
	{ "refused", NULL, A BAD, REFUSED, true },
	{ "cannot be asked", "#!/bin/sh\nexit 7\n", A, NOT_KNOWN, false },
	{ "is killed", "#!/bin/sh\nkill -9 $$\n", A, NOT_KNOWN, false },
	{ "refused, and then it cannot be asked for what", ONCE("exit 7"),
	    A BAD, NOT_KNOWN, false },
	{ "refused, and killed when it is asked for what", ONCE("kill -9 $$"),
	    A BAD, NOT_KNOWN, false },
	{ "refused once, and then not any more", ONCE("exit 0"), A BAD,
	    NOT_KNOWN, false },
};

static struct loop *loop;
static bool found;
static int told;

static void on_verdict(void *arg, const struct verdict *verdict)
{
	(void)arg;
	found = verdict->found != NULL;
	told = !verdict->err                  ? GOOD
	    : verdict->err->kind == ERR_INPUT ? REFUSED
					      : NOT_KNOWN;
	loop_stop(loop);
}

static void inspect(void **state)
{
	const struct row *row = *state;
	char dir[64], *before = NULL;
	struct buf text = BUF_INIT(1u << 16);
	const struct zone_settings settings = { .name = "a.test" };
	struct zone *zone = zone_new(&settings);
	struct trials trials;

	temp_dir(dir);
	if (row->checker)
		before = path_script(dir, "nsd-checkzone", row->checker);
	loop = loop_new();
	trials =
	    (struct trials){ .loop = loop, .checkers = checkers_new(loop) };
	buf_puts(&text, HEAD);
	buf_puts(&text, row->body);
	inspection_start(&trials,
	    &(struct inspected){
		.zone = zone, .text = &text, .head_len = strlen(HEAD) },
	    on_verdict, NULL);
	loop_run(loop);
	assert_int_equal(told, row->verdict);
	assert_int_equal(found, row->found);
	if (before)
		path_restore(before);
	zone_free(zone);
	checkers_free(trials.checkers);
	loop_free(loop);
	buf_clear(&text);
	remove_dir(dir);
}

RUN_TABLE(rows, inspect)
