/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_orders.c - freezes and orders, and orders.json: good, over a restart
 * with another clock, and damaged.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/order/orderfile.h"
#include "controller/publish/retain/window.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define HOUR INT64_C(3600000)
#define WALL INT64_C(1795429416)

static const struct instant now = { 5000, WALL };
static const struct statement jo = { .by = "jo", .reason = "incident 7" };

/* --- Statements --- */

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define LONG FIFTY FIFTY FIFTY FIFTY

static const struct stating {
	const char *name, *by, *reason, *why; /* why NULL: good */
} statings[] = {
	{ "nothing is stated", NULL, NULL, NULL },
	{ "both", "jo", "incident 7", NULL },
	{ "other letters", "Zo\xc3\xab", "\xe2\x82\xac", NULL },
	{ "two hundred octets", LONG, LONG, NULL },
	{ "one more", LONG "x", NULL, "by must be text of 1 to 200 octets" },
	{ "nobody", "", NULL, "by must be text of 1 to 200 octets" },
	{ "blanks", "jo", "  ", "reason must be text of 1 to 200 octets" },
	{ "a newline", "jo", "x\nSigned-off-by: y", "reason must be one line" },
	{ "a return", "jo\rroot", NULL, "by must be one line" },
	{ "a tab", "jo", "a\tb", "reason must be one line" },
	{ "an escape", "\033[1m", NULL, "by must be one line" },
	{ "a delete", "\177", NULL, "by must be one line" },
	{ "next line", "a\xc2\x85z", NULL, "by must be one line" },
	{ "a line separator", "a\xe2\x80\xa8z", NULL, "by must be one line" },
	{ "right to left", "jo", "\xe2\x80\xaex", "reason must be one line" },
	{ "an isolate", "jo", "\xe2\x81\xa6x", "reason must be one line" },
	{ "no UTF-8", "jo", "\xff", "reason must be UTF-8" },
	{ "half a letter", "Zo\xc3", NULL, "by must be UTF-8" },
	{ "a long form", "\xc0\x8a", NULL, "by must be UTF-8" },
};

