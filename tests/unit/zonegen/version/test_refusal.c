/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_refusal.c - how long namespaces wait whose records NSD could not load.
 */
#include "zonegen/version/refusal.h"

#include "tests/test.h"

#define MINUTE INT64_C(60000)
#define DAY (24 * 60 * MINUTE)
#define WALL 1795429416 /* 2026-11-23 at 10:23:36 */

/* A refusal of web some minutes after the one before, and the wait then. */
static const struct row {
	const char *name;
	int64_t after[10], wait[10]; /* minutes */
} rows[] = {
	{ "ten minutes", { 0 }, { 10 } },
	{ "doubled each time", { 0, 10, 20, 40 }, { 10, 20, 40, 80 } },
	{ "while it waits", { 0, 1, 1 }, { 10, 20, 40 } },
	{ "up to a day", { 0, 10, 20, 40, 80, 160, 320, 640, 1280, 1440 },
	    { 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440 } },
	{ "within a day of the wait's end", { 0, 10 + 1439 }, { 10, 20 } },
	{ "forgotten after that", { 0, 10 + 1440 }, { 10, 10 } },
};

static void refuse(struct refusals *refusals, const char *origin, int64_t now,
    struct exclusions *out)
{
	struct exclusions two = { 0 };
	struct exclusion row = {
		.origin = origin,
		.name = "a.example.com",
		.words = "no",
		.record = { .type = RR_TXT, .rdata = (const uint8_t *)"" },
		.open = true,
	};

	exclusions_add(&two, &row);
	row.name = "b.example.com";
	exclusions_add(&two, &row);
	refusals_add(refusals, &two, now, WALL, out);
	exclusions_clear(&two);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct refusals refusals = { 0 };
	int64_t now = 5000;

	for (size_t i = 0; i < ARRAY_LEN(row->wait) && row->wait[i]; i++) {
		struct exclusions out = { 0 };

		now += row->after[i] * MINUTE;
		refusals_expire(&refusals, now);
		refuse(&refusals, "Ingress web/a", now, &out);
		assert_int_equal(out.count, 2);
		assert_int_equal(
		    out.list[1].until, now + row->wait[i] * MINUTE);
		assert_false(out.list[1].open);
		exclusions_clear(&out);
	}
	assert_true(refusals_any(&refusals));
	refusals_clear(&refusals);
	assert_false(refusals_any(&refusals));
}

/* With the time in words for whoever asks. */
static void it_says_when(void **state)
{
	struct refusals refusals = { 0 };
	struct exclusions out = { 0 };

	(void)state;
	refuse(&refusals, "Ingress web/a", 5000, &out);
	assert_string_equal(
	    out.list[0].words, "no, tried again at 2026-11-23T10:33:36Z");
	exclusions_clear(&out);
	refusals_clear(&refusals);
}

static void each_namespace_by_itself(void **state)
{
	struct refusals refusals = { 0 };
	struct exclusions out = { 0 };

	(void)state;
	refuse(&refusals, "Ingress web/a", 0, &out);
	refuse(&refusals, "Ingress web/b", MINUTE, &out);
	refuse(&refusals, "Ingress shop/c", MINUTE, &out);
	refuse(&refusals, "Node n1", MINUTE, &out);
	assert_int_equal(refusal_of(&refusals, "web")->wait, 20 * MINUTE);
	assert_int_equal(refusal_of(&refusals, "shop")->wait, 10 * MINUTE);
	assert_int_equal(refusal_of(&refusals, "")->wait, 10 * MINUTE);
	assert_int_equal(refusals_expire(&refusals, MINUTE), 11 * MINUTE + DAY);
	assert_int_equal(
	    refusals_expire(&refusals, 11 * MINUTE + DAY), 21 * MINUTE + DAY);
	assert_int_equal(refusals.by_namespace.count, 1);
	assert_int_equal(
	    refusals_expire(&refusals, 21 * MINUTE + DAY), INT64_MAX);
	exclusions_clear(&out);
	refusals_clear(&refusals);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(it_says_when),
		cmocka_unit_test(each_namespace_by_itself));
}
