/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_exclusion.c - what is excluded, who is blamed, and for how long.
 */
#include <stdio.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/blame.h"
#include "zonegen/version/version.h"

#define NS "ns1\t3600\tIN\tA\t192.0.2.53\n"
#define A1 "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
#define A2 "Ingress web/a 1 0 www.example.com 0 A 192.0.2.2\n"
#define A_API "Ingress web/a 1 0 api.example.com 0 A 192.0.2.1\n"
#define B1 "Ingress web/b 2 0 www.example.com 0 A 192.0.2.1\n"
#define C1 "Ingress other/c 3 0 www.example.com 0 A 192.0.2.3\n"
#define WWW1 "www\t60\tIN\tA\t192.0.2.1\n"
#define WWW2 "www\t60\tIN\tA\t192.0.2.2\n"
#define API1 "api\t60\tIN\tA\t192.0.2.1\n"
#define LOST(name, origin) "Quarantined " name " Ingress " origin "\n"

static struct world world;

/* One row of a record "TYPE RDATA". */
static void add(struct exclusions *rows, const char *origin, const char *name,
    const char *record, bool all)
{
	struct exclusion row = {
		.origin = origin, .name = name, .words = "no", .all = all
	};
	struct arena arena = { 0 };
	struct err err;
	char type[16];
	int at = 0;

	assert_int_equal(sscanf(record, "%15s %n", type, &at), 1);
	assert_true(record_parse(&row.record, rr_type_parse(type), record + at,
	    strlen(record + at), &arena, &err));
	exclusions_add(rows, &row);
	arena_clear(&arena);
}

static const struct row {
	const char *name, *lines;
	const char *origin, *owner, *record; /* what is excluded */
	bool all;
	const char *body, *findings;
} rows[] = {
	{ "one record of two", A1 A2, "Ingress web/a", "www.example.com",
	    "A 192.0.2.1", false, NS WWW2, LOST("www.example.com", "web/a") },
	{ "the only one: the name is gone", A1, "Ingress web/a",
	    "www.example.com", "A 192.0.2.1", false, NS,
	    LOST("www.example.com", "web/a") },
	{ "another object has it too", A1 B1, "Ingress web/a",
	    "www.example.com", "A 192.0.2.1", false, NS WWW1,
	    LOST("www.example.com", "web/a") },
	{ "it holds its name against other namespaces", A1 C1, "Ingress web/a",
	    "www.example.com", "A 192.0.2.1", false, NS,
	    "NameTaken www.example.com Ingress other/c\n" LOST(
		"www.example.com", "web/a") },
	{ "another record of it is not touched", A2, "Ingress web/a",
	    "www.example.com", "A 192.0.2.1", false, NS WWW2, "" },
	{ "nor another name", A1 A_API, "Ingress web/a", "www.example.com",
	    "A 192.0.2.1", false, API1 NS, LOST("www.example.com", "web/a") },
	{ "nor another object", B1, "Ingress web/a", "www.example.com",
	    "A 192.0.2.1", false, NS WWW1, "" },
	{ "what the zone needs stays", "", "Zone example.com",
	    "ns1.example.com", "A 192.0.2.53", false, NS, "" },
	{ "a name that nobody claims", A1, "Ingress web/a", "x.example.com",
	    "A 192.0.2.1", false, NS WWW1, "" },
};

/* In both orders: the overlay first, the claims first; then it is lifted. */
static void check(void **state)
{
	const struct row *row = *state;
	struct overlay overlay = OVERLAY_INIT, empty = OVERLAY_INIT;
	const char *plain;

	add(&overlay.excluded, row->origin, row->owner, row->record, row->all);
	world_open(&world, 1, false);
	world_read(&world, row->lines);
	world_put_all(&world);
	plain = world_body(&world, 0);
	zone_overlay(zoneset_at(world.set, 0), &overlay);
	assert_string_equal(world_body(&world, 0), row->body);
	assert_string_equal(world_findings(&world), row->findings);
	zone_overlay(zoneset_at(world.set, 0), &empty);
	assert_string_equal(world_body(&world, 0), plain);
	world_reset(&world);
	zone_overlay(zoneset_at(world.set, 0), &overlay);
	zone_resolve(zoneset_at(world.set, 0));
	world_put_all(&world);
	assert_string_equal(world_body(&world, 0), row->body);
	assert_string_equal(world_findings(&world), row->findings);
	overlay_clear(&overlay);
	world_close(&world);
}

