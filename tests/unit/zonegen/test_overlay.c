/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_overlay.c - rows of each reason beside what is claimed (C8: retained
 * records are claims), and the findings about them.
 */

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"

#define WWW "www\t60\tIN\t"
#define NS1 "ns1\t3600\tIN\tA\t192.0.2.53\n"
#define KEPT WWW "A\t192.0.2.99\n"
#define LIVE "Ingress web/a 1 1 www.example.com "
#define HELD_IS "Held www.example.com Ingress web/a\n"

/* The row is www.example.com A 192.0.2.99 of Ingress web/a. */
static const struct row {
	const char *name;
	enum retain_reason reason;
	bool instead;
	const char *claims, *body, *findings;
} rows[] = {
	{ "untrusted", RETAIN_UNTRUSTED, false, "", NS1 KEPT,
	    "SourceUntrusted www.example.com Ingress web/a\n" },
	{ "held", RETAIN_HELD, true, "", NS1 KEPT, HELD_IS },
	{ "in grace", RETAIN_GRACE, false, LIVE "-\n", NS1 KEPT,
	    "AddressLost www.example.com Ingress web/a\n" },
	{ "grace, and an address comes", RETAIN_GRACE, false,
	    LIVE "0 A 192.0.2.1\n", NS1 WWW "A\t192.0.2.1\n", "" },
	{ "held instead of another address", RETAIN_HELD, true,
	    LIVE "0 A 192.0.2.1\n", NS1 KEPT, HELD_IS },
	{ "held instead of an alias", RETAIN_HELD, true,
	    LIVE "0 CNAME lb.example.net.\n", NS1 KEPT, HELD_IS },
	{ "held beside an address of the other sort", RETAIN_HELD, true,
	    LIVE "0 AAAA 2001:db8::1\n", NS1 KEPT WWW "AAAA\t2001:db8::1\n",
	    HELD_IS },
	{ "held beside a text", RETAIN_HELD, true, LIVE "0 TXT \"x\"\n",
	    NS1 KEPT WWW "TXT\t\"x\"\n", HELD_IS },
	{ "an address of the other sort takes its place", RETAIN_UNTRUSTED,
	    false, "Ingress web/b 2 1 www.example.com 0 AAAA 2001:db8::1\n",
	    NS1 WWW "AAAA\t2001:db8::1\n", "" },
	{ "an alias does", RETAIN_UNTRUSTED, false,
	    "Ingress web/b 2 1 www.example.com 0 CNAME lb.example.net.\n",
	    NS1 WWW "CNAME\tlb.example.net.\n", "" },
	{ "a text does not", RETAIN_UNTRUSTED, false,
	    "Ingress web/b 2 1 www.example.com 0 TXT \"x\"\n",
	    NS1 KEPT WWW "TXT\t\"x\"\n",
	    "SourceUntrusted www.example.com Ingress web/a\n" },
	{ "nor a claim of another namespace", RETAIN_UNTRUSTED, false,
	    "Ingress shop/b 2 1 www.example.com 0 A 192.0.2.1\n", NS1 KEPT,
	    "NameTaken www.example.com Ingress shop/b\n"
	    "SourceUntrusted www.example.com Ingress web/a\n" },
	{ "one of the same kind among others does", RETAIN_UNTRUSTED, false,
	    "Service web/b 2 2 www.example.com 0 A 192.0.2.2\n"
	    "Ingress web/c 3 1 www.example.com 0 A 192.0.2.3\n"
	    "Service web/d 4 2 www.example.com 0 A 192.0.2.4\n",
	    NS1 WWW "A\t192.0.2.3\n",
	    "Shadowed www.example.com Service web/b\n"
	    "Shadowed www.example.com Service web/d\n" },
	{ "held instead of all that conflict", RETAIN_HELD, true,
	    LIVE "0 A 192.0.2.1\n" LIVE "0 TXT \"x\"\n"
		 "Ingress web/b 2 1 www.example.com 0 A 192.0.2.2\n"
		 "Ingress web/c 3 1 www.example.com 0 AAAA 2001:db8::1\n",
	    NS1 KEPT WWW "TXT\t\"x\"\n" WWW "AAAA\t2001:db8::1\n", HELD_IS },
	{ "held, and somebody else wants the name", RETAIN_HELD, true,
	    "Ingress young/b 9 1 www.example.com 0 TXT \"x\"\n", NS1 KEPT,
	    "NameTaken www.example.com Ingress young/b\n" HELD_IS },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct origin *origin = origin_from_text("Ingress web/a", "", 1);
	struct overlay overlay = OVERLAY_INIT;
	struct record record;
	struct retained *kept;
	struct world w;
	struct err err;

	world_open(&w, 1, false);
	world_read(&w, row->claims);
	assert_true(record_address(&record, "192.0.2.99", &w.arena, &err));
	record.ttl = 60;
	kept = overlay_retain(&overlay, row->reason, origin, 1,
	    "www.example.com", record.type, &record, 1);
	kept->instead = row->instead;
	zone_overlay(zoneset_at(w.set, 0), &overlay);
	for (size_t i = 0; i < w.norigins; i++)
		world_put(&w, i);
	assert_string_equal(world_body(&w, 0), row->body);
	assert_string_equal(world_findings(&w), row->findings);
	origin_unref(origin);
	overlay_clear(&overlay);
	world_close(&w);
}

/* Each word means its reason, and no other does. */
static void reasons(void **state)
{
	enum retain_reason reason;

	(void)state;
	for (int i = 0; i < RETAIN_REASONS; i++) {
		assert_true(retained_parse(
		    retained_word((enum retain_reason)i), &reason));
		assert_int_equal(reason, i);
	}
	assert_false(retained_parse("", &reason));
	assert_false(retained_parse("Held", &reason));
}

/* Whoever asks for an address and has none is told apart, by its uid too. */
static void asking(void **state)
{
	struct origin *old = origin_new("Ingress", "web", "a", "1", 1);
	struct origin *new = origin_new("Ingress", "web", "a", "2", 1);
	struct claim claim = { .name = "www.example.com", .lost = true };
	struct zone *zone;
	struct world w;

	(void)state;
	world_open(&w, 1, false);
	zone = zoneset_at(w.set, 0);
	assert_int_equal(zone_asks(zone, claim.name, old), ASKING_NOT);
	zone_claim(zone, old, 1, &claim);
	assert_int_equal(zone_asks(zone, claim.name, old), ASKING_LOST);
	assert_int_equal(zone_asks(zone, claim.name, new), ASKING_NOT);
	claim.lost = false;
	zone_claim(zone, old, 1, &claim);
	assert_int_equal(zone_asks(zone, claim.name, old), ASKING);
	assert_int_equal(zone_asks(zone, "x.example.com", old), ASKING_NOT);
	origin_unref(old);
	origin_unref(new);
	world_close(&w);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(reasons), cmocka_unit_test(asking));
}
