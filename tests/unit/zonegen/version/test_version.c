/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/version/making.h"
#include "zonegen/version/load.h"

/* What a restart does: a new zone, the last version from its files. */
static void restart(struct world *w, const struct version *from)
{
	struct buf text = making_origins(w, version_origins);
	size_t lost;
	struct err err;

	world_reset(w);
	assert_true(load_version(making_zone(w), buf_text(&from->file),
	    from->file.len, buf_text(&text), text.len, &lost, &err));
	assert_int_equal(lost, 0);
	buf_clear(&text);
}

static const char two[] = "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
			  "Service web/s 2 1 api.example.com 0 A 192.0.2.2\n";

static void the_whole_file(void **state)
{
	struct world w;
	struct version *v;
	struct buf text;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	v = making_version(&w, 1795429416);
	text = making_origins(&w, version_origins);
	assert_string_equal(v->file.data,
	    "; k8s-nsd zone example.com\n"
	    "$ORIGIN example.com.\n"
	    "@\t3600\tIN\tSOA\tns1.example.com. hostmaster.example.com. (\n"
	    "\t1795429416\t; serial\n"
	    "\t900 300 1209600 60 )\n"
	    "@\t3600\tIN\tNS\tns1.example.com.\n"
	    "api\t60\tIN\tA\t192.0.2.2\n"
	    "ns1\t3600\tIN\tA\t192.0.2.53\n"
	    "www\t60\tIN\tA\t192.0.2.1\n");
	assert_string_equal(text.data,
	    "owner\tapi\tweb\t-\toldest\n"
	    "api\tA\tService\tweb/s\tuid\t2\n"
	    "ns1\tA\tZone\texample.com\t-\talways\n"
	    "owner\twww\tweb\t-\toldest\n"
	    "www\tA\tIngress\tweb/a\tuid\t1\n");
	buf_clear(&text);
	assert_int_equal(v->rrsets, 5);
	assert_true(v->first);
	version_free(v);
	world_close(&w);
}

/* A hundred kilobytes of origins come in more than one piece, all of them. */
static void origins_in_pieces(void **state)
{
	struct buf text = BUF_INIT(UINT32_MAX), line = BUF_INIT(1000);
	size_t at = 0, pieces = 1, lines = 0;
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	for (int i = 0; i < 3000; i++) {
		buf_reset(&line);
		buf_printf(&line,
		    "Ingress web/w%d 1 0 w%d.example.com 0 A 192.0.2.1\n", i,
		    i);
		world_read(&w, buf_text(&line));
	}
	world_put_all(&w);
	zone_resolve(making_zone(&w));
	while (version_origins(making_zone(&w), &at, &text))
		pieces++;
	assert_in_range(pieces, 2, 10);
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	assert_int_equal(lines, 6001);
	buf_clear(&text);
	buf_clear(&line);
	world_close(&w);
}

static struct origin *last_origin(const struct zone *zone)
{
	size_t count;

	return rrsets_origins(zone_last(zone, "www.example.com"), 0, &count)[0];
}

static void unchanged_after_a_restart(void **state)
{
	struct origin *before;
	struct world w;
	struct version *v;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	v = making_version(&w, 7);
	assert_true(version_differs(making_zone(&w)));
	restart(&w, v);
	assert_int_equal(zone_serial(making_zone(&w)), 7);
	before = origin_ref(last_origin(making_zone(&w)));
	world_put_all(&w);
	/* There is one of each again, that of the claims. */
	assert_ptr_not_equal(last_origin(making_zone(&w)), before);
	assert_int_equal(before->refs, 1);
	origin_unref(before);
	zone_resolve(making_zone(&w));
	assert_false(version_differs(making_zone(&w)));
	version_free(v);
	v = making_version(&w, 8);
	assert_int_equal(v->plan.nnames, 0);
	assert_false(v->origins_changed);
	assert_false(v->head_changed);
	version_free(v);
	world_close(&w);
}

static void a_plan_tells_what_changed(void **state)
{
	struct buf text = BUF_INIT(1000);
	struct plan_at at = { 0 };
	struct change change;
	struct world w;
	struct version *v;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	making_last(&w, 7);
	world_read(&w,
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.3\n"
	    "Ingress web/n 1 0 new.example.com 0 A 192.0.2.3\n");
	world_put_all(&w);
	world_remove(&w, 1);
	v = making_version(&w, 8);
	while (plan_next(&v->plan, &at, &change))
		plan_print_change(&change, &text);
	assert_string_equal(text.data,
	    "- api.example.com A\n"
	    "+ new.example.com A\n"
	    "~ www.example.com A\n");
	assert_int_equal(v->plan.added, 1);
	assert_int_equal(v->plan.updated, 1);
	assert_int_equal(v->plan.removed, 1);
	version_adopt(making_zone(&w), v);
	assert_false(version_differs(making_zone(&w)));
	version_free(v);
	buf_clear(&text);
	world_close(&w);
}

