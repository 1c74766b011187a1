/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_serials.c - what is heard of serials, and what comes next.
 */
#include "controller/publish/serials.h"

#include "tests/test.h"

#define NOW 1795429416
#define DAY 86400u
#define NONE (-1)

/* A zone without a version: all that counts is what was heard. */
static const struct row {
	const char *name;
	int64_t heard[3]; /* NONE: no more */
	uint32_t floor;
	uint32_t next[2]; /* and the one after it, when it was published */
} rows[] = {
	{ "nothing", { NONE }, 0, { NOW, NOW + 1 } },
	{ "an old one", { 7, NONE }, 0, { NOW, NOW + 1 } },
	{ "one ahead", { NOW + 9, NONE }, 0, { NOW + 10, NOW + 11 } },
	{ "the highest counts", { NOW + 9, NOW + 2, NOW + 30 }, 0,
	    { NOW + 31, NOW + 32 } },
	{ "too far ahead of the others",
	    { NOW, (int64_t)NOW + 401 * DAY, NONE }, 0, { NOW + 1, NOW + 2 } },
	{ "and the floor says so", { NOW, (int64_t)NOW + 401 * DAY, NONE },
	    2000000000, { 2000000001, 2000000002 } },
};

static void check(void **state)
{
	const struct row *row = *state;
	const struct zone_settings settings = { .name = "a.test",
		.header = "" };
	const struct zone_config config = { .serial_floor = row->floor };
	struct serials serials = { .ahead_said = false };
	struct zone *zone = zone_new(&settings);

	for (size_t i = 0; i < ARRAY_LEN(row->heard) && row->heard[i] != NONE;
	     i++)
		serials_hear(&serials, "a.test", (uint32_t)row->heard[i]);
	for (size_t i = 0; i < ARRAY_LEN(row->next); i++) {
		uint32_t next = serials_next(&serials, zone, &config, NOW);

		assert_int_equal(next, row->next[i]);
		serials_give(&serials, next);
	}
	zone_free(zone);
}

RUN_TABLE(rows, check)
