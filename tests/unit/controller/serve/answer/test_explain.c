/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every state that a name or an object can be in, as a person is told it.  The
 * text is made from the JSON, so each row tests both.
 */
#include <string.h>

#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/report.h"
#include "tests/test.h"
#include "tests/unit/controller/serve/world.h"

#define WWW INGRESS("web", "www", 1, "www.example.com", "192.0.2.1")
#define ED "'external-dns.kubernetes.io/"

static const struct row {
	const char *name;
	const char *objects;
	const char *asked;
	const char *want;
	bool nothing; /* is known */
	const char *rules;
	const char *without;   /* a kind that is not listed in full */
	const char *forbidden; /* one that was, and is not now */
	enum { NO, KEPT, CLAIMED, MOVED, GONE } last; /* of a last version */
} rows[] = {
	{ "served", WWW, "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n" },
	{ "in any case, with a final dot", WWW, "WWW.example.COM.",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n" },
	{ "unknown", WWW, "mail.example.com",
	    "mail.example.com: it does not exist: no object asks for it\n",
	    .nothing = true },
	{ "outside all zones", WWW, "www.example.org",
	    "www.example.org: no configured zone contains it; the zones are "
	    "example.com, dev.example.com\n",
	    .nothing = true },
	{ "outside all zones, and asked for",
	    INGRESS("web", "www", 1, "www.example.org", "192.0.2.1"),
	    "www.example.org",
	    "www.example.org: no configured zone contains it; the zones are "
	    "example.com, dev.example.com\n"
	    "asked for by:\n"
	    "  Ingress web/www, unclaimed (OutsideZones): no configured zone "
	    "contains it\n" },
	{ "filtered", WWW, "www.example.com",
	    "www.example.com: it does not exist: nothing that is asked for it "
	    "can be published\n"
	    "asked for by:\n"
	    "  Ingress web/www, unclaimed (Filtered): its namespace is not in "
	    "filters.namespaces\n",
	    .rules = "filters: {namespaces: [dns]}\n" },
	{ "ignored",
	    ANNOTATED("web", "www", 1, "www.example.com",
		ED "controller':'other'", "192.0.2.1"),
	    "www.example.com",
	    "www.example.com: it does not exist: nothing that is asked for it "
	    "can be published\n"
	    "asked for by:\n"
	    "  Ingress web/www, unclaimed (Ignored): the controller annotation "
	    "is not 'dns-controller'\n" },
	{ "no address yet",
	    "Ingress {" META("web", "www", 1) "},'spec':{'rules':[{'host':"
					      "'www.example.com'}]}}\n",
	    "www.example.com",
	    "www.example.com: it does not exist: nothing that is asked for it "
	    "can be published\n"
	    "asked for by:\n"
	    "  Ingress web/www, waiting (NoAddress): its status has no address "
	    "yet\n" },
	{ "no good target",
	    ANNOTATED("web", "www", 1, "www.example.com",
		ED "target':'1.2.3.4.5'", "192.0.2.1"),
	    "www.example.com",
	    "www.example.com: it does not exist: nothing that is asked for it "
	    "can be published\n"
	    "asked for by:\n"
	    "  Ingress web/www, waiting (NoAddress): no target in its "
	    "annotation is good\n"
	    "    error BadTarget: target annotation: '1.2.3.4.5': its last "
	    "label is a number, as in an address\n" },
	{ "refused: the name of a nameserver",
	    INGRESS("web", "www", 1, "ns1.example.com", "192.0.2.1"),
	    "ns1.example.com",
	    "ns1.example.com: it exists\n"
	    "records:\n"
	    "  3600 A 192.0.2.53 (Zone example.com)\n"
	    "asked for by:\n"
	    "  Zone example.com, published: the zone has what it asks for\n"
	    "    3600 A 192.0.2.53\n"
	    "  Ingress web/www, refused (NameserverName): A: the name belongs "
	    "to a nameserver of the zone\n"
	    "    A 192.0.2.1 (not published)\n" },
	{ "shadowed",
	    WWW "Service {" META("web", "s",
		2) ",'annotations':{" ED "hostname':'www.example.com'}},'spec':"
		   "{'type':'LoadBalancer'}," STATUS("192.0.2.2") "}\n",
	    "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n"
	    "  Service web/s, refused (Shadowed): A: another kind comes first "
	    "for this name (Ingress web/www)\n"
	    "    A 192.0.2.2 (not published)\n" },
	{ "taken",
	    WWW INGRESS("play", "www", 2, "www.example.com", "192.0.2.9"),
	    "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n"
	    "  Ingress play/www, refused (NameTaken): A: the name belongs to "
	    "namespace 'web'\n"
	    "    A 192.0.2.9 (not published)\n" },
	{ "two names for one owner: a TTL of its own",
	    ANNOTATED("web", "www", 1, "www.example.com", ED "ttl':'90s'",
		"192.0.2.1"),
	    "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  90 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    90 A 192.0.2.1\n" },
	{ "published, with a warning",
	    ANNOTATED("web", "www", 1, "www.example.com", ED "ttl':'soon'",
		"192.0.2.1"),
	    "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n"
	    "    warning BadTTL: ttl annotation: 'soon' is neither a duration "
	    "nor seconds from 1 to 2147483647\n" },
	{ "covered by a wildcard",
	    INGRESS("web", "all", 1, "*.example.com", "192.0.2.1"),
	    "a.b.example.com",
	    "a.b.example.com: it is covered by the wildcard *.example.com, "
	    "and answered with its records\n"
	    "notes:\n"
	    "  any name made at or below b.example.com ends the wildcard's "
	    "cover there (RFC 4592)\n" },
	{ "not covered any more",
	    INGRESS("web", "all", 1, "*.example.com", "192.0.2.1")
		INGRESS("web", "b", 1, "b.example.com", "192.0.2.1"),
	    "a.b.example.com",
	    "a.b.example.com: it does not exist: no object asks for it\n"
	    "notes:\n"
	    "  the wildcard *.example.com does not cover it, because "
	    "b.example.com exists (RFC 4592)\n",
	    .nothing = true },
	{ "the wildcard",
	    INGRESS("web", "all", 1, "*.example.com", "192.0.2.1"),
	    "*.example.com",
	    "*.example.com: it exists, and answers for the names that it "
	    "covers\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/all)\n"
	    "asked for by:\n"
	    "  Ingress web/all, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n" },
	{ "an empty non-terminal",
	    INGRESS("web", "a", 1, "a.b.example.com", "192.0.2.1"),
	    "b.example.com",
	    "b.example.com: it has no records, but a name below it has: an "
	    "empty non-terminal, answered with no data\n" },
	{ "the zone itself", "", "example.com",
	    "example.com: it is the zone itself\n"
	    "records:\n"
	    "  3600 NS ns1.example.com. (Zone example.com)\n"
	    "notes:\n"
	    "  its SOA is of the configuration: primary ns1.example.com, "
	    "contact root.example.net\n" },
	{ "a name of the zone inside the other one",
	    INGRESS("web", "a", 1, "a.dev.example.com", "192.0.2.1"),
	    "a.dev.example.com",
	    "a.dev.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/a)\n"
	    "asked for by:\n"
	    "  Ingress web/a, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n" },
	{ "kept", WWW, "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, retained (SourceUntrusted): A: kept from the "
	    "last version, its source cannot be trusted now\n"
	    "    A 192.0.2.1\n"
	    "sources that are not known in full:\n"
	    "  Ingress, forbidden: 403\n",
	    .forbidden = "Ingress", .last = KEPT },
	{ "kept, and claimed again", WWW, "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n"
	    "  Ingress web/www, replaced: claimed again: what was kept is not "
	    "needed\n"
	    "    A 192.0.2.1\n",
	    .last = CLAIMED },
	{ "others in the last version", WWW, "www.example.com",
	    "www.example.com: it exists\n"
	    "records:\n"
	    "  60 A 192.0.2.7 (Ingress web/www)\n"
	    "in the last version:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "asked for by:\n"
	    "  Ingress web/www, published: the zone has what it asks for\n"
	    "    A 192.0.2.7\n"
	    "notes:\n"
	    "  the last version has other records, or has them from others\n",
	    .last = MOVED },
	{ "gone, and still in the last version", WWW, "www.example.com",
	    "www.example.com: it does not exist: no object asks for it\n"
	    "in the last version:\n"
	    "  60 A 192.0.2.1 (Ingress web/www)\n"
	    "notes:\n"
	    "  the last version still has it, the next one will not\n",
	    .last = GONE },
	{ "an object that cannot be read might ask for it",
	    "Ingress {" META("web", "odd", 1) "},'spec':{'rules':7}}\n",
	    "www.example.com",
	    "www.example.com: it does not exist: no object asks for it\n"
	    "notes:\n"
	    "  what 1 refused object asks for is not known: Ingress web/odd\n",
	    .nothing = true },
	{ "a source that was not heard of might ask for it", "",
	    "www.example.com",
	    "www.example.com: it does not exist, and "
	    "whether an object asks for it is not known: not every source is "
	    "in sync\n"
	    "sources that are not known in full:\n"
	    "  Service, forbidden: 403\n",
	    .nothing = true, .without = "Service" },
	{ "no name", "", "a b.example.com",
	    "a b.example.com: bad name 'a b.example.com': a character that "
	    "host names do not have\n",
	    .nothing = true },
	{ "no name, and asked for",
	    INGRESS("web", "www", 1, "a b.example.com", "192.0.2.1"),
	    "a b.example.com",
	    "a b.example.com: bad name 'a b.example.com': a character that "
	    "host names do not have\n"
	    "asked for by:\n"
	    "  Ingress web/www, unclaimed (BadName): spec.rules[].host: bad "
	    "name 'a b.example.com': a character that host names do not "
	    "have\n" },

	{ "an object", WWW, "Ingress/web/www",
	    "Ingress web/www: it asks for 1 name\n"
	    "names:\n"
	    "  www.example.com, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n" },
	{ "its kind in any case", WWW, "ingress/web/www",
	    "Ingress web/www: it asks for 1 name\n"
	    "names:\n"
	    "  www.example.com, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n" },
	{ "an object of many fates",
	    WWW ANNOTATED("play", "www", 2, "www.example.com",
		ED "hostname':'b.example.com, a b, c.example.org'",
		"192.0.2.9"),
	    "Ingress/play/www",
	    "Ingress play/www: it asks for 3 names\n"
	    "names:\n"
	    "  b.example.com, published: the zone has what it asks for\n"
	    "    A 192.0.2.9\n"
	    "  www.example.com, refused (NameTaken): A: the name belongs to "
	    "namespace 'web'\n"
	    "    A 192.0.2.9 (not published)\n"
	    "  c.example.org, unclaimed (OutsideZones): no configured zone "
	    "contains it\n"
	    "findings:\n"
	    "  error BadName: hostname annotation: bad name 'a b': a character "
	    "that host names do not have\n" },
	{ "a filtered object", WWW, "Ingress/web/www",
	    "Ingress web/www: it asks for 1 name\n"
	    "names:\n"
	    "  www.example.com, unclaimed (Filtered): its namespace is not in "
	    "filters.namespaces\n",
	    .rules = "filters: {namespaces: [dns]}\n" },
	{ "an object without names",
	    "Service {" META("web", "s", 1) "},'spec':{'type':'ClusterIP'}}\n",
	    "Service/web/s",
	    "Service web/s: it asks for no name, which would be in the "
	    "hostname annotation, without which only the type LoadBalancer "
	    "has one\n" },
	{ "an Ingress without hosts",
	    "Ingress {" META("web", "i", 1) "},'spec':{'rules':[{}]}}\n",
	    "Ingress/web/i",
	    "Ingress web/i: it asks for no name, which would be in "
	    "spec.rules[].host and the hostname annotation\n" },
	{ "a kind that never does",
	    "Namespace {'kind':'Namespace','metadata':{'name':'web'}}\n",
	    "Namespace/web",
	    "Namespace web: it asks for no name: no object of its kind "
	    "does\n" },
	{ "a kind that does not claim", WWW, "Ingress/web/www",
	    "Ingress web/www: it asks for no name: resources does not name "
	    "its kind\n",
	    .rules = "resources: [Service]\n" },
	{ "no such object", WWW, "Ingress/web/other",
	    "Ingress web/other: there is no such object\n", .nothing = true },
	{ "no such object, as far as is known", "", "Ingress/web/www",
	    "Ingress web/www: no such object is known, but the source is "
	    "forbidden\n"
	    "sources that are not known in full:\n"
	    "  Ingress, forbidden: 403\n",
	    .nothing = true, .without = "Ingress" },
	{ "a kind that is not read", "", "Ingress/web/www",
	    "Ingress web/www: objects of kind Ingress are not read: resources "
	    "does not name it\n",
	    .nothing = true, .rules = "resources: [Service]\n",
	    .without = "Ingress" },
	{ "a refused object",
	    "Ingress {" META("web", "odd", 1) "},'spec':{'rules':7}}\n",
	    "Ingress/web/odd",
	    "Ingress web/odd: spec.rules: not a list\n"
	    "findings:\n"
	    "  error BadObject: spec.rules: not a list\n" },
	{ "an object whose new state is refused",
	    WWW "Ingress {" META("web", "www", 1) "},'spec':{'rules':7}}\n",
	    "Ingress/web/www",
	    "Ingress web/www: spec.rules: not a list; the object before it "
	    "stays in use\n"
	    "names:\n"
	    "  www.example.com, published: the zone has what it asks for\n"
	    "    A 192.0.2.1\n"
	    "    error BadObject: spec.rules: not a list; the object before it "
	    "stays in use\n"
	    "findings:\n"
	    "  error BadObject: spec.rules: not a list; the object before it "
	    "stays in use\n" },
};

static void make_last(struct world *world, int last)
{
	if (last == NO)
		return;
	world_publish(world);
	if (last == KEPT || last == CLAIMED)
		world_keep(world);
	if (last == MOVED)
		world_put(world,
		    INGRESS("web", "www", 1, "www.example.com", "192.0.2.7"));
	if (last == GONE || last == KEPT)
		world_put(
		    world, "Ingress {" META("web", "www", 1) "},'spec':{}}\n");
	world_pass(world);
}

static void forbid(struct world *world, const char *kind)
{
	if (kind)
		store_set_state(
		    world->store, kind_find(kind), SOURCE_FORBIDDEN, "403", 1);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(1 << 20);
	struct world world;
	bool found;

	world_open(&world, row->rules ? row->rules : "");
	world_put(&world, row->objects);
	world_list(&world, row->without ? row->without : "");
	forbid(&world, row->without);
	forbid(&world, row->forbidden);
	world_pass(&world);
	make_last(&world, (int)row->last);
	found = world_explain(&world, row->asked, &text);
	world_drop_owner(&text);
	assert_string_equal(buf_text(&text), row->want);
	assert_int_equal(found, !row->nothing);
	buf_clear(&text);
	world_close(&world);
}

/* The form others read: every member, once. */
static void json(void **state)
{
	struct buf got = BUF_INIT(1 << 16);
	struct question question;
	struct world world;
	struct err err;

	(void)state;
	world_open(&world, "");
	world_put(&world,
	    WWW INGRESS("play", "www", 2, "www.example.com", "192.0.2.9"));
	world_list(&world, "");
	world_pass(&world);
	assert_true(question_parse(&question, "www.example.com", &err));
	explain_write(&world.knowledge, &question, &got);
	assert_string_equal(buf_text(&got),
	    "{\"schemaVersion\":1,\"question\":\"www.example.com\","
	    "\"found\":true,\"name\":\"www.example.com\","
	    "\"zone\":\"example.com\",\"state\":\"exists\","
	    "\"sentence\":\"it exists\","
	    "\"owner\":{\"whose\":\"namespace\",\"unit\":\"www.example.com\","
	    "\"namespace\":\"web\",\"why\":\"oldest\","
	    "\"sentence\":\"namespace web: its claim was the oldest when the "
	    "name was new\"},"
	    "\"records\":[{\"type\":\"A\",\"ttl\":60,\"data\":\"192.0.2.1\","
	    "\"origins\":[\"Ingress web/www\"]}],"
	    "\"claims\":[{\"origin\":\"Ingress web/www\","
	    "\"outcome\":\"published\","
	    "\"sentence\":\"the zone has what it asks for\","
	    "\"records\":[{\"type\":\"A\",\"data\":\"192.0.2.1\","
	    "\"published\":true}],\"findings\":[]},"
	    "{\"origin\":\"Ingress play/www\",\"outcome\":\"refused\","
	    "\"sentence\":\"A: the name belongs to namespace 'web'\","
	    "\"records\":[{\"type\":\"A\",\"data\":\"192.0.2.9\","
	    "\"published\":false}],"
	    "\"findings\":[{\"severity\":\"error\",\"id\":\"NameTaken\","
	    "\"sentence\":\"A: the name belongs to namespace 'web'\"}]}],"
	    "\"notes\":[],\"sources\":[]}\n");
	buf_clear(&got);
	world_close(&world);
}

/* Answers that are none. */
static void bad_answers(void **state)
{
	static const char *const answers[] = {
		"",
		"[]",
		"{}",
		"{\"schemaVersion\":2,\"found\":true}",
		"{\"schemaVersion\":\"1\"}",
		"{\"schemaVersion\":1,\"found\":7}",
		"{\"schemaVersion\":1",
	};
	struct buf out = BUF_INIT(1000);
	bool found;
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		assert_false(report_print(
		    answers[i], strlen(answers[i]), &out, &found, &err));
	assert_int_equal(out.len, 0);
}

/* Nothing of it may reach a terminal as it is. */
static void foreign_answers(void **state)
{
	static const char answer[] =
	    "{\"schemaVersion\":1,\"found\":true,\"name\":\"a\\u001b[1m\","
	    "\"sentence\":\"\\u009b\\n\",\"records\":[7,{\"ttl\":\"x\"}],"
	    "\"claims\":[[],{\"findings\":{}}],\"notes\":[1,\"n\\t\"],"
	    "\"sources\":7,\"findings\":\"x\"}";
	struct buf out = BUF_INIT(1000);
	bool found;
	struct err err;

	(void)state;
	assert_true(report_print(answer, strlen(answer), &out, &found, &err));
	assert_true(found);
	for (const char *p = buf_text(&out); *p; p++)
		assert_true(*p == '\n' || (*p >= 0x20 && *p < 0x7f));
	assert_non_null(strstr(buf_text(&out), "a?[1m: ??"));
	buf_clear(&out);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(json), cmocka_unit_test(bad_answers),
		cmocka_unit_test(foreign_answers));
}
