/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_checkerversion.c - numbers of versions in what programs print, and when
 * these are asked.
 */
#include "controller/publish/nsd/checkerversion.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/fakensd.h"
#include "tests/unit/controller/scratch.h"

#define TURNS 10000 /* enough for any machine */

static const struct row {
	const char *name, *text, *word;
	const char *number; /* NULL: none */
} rows[] = {
	{ "status", "version: 4.6.1\nverbosity: 1\n", "version: ", "4.6.1" },
	{ "help", "Usage: x\nVersion 4.15.0. Report bugs\n", "Version ",
	    "4.15.0" },
	{ "at the end", "Version 4", "Version ", "4" },
	{ "another word", "version 4.6.1", "Version ", NULL },
	{ "no number", "Version x", "Version ", NULL },
	{ "only dots", "Version ...", "Version ", NULL },
	{ "too long", "Version 111111111111111111111111111111111", "Version ",
	    NULL },
	{ "nothing", "", "Version ", NULL },
};

static void check(void **state)
{
	const struct row *row = *state;
	char number[32] = "";

	assert_int_equal(
	    checkerversion_read(row->text, row->word, number, sizeof(number)),
	    row->number != NULL);
	assert_string_equal(number, row->number ? row->number : "");
}

static void stop(void *arg)
{
	loop_stop(arg);
}

/* The loop has its turns until NSD replied so often, and for a moment. */
static void turn(struct fakensd *nsd, size_t served)
{
	struct loop_timer *timer = loop_timer_new(nsd->loop, stop, nsd->loop);

	for (int i = 0; i < TURNS && nsd->served < served; i++) {
		loop_timer_set(timer, 2);
		loop_run(nsd->loop);
	}
	assert_int_equal(nsd->served, served);
	loop_timer_set(timer, 2);
	loop_run(nsd->loop);
	loop_timer_free(timer);
}

/* An NSD that replies so, and a checker of that version. */
static struct control *begin(
    struct fakensd *nsd, const char *const *replies, const char *version)
{
	struct control *control;
	char path[128], text[64];
	struct err err;

	fakensd_begin(nsd, replies);
	snprintf(text, sizeof(text), "#!/bin/sh\necho Version %s.\n", version);
	file_write(nsd->dir, "nsd-checkzone", text);
	snprintf(path, sizeof(path), "%s/nsd-checkzone", nsd->dir);
	assert_int_equal(chmod(path, 0755), 0);
	setenv("PATH", nsd->dir, 1);
	control = control_new(
	    nsd->loop, &(struct control_target){ .socket = nsd->path }, &err);
	assert_non_null(control);
	return control;
}

/* A reply that did not come, as from an NSD that was stopped, is no answer. */
static void asked_until_it_replies(void **state)
{
	static const char *const replies[] = { "", "error none\n",
		"version: 4.6.1\nverbosity: 1\n", NULL };
	struct fakensd nsd;
	struct control *control = begin(&nsd, replies, "4.6.1");
	struct checkerversion *checker = checkerversion_new(nsd.loop, control);

	(void)state;
	for (size_t served = 1; served <= 3; served++) {
		assert_string_equal(checkerversion_both(checker), "");
		checkerversion_look(checker);
		turn(&nsd, served);
	}
	for (int i = 0; i < TURNS && !*checkerversion_both(checker); i++)
		turn(&nsd, 3);
	assert_string_equal(checkerversion_both(checker), "4.6.1");
	checkerversion_look(checker); /* known */
	turn(&nsd, 3);
	assert_int_equal(nsd.served, 3);
	checkerversion_free(checker);
	control_free(control);
	fakensd_end(&nsd);
}

/* How long NSD's reloads take is its own version's, whatever checks. */
static void another_checker(void **state)
{
	static const char *const replies[] = { "version: 4.9.1\n", NULL };
	struct fakensd nsd;
	struct control *control = begin(&nsd, replies, "4.6.1");
	struct checkerversion *checker = checkerversion_new(nsd.loop, control);

	(void)state;
	assert_string_equal(checkerversion_nsd(checker), "");
	checkerversion_look(checker);
	turn(&nsd, 1);
	assert_string_equal(checkerversion_nsd(checker), "4.9.1");
	assert_string_equal(checkerversion_both(checker), "");
	checkerversion_doubt(checker);
	assert_string_equal(checkerversion_nsd(checker), "");
	checkerversion_free(checker);
	control_free(control);
	fakensd_end(&nsd);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(asked_until_it_replies),
		cmocka_unit_test(another_checker));
}
