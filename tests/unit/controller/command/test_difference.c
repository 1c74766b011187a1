/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_difference.c - what diff shows, in its three forms.
 */
#include "controller/command/difference.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "tests/test.h"

/* Data that would like to end a block of code, and a table. */
#define HOSTILE "\"```\" \"| <b> `x` |\" \"](http://x)\""

static const char *const one[] = { "192.0.2.1" },
			 *const two[] = { "192.0.2.1", "192.0.2.2" },
			 *const hostile[] = { HOSTILE },
			 *const who[] = { "Ingress web/a", "Ingress web/b" };

#define SIDE(seconds, list)                                      \
	{                                                        \
		.ttl = (seconds), .data = (const char **)(list), \
		.count = ARRAY_LEN(list)                         \
	}

static const struct row {
	const char *name;
	struct changes_row change;
	const char *text, *markdown;
} rows[] = {
	{ "added",
	    { CHANGE_ADD, "www.e.x", "A", .new = SIDE(60, one),
		.origins = (const char **)who, .norigins = 1 },
	    "+ www.e.x A 60: 192.0.2.1 (Ingress web/a)\n",
	    "+ www.e.x A 60: 192.0.2.1 (Ingress web/a)\n" },
	{ "removed, by whom is not known",
	    { CHANGE_REMOVE, "www.e.x", "A", .old = SIDE(60, two) },
	    "- www.e.x A 60: 192.0.2.1, 192.0.2.2\n",
	    "- www.e.x A 60: 192.0.2.1, 192.0.2.2\n" },
	{ "other data",
	    { CHANGE_UPDATE, "www.e.x", "A", .old = SIDE(60, one),
		.new = SIDE(60, two), .origins = (const char **)who,
		.norigins = 2 },
	    "~ www.e.x A 60: 192.0.2.1 -> 192.0.2.1, 192.0.2.2 "
	    "(Ingress web/a, Ingress web/b)\n",
	    "- www.e.x A 60: 192.0.2.1 (Ingress web/a, Ingress web/b)\n"
	    "+ www.e.x A 60: 192.0.2.1, 192.0.2.2 "
	    "(Ingress web/a, Ingress web/b)\n" },
	{ "other TTL",
	    { CHANGE_UPDATE, "www.e.x", "A", .old = SIDE(60, one),
		.new = SIDE(5, one) },
	    "~ www.e.x A 60 -> 5: 192.0.2.1\n",
	    "- www.e.x A 60: 192.0.2.1\n+ www.e.x A 5: 192.0.2.1\n" },
	{ "held",
	    { CHANGE_REMOVE, "www.e.x", "A", .old = SIDE(60, one),
		.kept = "held" },
	    "- www.e.x A 60: 192.0.2.1 [held]\n",
	    "- www.e.x A 60: 192.0.2.1 [held]\n" },
	{ "hostile", { CHANGE_ADD, "www.e.x", "TXT", .new = SIDE(60, hostile) },
	    "+ www.e.x TXT 60: " HOSTILE "\n",
	    "+ www.e.x TXT 60: " HOSTILE "\n" },
};

static struct difference difference_of(const struct row *row)
{
	return (struct difference){ .zone = "e.x",
		.serial = 7,
		.changes = { .list = (struct changes_row *)&row->change,
		    .count = 1,
		    .added = row->change.op == CHANGE_ADD,
		    .updated = row->change.op == CHANGE_UPDATE,
		    .removed = row->change.op == CHANGE_REMOVE } };
}

static void in_text(void **state)
{
	const struct row *row = *state;
	struct difference difference = difference_of(row);
	struct buf got = BUF_INIT(10000), want = BUF_INIT(10000);

	buf_printf(&want,
	    "zone e.x, serial 7\n%s"
	    "e.x: %zu added, %zu changed, %zu removed\n",
	    row->text, difference.changes.added, difference.changes.updated,
	    difference.changes.removed);
	difference_text(&difference, 1, &got);
	assert_string_equal(buf_text(&got), buf_text(&want));
	buf_clear(&got);
	buf_clear(&want);
}

static void in_markdown(void **state)
{
	const struct row *row = *state;
	struct difference difference = difference_of(row);
	struct buf got = BUF_INIT(10000), want = BUF_INIT(10000);

	buf_printf(&want,
	    "### Zone `e.x`\n\n%zu added, %zu changed, %zu removed.\n\n"
	    "```diff\n%s```\n\n",
	    difference.changes.added, difference.changes.updated,
	    difference.changes.removed, row->markdown);
	difference_markdown(&difference, 1, &got);
	assert_string_equal(buf_text(&got), buf_text(&want));
	buf_clear(&got);
	buf_clear(&want);
}

