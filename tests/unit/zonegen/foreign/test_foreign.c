/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_foreign.c - what becomes of zone files that others wrote: a zone in our
 * form, and what was left out of it.
 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/foreign/foreignfile.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/zone.h"

#define SOA "@ 3600 IN SOA ns1 hostmaster 7 900 300 1209600 60\n"
#define NS "@ 3600 IN NS ns1\n"
#define HEAD                                                          \
	"$ORIGIN example.com.\n"                                      \
	"@\t3600\tIN\tSOA\tns1.example.com. hostmaster.example.com. " \
	"(\n\t7\t; serial\n\t900 300 1209600 60 )\n"                  \
	"@\t3600\tIN\tNS\tns1.example.com.\n"

static const struct row {
	const char *name;
	const char *text;
	const char *below; /* HEAD; NULL: all of it is no zone */
	const char *left;  /* "name TYPE line count why" a line; NULL: none */
	bool unnamed;      /* the file says which zone it is */
} rows[] = {
	{ "the least", SOA NS, "" },
	{ "in another order", "www 60 A 192.0.2.1\n" NS SOA,
	    "www\t60\tIN\tA\t192.0.2.1\n" },
	{ "sorted, no duplicates, one TTL",
	    SOA NS "b 60 A 192.0.2.2\nA 60 A 192.0.2.9\nb 30 A 192.0.2.1\n"
		   "b 20 A 192.0.2.2\n",
	    "a\t60\tIN\tA\t192.0.2.9\nb\t20\tIN\tA\t192.0.2.1\n"
	    "b\t20\tIN\tA\t192.0.2.2\n" },
	{ "below an alias and a cut",
	    SOA NS "c 60 CNAME b\nx.c 60 A 192.0.2.1\nd 60 NS ns.d\n"
		   "ns.d 60 A 192.0.2.1\n",
	    "c\t60\tIN\tCNAME\tb.example.com.\n"
	    "x.c\t60\tIN\tA\t192.0.2.1\n"
	    "d\t60\tIN\tNS\tns.d.example.com.\n"
	    "ns.d\t60\tIN\tA\t192.0.2.1\n" },
	{ "TTL 0", SOA NS "a 0 A 192.0.2.1\n", "a\t0\tIN\tA\t192.0.2.1\n" },
	{ "the apex has more", SOA NS "@ 60 TXT \"x;y\"\n@ 60 MX 10 mail\n",
	    "@\t60\tIN\tMX\t10 mail.example.com.\n"
	    "@\t60\tIN\tTXT\t\"x;y\"\n" },
	{ "types that are not published",
	    SOA NS "a 60 HINFO x y\nb 60 HINFO x y\nc 60 TYPE731 \\# 1 00\n",
	    "",
	    "a.example.com HINFO 3 2 a type that is not published\n"
	    "c.example.com TYPE731 5 1 a type that is not published\n" },
	{ "a good type in octets", SOA NS "a 60 A \\# 4 c0000201\n", "",
	    "a.example.com A 3 1 written as octets (RFC 3597), which are not "
	    "looked into\n" },
	{ "bad rdata", SOA NS "a 60 A 192.0.2.300\nb 60 A 192.0.2.1\n",
	    "b\t60\tIN\tA\t192.0.2.1\n",
	    "a.example.com A 3 1 A: '192.0.2.300' is not an IPv4 address\n" },
	{ "a name that is none", SOA NS "a\\032b 60 A 192.0.2.3\n", "",
	    "a\\032b.example.com A 3 1 bad name 'a\\032b.example.com': a "
	    "character that host "
	    "names do not have\n" },
	{ "a target that is none", SOA NS "a 60 CNAME b\\032c\n", "",
	    "a.example.com CNAME 3 1 bad name 'b\\032c.example.com.': a "
	    "character that host names do not have\n" },
	{ "outside", SOA NS "a.example.org. 60 A 192.0.2.3\n", "",
	    "a.example.org A 3 1 its name is not in the zone\n" },
	{ "a second SOA", SOA NS SOA, "",
	    "example.com SOA 0 1 there is a SOA already\n" },
	{ "a SOA below", SOA NS "sub 60 SOA a b 1 2 3 4 5\n", "",
	    "sub.example.com SOA 3 1 it is not at the zone itself\n" },
	{ "no SOA", NS },
	{ "no nameserver", SOA },
	{ "a SOA that cannot be read", "@ 60 SOA a b 1 2 3 4\n" NS },
	{ "nothing", "" },
	{ "not text",
	    "\x7f"
	    "ELF\001\002" },
	{ "it says which zone",
	    "$ORIGIN example.com.\n" SOA NS "www 60 A 192.0.2.1\n",
	    "www\t60\tIN\tA\t192.0.2.1\n", .unnamed = true },
	{ "it says so late",
	    "www.example.com. 60 A 192.0.2.1\n$ORIGIN example.com.\n" NS SOA,
	    "www\t60\tIN\tA\t192.0.2.1\n", .unnamed = true },
	{ "it does not say", SOA NS, .unnamed = true },
	{ "no SOA, and it does not say", "www.example.com. 60 A 192.0.2.1\n",
	    .unnamed = true },
};

static void print_left(const struct foreign *foreign, struct buf *out)
{
	char type[FOREIGN_TYPE_SIZE];

	for (size_t i = 0; i < foreign->nleft; i++) {
		const struct foreign_left *left = &foreign->left[i];

		buf_printf(out, "%s %s %zu %zu %s\n", left->name,
		    left->type ? foreign_type(left->type, type) : "?",
		    left->line, left->count, left->why);
	}
}

