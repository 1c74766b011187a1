/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_zonelist.c - zone.list, and the words of zonestatus.
 */
#include "controller/publish/transfer/zonelist.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"
#include "zonegen/base/buf.h"

#define HEADER "# NSD zone list\n# name pattern\n"

static const struct row {
	const char *name;
	const char *status;
	const char *zones; /* "+" ours, "-" others' */
} rows[] = {
	{ "none", "", "" },
	{ "one of ours", "zone:\ta.test\n\tpattern: primary\n\tstate: master\n",
	    "+a.test " },
	{ "one of another pattern",
	    "zone:\ta.test\n\tpattern: other\n\tstate: master\n", "-a.test " },
	{ "one of nsd.conf", "zone:\ta.test\n\tstate: master\n", "-a.test " },
	{ "a pattern that begins as ours",
	    "zone:\ta.test\n\tpattern: primary2\n", "-a.test " },
	{ "several",
	    "zone:\ta.test\n\tpattern: primary\n\tstate: primary\n"
	    "zone:\tb.test\n\tpattern: x\nzone:\tc.test\n\tpattern: primary\n",
	    "+a.test -b.test +c.test " },
	{ "a final dot and capitals", "zone:\tA.Test.\n\tpattern: primary\n",
	    "+a.test " },
	{ "a notify line that looks like more",
	    "zone:\ta.test\n\tpattern: primary\n"
	    "\tnotify: \"send 192.0.2.1 with serial 5\"\n",
	    "+a.test " },
	{ "a name we never write", "zone:\ta b.test\n\tpattern: primary\n",
	    "" },
	{ "no name", "zone:\n\tpattern: primary\n", "" },
	{ "cut", "zone:\ta.test\n\tpatt", "-a.test " },
	{ "one that is transferred",
	    "zone:\ta.test\n\tpattern: primary\n\tstate: ok\n"
	    "\tserved-serial: \"4294967295 since 2026-11-29T21:55:18\"\n"
	    "\tcommit-serial: none\nzone:\tb.test\n\tpattern: primary\n"
	    "\tserved-serial: none\n",
	    "+a.test 4294967295 +b.test " },
	{ "no serial",
	    "zone:\ta.test\n\tserved-serial: \"since 5 \"\n"
	    "zone:\tb.test\n\tserved-serial: \"5\"\n",
	    "-a.test -b.test " },
	{ "an error", "error no such command\n", "" },
};

static void check_status(void **state)
{
	const struct row *row = *state;
	struct buf zones = BUF_INIT(1024);
	const char *at = row->status;
	struct zonestatus status;

	while (zonestatus_next(&at, &status)) {
		buf_printf(
		    &zones, "%c%s ", status.ours ? '+' : '-', status.name);
		if (status.has_serial)
			buf_printf(&zones, "%u ", status.serial);
	}
	assert_string_equal(buf_text(&zones), row->zones);
	buf_clear(&zones);
}

static const struct list {
	const char *name;
	const char *text; /* NULL: there is no file */
	bool good;
} lists[] = {
	{ "good", HEADER "add b.test primary\n", true },
	{ "good and empty", HEADER, true },
	{ "missing", NULL, false },
	{ "empty", "", false },
	{ "another header", "# zones\nadd b.test primary\n", false },
	{ "half a header", "# NSD zone list\n", false },
	{ "octets", "\1\2\3\4", false },
};

static void check_list(void **state)
{
	static const struct zonelist_row zones[] = {
		{ "a.test", "primary" },
		{ "b.test", "primary+x+y" },
	};
	const struct list *list = *state;
	char path[64], *text;
	const bool shared = !list->text;
	struct stat st;
	struct err err;
	bool wrote;
	int dir;

	temp_dir(path);
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (list->text)
		file_write(path, "zone.list", list->text);
	assert_true(zonelist_repair(dir, shared, zones, 2, &wrote, &err));
	assert_int_equal(wrote, !list->good);
	assert_int_equal(fstatat(dir, "zone.list", &st, 0), 0);
	if (wrote)
		assert_int_equal(st.st_mode & 0777, shared ? 0660 : 0600);
	text = file_read(path, "zone.list");
	assert_string_equal(text,
	    list->good ? list->text
		       : HEADER "add a.test primary\nadd b.test primary+x+y\n");
	free(text);
	close(dir);
	remove_dir(path);
}

int main(void)
{
	return RUN_ROWS(rows, check_status) + RUN_ROWS(lists, check_list);
}