static void states(void **state)
{
	const struct stating *row = *state;
	struct statement out;
	struct err err;

	if (!row->why) {
		assert_true(statement_set(&out, row->by, row->reason, &err));
		assert_string_equal(out.by, row->by ? row->by : "");
		assert_string_equal(out.reason, row->reason ? row->reason : "");
		return;
	}
	assert_false(statement_set(&out, row->by, row->reason, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.text, row->why);
}

/* --- What stands --- */

static void freeze(struct orders *orders, const char *zone,
    const struct statement *stated, int64_t life, const struct instant *when)
{
	orders_stand(orders,
	    &(struct mandate_wish){
		.zone = zone, .stated = stated, .life = life, .now = when });
}

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

static void restore(struct orders *orders, const char *zone, int64_t life)
{
	orders_stand(orders,
	    &(struct mandate_wish){ .zone = zone,
		.stated = &jo,
		.life = life,
		.now = &now,
		.commit = COMMIT,
		.serial = 7 });
}

static void refuses_thaw(
    struct orders *orders, const char *zone, const char *why)
{
	struct err err;

	assert_false(orders_thaw(orders, zone, &err));
	assert_int_equal(err.kind, ERR_ABSENT);
	assert_non_null(strstr(err.text, why));
}

static void own_and_all(void **state)
{
	struct orders orders = { .nzones = 0 };
	struct err err;

	(void)state;
	assert_null(orders_frozen(&orders, "a.test"));
	refuses_thaw(&orders, "a.test", "zone 'a.test' is not frozen");
	refuses_thaw(&orders, ORDERS_ALL, "there is no freeze of all");
	freeze(&orders, ORDERS_ALL, &jo, 0, &now);
	assert_string_equal(
	    orders_frozen(&orders, "a.test")->stated.reason, "incident 7");
	refuses_thaw(&orders, "a.test", "thaw --all");
	freeze(&orders, "a.test", &jo, 0, &now);
	assert_true(orders_thaw(&orders, ORDERS_ALL, &err));
	assert_non_null(orders_frozen(&orders, "a.test"));
	assert_null(orders_frozen(&orders, "b.test"));
	assert_true(orders_thaw(&orders, "a.test", &err));
	assert_null(orders_frozen(&orders, "a.test"));
	assert_int_equal(orders_next(&orders), NEVER);
	orders_clear(&orders);
}

static void frozen_again(void **state)
{
	const struct instant later = { now.ms + HOUR, now.wall + 3600 };
	const struct statement other = { .reason = "still" };
	struct orders orders = { .nzones = 0 };
	const struct mandate *mandate;

	(void)state;
	freeze(&orders, "a.test", &jo, HOUR, &now);
	freeze(&orders, "a.test", &other, 2 * HOUR, &later);
	assert_int_equal(orders.freezes.count, 1);
	mandate = orders_frozen(&orders, "a.test");
	assert_int_equal(mandate->since, WALL);
	assert_int_equal(mandate->until, later.ms + 2 * HOUR);
	assert_string_equal(mandate->stated.by, "");
	assert_string_equal(mandate->stated.reason, "still");
	orders_clear(&orders);
}

/* It is frozen by that too, whatever other freeze there is. */
static void a_lost_version(void **state)
{
	struct orders orders = { .nzones = 0 }, copy;
	struct err err;

	(void)state;
	restore(&orders, "a.test", 0);
	freeze(&orders, "a.test", &jo, HOUR, &now);
	orders_lose(&orders, "a.test", true, &now);
	assert_false(orders_frozen(&orders, "a.test")->lost);
	assert_null(orders_frozen(&orders, "b.test"));
	assert_true(orders_thaw(&orders, "a.test", &err));
	assert_true(orders_frozen(&orders, "a.test")->lost);
	refuses_thaw(&orders, "a.test", "which only release ends");
	orders_copy(&orders, &copy);
	assert_true(orders_release(&copy, "a.test", &err));
	assert_null(orders_frozen(&copy, "a.test"));
	restore(&orders, "a.test", 0);
	assert_null(orders_frozen(&orders, "a.test"));
	orders_lose(&orders, "a.test", true, &now);
	orders_lose(&orders, "a.test", false, &now);
	assert_null(orders_frozen(&orders, "a.test"));
	orders_clear(&orders);
	orders_clear(&copy);
}

static void expires(struct orders *orders, int64_t at, const char *zone)
{
	struct mandate over;

	if (!zone) {
		assert_false(orders_expire(orders, at, &over));
		return;
	}
	assert_true(orders_expire(orders, at, &over));
	assert_string_equal(over.zone, zone);
	free(over.zone);
}

static void ends_by_itself(void **state)
{
	struct orders orders = { .nzones = 0 };

	(void)state;
	freeze(&orders, "b.test", &jo, 0, &now);
	freeze(&orders, "a.test", &jo, HOUR, &now);
	freeze(&orders, ORDERS_ALL, &jo, 2 * HOUR, &now);
	assert_int_equal(orders_next(&orders), now.ms + HOUR);
	expires(&orders, now.ms + HOUR - 1, NULL);
	expires(&orders, now.ms + HOUR, "a.test");
	expires(&orders, now.ms + HOUR, NULL);
	assert_non_null(orders_frozen(&orders, "a.test"));
	expires(&orders, now.ms + 2 * HOUR, ORDERS_ALL);
	assert_null(orders_frozen(&orders, "a.test"));
	expires(&orders, INT64_MAX - 1, NULL);
	assert_non_null(orders_frozen(&orders, "b.test"));
	orders_clear(&orders);
}

static void restored_beside_a_freeze(void **state)
{
	struct orders orders = { .nzones = 0 }, copy;
	struct err err;

	(void)state;
	assert_false(orders_release(&orders, "a.test", &err));
	assert_int_equal(err.kind, ERR_ABSENT);
	freeze(&orders, "a.test", &jo, 0, &now);
	restore(&orders, "a.test", HOUR);
	assert_string_equal(orders_restored(&orders, "a.test")->commit, COMMIT);
	assert_null(orders_restored(&orders, "b.test"));
	orders_copy(&orders, &copy);
	assert_int_equal(orders_restored(&copy, "a.test")->serial, 7);
	assert_true(orders_thaw(&orders, "a.test", &err));
	assert_non_null(orders_restored(&orders, "a.test"));
	assert_int_equal(orders_next(&orders), now.ms + HOUR);
	expires(&orders, now.ms + HOUR, "a.test");
	assert_null(orders_restored(&orders, "a.test"));
	assert_true(orders_release(&copy, "a.test", &err));
	assert_non_null(orders_frozen(&copy, "a.test"));
	orders_clear(&orders);
	orders_clear(&copy);
}

/* --- Orders that were given --- */

static void note(struct orders *orders, const char *zone, enum order_kind kind,
    const char *detail)
{
	struct order order = { .kind = kind, .stated = jo, .at = WALL };

	snprintf(order.detail, sizeof(order.detail), "%s", detail);
	orders_note(orders, zone, &order);
}

static void tells(
    struct orders *orders, const char *zone, uint32_t serial, const char *what)
{
	struct buf out = BUF_INIT(10000);

	orders_tell(orders, zone, serial, &out);
	assert_string_equal(buf_text(&out), what);
	buf_clear(&out);
}

static bool is_committed(void *arg, const char *zone, uint32_t serial)
{
	(void)zone;
	return serial <= *(const uint32_t *)arg;
}

#define FREEZE "Freeze: 2026-11-23T10:23:36Z for 60 s by jo: incident 7\n"
#define THAW "Thaw: 2026-11-23T10:23:36Z by jo: incident 7\n"

static void told_once(void **state)
{
	struct orders orders = { .nzones = 0 };
	uint32_t committed = 6;

	(void)state;
	note(&orders, "a.test", ORDER_FREEZE, "for 60 s");
	tells(&orders, "b.test", 7, "");
	tells(&orders, "a.test", 7, FREEZE);
	tells(&orders, "a.test", 8, "");
	/* That version was taken back. */
	orders_untell(&orders, "a.test");
	note(&orders, "a.test", ORDER_THAW, "");
	tells(&orders, "a.test", 8, FREEZE THAW);
	orders.unsaved = false;
	orders_settle(&orders, is_committed, &committed);
	assert_false(orders.unsaved);
	committed = 8;
	orders_settle(&orders, is_committed, &committed);
	assert_true(orders.unsaved);
	orders_untell(&orders, "a.test");
	tells(&orders, "a.test", 9, "");
	orders_clear(&orders);
}

static void few_are_kept(void **state)
{
	struct orders orders = { .nzones = 0 };
	char detail[16];

	(void)state;
	note(&orders, "b.test", ORDER_APPROVE, "b");
	for (int i = 0; i < 3 * ORDERS_KEPT; i++) {
		snprintf(detail, sizeof(detail), "%d", i);
		note(&orders, "a.test", ORDER_APPROVE, detail);
	}
	assert_int_equal(orders_of(&orders, "a.test")->count, ORDERS_KEPT);
	assert_string_equal(
	    orders_of(&orders, "a.test")->given[0].detail, "32");
	assert_string_equal(
	    orders_of(&orders, "a.test")->given[ORDERS_KEPT - 1].detail, "47");
	assert_int_equal(orders_of(&orders, "b.test")->count, 1);
	assert_null(orders_of(&orders, "c.test"));
	orders_clear(&orders);
}

/* --- The file --- */

#define HEAD "{\"schemaVersion\":1"
#define FREEZES(rows) HEAD ",\"freezes\":[\n" rows "]}\n"
#define RESTORES(rows) HEAD ",\"restores\":[\n" rows "]}\n"
#define RESTORE(zone, commit, serial)                                  \
	"{\"zone\":\"" zone "\",\"reason\":\"x\",\"commit\":\"" commit \
	"\",\"serial\":" serial ",\"since\":1795429416}"
#define ORDERS(rows) HEAD ",\"orders\":[\n" rows "]}\n"
#define ALWAYS "{\"zone\":\"a.test\",\"reason\":\"x\",\"since\":1795429416}"
#define UNTIL(zone, life, until)                                               \
	"{\"zone\":\"" zone "\",\"by\":\"jo\",\"reason\":\"x\",\"life\":" life \
	",\"until\":" until ",\"since\":1795429416}"
#define ORDER(word, detail, more)                                          \
	"{\"zone\":\"a.test\",\"order\":\"" word "\",\"detail\":\"" detail \
	"\"," more "\"at\":1795429416,\"told\":false}"

static const struct filed {
	const char *name, *text;
	const char *why;   /* NULL: good, and printed the same again, */
	const char *again; /* or like this */
} files[] = {
	{ "nothing", HEAD "}\n", NULL },
	{ "one of each",
	    HEAD ",\"freezes\":[\n" ALWAYS ",\n" UNTIL("*", "60",
		"1795429470") "],\"orders\":[\n" ORDER("freeze", "for 60 s",
		"\"by\":\"jo\",") ",\n" ORDER("thaw", "", "") "]}\n",
	    NULL },
	{ "its time is over", FREEZES(UNTIL("a.test", "60", "1795429400")),
	    NULL },
	{ "the clock was set back: no longer than its life",
	    FREEZES(UNTIL("a.test", "60", "1796429400")), NULL,
	    FREEZES(UNTIL("a.test", "60", "1795429476")) },
	{ "no JSON", "x", "" },
	{ "cut", FREEZES(ALWAYS) "x", "" },
	{ "another schema", "{\"schemaVersion\":2}", "schemaVersion is not 1" },
	{ "a member more", HEAD ",\"thaws\":[]}", "unknown member 'thaws'" },
	{ "no zone", FREEZES("{\"since\":1}"), "freezes[0]: zone: missing" },
	{ "no name", FREEZES("{\"zone\":\"a b\",\"since\":1}"),
	    "freezes[0]: zone: bad name 'a b'" },
	{ "twice", FREEZES(ALWAYS "," ALWAYS),
	    "freezes[1]: zone: 'a.test' twice" },
	{ "since never", FREEZES("{\"zone\":\"*\"}"), "freezes[0]: since" },
	{ "no life", FREEZES(UNTIL("a.test", "0", "1")), "freezes[0]: life" },
	{ "a long life", FREEZES(UNTIL("a.test", "31622401", "1")),
	    "freezes[0]: life: more than a year" },
	{ "no end", FREEZES("{\"zone\":\"*\",\"since\":1,\"life\":5}"),
	    "freezes[0]: until" },
	{ "a forged line",
	    FREEZES("{\"zone\":\"*\",\"since\":1,\"reason\":\"a\\nb\"}"),
	    "freezes[0]: reason must be one line" },
	{ "restored", RESTORES(RESTORE("a.test", COMMIT, "7")), NULL },
	{ "restored twice",
	    RESTORES(RESTORE("a.test", COMMIT, "7") "," RESTORE(
		"a.test", COMMIT, "8")),
	    "restores[1]: zone: 'a.test' twice" },
	{ "all restored", RESTORES(RESTORE("*", COMMIT, "7")),
	    "restores[0]: zone: it is one zone's" },
	{ "from no commit", RESTORES(RESTORE("a.test", "main", "7")),
	    "restores[0]: commit: no id" },
	{ "from a forged commit",
	    RESTORES(RESTORE("a.test", COMMIT "\\nx", "7")),
	    "restores[0]: commit: no id" },
	{ "a large serial", RESTORES(RESTORE("a.test", COMMIT, "4294967296")),
	    "restores[0]: serial: too large" },
	{ "another order", ORDERS(ORDER("melt", "", "")),
	    "orders[0]: order: 'melt' is none" },
	{ "an order for all",
	    ORDERS("{\"zone\":\"*\",\"order\":\"thaw\",\"detail\":\"\","
		   "\"at\":1}"),
	    "orders[0]: zone: it is one zone's" },
	{ "a detail of two lines", ORDERS(ORDER("thaw", "a\\nb", "")),
	    "orders[0]: detail: no line of text" },
	{ "a long detail", ORDERS(ORDER("thaw", FIFTY FIFTY FIFTY, "")),
	    "orders[0]: detail: no line of text" },
};

static void file(void **state)
{
	const struct filed *row = *state;
	struct buf again = BUF_INIT(10000);
	struct orders orders;
	struct err err;

	if (!orderfile_parse(
		row->text, strlen(row->text), &now, &orders, &err)) {
		assert_non_null(row->why);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_non_null(strstr(err.text, row->why));
		return;
	}
	assert_null(row->why);
	assert_false(orders.unsaved);
	orderfile_print(&orders, &now, &again);
	assert_string_equal(
	    buf_text(&again), row->again ? row->again : row->text);
	orders_clear(&orders);
	buf_clear(&again);
}

/* --- In a directory --- */

static int open_dir(char path[64])
{
	int dir;

	temp_dir(path);
	dir = open(path, O_RDONLY | O_DIRECTORY);
	assert_true(dir >= 0);
	return dir;
}

static void over_a_restart(void **state)
{
	const struct instant later = { 90, WALL + 600 };
	char path[64];
	int dir = open_dir(path);
	struct orders orders, again;
	struct err err;

	(void)state;
	assert_true(orderfile_load(dir, &now, &orders, &err));
	assert_int_equal(orders.freezes.count, 0);
	freeze(&orders, ORDERS_ALL, &jo, HOUR, &now);
	assert_true(orderfile_save(dir, &orders, &now, &err));
	assert_false(orders.unsaved);
	assert_true(orderfile_load(dir, &later, &again, &err));
	assert_int_equal(
	    orders_frozen(&again, "a.test")->until, 90 + HOUR - 600000);
	orders_clear(&orders);
	orders_clear(&again);
	close(dir);
	remove_dir(path);
}

static void damaged(void **state)
{
	char path[64];
	int dir = open_dir(path);
	struct orders orders;
	struct err err;

	(void)state;
	file_write(path, ORDERFILE_NAME, FREEZES("{\"zone\":\"a.test\"}"));
	assert_false(orderfile_load(dir, &now, &orders, &err));
	assert_non_null(strstr(err.text, "'orders.json' set aside"));
	assert_int_equal(faccessat(dir, ORDERFILE_NAME ".bad-1", F_OK, 0), 0);
	assert_string_equal(orders_frozen(&orders, "b.test")->zone, ORDERS_ALL);
	assert_true(orders.unsaved);
	orders_clear(&orders);
	close(dir);
	remove_dir(path);
}

static void not_written(void **state)
{
	struct orders orders = { .nzones = 0 };
	struct err err;

	(void)state;
	freeze(&orders, "a.test", &jo, 0, &now);
	assert_false(orderfile_save(-1, &orders, &now, &err));
	assert_int_equal(err.kind, ERR_SYSTEM);
	assert_true(orders.unsaved);
	orders_clear(&orders);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(own_and_all),
		cmocka_unit_test(frozen_again),
		cmocka_unit_test(a_lost_version),
		cmocka_unit_test(ends_by_itself),
		cmocka_unit_test(restored_beside_a_freeze),
		cmocka_unit_test(told_once),
		cmocka_unit_test(few_are_kept),
		cmocka_unit_test(over_a_restart),
		cmocka_unit_test(damaged),
		cmocka_unit_test(not_written),
	};

	return RUN_ROWS(statings, states) + RUN_ROWS(files, file) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