static void in_json(void **state)
{
	const struct row *row = *state;
	struct difference difference = difference_of(row);
	struct buf got = BUF_INIT(10000);
	const struct json *change, *side, *data;
	struct json *document;
	const char *text;
	struct err err;

	difference_json(&difference, 1, &got);
	document = json_parse(buf_text(&got), got.len, &err);
	assert_non_null(document);
	change = json_first(
	    json_get(json_first(json_get(document, "zones")), "changes"));
	assert_non_null(change);
	assert_true(json_string(json_get(change, "name"), &text));
	assert_string_equal(text, row->change.name);
	side = json_get(change, "new");
	assert_int_equal(side != NULL, row->change.op != CHANGE_REMOVE);
	data = side ? json_first(json_get(side, "data")) : NULL;
	for (size_t i = 0; i < row->change.new.count; i++) {
		assert_true(json_string(data, &text));
		assert_string_equal(text, row->change.new.data[i]);
		data = json_next(data);
	}
	json_free(document);
	buf_clear(&got);
}

static void nothing(void **state)
{
	const struct difference same = { .zone = "e.x", .serial = 7 };
	struct buf got = BUF_INIT(10000);

	(void)state;
	difference_text(&same, 1, &got);
	assert_string_equal(buf_text(&got), "");
	difference_markdown(&same, 1, &got);
	assert_string_equal(buf_text(&got), "No zone would change.\n");
	buf_reset(&got);
	difference_json(&same, 1, &got);
	assert_string_equal(buf_text(&got),
	    "{\"schemaVersion\":1,\"different\":false,\"zones\":[{\"zone\":"
	    "\"e.x\",\"serial\":7,\"added\":0,\"changed\":0,\"removed\":0,"
	    "\"changes\":[]}]}\n");
	buf_clear(&got);
}

/* The guard has its say in all three. */
static void held(void **state)
{
	struct hold hold = { .deletions = 1,
		.updates = 2,
		.gone = 1,
		.changed = 2,
		.of = 4,
		.plan = "5f7c" };
	struct difference difference = difference_of(&rows[1]);
	struct buf got = BUF_INIT(10000);

	(void)state;
	difference.hold = &hold;
	difference_text(&difference, 1, &got);
	assert_non_null(strstr(buf_text(&got),
	    "\ne.x: the guard would hold 1 deletion and 2 changes\n"));
	buf_reset(&got);
	difference_markdown(&difference, 1, &got);
	assert_non_null(strstr(buf_text(&got),
	    "\n\n**Held**: the guard would hold 1 deletion and 2 "
	    "changes.\n\n```diff\n"));
	buf_reset(&got);
	difference_json(&difference, 1, &got);
	assert_non_null(strstr(buf_text(&got),
	    "\"held\":{\"deletions\":1,\"updates\":2,\"gone\":1,"
	    "\"changed\":2,\"of\":4,\"plan\":\"5f7c\"}"));
	buf_clear(&got);
}

/* A comment has an end, however much there is and however long. */
static void markdown_has_room(void **state)
{
	enum { MANY = 2000, LONG = 60000 };
	struct buf got = BUF_INIT(1 << 22);
	char *data = xmalloc(LONG + 1);
	const char *list[] = { data };
	struct changes_row *changes = xcalloc(MANY, sizeof(*changes));
	struct difference zones[MANY];

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		zones[i] = (struct difference){ .zone = "e.x",
			.changes = { .list = changes, .count = MANY } };
	memset(data, '`', LONG);
	data[LONG] = '\0';
	for (size_t i = 0; i < MANY; i++)
		changes[i] = (struct changes_row){ CHANGE_UPDATE, "www.e.x",
			"TXT", SIDE(1, list), SIDE(2, list) };
	difference_markdown(zones, MANY, &got);
	assert_true(got.len < 65536);
	assert_non_null(strstr(buf_text(&got), " more zones are not shown"));
	assert_non_null(strstr(buf_text(&got), " more are not shown here."));
	assert_null(strstr(buf_text(&got), "\n````"));
	buf_clear(&got);
	free(changes);
	free(data);
}

int main(void)
{
	return RUN_ROWS(rows, in_text) + RUN_ROWS(rows, in_markdown) +
	    RUN_ROWS(rows, in_json) +
	    RUN_TESTS(cmocka_unit_test(nothing),
		cmocka_unit_test(markdown_has_room), cmocka_unit_test(held));
}
