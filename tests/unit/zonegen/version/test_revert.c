/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_revert.c - a version is taken back, the one before it printed again.
 */
#include "tests/test.h"
#include "tests/unit/zonegen/version/making.h"

static const char two[] = "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
			  "Service web/s 2 1 api.example.com 0 A 192.0.2.2\n";

static void same_files(
    struct world *w, const struct version *version, const struct buf *owners)
{
	struct buf text = making_origins(w, version_reprint_origins);
	struct buf file = BUF_INIT(1u << 16);

	version_reprint(making_zone(w), &file);
	assert_string_equal(buf_text(&file), buf_text(&version->file));
	assert_string_equal(buf_text(&text), buf_text(owners));
	buf_clear(&file);
	buf_clear(&text);
}

/* A version that was no good: the one before it is the last one again. */
static void a_version_is_taken_back(void **state)
{
	struct version *good, *bad, *again;
	struct buf good_origins, bad_origins;
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	good = making_version(&w, 7);
	good_origins = making_origins(&w, version_origins);
	version_adopt(making_zone(&w), good);
	world_read(&w,
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.3\n"
	    "Ingress web/n 1 0 new.example.com 0 A 192.0.2.3\n");
	world_put_all(&w);
	world_remove(&w, 1);
	w.settings[0].soa.refresh = 901;
	bad = making_version(&w, 8);
	bad_origins = making_origins(&w, version_origins);
	version_adopt(making_zone(&w), bad);
	same_files(&w, bad, &bad_origins);
	version_revert(making_zone(&w), bad);
	zone_resolve(making_zone(&w));
	assert_int_equal(zone_serial(making_zone(&w)), 7);
	same_files(&w, good, &good_origins);
	assert_true(version_differs(making_zone(&w)));
	again = making_version(&w, 8);
	assert_string_equal(buf_text(&again->file), buf_text(&bad->file));
	assert_int_equal(again->plan.nnames, bad->plan.nnames);
	version_adopt(making_zone(&w), again);
	assert_false(version_differs(making_zone(&w)));
	buf_clear(&good_origins);
	buf_clear(&bad_origins);
	version_free(good);
	version_free(bad);
	version_free(again);
	world_close(&w);
}

static void the_first_version_is_taken_back(void **state)
{
	struct version *bad;
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	bad = making_version(&w, 7);
	version_adopt(making_zone(&w), bad);
	version_revert(making_zone(&w), bad);
	zone_resolve(making_zone(&w));
	assert_false(zone_has_version(making_zone(&w)));
	assert_true(version_differs(making_zone(&w)));
	version_free(bad);
	bad = making_version(&w, 8);
	assert_true(bad->first);
	version_free(bad);
	world_close(&w);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(a_version_is_taken_back),
	    cmocka_unit_test(the_first_version_is_taken_back));
}
