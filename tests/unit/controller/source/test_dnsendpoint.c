/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_dnsendpoint.c - what DNSEndpoints claim, by the rules that are named in
 * the rows.  Rdata is tested where it is parsed.
 */
#include "tests/unit/controller/source/outcome.h"

#define E(meta, entries) D("DNSEndpoint", meta, "'endpoints':[" entries "]", "")
#define ENTRY(name, type, targets) \
	"{'dnsName':'" name "','recordType':'" type "','targets':[" targets "]}"
#define TTL_OF(ttl, targets)                                           \
	"{'dnsName':'a.example.com','recordType':'A','recordTTL':" ttl \
	",'targets':[" targets "]}"
#define ONE_ENTRY(type, targets) \
	E(META(), ENTRY("a.example.com", type, targets)), &one
#define AT_WILDCARD(type, target) \
	E(META(), ENTRY("*.example.com", type, target)), &one

static const struct row rows[] = {
	{ "row 48: both families",
	    E(META(),
		ENTRY("dual.example.com", "A", "'192.0.2.200'") "," ENTRY(
		    "dual.example.com", "AAAA", "'2001:db8::1'")),
	    &one, "dual.example.com: A 192.0.2.200, AAAA 2001:db8::1\n" },
	{ "row 49: a bad target alone",
	    ONE_ENTRY("A", "'not-an-ip','192.0.2.5'"),
	    "a.example.com: A 192.0.2.5\n!BadTarget a.example.com\n" },
	{ "row g: each name for itself",
	    E(META(),
		ENTRY("b.example.com", "A", "'192.0.2.1'") "," ENTRY(
		    "a.example.com", "AAAA", "'fd00::1'")),
	    &one, "a.example.com: AAAA fd00::1\nb.example.com: A 192.0.2.1\n" },
	{ "row h: letters and dots",
	    E(META(), ENTRY("A.Example.COM.", "A", "'192.0.2.1'")), &one,
	    "a.example.com: A 192.0.2.1\n" },
	{ "D7 one name and type twice",
	    E(META(),
		ENTRY("a.example.com", "A",
		    "'192.0.2.2','192.0.2.1'") "," ENTRY("a.example.com", "A",
		    "'192.0.2.1','192.0.2.3'")),
	    &one, "a.example.com: A 192.0.2.1, A 192.0.2.2, A 192.0.2.3\n" },
	{ "nothing", E(META(), ""), &one, "" },
	{ "null", D("DNSEndpoint", META(), "'endpoints':[null]", ""), &one,
	    "!BadName -\n" },
	{ "no name", E(META(), "{'recordType':'A','targets':['192.0.2.1']}"),
	    &one, "!BadName -\n" },
	{ "N1 bad names",
	    E(META(),
		ENTRY("a b.example.com", "A", "'192.0.2.1'") "," ENTRY(
		    "a.*.example.com", "A",
		    "'192.0.2.1'") "," ENTRY("www.example.com", "A",
		    "'192.0.2.1'")),
	    &one, "www.example.com: A 192.0.2.1\n!BadName -\n!BadName -\n" },
	{ "N3 one label is absolute",
	    E(META(), ENTRY("www", "A", "'192.0.2.1'")), &one, "www: -\n" },
	{ "N2 in no zone: of no interest",
	    E(META(), ENTRY("www.example.net", "X", "'nonsense'")), &one,
	    "www.example.net: -\n" },

	/* D1: published types */
	{ "row 51: CNAME", ONE_ENTRY("CNAME", "'B.example.net.'"),
	    "a.example.com: CNAME b.example.net.\n" },
	{ "MX, SRV, CAA",
	    E(META(),
		ENTRY("a.example.com", "MX", "'10 mail.x.net'") "," ENTRY(
		    "a.example.com", "CAA",
		    "'0 issue \\'ca.x\\''") "," ENTRY("_s._tcp.a.example.com",
		    "SRV", "'0 5 443 a.x.net.'")),
	    &one,
	    "a.example.com: MX 10 mail.x.net., CAA 0 issue \"ca.x\"\n"
	    "_s._tcp.a.example.com: SRV 0 5 443 a.x.net.\n" },
	{ "unknown words",
	    E(META(),
		ENTRY("a.example.com", "", "'192.0.2.1'") "," ENTRY(
		    "a.example.com", "a",
		    "'192.0.2.1'") "," ENTRY("a.example.com", "ANY",
		    "'192.0.2.1'") "," ENTRY("a.example.com", "A ",
		    "'192.0.2.1'") "," ENTRY("a.example.com", "TYPE1",
		    "'192.0.2.1'") "," ENTRY("a.example.com", "TYPE5x",
		    "'192.0.2.1'") "," ENTRY("a.example.com", "RRSIG",
		    "'192.0.2.1'") "," ENTRY("a.example.com", "SOA",
		    "'a. b. 1 2 3 4 5'")),
	    &one,
	    "!BadType a.example.com\n!BadType a.example.com\n"
	    "!BadType a.example.com\n!BadType a.example.com\n"
	    "!BadType a.example.com\n!BadType a.example.com\n"
	    "!BadType a.example.com\n!BadType a.example.com\n" },
	{ "a type for private use", ONE_ENTRY("TYPE65280", "'\\\\# 1 00'"),
	    "!BadType a.example.com\n" },
	{ "a type for private use, with the option",
	    E(META(),
		ENTRY("a.example.com", "TYPE65280", "'\\\\# 1 00'") "," ENTRY(
		    "a.example.com", "TYPE65534",
		    "'\\\\# 1 01'") "," ENTRY("a.example.com", "TYPE65535",
		    "'\\\\# 1 02'") "," ENTRY("a.example.com", "TYPE65279",
		    "'\\\\# 1 03'")),
	    &unknown,
	    "a.example.com: TYPE65280 \\# 1 00, TYPE65534 \\# 1 01\n"
	    "!BadType a.example.com\n!BadType a.example.com\n" },

	/* D2: each target by itself */
	{ "A: an IPv6 address, a dot, a blank, zeros",
	    ONE_ENTRY("A",
		"'fd00::1','192.0.2.1.',' 192.0.2.1','192.0.2.01',"
		"'::ffff:192.0.2.1',''"),
	    "a.example.com: -\n!BadTarget a.example.com\n"
	    "!BadTarget a.example.com\n!BadTarget a.example.com\n"
	    "!BadTarget a.example.com\n!BadTarget a.example.com\n"
	    "!BadTarget a.example.com\n" },
	{ "A1 AAAA: an IPv4 address, dressed up or not",
	    ONE_ENTRY("AAAA",
		"'192.0.2.1','::ffff:192.0.2.1','::FFFF:c000:201',"
		"'fe80::1%eth0','fd00::1'"),
	    "a.example.com: AAAA fd00::1\n!BadTarget a.example.com\n"
	    "!BadTarget a.example.com\n!BadTarget a.example.com\n"
	    "!BadTarget a.example.com\n" },
	{ "A1 an odd address", ONE_ENTRY("A", "'127.0.0.1'"),
	    "a.example.com: A 127.0.0.1\n!OddAddress a.example.com\n" },
	{ "A2 several host names, the first in canonical order",
	    ONE_ENTRY("CNAME", "'a.z.net','z.a.net','z.b.net'"),
	    "a.example.com: CNAME z.a.net.\n!MixedTargets a.example.com\n" },
	{ "A2 over several entries",
	    E(META(),
		ENTRY("a.example.com", "CNAME", "'b.net'") "," ENTRY(
		    "a.example.com", "CNAME", "'a.net'")),
	    &one,
	    "a.example.com: CNAME a.net.\n!MixedTargets a.example.com\n" },
	{ "one host name twice", ONE_ENTRY("CNAME", "'a.net','A.net.'"),
	    "a.example.com: CNAME a.net.\n" },
	{ "several DNAMEs", ONE_ENTRY("DNAME", "'a.z.net','z.a.net'"),
	    "a.example.com: DNAME z.a.net.\n!MixedTargets a.example.com\n" },
	{ "C4 an alias beside other types is for the zone to settle",
	    E(META(),
		ENTRY("a.example.com", "CNAME", "'b.net'") "," ENTRY(
		    "a.example.com", "A", "'192.0.2.1'")),
	    &one, "a.example.com: A 192.0.2.1, CNAME b.net.\n" },
	{ "N6 targets that are no names",
	    ONE_ENTRY("CNAME", "'local','999.1.1.1','a..b','b.net:80'"),
	    "a.example.com: -\n!BadTarget a.example.com\n"
	    "!BadTarget a.example.com\n!BadTarget a.example.com\n"
	    "!BadTarget a.example.com\n" },
	{ "C1 no target", ONE_ENTRY("A", ""),
	    "a.example.com: -\n!NoAddress a.example.com\n" },
	{ "C1 no list of targets",
	    E(META(), "{'dnsName':'a.example.com','recordType':'A'}"), &one,
	    "a.example.com: -\n!NoAddress a.example.com\n" },
	{ "an entry that is malformed costs itself only",
	    E(META(),
		"{'dnsName':'a.example.com','recordType':'A','targets':"
		"['192.0.2.1',7]}," ENTRY("b.example.com", "A", "'192.0.2.2'")),
	    &one,
	    "a.example.com: -\nb.example.com: A 192.0.2.2\n"
	    "!BadTarget a.example.com\n" },
	{ "D2 NS at a wildcard", AT_WILDCARD("NS", "'ns.x.net'"),
	    "*.example.com: -\n!BadTarget *.example.com\n" },
	{ "D2 DNAME at a wildcard", AT_WILDCARD("DNAME", "'x.net'"),
	    "*.example.com: -\n!BadTarget *.example.com\n" },
	{ "D2 DS at a wildcard",
	    AT_WILDCARD("DS",
		"'1 8 2 00000000000000000000000000000000000000000000000000000"
		"00000000000'"),
	    "*.example.com: -\n!BadTarget *.example.com\n" },
	{ "MX at a wildcard", AT_WILDCARD("MX", "'10 mail.x.net'"),
	    "*.example.com: MX 10 mail.x.net.\n" },

	/* D3: text is data */
	{ "row 50: TXT beside addresses",
	    E(META(),
		ENTRY("a.example.com", "A", "'192.0.2.1'") "," ENTRY(
		    "a.example.com", "TXT",
		    "'heritage=external-dns,x=y','\\'quoted\\' \\'twice\\''")),
	    &one,
	    "a.example.com: A 192.0.2.1, TXT \"quoted\" \"twice\", "
	    "TXT \"heritage=external-dns,x=y\"\n" },
	{ "D3 an empty target", ONE_ENTRY("TXT", "''"),
	    "a.example.com: TXT \"\"\n" },
	{ "D3 an escape that is none", ONE_ENTRY("TXT", "'v=DKIM1\\\\; p=x'"),
	    "a.example.com: TXT \"v=DKIM1\\\\; p=x\"\n!OddText "
	    "a.example.com\n" },
	{ "D3 a block of YAML, with its line break",
	    ONE_ENTRY("TXT", "'v=spf1 -all\\n'"),
	    "a.example.com: TXT \"v=spf1 -all\\010\"\n"
	    "!OddText a.example.com\n" },
	{ "D3 quotes that are none",
	    ONE_ENTRY("TXT", "' \\'a\\'','\\'a\\'\\'b\\'','\\'c\\' \\'\\''"),
	    "a.example.com: TXT \"c\" \"\", TXT \" \\\"a\\\"\", "
	    "TXT \"\\\"a\\\"\\\"b\\\"\"\n"
	    "!OddText a.example.com\n!OddText a.example.com\n" },
	{ "D3 hostile text",
	    ONE_ENTRY("TXT", "'a\\nb 60 IN A 6.6.6.6',';','$INCLUDE x','('"),
	    "a.example.com: TXT \"(\", TXT \";\", TXT \"$INCLUDE x\", "
	    "TXT \"a\\010b 60 IN A 6.6.6.6\"\n" },
	{ "N1 odd only where a host is meant",
	    E(META(),
		ENTRY("a_b.example.com", "TXT", "'x'") "," ENTRY(
		    "c_d.example.com", "A", "'192.0.2.1'")),
	    &one,
	    "a_b.example.com: TXT \"x\"\nc_d.example.com: A 192.0.2.1\n"
	    "!OddName c_d.example.com\n" },

	/* recordTTL (A5: one TTL per RRset) */
	{ "row 52: a TTL", E(META(), TTL_OF("180", "'192.0.2.1'")), &one,
	    "a.example.com 180: A 192.0.2.1\n" },
	{ "A5 zero and less are unset",
	    E(META(),
		TTL_OF("0", "'192.0.2.1'") "," TTL_OF("-5", "'192.0.2.2'")),
	    &one, "a.example.com: A 192.0.2.1, A 192.0.2.2\n" },
	{ "A5 too long, told once",
	    E(META(), TTL_OF("2147483648", "'192.0.2.1','192.0.2.2'")), &one,
	    "a.example.com: A 192.0.2.1, A 192.0.2.2\n"
	    "!BadTTL a.example.com\n" },
	{ "A5 two TTLs of one record: the zone takes the lower",
	    E(META(),
		TTL_OF("300", "'192.0.2.1'") "," TTL_OF("60", "'192.0.2.1'")),
	    &one, "a.example.com 60: A 192.0.2.1, A 192.0.2.1\n" },

	/* What may not speak. */
	{ "row 31: ignored",
	    E(META(",'labels':{'k8s-gateway.dns/ignore':'true'}"),
		ENTRY("a.example.com", "X", "") "," ENTRY(
		    "b.example.com", "A", "'192.0.2.1'")),
	    &one, "!Ignored b.example.com\n" },
	{ "A6 its namespace",
	    E(META(), ENTRY("a.example.com", "A", "'192.0.2.1'")), &only_dns,
	    "!Filtered a.example.com\n" },
	{ "its annotations do not count",
	    E(NOTES(ED "controller':'x'," ED "ttl':'9'," ED
		       "target':'192.0.2.9'," CORE "'x'"),
		ENTRY("a.example.com", "A", "'192.0.2.1'")),
	    &one, "a.example.com: A 192.0.2.1\n" },
};

