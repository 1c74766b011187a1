/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_revert.c - a version is taken back, the one before it printed again.
 */
#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/version/version.h"

static struct zone *first(struct world *w)
{
	return zoneset_at(w->set, 0);
}

static struct version *make(struct world *w, uint32_t serial)
{
	struct version *version;
	struct err err;

	zone_resolve(first(w));
	version = version_new(first(w), serial, &err);
	assert_non_null(version);
	return version;
}

/* All of .origins; to be cleared. */
static struct buf origins(struct world *w,
    bool (*next)(const struct zone *zone, size_t *at, struct buf *out))
{
	struct buf text = BUF_INIT(UINT32_MAX);
	size_t at = 0;

	while (next(first(w), &at, &text))
		;
	return text;
}

static void put_all(struct world *w)
{
	for (size_t i = 0; i < w->norigins; i++)
		world_put(w, i);
}

static const char two[] = "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
			  "Service web/s 2 1 api.example.com 0 A 192.0.2.2\n";

static void same_files(
    struct world *w, const struct version *version, const struct buf *owners)
{
	struct buf text = origins(w, version_reprint_origins);
	struct buf file = BUF_INIT(1u << 16);

	version_reprint(first(w), &file);
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
	put_all(&w);
	good = make(&w, 7);
	good_origins = origins(&w, version_origins);
	version_adopt(first(&w), good);
	world_read(&w,
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.3\n"
	    "Ingress web/n 1 0 new.example.com 0 A 192.0.2.3\n");
	put_all(&w);
	world_remove(&w, 1);
	w.settings[0].soa.refresh = 901;
	bad = make(&w, 8);
	bad_origins = origins(&w, version_origins);
	version_adopt(first(&w), bad);
	same_files(&w, bad, &bad_origins);
	version_revert(first(&w), bad);
	zone_resolve(first(&w));
	assert_int_equal(zone_serial(first(&w)), 7);
	same_files(&w, good, &good_origins);
	assert_true(version_differs(first(&w)));
	again = make(&w, 8);
	assert_string_equal(buf_text(&again->file), buf_text(&bad->file));
	assert_int_equal(again->plan.nnames, bad->plan.nnames);
	version_adopt(first(&w), again);
	assert_false(version_differs(first(&w)));
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
	put_all(&w);
	bad = make(&w, 7);
	version_adopt(first(&w), bad);
	version_revert(first(&w), bad);
	zone_resolve(first(&w));
	assert_false(zone_has_version(first(&w)));
	assert_true(version_differs(first(&w)));
	version_free(bad);
	bad = make(&w, 8);
	assert_true(bad->first);
	version_free(bad);
	world_close(&w);
}

int main(void)
{
	return RUN_TESTS(cmocka_unit_test(a_version_is_taken_back),
	    cmocka_unit_test(the_first_version_is_taken_back));
}
