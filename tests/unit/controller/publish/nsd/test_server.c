/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_server.c - which commands NSD gets (W5, W6).
 *
 * Zones are written "+a.test" (its file is new), "-a.test" (it goes) and
 * "=a.test" (it is ours, and has no file yet).  Those whose names begin with
 * "s" have a secondary, and so a pattern of their own; those with "k" may not
 * go yet.  "^" starts NSD, and "?" another one: then it is also heard which
 * zones it is said to be told of.
 */
#include "controller/publish/nsd/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/fakensd.h"

#define LIMIT 30000 /* ms until a test gives up */
#define ROUNDS 3    /* of questions after which nothing more comes */

static const struct row {
	const char *name;
	const char *has;   /* NSD; "!": by another's pattern; "*": by s's */
	const char *first; /* before it is asked */
	/* While the first command is under way; "!": it refuses transfers. */
	const char *meanwhile;
	bool refused;     /* that one is */
	const char *want; /* what it hears after zonestatus */
	bool stubborn;    /* it refuses all commands */
} rows[] = {
	{ "nothing to do", "", "", "", false, "" },
	{ "a new file", "a.test", "+a.test", "", false, "|reload a.test" },
	{ "new files of several: one bare reload", "a.test b.test c.test",
	    "+a.test +b.test +c.test", "", false, "|reload" },
	{ "a new file again and again", "a.test", "+a.test +a.test +a.test", "",
	    false, "|reload a.test" },
	{ "a new zone", "", "+a.test", "", false, "|addzone a.test primary" },
	{ "several new zones", "", "+c.test +a.test +b.test", "", false,
	    "|addzones,a.test primary,b.test primary,c.test primary" },
	{ "a zone goes", "a.test b.test", "+b.test -a.test", "", false,
	    "|delzone a.test|reload b.test" },
	{ "several go", "a.test b.test c.test", "-a.test -b.test -c.test", "",
	    false, "|delzones,a.test,b.test,c.test" },
	{ "nobody's any more", "a.test b.test", "", "", false,
	    "|delzones,a.test,b.test" },
	{ "gone already", "", "-a.test -b.test", "", false, "" },
	{ "one that must stay for now", "a.test k.test", "-a.test -k.test", "",
	    false, "|delzone a.test" },
	{ "it is nobody's, and must stay", "k.test s.test", "", "", false,
	    "|delzone s.test" },
	{ "it must stay, and returns", "a.test k.test", "+a.test -k.test",
	    "+k.test", false, "|reload a.test|reload k.test" },
	{ "by another's pattern", "!a.test !b.test", "-b.test", "", false, "" },
	{ "without a file yet", "b.test", "=a.test =b.test", "", false, "" },
	{ "of every sort", "d.test e.test f.test g.test",
	    "+a.test -d.test +f.test +b.test -e.test +g.test", "", false,
	    "|addzones,a.test primary,b.test primary|delzones,d.test,e.test"
	    "|reload" },
	{ "a file during a reload", "a.test b.test", "+a.test =b.test",
	    "+b.test", false, "|reload a.test|reload b.test" },
	{ "files during a reload: one more", "a.test b.test c.test",
	    "+a.test =b.test =c.test", "+b.test +c.test +b.test", false,
	    "|reload a.test|reload" },
	{ "the same file during a reload", "a.test", "+a.test", "+a.test",
	    false, "|reload a.test|reload a.test" },
	{ "zones during addzone", "", "+a.test", "+b.test +c.test", false,
	    "|addzone a.test primary|addzones,b.test primary,c.test primary" },
	{ "it goes during addzone", "", "+a.test", "-a.test", false,
	    "|addzone a.test primary|delzone a.test" },
	{ "it comes back during delzone", "a.test", "-a.test", "+a.test", false,
	    "|delzone a.test|addzone a.test primary" },
	{ "a reload that is refused", "a.test b.test", "+a.test +b.test", "",
	    true, "|reload|zonestatus|reload" },
	{ "addzones that is refused", "", "+a.test +b.test", "", true,
	    "|addzones,a.test primary,b.test primary|zonestatus"
	    "|addzones,a.test primary,b.test primary" },
	{ "a zone that is refused keeps no file waiting", "b.test",
	    "+a.test +b.test", "", true,
	    "|addzone a.test primary|zonestatus|reload b.test"
	    "|addzone a.test primary" },
	{ "a new zone with a secondary", "", "+s.test", "", false,
	    "|addzone s.test primary+s" },
	{ "of both sorts", "", "+s.test +a.test", "", false,
	    "|addzones,a.test primary,s.test primary+s" },
	{ "a secondary comes", "s.test", "=s.test", "", false,
	    "|changezone s.test primary+s" },
	{ "a secondary and a file", "s.test", "+s.test", "", false,
	    "|reload s.test|changezone s.test primary+s" },
	{ "a secondary goes", "*a.test", "=a.test", "", false,
	    "|changezone a.test primary" },
	{ "a secondary stays", "*s.test", "=s.test", "", false, "" },
	{ "a zone goes before its pattern is right", "s.test", "-s.test", "",
	    false, "|delzone s.test" },
	{ "a pattern that NSD does not know", "", "+s.test", "", true,
	    "|addzone s.test primary+s|zonestatus|addzone s.test primary" },
	{ "a change of pattern that is refused", "s.test", "=s.test", "", true,
	    "|changezone s.test primary+s|zonestatus" },
	{ "after its absence NSD is given files", "a.test", "~a.test", "",
	    false, "|reload a.test" },
	{ "a file that was there when NSD was started", "a.test", "+a.test ^",
	    "", false, "|told a.test" },
	{ "a file that came after that", "a.test", "^ +a.test", "", false,
	    "|reload a.test|told a.test" },
	{ "of both sorts, and one that NSD has not", "a.test b.test",
	    "+a.test +b.test +c.test ^ +b.test", "", false,
	    "|told a.test|addzone c.test primary|told c.test|reload b.test"
	    "|told b.test" },
	{ "another NSD answers", "a.test", "+a.test ^ ?", "", false,
	    "|reload a.test|told a.test" },
	{ "one without a file, and one that goes", "a.test b.test",
	    "=a.test -b.test ^", "", false, "|delzone b.test" },
	{ "a transfer during a reload", "a.test", "+a.test", "~a.test", false,
	    "|reload a.test|transfer a.test" },
	{ "transfers one by one, after files", "a.test b.test c.test d.test",
	    "+a.test =b.test =c.test =d.test", "~b.test +c.test ~d.test", false,
	    "|reload a.test|reload c.test|transfer d.test|transfer b.test" },
	{ "the file has it all", "a.test b.test", "+b.test =a.test",
	    "~a.test +a.test", false, "|reload b.test|reload a.test" },
	{ "a transfer of what NSD has not", "b.test", "+b.test", "~a.test",
	    false, "|reload b.test|addzone a.test primary" },
	{ "a transfer that is refused: the file, at once", "a.test", "+a.test",
	    "~a.test !", false,
	    "|reload a.test|transfer a.test|reload a.test" },
	{ "a zone goes before its transfer", "a.test b.test", "+a.test +b.test",
	    "~a.test -a.test", false, "|reload|delzone a.test" },
	{ "a reload that is refused, and a file meanwhile", "a.test b.test",
	    "+a.test =b.test", "+b.test", true,
	    "|reload a.test|zonestatus|reload" },
	{ "refused again and again: with growing pauses", "a.test", "+a.test",
	    "", true,
	    "|reload a.test|zonestatus|reload a.test|zonestatus|reload a.test"
	    "|zonestatus|reload a.test|zonestatus|reload a.test"
	    "|zonestatus|reload a.test",
	    .stubborn = true },
};

