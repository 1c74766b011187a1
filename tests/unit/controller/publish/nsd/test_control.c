/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_control.c - commands over a socket, and what replies mean.
 */
#include "controller/publish/nsd/control.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/fakensd.h"
#include "tests/unit/controller/scratch.h"

static const struct row {
	const char *name;
	const char *reply;
	const char *error; /* NULL: it is good; "": whatever it says */
} rows[] = {
	{ "ok", "ok\n", NULL },
	{ "status", "version: 4.6.1\nverbosity: 1\n", NULL },
	{ "no newline at the end", "ok", NULL },
	{ "already there", "zone a.test already exists\nok\n", NULL },
	{ "a warning is none", "warning zone w.test not present\n", NULL },
	{ "lines of addzones", "added: a.test\nadded 1 zones\n", NULL },
	{ "error further on in a line", "zone error.test removed\nok\n", NULL },
	{ "nothing", "", "nsd replied nothing" },
	{ "error", "error zone w.test not configured\n",
	    "nsd replied 'error zone w.test not configured'" },
	{ "error on a later line", "added: a.test\nerror pattern x\nok\n",
	    "nsd replied 'error pattern x'" },
	{ "error without an end", "error", "nsd replied 'error'" },
	{ "control characters", "error \033[2J\n", "" },
};

static void check_reply(void **state)
{
	const struct row *row = *state;
	struct err err = { .text = "" };

	assert_int_equal(control_judge(row->reply, &err), !row->error);
	if (row->error && *row->error)
		assert_string_equal(err.text, row->error);
	for (const char *p = err.text; *p; p++)
		assert_true((unsigned char)*p >= 0x20);
}

/* An NSD, and what came of the commands to it. */
struct fake {
	struct fakensd nsd;
	struct buf told;
	size_t done, want;
};

static void fake_begin(struct fake *fake, const char *const *replies)
{
	*fake = (struct fake){ .told = BUF_INIT(1u << 20) };
	fakensd_begin(&fake->nsd, replies);
}

static void fake_end(struct fake *fake)
{
	fakensd_end(&fake->nsd);
	buf_clear(&fake->told);
}

static void on_done(void *arg, const struct control_reply *reply)
{
	struct fake *fake = arg;

	buf_printf(&fake->told, "%s|", reply->ok ? reply->text : "failed");
	if (reply->ok)
		assert_int_equal(reply->peer, getpid());
	if (++fake->done == fake->want)
		loop_stop(fake->nsd.loop);
}

static struct control *control_for(struct fake *fake)
{
	struct control *control;
	struct err err;

	control = control_new(fake->nsd.loop,
	    &(struct control_target){ .socket = fake->nsd.path }, &err);
	assert_non_null(control);
	return control;
}

static void commands_wait_in_line(void **state)
{
	static const char *const replies[] = { "one\n", "error x\n", "ok\n" };
	struct fake fake;
	struct control *control;

	(void)state;
	fake_begin(&fake, replies);
	control = control_for(&fake);
	fake.want = 3;
	control_send(control, "status", NULL, on_done, &fake);
	control_send(control, "reload a.test", NULL, on_done, &fake);
	control_send(control, "reload", NULL, on_done, &fake);
	loop_run(fake.nsd.loop);
	assert_string_equal(buf_text(&fake.told), "one\n|failed|ok\n|");
	assert_string_equal(buf_text(&fake.nsd.heard),
	    "NSDCT1 status\nNSDCT1 reload a.test\nNSDCT1 reload\n");
	control_free(control);
	fake_end(&fake);
}

/* More than a socket takes at once. */
static void long_lists_go_out(void **state)
{
	static const char *const replies[] = { "added 50000 zones\n" };
	struct buf lines = BUF_INIT(1u << 24);
	struct fake fake;
	struct control *control;
	static const char end[] = "\nzone-49999.test primary\n\x04\n";
	const char *text;

	(void)state;
	for (int i = 0; i < 50000; i++)
		buf_printf(&lines, "zone-%d.test primary\n", i);
	fake_begin(&fake, replies);
	control = control_for(&fake);
	fake.want = 1;
	control_send(control, "addzones", &lines, on_done, &fake);
	loop_run(fake.nsd.loop);
	text = buf_text(&fake.nsd.heard);
	assert_memory_equal(text, "NSDCT1 addzones\nzone-0.test", 27);
	text += fake.nsd.heard.len - strlen(end);
	assert_string_equal(text, end);
	control_free(control);
	buf_clear(&lines);
	fake_end(&fake);
}

static void nobody_there(void **state)
{
	struct fake fake;
	struct control *control;

	(void)state;
	fake_begin(&fake, NULL);
	snprintf(fake.nsd.path, sizeof(fake.nsd.path), "%s/none", fake.nsd.dir);
	control = control_for(&fake);
	fake.want = 2;
	control_send(control, "status", NULL, on_done, &fake);
	control_send(control, "status", NULL, on_done, &fake);
	assert_int_equal(fake.done, 0); /* from the loop only */
	loop_run(fake.nsd.loop);
	assert_string_equal(buf_text(&fake.told), "failed|failed|");
	control_free(control);
	fake_end(&fake);
}