static void reads(void **state)
{
	const struct row *row = *state;
	const char *zone = row->unnamed ? NULL : "example.com";
	struct buf text = BUF_INIT(100000), left = BUF_INIT(100000);
	struct foreign foreign;
	struct err err = { .text = "" };
	bool ok = foreignfile_read(
	    &foreign, row->text, strlen(row->text), zone, &err);

	assert_int_equal(ok, row->below != NULL);
	assert_true(ok || *err.text);
	if (ok) {
		foreign_print(&foreign, &text);
		assert_int_equal(
		    strncmp(buf_text(&text), HEAD, strlen(HEAD)), 0);
		assert_string_equal(buf_text(&text) + strlen(HEAD), row->below);
		print_left(&foreign, &left);
		assert_string_equal(
		    buf_text(&left), row->left ? row->left : "");
	}
	foreign_clear(&foreign);
	buf_clear(&text);
	buf_clear(&left);
}

/* It becomes a last version, with all that it has, of unknown origin. */
static void loads(void **state)
{
	static const char text[] = SOA NS "www 60 A 192.0.2.1\n"
					  "x.c 0 TXT \"a\" \"\\000\"\n";
	static const struct zone_settings settings = {
		.name = "example.com", .header = "", .ttl = 60
	};
	struct zone *zone = zone_new(&settings);
	const struct rrsets *www;
	struct foreign foreign;
	struct err err;
	size_t count;

	(void)state;
	assert_true(foreignfile_read(
	    &foreign, text, strlen(text), settings.name, &err));
	assert_true(foreign_load(&foreign, zone, &err));
	assert_true(zone_has_version(zone));
	assert_int_equal(zone_serial(zone), 7);
	www = zone_last(zone, "www.example.com");
	assert_non_null(www);
	rrsets_origins(www, 0, &count);
	assert_int_equal(count, 0);
	assert_non_null(zone_last(zone, "x.c.example.com"));
	foreign_clear(&foreign);
	zone_free(zone);
}

/* Recovered, it is compared with, and the next version follows all the same. */
static void recovers(void **state)
{
	static const struct nameserver ns = { .name = "ns1.example.org" };
	static const struct zone_settings own = { .name = "example.com",
		.header = "",
		.ttl = 60,
		.max_ttl = 60,
		.max_records = 100,
		.max_types = 100,
		.soa = { "ns1.example.org", "hostmaster.example.com", 900, 300,
		    1209600, 60, 3600 },
		.nameservers = &ns,
		.nnameservers = 1 };
	static const char text[] =
	    "@ 3600 SOA ns1.example.org. hostmaster 7 900 300 1209600 60\n"
	    "@ 3600 NS ns1.example.org.\n";
	struct zone *zone = zone_new(&own);
	struct version *version;
	struct foreign foreign;
	struct err err;

	(void)state;
	assert_true(
	    foreignfile_read(&foreign, text, strlen(text), own.name, &err));
	assert_true(foreign_recover(&foreign, zone, &err));
	zone_resolve(zone);
	assert_true(zone_is_elsewhere(zone));
	assert_true(version_differs(zone));
	version = version_new(zone, 8, &err);
	assert_non_null(version);
	version_adopt(zone, version);
	version_free(version);
	assert_false(zone_is_elsewhere(zone));
	assert_false(version_differs(zone));
	foreign_clear(&foreign);
	zone_free(zone);
}

/* However many are left out, what is kept of that is bounded. */
static void leaves_without_end(void **state)
{
	struct foreign foreign;
	size_t count = 0;

	(void)state;
	foreign_open(&foreign, "example.com");
	for (unsigned i = 0; i < 70000; i++) {
		foreign_leave(&foreign, "a.example.com",
		    (uint16_t)(1000 + i % 5000), 0, "not published");
		foreign_leave(&foreign, "a.example.com", RR_A, 0, "b\001d");
	}
	assert_int_equal(foreign.nleft, FOREIGN_LEFT_MAX);
	for (size_t i = 0; i < foreign.nleft; i++)
		count += foreign.left[i].count;
	assert_int_equal(count + foreign.left_more, 140000);
	assert_string_equal(foreign.left[1].why, "b?d");
	foreign_clear(&foreign);
}

static const struct contact {
	const char *name, *text, *printed;
} contacts[] = {
	{ "a plain one", "hostmaster", "hostmaster.example.com" },
	{ "a dot", "John\\.Doe.example.org.", "john\\.doe.example.org" },
	{ "two dots", "a\\.b\\.c", "a\\.b\\.c.example.com" },
	{ "a hyphen", "a-b\\.c", "a-b\\.c.example.com" },
	{ "an at sign", "a@example.com.", NULL },
	{ "another escape", "a\\;b", "a\\059b.example.com" },
	{ "a backslash, escaped", "a\\\\.b", "a\\092.b.example.com" },
	{ "a dot in digits", "a\\046b", "a\\.b.example.com" },
	{ "a backslash at the end", "a\\", NULL },
	{ "the zone itself", "@", NULL },
};

static void reads_contact(void **state)
{
	const struct contact *row = *state;
	struct buf text = BUF_INIT(10000);
	struct foreign foreign;
	struct err err;
	bool ok;

	buf_printf(
	    &text, "@ 60 SOA ns1 %s 7 900 300 1209600 60\n%s", row->text, NS);
	ok = foreignfile_read(
	    &foreign, buf_text(&text), text.len, "example.com", &err);
	assert_int_equal(ok, row->printed != NULL);
	if (ok)
		assert_string_equal(foreign.soa.contact, row->printed);
	foreign_clear(&foreign);
	buf_clear(&text);
}

int main(void)
{
	return RUN_ROWS(rows, reads) + RUN_ROWS(contacts, reads_contact) +
	    RUN_TESTS(cmocka_unit_test(loads),
		cmocka_unit_test(leaves_without_end),
		cmocka_unit_test(recovers));
}
