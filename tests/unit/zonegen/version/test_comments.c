/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_comments.c - what stands behind the records of a zone file, and that it
 * is read back as if it did not.
 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/version/load.h"
#include "zonegen/version/version.h"

static const struct row {
	const char *name;
	const char *claims;
	const char *retained; /* an origin, "KIND NAMESPACE/NAME", or NULL */
	enum retain_reason reason;
	const char *lines; /* of www.example.com */
} rows[] = {
	{ "whom it is from",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    .lines = "www\t60\tIN\tA\t192.0.2.1\t; Ingress web/a\n" },
	{ "each line of it",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.2\n",
	    .lines = "www\t60\tIN\tA\t192.0.2.1\t; Ingress web/a\n"
		     "www\t60\tIN\tA\t192.0.2.2\t; Ingress web/a\n" },
	{ "each RRset by itself",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/b 2 0 www.example.com 0 AAAA 2001:db8::1\n",
	    .lines = "www\t60\tIN\tA\t192.0.2.1\t; Ingress web/a\n"
		     "www\t60\tIN\tAAAA\t2001:db8::1\t; Ingress web/b\n" },
	{ "several",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/b 2 0 www.example.com 0 A 192.0.2.1\n",
	    .lines = "www\t60\tIN\tA\t192.0.2.1\t; Ingress web/a, "
		     "Ingress web/b\n" },
	{ "more than are said",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/b 2 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/c 3 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/d 4 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/e 5 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/f 6 0 www.example.com 0 A 192.0.2.1\n",
	    .lines = "www\t60\tIN\tA\t192.0.2.1\t; Ingress web/a, "
		     "Ingress web/b, Ingress web/c, Ingress web/d and 2 "
		     "more\n" },
	{ "text that looks like a comment",
	    "DNSEndpoint web/a 1 0 www.example.com 0 TXT \"x\\009; y\"\n",
	    .lines = "www\t60\tIN\tTXT\t\"x\\009; y\"\t; DNSEndpoint web/a\n" },
	{ "held", "", "Ingress web/old", RETAIN_HELD,
	    "www\t60\tIN\tA\t192.0.2.99\t; Ingress web/old (held)\n" },
	{ "not judged yet", "", "Ingress web/old", RETAIN_SETTLING,
	    "www\t60\tIN\tA\t192.0.2.99\t; Ingress web/old (held)\n" },
	{ "in grace", "", "Ingress web/old", RETAIN_GRACE,
	    "www\t60\tIN\tA\t192.0.2.99\t; Ingress web/old (grace)\n" },
	{ "of a source that is not trusted", "", "Ingress web/old",
	    RETAIN_UNTRUSTED,
	    "www\t60\tIN\tA\t192.0.2.99\t; Ingress web/old (untrusted)\n" },
};

static void retain(struct world *w, const struct row *row)
{
	struct overlay overlay = OVERLAY_INIT;
	struct origin *origin = origin_from_text(row->retained, "", 5);
	struct record record;
	struct err err;

	assert_non_null(origin);
	assert_true(record_address(&record, "192.0.2.99", &w->arena, &err));
	record.ttl = 60;
	overlay_retain(&overlay, row->reason, origin, 1, "www.example.com",
	    record.type, &record, 1);
	origin_unref(origin);
	zone_overlay(zoneset_at(w->set, 0), &overlay);
	overlay_clear(&overlay);
}

static void fill(struct world *w, const struct row *row, bool comments)
{
	world_open(w, 1, false);
	w->settings[0].comments = comments;
	world_read(w, row->claims);
	if (row->retained)
		retain(w, row);
	for (size_t i = 0; i < w->norigins; i++)
		world_put(w, i);
	zone_resolve(zoneset_at(w->set, 0));
}

static struct version *make(struct world *w)
{
	struct err err;
	struct version *version = version_new(zoneset_at(w->set, 0), 7, &err);

	assert_non_null(version);
	return version;
}

/* It is what a zone has that was filled without comments. */
static void read_back(const struct row *row, const struct version *commented)
{
	struct zone *zone;
	struct world w, other;
	size_t lost;
	struct err err;

	fill(&w, row, false);
	world_open(&other, 1, false);
	zone = zoneset_at(other.set, 0);
	assert_true(load_version(zone, buf_text(&commented->file),
	    commented->file.len, "", 0, &lost, &err));
	assert_true(rrsets_equal(zone_last(zone, "www.example.com"),
	    zone_now(zoneset_at(w.set, 0), "www.example.com")));
	world_close(&other);
	world_close(&w);
}

static void commented(void **state)
{
	const struct row *row = *state;
	struct buf again = BUF_INIT(UINT32_MAX);
	struct version *version;
	struct zone *zone;
	struct world w;

	fill(&w, row, true);
	zone = zoneset_at(w.set, 0);
	version = make(&w);
	assert_string_equal(
	    strstr(buf_text(&version->file), "www\t"), row->lines);
	assert_non_null(strstr(buf_text(&version->file),
	    "\nns1\t3600\tIN\tA\t192.0.2.53\t; Zone example.com\n"));
	read_back(row, version);
	version_adopt(zone, version);
	version_reprint(zone, &again);
	assert_string_equal(buf_text(&again), buf_text(&version->file));
	buf_clear(&again);
	version_free(version);
	world_close(&w);
}

static void makes_no_version(void **state)
{
	struct version *version;
	struct world w;

	(void)state;
	fill(&w, &rows[0], false);
	version = make(&w);
	version_adopt(zoneset_at(w.set, 0), version);
	version_free(version);
	w.settings[0].comments = true;
	assert_false(version_differs(zoneset_at(w.set, 0)));
	world_close(&w);
}

int main(void)
{
	return RUN_ROWS(rows, commented) +
	    RUN_TESTS(cmocka_unit_test(makes_no_version));
}