static const char *print(const struct exclusions *excluded)
{
	struct buf text = BUF_INIT(1u << 16);
	const char *copy;

	for (size_t i = 0; i < excluded->count; i++) {
		const struct exclusion *row = &excluded->list[i];

		buf_printf(&text, "%s %s %s ", row->origin, row->name,
		    rr_type_text(row->record.type));
		record_print(&row->record, &text);
		buf_puts(&text, row->all ? " all" : "");
		buf_puts(&text, row->open ? " open" : "");
		if (row->until)
			buf_printf(&text, " %lld", (long long)row->until);
		buf_putc(&text, '\n');
	}
	copy = arena_strdup(&world.arena, buf_text(&text));
	buf_clear(&text);
	return copy;
}

static bool never(void *arg, const char *origin)
{
	(void)arg;
	(void)origin;
	return false;
}

static bool always(void *arg, const char *origin)
{
	(void)arg;
	(void)origin;
	return true;
}

#define ROW_A1 "Ingress web/a www.example.com A 192.0.2.1"
#define ROW_A2 "Ingress web/a www.example.com A 192.0.2.2"
#define ROW_B1 "Ingress web/b www.example.com A 192.0.2.1"
#define ROW_API "Ingress web/a api.example.com A 192.0.2.1"

static const struct blamed {
	const char *name, *lines;
	bool before; /* a record of web/a is excluded already */
	const char *owner, *record;
	const char *rows;  /* who is blamed */
	const char *later; /* what is claimed then */
	const char *kept;  /* of the rows */
	enum blame_extent extent;
} blamed[] = {
	{ "who asks for it", A1 A2, false, "www.example.com", "A 192.0.2.1",
	    ROW_A1 "\n", A1, ROW_A1 "\n" },
	{ "all who ask for it", A1 B1, false, "www.example.com", "A 192.0.2.1",
	    ROW_A1 "\n" ROW_B1 "\n", A2, "" },
	{ "nobody does", A1, false, "www.example.com", "A 192.0.2.9", "", A1,
	    "" },
	{ "a name that is not there", A1, false, "x.example.com", "A 192.0.2.1",
	    "", A1, "" },
	{ "the zone itself", A1, false, "ns1.example.com", "A 192.0.2.53", "",
	    A1, "" },
	{ "the same once more: the whole object", A1 A2 A_API, true,
	    "www.example.com", "A 192.0.2.1",
	    ROW_API " all\n" ROW_A1 " all\n" ROW_A2 " all\n", A1 A2 A_API,
	    ROW_API " all\n" ROW_A1 " all\n" ROW_A2 " all\n" },
	{ "it asks for less", A1 A2, true, "www.example.com", "A 192.0.2.1",
	    ROW_A1 " all\n" ROW_A2 " all\n", A1, "" },
	{ "it asks for more", A1, true, "www.example.com", "A 192.0.2.1",
	    ROW_A1 " all\n", A1 A2, "" },
	{ "its object", A1 A2 B1, false, "www.example.com", "A 192.0.2.2",
	    ROW_A1 " all open\n" ROW_A2 " all open\n", A1 A2 B1,
	    ROW_A1 " all open\n" ROW_A2 " all open\n", BLAME_OBJECT },
	{ "its namespace", A1 A2 B1 C1, false, "www.example.com", "A 192.0.2.2",
	    ROW_A1 " all open\n" ROW_B1 " all open\n" ROW_A2 " all open\n",
	    A1 A2 C1, ROW_A1 " all open\n" ROW_A2 " all open\n",
	    BLAME_NAMESPACE },
	{ "the record once more, when it is known", A1 A2, true,
	    "www.example.com", "A 192.0.2.1", ROW_A1 "\n", A1, ROW_A1 "\n",
	    BLAME_EXACT },
	{ "it is gone", A1, true, "www.example.com", "A 192.0.2.1",
	    ROW_A1 " all\n", B1, "" },
};

/* What is left of rows while they are searched for, at 1000. */
static void keep(const struct exclusions *old,
    bool (*doubted)(void *arg, const char *origin), struct exclusions *out)
{
	const struct blame_keeping keeping = {
		.doubted = doubted, .now = 1000, .searching = true
	};

	blame_keep(zoneset_at(world.set, 0), old, &keeping, out);
}