static void an_empty_reply_fails(void **state)
{
	static const char *const replies[] = { "" };
	struct fake fake;
	struct control *control;

	(void)state;
	fake_begin(&fake, replies);
	control = control_for(&fake);
	fake.want = 1;
	control_send(control, "reload", NULL, on_done, &fake);
	loop_run(fake.nsd.loop);
	assert_string_equal(buf_text(&fake.told), "failed|");
	control_free(control);
	fake_end(&fake);
}

/* What waits is dropped without a call. */
static void freed_while_waiting(void **state)
{
	static const char *const replies[] = { "ok\n" };
	struct fake fake;
	struct control *control;

	(void)state;
	fake_begin(&fake, replies);
	control = control_for(&fake);
	control_send(control, "reload", NULL, on_done, &fake);
	control_send(control, "reload", NULL, on_done, &fake);
	control_free(control);
	assert_int_equal(fake.done, 0);
	fake_end(&fake);
}

/* An nsd-control that does what it is told here. */
static const struct ran {
	const char *name;
	const char *script;
	const char *lines; /* NULL: none */
	bool ok;
	enum err_kind kind;
	const char *text; /* of the reply, or of the error */
} ran[] = {
	{ "ok", "echo ok", NULL, true, ERR_INPUT, "ok\n" },
	{ "its arguments", "echo \"$# $*\"", NULL, true, ERR_INPUT,
	    "4 -c /x/nsd.conf reload a.test\n" },
	{ "lines on its stdin", "cat", "a.test primary\nb.test primary\n", true,
	    ERR_INPUT, "a.test primary\nb.test primary\n" },
	{ "an error of NSD", "echo 'error zone not configured'; exit 1", NULL,
	    false, ERR_INPUT, "nsd replied 'error zone not configured'" },
	{ "nobody there",
	    "echo 'error: connect (/s): Connection refused' >&2; exit 1", NULL,
	    false, ERR_ABSENT,
	    "nsd-control: error: connect (/s): Connection refused" },
	{ "no key", "echo 'error: could not open key' >&2; exit 1", NULL, false,
	    ERR_NETWORK, "nsd-control: error: could not open key" },
	{ "it crashed", "kill -SEGV $$", NULL, false, ERR_NETWORK,
	    "nsd-control: " },
	{ "nothing", "exit 0", NULL, false, ERR_INPUT, "nsd replied nothing" },
};

static void on_ran(void *arg, const struct control_reply *reply)
{
	struct fake *fake = arg;

	fake->done = reply->ok;
	fake->want = reply->err.kind;
	buf_puts(&fake->told, reply->ok ? reply->text : reply->err.text);
	loop_stop(fake->nsd.loop);
}

static void check_ran(void **state)
{
	const struct ran *row = *state;
	char script[256], *before;
	struct buf lines = BUF_INIT(1000);
	struct control *control;
	struct fake fake;
	struct err err;

	fake_begin(&fake, NULL);
	snprintf(script, sizeof(script), "#!/bin/sh\n%s\n", row->script);
	before = path_script(fake.nsd.dir, "nsd-control", script);
	control = control_new(fake.nsd.loop,
	    &(struct control_target){ .config = "/x/nsd.conf" }, &err);
	assert_non_null(control);
	if (row->lines)
		buf_puts(&lines, row->lines);
	control_send(control, row->lines ? "addzones" : "reload a.test",
	    row->lines ? &lines : NULL, on_ran, &fake);
	loop_run(fake.nsd.loop);
	assert_int_equal(fake.done, row->ok);
	if (!row->ok)
		assert_int_equal(fake.want, row->kind);
	assert_string_equal(buf_text(&fake.told), row->text);
	control_free(control);
	path_restore(before);
	buf_clear(&lines);
	fake_end(&fake);
}

/* One that hangs is ended with whoever asked. */
static void freed_while_it_runs(void **state)
{
	struct control_target target = { .config = "/x/nsd.conf" };
	struct control *control;
	struct fake fake;
	struct err err;

	(void)state;
	fake_begin(&fake, NULL);
	control = control_new(fake.nsd.loop, &target, &err);
	control_send(control, "status", NULL, on_ran, &fake);
	target = (struct control_target){ .socket = fake.nsd.path };
	assert_true(control_aim(control, &target, &err));
	control_free(control);
	assert_int_equal(fake.done, 0);
	fake_end(&fake);
}

static void path_too_long(void **state)
{
	char path[200];
	struct err err;

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_null(control_new(
	    NULL, &(struct control_target){ .socket = path }, &err));
	assert_int_equal(err.kind, ERR_INPUT);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(commands_wait_in_line),
		cmocka_unit_test(long_lists_go_out),
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(an_empty_reply_fails),
		cmocka_unit_test(freed_while_waiting),
		cmocka_unit_test(freed_while_it_runs),
		cmocka_unit_test(path_too_long),
	};

	return RUN_ROWS(rows, check_reply) + RUN_ROWS(ran, check_ran) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