static void begin_with(
    struct outcome *outcome, const struct config *config, const char *entries)
{
	struct buf text = BUF_INIT(8 << 20);
	struct row made = { .config = config };

	buf_printf(&text,
	    "{'kind':'DNSEndpoint'," META("") ",'spec':{'endpoints':[%s]}}",
	    entries);
	made.object = buf_text(&text);
	begin(outcome, &made);
	buf_clear(&text);
}

/* A record that is too long is dropped alone, and told apart. */
static void too_long(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct outcome outcome;

	(void)state;
	buf_puts(&text,
	    "{'dnsName':'a.example.com','recordType':'TXT',"
	    "'targets':['");
	for (int i = 0; i < 65536; i++)
		buf_putc(&text, 'x');
	buf_puts(&text, "','good']}");
	begin_with(&outcome, &one, buf_text(&text));
	assert_int_equal(outcome.claims.count, 1);
	assert_int_equal(outcome.claims.list->count, 1);
	assert_int_equal(outcome.claims.findings.count, 1);
	assert_int_equal(outcome.claims.findings.list->id, TOO_LONG);
	assert_int_equal(outcome.claims.findings.list->type, RR_TXT);
	end(&outcome);
	buf_clear(&text);
}

/* Of ten thousand addresses the first ones, and one too many (A8: sizes). */
static void many_targets(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct outcome outcome;

	(void)state;
	for (int i = 9999; i >= 0; i--)
		buf_printf(&text,
		    "{'dnsName':'a.example.com','recordType':'A','targets':["
		    "'10.0.%d.%d']}%s",
		    i / 100, i % 100, i ? "," : "");
	begin_with(&outcome, &limited, buf_text(&text));
	assert_int_equal(outcome.claims.count, 1);
	assert_int_equal(outcome.claims.list->count, 6);
	for (uint8_t i = 0; i < 6; i++)
		assert_int_equal(outcome.claims.list->records[i].rdata[3], i);
	end(&outcome);
	buf_clear(&text);
}