static void check_blame(void **state)
{
	const struct blamed *row = *state;
	struct exclusions out = { 0 }, kept = { 0 };
	struct overlay old = OVERLAY_INIT;
	struct arena arena = { 0 };
	struct record record;
	struct blame blame;
	struct err err;

	world_open(&world, 1, false);
	world_read(&world, row->lines);
	world_put_all(&world);
	world_body(&world, 0);
	if (row->before)
		add(&old.excluded, "Ingress web/a", "old.example.com",
		    "A 192.0.2.1", false);
	assert_true(record_parse(&record, RR_A, row->record + 2,
	    strlen(row->record + 2), &arena, &err));
	zone_overlay(zoneset_at(world.set, 0), &old);
	blame_begin(&blame, zoneset_at(world.set, 0), row->extent, "no", &out);
	blame_record(&blame, row->owner, &record);
	blame_end(&blame);
	assert_string_equal(print(&out), row->rows);
	world_reset(&world);
	world_forget(&world);
	world_read(&world, row->later);
	keep(&out, always, &kept);
	assert_true(exclusions_equal(&kept, &out));
	exclusions_clear(&kept);
	world_put_all(&world);
	world_body(&world, 0);
	keep(&out, never, &kept);
	assert_string_equal(print(&kept), row->kept);
	overlay_clear(&old);
	exclusions_clear(&out);
	exclusions_clear(&kept);
	arena_clear(&arena);
	world_close(&world);
}

/* At 1000, of rows of web/a that end at some time. */
static const struct timed {
	const char *name, *last, *now;
	int64_t until;
	bool open, searching;
	const char *kept;
} timed[] = {
	{ "until its time", "", A1, 1001, .kept = ROW_A1 " 1001\n" },
	{ "not at its time", "", A1, 1000, .kept = "" },
	{ "although nobody asks for it", "", B1, 1001,
	    .kept = ROW_A1 " 1001\n" },
	{ "what else the object asks for waits too", "", A1 A2 A_API, 1001,
	    .kept = ROW_API " 1001\n" ROW_A1 " 1001\n" ROW_A2 " 1001\n" },
	{ "not what is served, nor what others ask for", A_API, A2 A_API B1 C1,
	    1001, .kept = ROW_A1 " 1001\n" ROW_A2 " 1001\n" },
	{ "nobody waits at its time", "", A1 A2, 1000, .kept = "" },
	{ "open while it is searched", "", A1, .open = true, .searching = true,
	    .kept = ROW_A1 " open\n" },
	{ "open, and nobody searches", "", A1, .open = true, .kept = "" },
};

static void check_timed(void **state)
{
	const struct timed *row = *state;
	struct exclusions old = { 0 }, kept = { 0 };

	world_open(&world, 1, false);
	world_read(&world, row->last);
	world_put_all(&world);
	world_adopt(&world);
	world_forget(&world);
	world_read(&world, row->now);
	world_put_all(&world); /* and it is not resolved yet */
	add(&old, "Ingress web/a", "www.example.com", "A 192.0.2.1", false);
	old.list[0].until = row->until;
	old.list[0].open = row->open;
	blame_keep(zoneset_at(world.set, 0), &old,
	    &(struct blame_keeping){
		.doubted = never, .now = 1000, .searching = row->searching },
	    &kept);
	assert_string_equal(print(&kept), row->kept);
	exclusions_clear(&old);
	exclusions_clear(&kept);
	zone_resolve(zoneset_at(world.set, 0));
	world_close(&world);
}

/* Of two equal rows the stronger one: without time, else the later time. */
static void one_of_two_rows(void **state)
{
	static const int64_t times[][3] = { { 0, 5, 0 }, { 5, 0, 0 },
		{ 5, 7, 7 }, { 7, 5, 7 } };

	(void)state;
	world_open(&world, 1, false);
	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		struct exclusions two = { 0 };

		add(&two, "Ingress web/a", "a.example.com", "A 192.0.2.1",
		    true);
		add(&two, "Ingress web/a", "a.example.com", "A 192.0.2.1",
		    false);
		two.list[0].until = times[i][0];
		two.list[1].until = times[i][1];
		two.list[0].open = true;
		two.list[1].all = i % 2;
		exclusions_sort(&two);
		assert_int_equal(two.count, 1);
		assert_int_equal(two.list[0].until, times[i][2]);
		assert_int_equal(two.list[0].all, i % 2);
		assert_false(two.list[0].open);
		exclusions_clear(&two);
	}
	world_close(&world);
}