/* A change that came after the version was made is not in it. */
static void adopting_an_older_version(void **state)
{
	struct world w;
	struct version *v;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put(&w, 0);
	v = making_version(&w, 7);
	world_put(&w, 1);
	zone_resolve(making_zone(&w));
	version_adopt(making_zone(&w), v);
	version_free(v);
	assert_true(version_differs(making_zone(&w)));
	v = making_version(&w, 8);
	assert_int_equal(v->plan.added, 1);
	assert_int_equal(v->plan.updated + v->plan.removed, 0);
	version_free(v);
	world_close(&w);
}

static void back_to_the_last_version_is_no_change(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	making_last(&w, 7);
	world_remove(&w, 0);
	zone_resolve(making_zone(&w));
	assert_true(version_differs(making_zone(&w)));
	world_put(&w, 0);
	zone_resolve(making_zone(&w));
	assert_false(version_differs(making_zone(&w)));
	world_close(&w);
}

/* The last version's two files are these. */
/*
 * An older object cannot take what a version gave to another namespace (C2: one
 * owner namespace).
 */
static void the_last_owner_keeps_its_name(void **state)
{
	struct world w;
	struct version *v;

	(void)state;
	world_open(&w, 1, false);
	world_read(&w,
	    "Ingress young/a 9 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n");
	world_put(&w, 0);
	v = making_version(&w, 7);
	version_adopt(making_zone(&w), v);
	world_put(&w, 1);
	assert_non_null(strstr(world_body(&w, 0), "192.0.2.9"));
	assert_string_equal(
	    world_findings(&w), "NameTaken www.example.com Ingress old/a\n");
	restart(&w, v);
	world_put_all(&w);
	assert_non_null(strstr(world_body(&w, 0), "192.0.2.9"));
	world_remove(&w, 0);
	assert_non_null(strstr(world_body(&w, 0), "192.0.2.1"));
	version_free(v);
	world_close(&w);
}

static void retain(struct world *w, struct overlay *overlay,
    const char *origin_text, unsigned rank, const char *address)
{
	struct origin *origin = origin_from_text(origin_text, "", 5);
	struct record record;
	struct err err;

	assert_non_null(origin);
	assert_true(record_address(&record, address, &w->arena, &err));
	record.ttl = 60;
	overlay_retain(overlay, RETAIN_UNTRUSTED, origin, rank,
	    "www.example.com", record.type, &record, 1);
	origin_unref(origin);
	zone_overlay(making_zone(w), overlay);
}

/* All that share a name are known again, however many. */
static void origins_without_end(void **state)
{
	struct buf line = BUF_INIT(1000);
	struct world w;
	struct version *v;
	size_t count;

	(void)state;
	world_open(&w, 1, false);
	for (int i = 0; i < 2500; i++) {
		buf_reset(&line);
		buf_printf(&line,
		    "Ingress web/w%d 1 0 www.example.com 0 A 192.0.2.1\n", i);
		world_read(&w, buf_text(&line));
	}
	world_put_all(&w);
	v = making_version(&w, 7);
	version_adopt(making_zone(&w), v);
	restart(&w, v);
	rrsets_origins(
	    zone_last(making_zone(&w), "www.example.com"), 0, &count);
	assert_int_equal(count, 2500);
	world_put_all(&w);
	zone_resolve(making_zone(&w));
	assert_false(version_differs(making_zone(&w)));
	version_free(v);
	buf_clear(&line);
	world_close(&w);
}

static const struct overlay_row {
	const char *name, *claims, *address;
} overlay_rows[] = {
	{ "nobody claims it", "", "192.0.2.99" },
	{ "a live claim of the namespace replaces it",
	    "Ingress web/b 1 1 www.example.com 0 A 192.0.2.1\n", "192.0.2.1" },
	{ "one of a kind that ranks below does not",
	    "Service web/b 1 2 www.example.com 0 A 192.0.2.1\n", "192.0.2.99" },
	{ "one of another namespace neither, though older",
	    "Ingress old/b 1 1 www.example.com 0 A 192.0.2.1\n", "192.0.2.1" },
	{ "another namespace that is younger",
	    "Ingress young/b 9 1 www.example.com 0 A 192.0.2.1\n",
	    "192.0.2.99" },
};

static void retained(void **state)
{
	const struct overlay_row *row = *state;
	struct overlay overlay = OVERLAY_INIT, none = OVERLAY_INIT;
	struct world w;

	world_open(&w, 1, false);
	world_read(&w, row->claims);
	retain(&w, &overlay, "Ingress web/a", 1, "192.0.2.99");
	world_put_all(&w);
	assert_non_null(strstr(world_body(&w, 0), row->address));
	zone_overlay(making_zone(&w), &none);
	assert_null(strstr(world_body(&w, 0), "192.0.2.99"));
	overlay_clear(&overlay);
	world_close(&w);
}