static struct {
	const struct row *row;
	struct fakensd nsd;
	struct server *server;
	struct control *control;
	struct loop_timer *reply;
	struct buf heard, status;
	unsigned commands, rounds;
	size_t loads; /* zones whose files are read by the next command */
	bool late, no_transfers;
} test;

/* zones: as in the rows. */
static void wish(const char *zones)
{
	char text[256], *save, *word;

	assert_true(strlen(zones) < sizeof(text));
	snprintf(text, sizeof(text), "%s", zones);
	for (word = strtok_r(text, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		if (*word == '^' || *word == '?')
			server_started(
			    test.server, *word == '^' ? getpid() : 1);
		else if (*word == '+')
			server_changed(test.server, word + 1);
		else if (*word == '!')
			test.no_transfers = true;
		else if (*word == '~')
			server_transfer(test.server, word + 1);
		else if (*word == '-')
			server_drop(test.server, word + 1);
		else
			server_keep(test.server, word + 1);
}

static void print_status(const char *zones)
{
	char text[256], *save, *word;

	assert_true(strlen(zones) < sizeof(text));
	snprintf(text, sizeof(text), "%s", zones);
	for (word = strtok_r(text, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		buf_printf(&test.status, "zone:\t%s\n\tpattern: %s\n",
		    word + (strchr("!*", *word) != NULL),
		    *word == '!'       ? "other"
			: *word == '*' ? "primary+s"
				       : PATTERN_PLAIN);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* NSD reads files of that many zones, and that was told before. */
static void check_loads(const char *command, size_t zones)
{
	static const char *const words[] = { "addzone", "reload",
		"changezone" };
	bool reads = false;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		reads |= !strncmp(command, words[i], strlen(words[i]));
	if (!strcmp(command, "reload"))
		assert_true(test.loads > 1);
	else
		assert_int_equal(test.loads, reads ? zones : 0);
	test.loads = 0;
}

/* The command, and in some order what it is for. */
static void write_down(const char *command)
{
	char text[512], *lines[16], *save, *line;
	size_t count = 0;

	assert_true(strlen(command) < sizeof(text));
	snprintf(text, sizeof(text), "%s", command);
	line = strtok_r(text, "\n", &save);
	assert_memory_equal(line, "NSDCT1 ", 7);
	buf_printf(&test.heard, "|%s", line + 7);
	command = line + 7;
	while ((line = strtok_r(NULL, "\n\x04", &save))) {
		assert_true(count < ARRAY_LEN(lines));
		lines[count++] = line;
	}
	check_loads(command, count ? count : 1);
	qsort(lines, count, sizeof(*lines), by_text);
	for (size_t i = 0; i < count; i++)
		buf_printf(&test.heard, ",%s", lines[i]);
}

static void on_answered(void *arg, const struct control_reply *reply)
{
	(void)arg;
	assert_true(reply->ok);
	if (++test.rounds == ROUNDS)
		loop_stop(test.nsd.loop);
	else
		control_send(test.control, "status", NULL, on_answered, NULL);
}

static void on_reply(void *arg)
{
	(void)arg;
	fakensd_reply(&test.nsd, test.row->refused ? "error no\n" : "ok\n");
}

/* It has heard it all: whatever else comes now is too much. */
static void check_all(void)
{
	if (!strcmp(
		buf_text(&test.heard) + strlen("|zonestatus"), test.row->want))
		control_send(test.control, "status", NULL, on_answered, NULL);
}

static const char *on_command(void *arg, const char *command)
{
	(void)arg;
	if (!strcmp(command, "NSDCT1 status\n"))
		return "ok\n";
	write_down(command);
	check_all();
	if (!strcmp(command, "NSDCT1 zonestatus\n"))
		return buf_text(&test.status);
	if (test.commands++)
		return test.row->stubborn ||
			(test.no_transfers && strstr(command, "transfer"))
		    ? "error no\n"
		    : "ok\n";
	/* What is wished now has had its turn when the reply comes. */
	wish(test.row->meanwhile);
	loop_timer_set(test.reply, 1);
	return NULL;
}

static void on_limit(void *arg)
{
	(void)arg;
	test.late = true;
	loop_stop(test.nsd.loop);
}

static void on_told(void *arg, const char *zone, bool transfer)
{
	(void)transfer;
	(void)arg;
	if (!strpbrk(test.row->first, "^?"))
		return;
	buf_printf(&test.heard, "|told %s", zone);
	check_all();
}

static void on_loads(void *arg, const char *zone)
{
	(void)arg;
	(void)zone;
	test.loads++;
}

static void on_serves(void *arg, const char *zone, uint32_t serial)
{
	(void)arg;
	(void)zone;
	(void)serial;
}

static void on_event(void *arg)
{
	(void)arg;
}

static void on_refused(void *arg, const char *zone)
{
	(void)arg;
	(void)zone;
}

static const char *on_pattern(void *arg, const char *zone)
{
	(void)arg;
	return *zone == 's' ? "primary+s" : PATTERN_PLAIN;
}

/* Of "k" it is not certain yet. */
static bool on_may_end(void *arg, const char *zone)
{
	(void)arg;
	return *zone != 'k';
}

static void begin(const struct row *row)
{
	struct err err;

	memset(&test, 0, sizeof(test));
	test.row = row;
	test.heard = test.status = (struct buf)BUF_INIT(4096);
	fakensd_begin(&test.nsd, NULL);
	test.nsd.reply = on_command;
	test.reply = loop_timer_new(test.nsd.loop, on_reply, NULL);
	test.control = control_new(test.nsd.loop,
	    &(struct control_target){ .socket = test.nsd.path }, &err);
	assert_non_null(test.control);
	test.server = server_new(test.nsd.loop, test.control,
	    &(struct server_events){
		.loads = on_loads,
		.serves = on_serves,
		.told = on_told,
		.looked = on_event,
		.untold = on_event,
		.refused = on_refused,
		.absent = on_event,
		.pattern = on_pattern,
		.may_end = on_may_end,
	    });
	print_status(row->has);
}

static void end(void)
{
	server_free(test.server);
	control_free(test.control);
	loop_timer_free(test.reply);
	fakensd_end(&test.nsd);
	buf_clear(&test.heard);
	buf_clear(&test.status);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct loop_timer *limit;

	begin(row);
	limit = loop_timer_new(test.nsd.loop, on_limit, NULL);
	loop_timer_set(limit, LIMIT);
	wish(row->first);
	loop_run(test.nsd.loop);
	loop_timer_free(limit);
	assert_string_equal(
	    buf_text(&test.heard) + strlen("|zonestatus"), row->want);
	assert_false(test.late);
	end();
}

RUN_TABLE(rows, check)
