/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_probe.c - texts that NSD is asked about, one after the other, and what
 * is left of them.
 */
#include "controller/publish/trial/probe.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/fakeanswers.h"
#include "tests/unit/controller/publish/fakensd.h"
#include "tests/unit/controller/scratch.h"

enum verdict { NOTHING, LOADED, REFUSED, UNKNOWN };

static struct {
	struct fakensd nsd;
	struct fakeanswers answers;
	struct control *control;
	struct server *server;
	struct probe *probe;
	int zones;
	bool refused; /* no command is taken but zonestatus */
	void (*ready)(void);
	struct buf heard;
	char file[512]; /* the first one while NSD is told of it */
	enum verdict verdicts[3];
	unsigned left; /* zones that are to be deleted, or verdicts */
} test;

static void one_less(void)
{
	if (--test.left == 0)
		loop_stop(test.nsd.loop);
}

/* NSD has no zones by itself. */
static const char *on_command(void *arg, const char *command)
{
	(void)arg;
	if (strstr(command, "zonestatus"))
		return "";
	buf_printf(
	    &test.heard, "|%.*s", (int)strcspn(command + 7, "\n"), command + 7);
	if (strstr(command, "addzone _0")) {
		char *text = file_read(test.nsd.dir, "_0.zone");

		assert_true(strlen(text) < sizeof(test.file));
		memcpy(test.file, text, strlen(text) + 1);
		free(text);
	}
	if (strstr(command, "delzone"))
		one_less();
	return test.refused ? "error no\n" : "ok\n";
}

static void on_told(void *arg, const char *zone, bool transfer)
{
	(void)transfer;
	(void)arg;
	probe_told(test.probe, zone);
}

static void on_looked(void *arg)
{
	void (*ready)(void) = test.ready;

	(void)arg;
	test.ready = NULL;
	if (ready)
		ready();
}

static void on_untold(void *arg)
{
	(void)arg;
	probe_untold(test.probe);
}

static void on_refused(void *arg, const char *zone)
{
	(void)arg;
	probe_refused(test.probe, zone);
}

static const char *on_pattern(void *arg, const char *zone)
{
	(void)arg;
	(void)zone;
	return "primary";
}

static void on_loads(void *arg, const char *zone)
{
	(void)arg;
	(void)zone;
}

static void on_serves(void *arg, const char *zone, uint32_t serial)
{
	(void)arg;
	(void)zone;
	(void)serial;
}

static void on_nothing(void *arg)
{
	(void)arg;
}

static void on_verdict(void *arg, const struct err *err, const char *said)
{
	enum verdict *verdict = arg;

	assert_string_equal(said, "");
	*verdict = !err ? LOADED : err->kind == ERR_INPUT ? REFUSED : UNKNOWN;
	if (*verdict == UNKNOWN)
		one_less();
}

static struct probing *ask(unsigned number, const char *text)
{
	struct buf copy = BUF_INIT(4096);
	struct probing *probing;

	buf_puts(&copy, text);
	probing =
	    probe_start(test.probe, &copy, on_verdict, &test.verdicts[number]);
	buf_clear(&copy);
	return probing;
}

static bool on_may_end(void *arg, const char *zone)
{
	(void)arg;
	(void)zone;
	return true;
}

static void begin(const char *letters, void (*ready)(void), unsigned left)
{
	struct err err;

	memset(&test, 0, sizeof(test));
	test.heard = (struct buf)BUF_INIT(4096);
	test.ready = ready;
	test.left = left;
	fakensd_begin(&test.nsd, NULL);
	test.nsd.reply = on_command;
	fakeanswers_begin(&test.answers, test.nsd.loop, letters);
	test.control = control_new(test.nsd.loop,
	    &(struct control_target){ .socket = test.nsd.path }, &err);
	assert_non_null(test.control);
	test.server = server_new(test.nsd.loop, test.control,
	    &(struct server_events){ .loads = on_loads,
		.serves = on_serves,
		.told = on_told,
		.looked = on_looked,
		.untold = on_untold,
		.refused = on_refused,
		.absent = on_nothing,
		.pattern = on_pattern,
		.may_end = on_may_end });
	test.zones = open(test.nsd.dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	file_write(test.nsd.dir, "_7.zone", "of a killed process");
	file_write(test.nsd.dir, "a.zone", "of a zone");
	test.probe = probe_new(
	    test.nsd.loop, test.server, test.answers.asker, test.zones);
}

static bool is_there(const char *name)
{
	return faccessat(test.zones, name, F_OK, 0) == 0;
}

static void end(void)
{
	assert_true(is_there("a.zone"));
	assert_false(is_there("_0.zone"));
	assert_false(is_there("_1.zone"));
	assert_false(is_there("_7.zone"));
	control_free(test.control);
	probe_free(test.probe);
	server_free(test.server);
	fakeanswers_end(&test.answers);
	close(test.zones);
	fakensd_end(&test.nsd);
	buf_clear(&test.heard);
}

static const struct row {
	const char *name;
	const char *answers; /* see fakeanswers.h */
	bool refused;
	enum verdict verdict;
	const char *heard;
} rows[] = {
	{ "it loads it", "rro", false, LOADED,
	    "|addzone _0 primary|delzone _0" },
	{ "it does not", "rrf", false, REFUSED,
	    "|addzone _0 primary|delzone _0" },
	{ "it takes no commands", "r", true, UNKNOWN, "|addzone _0 primary" },
};

static void ask_one(void)
{
	ask(0, HEAD_OF_A_TEST);
}

static void check(void **state)
{
	const struct row *row = *state;

	begin(row->answers, ask_one, 1);
	test.refused = row->refused;
	loop_run(test.nsd.loop);
	assert_int_equal(test.verdicts[0], row->verdict);
	assert_string_equal(buf_text(&test.heard), row->heard);
	end();
}

static void ask_head(void)
{
	ask(0, "; $ORIGIN x.\n$ORIGIN a.test.\n@ $ORIGIN a.test.\n");
}

/* The rest of the text stays, whatever stands in it. */
static void only_its_origin_is_another(void **state)
{
	(void)state;
	begin("o", ask_head, 1);
	loop_run(test.nsd.loop);
	assert_string_equal(
	    test.file, "; $ORIGIN x.\n$ORIGIN _0.\n@ $ORIGIN a.test.\n");
	end();
}

static void ask_three(void)
{
	struct probing *second;

	ask(0, HEAD_OF_A_TEST);
	second = ask(1, HEAD_OF_A_TEST);
	ask(2, HEAD_OF_A_TEST);
	probe_stop(second);
	probe_stop(NULL);
}

/* Each under a name of its own, for the one before may be answered still. */
static void one_after_the_other(void **state)
{
	(void)state;
	begin("ffo", ask_three, 2);
	loop_run(test.nsd.loop);
	assert_int_equal(test.verdicts[0], REFUSED);
	assert_int_equal(test.verdicts[1], NOTHING);
	assert_int_equal(test.verdicts[2], LOADED);
	assert_non_null(strstr(buf_text(&test.heard), "|addzone _1 primary"));
	end();
}

/* Nobody listens: that is no answer about the text. */
static void it_is_away(void **state)
{
	(void)state;
	begin("o", NULL, 1);
	ask(0, HEAD_OF_A_TEST);
	loop_run(test.nsd.loop);
	assert_int_equal(test.verdicts[0], UNKNOWN);
	assert_string_equal(buf_text(&test.heard), "");
	end();
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(only_its_origin_is_another),
		cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(it_is_away));
}