static const struct damage {
	const char *name, *find, *put;
} damages[] = {
	{ "another zone", "$ORIGIN example.com.", "$ORIGIN example.org." },
	{ "no SOA", "\tSOA\t", "\tNS\t" },
	{ "no serial", "; serial", "; serious" },
	{ "serial too large", "\t7\t;", "\t4294967296\t;" },
	{ "an unknown type", "\tA\t192.0.2.1\n", "\tFOO\t192.0.2.1\n" },
	{ "a bad address", "192.0.2.1\n", "192.0.2.256\n" },
	{ "blanks for tabs", "www\t60", "www 60" },
	{ "another order", "api\t", "zzz\t" },
	{ "upper case", "www\t", "WWW\t" },
	{ "another class", "60\tIN\tA\t192.0.2.1\n", "60\tCH\tA\t192.0.2.1\n" },
	{ "a comment of somebody's", "192.0.2.1\n", "192.0.2.1 ; mine\n" },
	{ "an include", "www\t60\tIN\tA\t192.0.2.1\n", "$INCLUDE /x\n" },
	{ "cut in a line", "192.0.2.1\n", "192.0.2.1" },
	{ "twice the same", "www\t60\tIN\tA\t192.0.2.1\n",
	    "www\t60\tIN\tA\t192.0.2.1\nwww\t60\tIN\tA\t192.0.2.1\n" },
};

/* A file that is not ours, byte for byte, changes nothing. */
static void refuses(void **state)
{
	const struct damage *row = *state;
	struct buf text = BUF_INIT(100000);
	struct version *v;
	struct world w;
	struct err err = { .text = "" };
	const char *at;
	size_t lost;

	world_open(&w, 1, false);
	world_read(&w, two);
	world_put_all(&w);
	v = making_version(&w, 7);
	at = strstr(v->file.data, row->find);
	assert_non_null(at);
	buf_add(&text, v->file.data, (size_t)(at - v->file.data));
	buf_puts(&text, row->put);
	buf_puts(&text, at + strlen(row->find));
	world_reset(&w);
	assert_false(load_version(
	    making_zone(&w), text.data, text.len, "", 0, &lost, &err));
	assert_true(*err.text);
	assert_false(zone_has_version(making_zone(&w)));
	assert_false(load_version(making_zone(&w), "", 0, "", 0, &lost, &err));
	version_free(v);
	buf_clear(&text);
	world_close(&w);
}

#define U32 "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
#define U128 U32 U32 U32 U32

/* .origins of another version, or none, or nonsense: the zone is read. */
static void origins_may_be_lost(void **state)
{
	static const char *const texts[] = { "", "garbage", "\t\t\t\t\t\n",
		"aaa\tA\tIngress\tx/y\t-\t1\nwww\tA\tIngress\tweb/a\t-\t1\n",
		"www\tA\tIngress\tweb/a\t" U128 "\t1\n",
		"www\tA\tIngress\tweb/a\t" U128 "u\t1\n",
		"www\tA\tIngress\tweb/a\t" U128 U128 U128 U128 U128 U128 U128
		"\t1\n" };
	static const size_t losses[] = { 3, 3, 3, 2, 2, 3, 3 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct world w;
		struct version *v;
		struct err err;
		size_t lost;

		world_open(&w, 1, false);
		world_read(&w, two);
		world_put_all(&w);
		v = making_version(&w, 7);
		world_reset(&w);
		assert_true(load_version(making_zone(&w), v->file.data,
		    v->file.len, texts[i], strlen(texts[i]), &lost, &err));
		assert_int_equal(lost, losses[i]);
		version_free(v);
		world_close(&w);
	}
}

/* Comments alone make no new version, the head does. */
static void the_head_counts(void **state)
{
	struct world w;
	struct version *v;

	(void)state;
	world_open(&w, 1, false);
	making_last(&w, 7);
	w.settings[0].header = "; other words\n";
	assert_false(version_differs(making_zone(&w)));
	w.settings[0].soa.minimum = 61;
	assert_true(version_differs(making_zone(&w)));
	v = making_version(&w, 8);
	assert_true(v->head_changed);
	assert_int_equal(v->plan.nnames, 0);
	version_free(v);
	world_close(&w);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(the_whole_file),
		cmocka_unit_test(origins_in_pieces),
		cmocka_unit_test(unchanged_after_a_restart),
		cmocka_unit_test(a_plan_tells_what_changed),
		cmocka_unit_test(adopting_an_older_version),
		cmocka_unit_test(back_to_the_last_version_is_no_change),
		cmocka_unit_test(the_last_owner_keeps_its_name),
		cmocka_unit_test(origins_without_end),
		cmocka_unit_test(origins_may_be_lost),
		cmocka_unit_test(the_head_counts),
	};

	return RUN_ROWS(overlay_rows, retained) + RUN_ROWS(damages, refuses) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
