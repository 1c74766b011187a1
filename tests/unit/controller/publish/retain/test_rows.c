/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "controller/publish/retain/rows.h"
#include "tests/test.h"
#include "zonegen/claim/claim.h"

#define RECORDS 100
#define OBJECTS 5000

/* An RRset with many records, at "www". */
static struct rrsets *make_last(struct arena *arena)
{
	struct record *records = arena_alloc(arena, RECORDS * sizeof(*records));
	char address[32];
	struct err err;

	for (unsigned i = 0; i < RECORDS; i++) {
		snprintf(address, sizeof(address), "192.0.2.%u", i);
		assert_true(record_address(&records[i], address, arena, &err));
	}
	records_sort(records, RECORDS);
	return rrsets_new("www",
	    &(const struct rrset){
		.type = RR_A, .ttl = 60, .count = RECORDS, .records = records },
	    1, NULL);
}

static void add(struct rows *rows, const char *namespace, unsigned number)
{
	char name[16];
	struct origin *origin;

	snprintf(name, sizeof(name), "o%u", number);
	origin = origin_new("Ingress", namespace, name, "", 1);
	assert_non_null(rows_add(rows, RETAIN_HELD, origin, 0));
	origin_unref(origin);
}

static size_t count_records(const struct overlay *overlay)
{
	size_t count = 0;

	for (size_t i = 0; i < overlay->count; i++)
		count += overlay->rows[i].count;
	return count;
}

static void objects_do_not_multiply_records(void **state)
{
	struct overlay overlay = OVERLAY_INIT;
	struct arena arena = { 0 };
	struct rrsets *last = make_last(&arena);
	struct rows rows;

	(void)state;
	rows_begin(&rows, &overlay, "www.a.test", last, RR_A);
	for (unsigned i = 0; i < OBJECTS; i++)
		add(&rows, "web", i);
	add(&rows, "shop", 0);
	rows_end(&rows);
	assert_int_equal(overlay.count, OBJECTS + 1);
	assert_in_range(
	    count_records(&overlay), OBJECTS, OBJECTS + 20 * RECORDS);
	/* The first of a namespace has all of them, however late it comes. */
	assert_int_equal(overlay.rows[0].count, RECORDS);
	assert_int_equal(overlay.rows[OBJECTS].count, RECORDS);
	overlay_clear(&overlay);
	rrsets_unref(last);
	arena_clear(&arena);
}

static void a_few_have_all(void **state)
{
	struct overlay overlay = OVERLAY_INIT;
	struct arena arena = { 0 };
	struct rrsets *last = make_last(&arena);
	struct rows rows;

	(void)state;
	rows_begin(&rows, &overlay, "www.a.test", last, RR_A);
	for (unsigned i = 0; i < 3; i++)
		add(&rows, "web", i);
	assert_non_null(rows_add(&rows, RETAIN_HELD, NULL, 0));
	rows_end(&rows);
	assert_int_equal(count_records(&overlay), 4 * RECORDS);
	assert_true(rows_is_unknown(overlay.rows[3].origin));
	assert_int_equal(overlay.rows[3].rank, RANK_LAST);
	overlay_clear(&overlay);
	rrsets_unref(last);
	arena_clear(&arena);
}

static void no_such_rrset(void **state)
{
	struct overlay overlay = OVERLAY_INIT;
	struct arena arena = { 0 };
	struct rrsets *last = make_last(&arena);
	struct rows rows;

	(void)state;
	rows_begin(&rows, &overlay, "www.a.test", last, RR_AAAA);
	assert_null(rows_add(&rows, RETAIN_HELD, NULL, 0));
	rows_end(&rows);
	assert_int_equal(overlay.count, 0);
	overlay_clear(&overlay);
	rrsets_unref(last);
	arena_clear(&arena);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(objects_do_not_multiply_records),
	    cmocka_unit_test(a_few_have_all), cmocka_unit_test(no_such_rrset));
}
