/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_own.c - lint of zones that were resolved: claims in, findings out.
 */

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/lint/own.h"

#define ENDPOINT "DNSEndpoint web/a 1 0 "

static const struct row {
	const char *name;
	const char *claims;
	const char *findings;
	uint64_t off;
	const char *statics, *administrator;
	size_t zones; /* 0: one */
} rows[] = {
	{ "nothing", "", "" },
	{ "good records",
	    ENDPOINT "www.example.com 0 A 192.0.2.1\n" ENDPOINT
		     "m.example.com 0 MX 10 www.example.com\n" ENDPOINT
		     "_s._tcp.example.com 0 SRV 0 0 1 www.example.com\n",
	    "" },
	{ "an alias of an alias",
	    ENDPOINT "a.example.com 0 CNAME b.example.com\n" ENDPOINT
		     "b.example.com 0 CNAME ns1.example.com\n",
	    "AliasChain a.example.com DNSEndpoint web/a\n" },
	{ "an alias of nothing, for each who wants it",
	    "Ingress web/a 1 0 a.example.com 0 CNAME gone.example.com\n"
	    "Ingress web/b 2 0 a.example.com 0 CNAME gone.example.com\n",
	    "DanglingTarget a.example.com Ingress web/a\n"
	    "DanglingTarget a.example.com Ingress web/b\n" },
	{ "a static record", "",
	    "DanglingTarget m.example.com Zone example.com\n",
	    .statics = "m.example.com 60 MX 1 gone.example.com\n" },
	{ "switched off", ENDPOINT "a.example.com 0 CNAME gone.example.com\n",
	    "", .off = UINT64_C(1) << DANGLING_TARGET },
	{ "another switched off",
	    ENDPOINT "a.example.com 0 CNAME gone.example.com\n",
	    "DanglingTarget a.example.com DNSEndpoint web/a\n",
	    .off = UINT64_C(1) << ALIAS_CHAIN },
	{ "private beside public, told once",
	    ENDPOINT "a.example.com 0 A 10.0.0.1\n" ENDPOINT
		     "b.example.com 0 A 10.0.0.1\n" ENDPOINT
		     "c.example.com 0 A 192.0.2.1\n",
	    "PrivateAddress a.example.com DNSEndpoint web/a\n" },
	{ "private, and a public nameserver",
	    ENDPOINT "a.example.com 0 A 10.0.0.1\n", "" },
	{ "odd owner and CAA",
	    ENDPOINT "s.example.com 0 SRV 0 0 1 ns1.example.com\n" ENDPOINT
		     "s.example.com 0 CAA 0 isue x\n",
	    "OddOwner s.example.com DNSEndpoint web/a\n"
	    "OddCAA s.example.com DNSEndpoint web/a\n" },
	{ "a wildcard that ends",
	    ENDPOINT "*.w.example.com 0 A 192.0.2.1\n" ENDPOINT
		     "a.b.w.example.com 0 A 192.0.2.1\n",
	    "WildcardEnds *.w.example.com DNSEndpoint web/a\n" },
	{ "the zone twice",
	    ENDPOINT "a.example.com.example.com 0 A 192.0.2.1\n",
	    "RepeatedZone a.example.com.example.com DNSEndpoint web/a\n" },
	{ "a delegation to one nameserver",
	    ENDPOINT "sub.example.com 0 NS ns.example.net\n",
	    "FewNameservers sub.example.com DNSEndpoint web/a\n",
	    .administrator = "web" },
	{ "a delegation to two",
	    ENDPOINT "sub.example.com 0 NS ns.example.net\n" ENDPOINT
		     "sub.example.com 0 NS ns2.example.net\n",
	    "", .administrator = "web" },
	{ "child zones are the operator's", "", "", .zones = 2 },
	/* What the rules refuse is theirs to tell. */
	{ "not what was refused",
	    ENDPOINT "c.example.com 0 CNAME c.example.com\n" ENDPOINT
		     "m.example.com 0 MX 0 .\n" ENDPOINT
		     "m.example.com 0 MX 10 ns1.example.com\n" ENDPOINT
		     "l.example.com 0 A 127.0.0.1\n",
	    "" },
};

static const char *lint_world(struct world *w)
{
	struct findings findings = { 0 };

	for (size_t i = 0; i < zoneset_count(w->set); i++)
		zone_resolve(zoneset_at(w->set, i));
	lint_zoneset(w->set, &findings);
	return world_print(w, &findings);
}

static void lints(void **state)
{
	const struct row *row = *state;
	struct world world;

	world_open(&world, row->zones ? row->zones : 1, false);
	world.settings[0].lint_off = row->off;
	if (row->statics || row->administrator)
		world_configure(&world, row->statics ? row->statics : "",
		    row->administrator);
	world_read(&world, row->claims);
	for (size_t i = 0; i < world.norigins; i++)
		world_put(&world, i);
	assert_string_equal(lint_world(&world), row->findings);
	world_close(&world);
}

static void alias_target_is_switched_off(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, 1, false);
	world_read(&world,
	    ENDPOINT "a.example.com 0 CNAME ns1.example.com\n" ENDPOINT
		     "m.example.com 0 MX 1 a.example.com\n");
	world_put(&world, 0);
	assert_string_equal(world_findings(&world),
	    "AliasTarget m.example.com DNSEndpoint web/a\n");
	world.settings[0].lint_off = finding_bit(ALIAS_TARGET);
	assert_string_equal(world_findings(&world), "");
	world_close(&world);
}

static void alias_target_as_a_server_answers(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, 1, false);
	world_configure(&world, "", "web");
	world_read(&world,
	    ENDPOINT "*.w.example.com 0 CNAME ns1.example.com\n" ENDPOINT
		     "a.w.example.com 0 A 192.0.2.1\n" ENDPOINT
		     "d.example.com 0 DNAME w.example.com\n" ENDPOINT
		     "l.example.com 0 MX 1 x.w.example.com\n" ENDPOINT
		     "m.example.com 0 MX 1 x.d.example.com\n" ENDPOINT
		     "n.example.com 0 MX 1 a.w.example.com\n" ENDPOINT
		     "o.example.com 0 MX 1 d.example.com\n" ENDPOINT
		     "p.example.com 0 MX 1 y.a.w.example.com\n");
	world_put(&world, 0);
	assert_string_equal(world_findings(&world),
	    "AliasTarget l.example.com DNSEndpoint web/a\n"
	    "AliasTarget m.example.com DNSEndpoint web/a\n");
	world_close(&world);
}

static void every_switch_has_a_word(void **state)
{
	enum finding_id id;
	size_t i;

	(void)state;
	for (i = 0; finding_switch_word(i); i++) {
		assert_true(finding_switch(finding_switch_word(i), &id));
		assert_string_equal(finding_word(id), finding_switch_word(i));
		assert_int_not_equal(finding_severity(id), SEVERITY_ERROR);
	}
	assert_true(i > 5);
	assert_false(finding_switch("BadName", &id));
	assert_false(finding_switch("aliaschain", &id));
	assert_false(finding_switch("", &id));
}

int main(void)
{
	return RUN_ROWS(rows, lints) +
	    RUN_TESTS(cmocka_unit_test(alias_target_is_switched_off),
		cmocka_unit_test(every_switch_has_a_word),
		cmocka_unit_test(alias_target_as_a_server_answers));
}
