/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rebuilding.c - what git exported, on top of another commit.
 */
#include "controller/publish/history/rebuilding.h"

#include <string.h>

#include "tests/test.h"

#define ONE                                                              \
	"reset refs/k8s-nsd/draft\ncommit refs/k8s-nsd/draft\nmark :1\n" \
	"author a <b> 1 +0000\ncommitter a <b> 1 +0000\n"
#define FILES "M 100644 aa a.zone\n\n"
#define TWO "commit refs/k8s-nsd/draft\nmark :2\ndata 2\nx\nfrom :1\n" FILES

static const struct row {
	const char *name, *stream, *moved; /* NULL: refused */
} rows[] = {
	{ "a commit with a parent", ONE "data 4\nabc\nfrom 00\n" FILES TWO,
	    ONE "data 4\nabc\nfrom 99\n" FILES TWO },
	{ "a root", ONE "data 4\nabc\n" FILES,
	    ONE "data 4\nabc\nfrom 99\n" FILES },
	{ "a message that looks like the stream",
	    ONE "data 16\nfrom 11\ndata 2\n\nfrom 00\n" FILES,
	    ONE "data 16\nfrom 11\ndata 2\n\nfrom 99\n" FILES },
	{ "a message that is cut", ONE "data 400\nabc\n", NULL },
	{ "a size that no message has", ONE "data 99999999999999999999\nabc\n",
	    NULL },
	{ "no commit", "reset refs/heads/main\n", NULL },
	{ "nothing", "", NULL },
};

static void moves(void **state)
{
	const struct row *row = *state;
	struct buf out = BUF_INIT(1u << 20);
	struct err err;
	bool ok =
	    rebuilding_move(row->stream, strlen(row->stream), "99", &out, &err);

	assert_int_equal(ok, row->moved != NULL);
	if (ok)
		assert_string_equal(buf_text(&out), row->moved);
	buf_clear(&out);
}

RUN_TABLE(rows, moves)