static void sentences(void **state)
{
	static const char *const want[] = {
		"spec.endpoints[0].dnsName: bad name '': it is empty",
		"spec.endpoints[1].recordType: 'X?' is not a type that is "
		"published",
		"spec.endpoints[2].recordType: 'TYPE65280' is not published, "
		"unknownTypes is off",
		"spec.endpoints[3].targets[1]: '::ffff:192.0.2.1' is an IPv4 "
		"address",
		"spec.endpoints[4]: no NS at a wildcard",
		"spec.endpoints[5].targets[0]: not a string",
		"spec.endpoints[6]: it has no target",
		"spec.endpoints[7]: not an object",
		"spec.endpoints[8].dnsName: not a string",
		"spec.endpoints[9].recordType: not a string",
	};
	struct outcome outcome;

	(void)state;
	begin_with(&outcome, &one,
	    "null," ENTRY("a.example.com", "X\\n", "") "," ENTRY(
		"a.example.com", "TYPE65280", "") "," ENTRY("a.example.com",
		"AAAA",
		"'fd00::1','::ffff:192.0.2.1'") "," ENTRY("*.example.com", "NS",
		"'ns.x.net'") "," ENTRY("a.example.com", "A",
		"7") "," ENTRY("a.example.com", "A",
		"") ",7,{'dnsName':7},"
		    "{'dnsName':'a.example.com','recordType':7}");
	assert_int_equal(outcome.claims.findings.count, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_string_equal(
		    outcome.claims.findings.list[i].sentence, want[i]);
	end(&outcome);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(too_long),
		cmocka_unit_test(many_targets), cmocka_unit_test(sentences));
}
