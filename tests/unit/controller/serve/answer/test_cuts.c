/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names at and below cuts, in a zone whose administrators are namespace adm.
 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/serve/world.h"

static const struct row {
	const char *name;
	const char *asked;
	const char *want;
} rows[] = {
	{ "at a delegation", "sub.example.com",
	    "sub.example.com: it is delegated: those nameservers answer for it "
	    "and for what is below it\n"
	    "records:\n"
	    "  60 NS ns.sub.example.com. (DNSEndpoint adm/a)\n"
	    "asked for by:\n"
	    "  DNSEndpoint adm/a, published: the zone has what it asks for\n"
	    "    NS ns.sub.example.com.\n" },
	{ "below it", "x.sub.example.com",
	    "x.sub.example.com: it is below the delegation sub.example.com: "
	    "the nameservers there answer for it\n" },
	{ "glue", "ns.sub.example.com",
	    "ns.sub.example.com: it is below the delegation sub.example.com: "
	    "the nameservers there answer for it, here it is glue\n"
	    "records:\n"
	    "  60 A 192.0.2.7 (DNSEndpoint adm/a)\n"
	    "asked for by:\n"
	    "  DNSEndpoint adm/a, published: the zone has what it asks for\n"
	    "    A 192.0.2.7\n" },
	{ "occluded", "www.sub.example.com",
	    "www.sub.example.com: it is below the delegation sub.example.com: "
	    "the nameservers there answer for it\n"
	    "asked for by:\n"
	    "  DNSEndpoint adm/a, refused (Occluded): A: it lies below the NS "
	    "at 'sub.example.com' (DNSEndpoint adm/a)\n"
	    "    A 192.0.2.1 (not published)\n" },
	{ "below a DNAME", "www.dn.example.com",
	    "www.dn.example.com: it is below the DNAME dn.example.com, which "
	    "answers for it with the names of its target\n" },
	{ "a cut that was refused", "x.no.example.com",
	    "x.no.example.com: it does not exist: no object asks for it\n" },
	{ "at that one", "no.example.com",
	    "no.example.com: it does not exist: nothing that is asked for it "
	    "can be published\n"
	    "asked for by:\n"
	    "  DNSEndpoint web/b, refused (NotAdministrator): NS: only "
	    "namespaces among the zone's administrators may claim it\n"
	    "    NS ns.example.net. (not published)\n" },
	{ "its object", "DNSEndpoint/web/b",
	    "DNSEndpoint web/b: it asks for 1 name\n"
	    "names:\n"
	    "  no.example.com, refused (NotAdministrator): NS: only "
	    "namespaces among the zone's administrators may claim it\n"
	    "    NS ns.example.net. (not published)\n" },
};

#define CLAIMS 5

static const struct {
	const char *origin, *name, *type, *data;
} asks[CLAIMS] = {
	{ "DNSEndpoint adm/a", "sub.example.com", "NS", "ns.sub.example.com" },
	{ "DNSEndpoint adm/a", "ns.sub.example.com", "A", "192.0.2.7" },
	{ "DNSEndpoint adm/a", "www.sub.example.com", "A", "192.0.2.1" },
	{ "DNSEndpoint adm/a", "dn.example.com", "DNAME", "x.example.net" },
	{ "DNSEndpoint web/b", "no.example.com", "NS", "ns.example.net" },
};

/* What from..to ask for, all of one origin. */
static void claim(struct world *world, size_t from, size_t to)
{
	struct origin *origin = origin_from_text(asks[from].origin, "", 1);
	struct record records[CLAIMS];
	struct claim claims[CLAIMS];
	struct findings findings = { 0 };
	struct arena arena = { 0 };
	struct err err;

	for (size_t i = from; i < to; i++) {
		if (!record_parse(&records[i], rr_type_parse(asks[i].type),
			asks[i].data, strlen(asks[i].data), &arena, &err))
			fail_msg("%s", err.text);
		claims[i] = (struct claim){
			.name = asks[i].name, .records = &records[i], .count = 1
		};
	}
	zoneset_replace(
	    world->set, origin, 5, claims + from, to - from, &findings);
	arena_clear(&arena);
	origin_unref(origin);
}

static void check(void **state)
{
	static const char *const administrators[] = { "adm" };
	const struct row *row = *state;
	struct buf text = BUF_INIT(1 << 20);
	struct world world;

	world_open(&world, "");
	world.config->settings[0].administrators = administrators;
	world.config->settings[0].nadministrators = 1;
	world_list(&world, "");
	world_pass(&world);
	claim(&world, 0, 4);
	claim(&world, 4, CLAIMS);
	world_pass(&world);
	world_explain(&world, row->asked, &text);
	world_drop_owner(&text);
	assert_string_equal(buf_text(&text), row->want);
	buf_clear(&text);
	world_close(&world);
}

RUN_TABLE(rows, check)