/* A plan's new records, not those that were there or went. */
static void a_plan_is_blamed(void **state)
{
	struct exclusions out = { 0 };
	struct version *version;
	struct blame blame;
	struct err err;

	(void)state;
	world_open(&world, 1, false);
	world_read(&world, A1 A_API);
	world_put_all(&world);
	world_adopt(&world);
	world_forget(&world);
	world_read(&world, A1 A2);
	world_put_all(&world);
	zone_resolve(zoneset_at(world.set, 0));
	version = version_new(zoneset_at(world.set, 0), 2, &err);
	assert_non_null(version);
	blame_begin(&blame, zoneset_at(world.set, 0), BLAME_EXACT, "no", &out);
	blame_plan(&blame, &version->plan);
	blame_end(&blame);
	assert_string_equal(print(&out), ROW_A2 "\n");
	version_free(version);
	exclusions_clear(&out);
	world_close(&world);
}

/* What the guard holds stands instead of a claim, unless it is excluded. */
static void held_and_excluded(void **state)
{
	struct overlay overlay = OVERLAY_INIT;
	struct origin *origin =
	    origin_from_text("Ingress web/a", "uid", AGE_UNKNOWN);
	struct arena arena = { 0 };
	struct record record;
	struct err err;

	(void)state;
	world_open(&world, 1, false);
	world_read(&world, A2);
	world_put_all(&world);
	assert_true(record_address(&record, "192.0.2.1", &arena, &err));
	record.ttl = 60;
	overlay_retain(&overlay, RETAIN_HELD, origin, 0, "www.example.com",
	    RR_A, &record, 1)
	    ->instead = true;
	zone_overlay(zoneset_at(world.set, 0), &overlay);
	assert_string_equal(world_body(&world, 0), NS WWW1);
	add(&overlay.excluded, "Ingress web/a", "www.example.com",
	    "A 192.0.2.1", false);
	zone_overlay(zoneset_at(world.set, 0), &overlay);
	assert_string_equal(world_body(&world, 0), NS WWW2);
	overlay_clear(&overlay);
	origin_unref(origin);
	arena_clear(&arena);
	world_close(&world);
}

#define MANY 40

/* Two of many objects at one name have their record excluded, no other. */
static void two_of_many_objects(void **state)
{
	struct overlay overlay = OVERLAY_INIT;
	struct buf lines = BUF_INIT(1u << 16);

	(void)state;
	world_open(&world, 1, false);
	for (int i = 0; i < MANY; i++)
		buf_printf(&lines,
		    "Ingress web/o%d %d 0 www.example.com 0 A 192.0.2.%d\n", i,
		    i, i == 7 ? 2 : 1);
	world_read(&world, buf_text(&lines));
	world_put_all(&world);
	assert_string_equal(world_body(&world, 0), NS WWW1 WWW2);
	add(&overlay.excluded, "Ingress web/o31", "www.example.com",
	    "A 192.0.2.1", false);
	add(&overlay.excluded, "Ingress web/o7", "www.example.com",
	    "A 192.0.2.2", false);
	add(&overlay.excluded, "Ingress web/o8", "www.example.com",
	    "A 192.0.2.2", false);
	exclusions_sort(&overlay.excluded);
	zone_overlay(zoneset_at(world.set, 0), &overlay);
	assert_string_equal(world_body(&world, 0), NS WWW1);
	assert_string_equal(world_findings(&world),
	    LOST("www.example.com", "web/o31")
		LOST("www.example.com", "web/o7"));
	overlay_clear(&overlay);
	buf_clear(&lines);
	world_close(&world);
}

static void rows_compare(void **state)
{
	struct exclusions a = { 0 }, b = { 0 };

	(void)state;
	world_open(&world, 1, false);
	add(&a, "Ingress web/a", "b.example.com", "A 192.0.2.1", false);
	add(&a, "Ingress web/a", "a.example.com", "TXT \"x\"", false);
	add(&b, "Ingress web/a", "a.example.com", "TXT \"x\"", false);
	add(&b, "Ingress web/a", "b.example.com", "A 192.0.2.1", false);
	assert_false(exclusions_equal(&a, &b));
	exclusions_sort(&a);
	exclusions_sort(&b);
	assert_true(exclusions_equal(&a, &b));
	add(&b, "Ingress web/a", "b.example.com", "A 192.0.2.1", true);
	exclusions_sort(&b);
	assert_int_equal(b.count, 2);
	assert_false(exclusions_equal(&a, &b));
	exclusions_clear(&a);
	exclusions_clear(&b);
	world_close(&world);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(a_plan_is_blamed),
		cmocka_unit_test(held_and_excluded),
		cmocka_unit_test(two_of_many_objects),
		cmocka_unit_test(rows_compare),
		cmocka_unit_test(one_of_two_rows),
	};

	return RUN_ROWS(rows, check) + RUN_ROWS(blamed, check_blame) +
	    RUN_ROWS(timed, check_timed) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
