/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_light.c - a version without its records, and what is adopted of one.
 */
#include "tests/test.h"
#include "tests/unit/zonegen/version/making.h"

static const char two[] = "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
			  "Service web/s 2 1 api.example.com 0 A 192.0.2.2\n";

/* What differs, the head, and nothing of the names that stay. */
static void a_light_version(void **state)
{
	struct version *whole, *light;
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	making_last(&w, 7);
	world_read(&w, "Ingress web/a 1 0 www.example.com 0 A 192.0.2.3\n");
	world_put_all(&w);
	whole = making_version(&w, 8);
	light = version_light(making_zone(&w), 8);
	assert_true(light->light && !whole->light);
	assert_int_equal(light->file.len, whole->head_len);
	assert_int_equal(light->head_len, whole->head_len);
	assert_memory_equal(
	    light->file.data, whole->file.data, whole->head_len);
	assert_int_equal(light->plan.nnames, 1);
	assert_int_equal(light->rrsets, whole->rrsets);
	assert_int_equal(light->old_serial, 7);
	assert_string_equal(
	    buf_text(&light->old_head), buf_text(&whole->old_head));
	version_free(light);
	version_free(whole);
	world_close(&w);
}

/* The settings may be others when its file is in place: the file counts. */
static void the_head_is_that_of_the_file(void **state)
{
	struct version *version;
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	version = making_version(&w, 7);
	w.settings[0].soa.refresh = 901;
	version_adopt(making_zone(&w), version);
	assert_string_equal(buf_text(version_head(making_zone(&w))),
	    "$ORIGIN example.com.\n"
	    "@\t3600\tIN\tSOA\tns1.example.com. hostmaster.example.com. (\n"
	    "\t7\t; serial\n"
	    "\t900 300 1209600 60 )\n"
	    "@\t3600\tIN\tNS\tns1.example.com.\n");
	assert_true(version_differs(making_zone(&w)));
	version_free(version);
	world_close(&w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_light_version),
		cmocka_unit_test(the_head_is_that_of_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
