/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_ingress.c - what Ingresses claim, by the rules that are named in the
 * rows.
 */
#include "controller/source/claims.h"
#include "tests/unit/controller/source/outcome.h"

static const struct row rows[] = {
	/* A: Ingress */
	{ "row 12: IPv6 alone",
	    I(META(), WWW, LB("{'ip':'FD12:3456:789a:2:0:0:0:0'}")), &one,
	    "www.example.com: AAAA fd12:3456:789a:2::\n" },
	{ "row 58: the same address twice",
	    I(META(), WWW, LB("{'ip':'192.0.2.2'}," IP1 "," IP1)), &one,
	    "www.example.com: A 192.0.2.1, A 192.0.2.2\n" },
	{ "A1 v4-mapped", I(META(), WWW, LB("{'ip':'::ffff:192.0.2.1'}," IP1)),
	    &one, "www.example.com: A 192.0.2.1\n" },
	{ "A1 legacy forms and zone ids",
	    I(META(), WWW,
		LB("{'ip':'192.0.2.010'},{'ip':'0x7f.1'},{'ip':'127.1'},"
		   "{'ip':'fe80::1%eth0'},{'ip':'192.0.2.1:80'},{'ip':"
		   "' 192.0.2.1'}," IP1)),
	    &one,
	    "www.example.com: A 192.0.2.1\n!BadTarget -\n!BadTarget -\n"
	    "!BadTarget -\n!BadTarget -\n!BadTarget -\n!BadTarget -\n" },
	{ "A1 a name in ip", I(META(), WWW, LB("{'ip':'lb.example.net'}")),
	    &one,
	    "www.example.com: -\n!BadTarget -\n!NoAddress "
	    "www.example.com\n" },
	{ "A1 an address in hostname",
	    I(META(), WWW, LB("{'hostname':'192.0.2.7'}")), &one,
	    "www.example.com: A 192.0.2.7\n" },
	{ "A1 odd addresses",
	    I(META(), WWW,
		LB("{'ip':'127.0.0.1'},{'ip':'0.0.0.0'},{'ip':"
		   "'224.0.0.1'},{'ip':'::'},{'ip':'ff02::1'}")),
	    &one,
	    "www.example.com: A 127.0.0.1, A 224.0.0.1, AAAA ff02::1\n"
	    "!OddAddress -\n!BadTarget -\n!OddAddress -\n!BadTarget -\n"
	    "!OddAddress -\n" },
	{ "A1 a host name", I(META(), WWW, LB("{'hostname':'LB.x.net.'}")),
	    &one, "www.example.com: CNAME lb.x.net.\n" },
	{ "row 36, A2: ip and hostname in one entry",
	    I(META(), WWW, LB("{'ip':'192.0.2.1','hostname':'lb.x.net'}")),
	    &one, "www.example.com: A 192.0.2.1\n!MixedTargets -\n" },
	{ "A2 several host names, the first in canonical order",
	    I(META(), WWW,
		LB("{'hostname':'a.z.net'},{'hostname':'z.a.net'},"
		   "{'hostname':'z.b.net'}")),
	    &one, "www.example.com: CNAME z.a.net.\n!MixedTargets -\n" },
	{ "A2 one host name twice",
	    I(META(), WWW, LB("{'hostname':'a.net'},{'hostname':'A.net.'}")),
	    &one, "www.example.com: CNAME a.net.\n" },
	{ "N6 bad host names",
	    I(META(), WWW,
		LB("{'hostname':'localhost'},{'hostname':'999.1.1.1'},"
		   "{'hostname':'lb.net:80'},{'hostname':'a..b'},"
		   "{'hostname':'x.123.'}")),
	    &one,
	    "www.example.com: -\n!BadTarget -\n!BadTarget -\n!BadTarget -\n"
	    "!BadTarget -\n!BadTarget -\n!NoAddress www.example.com\n" },
	{ "N6 one label and a final dot",
	    I(META(), WWW, LB("{'hostname':'localhost.'}")), &one,
	    "www.example.com: CNAME localhost.\n" },
	{ "C1 no status", I(META(), WWW, ""), &one,
	    "www.example.com: lost\n!NoAddress www.example.com\n" },
	{ "Q4 an empty status", I(META(), WWW, LB("")), &one,
	    "www.example.com: lost\n!NoAddress www.example.com\n" },
	{ "Q4 entries that say nothing", I(META(), WWW, LB("{},{}")), &one,
	    "www.example.com: lost\n!NoAddress www.example.com\n" },
	{ "row r: hosts of tls are not read",
	    I(META(), ",'spec':{'tls':[{'hosts':['tls.example.com']}]}",
		LB(IP1)),
	    &one, "!Filtered tls.example.com\n" },
	{ "A hosts of tls with the option",
	    I(META(),
		",'spec':{'rules':[{'host':'www.example.com'}],'tls':"
		"[{'hosts':['www.example.com','tls.example.com']}]}",
		LB(IP1)),
	    &tls,
	    "tls.example.com: A 192.0.2.1\nwww.example.com: A 192.0.2.1\n" },
	{ "A hostname-source: hosts of the spec",
	    I(NOTES(ED "hostname':'x'," ED
		       "ingress-hostname-source':'Defined-Hosts-Only'"),
		WWW, LB(IP1)),
	    &one, "www.example.com: A 192.0.2.1\n" },
	{ "A hostname-source: the annotation",
	    I(NOTES(ED "hostname':'x'," ALPHA
		       "ingress-hostname-source':'annotation-only'"),
		WWW, LB(IP1)),
	    &one, "x.example.com: A 192.0.2.1\n" },
	{ "A hostname-source: another word",
	    I(NOTES(ED "hostname':'x'," ED "ingress-hostname-source':'rules'"),
		WWW, LB(IP1)),
	    &one, "!Ignored www.example.com\n!Ignored x.example.com\n" },
	{ "A hostname-source: empty",
	    I(NOTES(ED "ingress-hostname-source':''"), WWW, LB(IP1)), &one,
	    "www.example.com: A 192.0.2.1\n" },

	/* A3: annotations, here target */
	{ "A3 target instead of the status", TARGETS("'192.0.2.9,2001:db8::9'"),
	    "www.example.com: A 192.0.2.9, AAAA 2001:db8::9\n" },
	{ "A3 blanks and empty items", TARGETS("' , 192.0.2.9 ,,lb.net ,'"),
	    "www.example.com: A 192.0.2.9\n!MixedTargets -\n" },
	{ "A3 a bad item is dropped alone", TARGETS("'nope,192.0.2.9'"),
	    "www.example.com: A 192.0.2.9\n!BadTarget -\n" },
	{ "A3 no good item", TARGETS("'nope,10.0.0.01'"),
	    "www.example.com: -\n!BadTarget -\n!BadTarget -\n"
	    "!NoAddress www.example.com\n" },
	{ "A3 an empty target", TARGETS("''"),
	    "www.example.com: -\n!NoAddress www.example.com\n" },
	{ "A3 a host name", TARGETS("'LB.Example.Net'"),
	    "www.example.com: CNAME lb.example.net.\n" },
	{ "A3 text that is no target",
	    TARGETS("'192.0.2.1 ; A 6.6.6.6\\n$INCLUDE x,\\\\000'"),
	    "www.example.com: -\n!BadTarget -\n!BadTarget -\n"
	    "!NoAddress www.example.com\n" },
	{ "A3 an address longer than any",
	    TARGETS("'00000000000000000000000000000000000000000000000000"
		    "00000000000000000000000192.0.2.1'"),
	    "www.example.com: -\n!BadTarget -\n"
	    "!NoAddress www.example.com\n" },

	/* A5: one TTL per RRset */
	{ "A5 seconds", TTL("'300'"), "www.example.com 300: A 192.0.2.1\n" },
	{ "A5 a duration", TTL("'1h2m11s'"),
	    "www.example.com 3731: A 192.0.2.1\n" },
	{ "A5 a fraction cut off", TTL("'20.9s'"),
	    "www.example.com 20: A 192.0.2.1\n" },
	{ "A5 the most", TTL("'2147483647'"),
	    "www.example.com 2147483647: A 192.0.2.1\n" },
	{ "A5 more", TTL("'2147483648'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 beyond 64 bits", TTL("'18446744073709551617'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 nothing", TTL("'0'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 less than a second", TTL("'999ms'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 signs", TTL("'-1s'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 plus", TTL("'+60'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 blanks", TTL("' 60'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 words", TTL("'a day'"),
	    "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
	{ "A5 empty", TTL("''"), "www.example.com: A 192.0.2.1\n!BadTTL -\n" },
};

/* A hundred findings, however many mistakes. */
static void many_mistakes(void **state)
{
	struct buf text = BUF_INIT(1 << 20);
	struct claims claims = { .config = &one, .origin = "Ingress web/www" };
	struct object *object;

	(void)state;
	buf_puts(&text, "{'kind':'Ingress'," META(""));
	text.data[--text.len] = '\0'; /* the brace that ends metadata */
	buf_puts(&text, ",'annotations':{" CORE "'");
	for (int i = 0; i < 50000; i++)
		buf_puts(&text, "*x,");
	buf_puts(&text, "ok'}}" WWW LB(IP1) "}");
	object = decode(buf_text(&text));
	claims.object = object;
	run(&claims);
	assert_int_equal(claims.count, 2);
	assert_int_equal(claims.findings.count, 100);
	claims_clear(&claims);
	object_free(object);
	buf_clear(&text);
}

/* What a person reads; the subject is quoted and fit for one line. */
static void sentences(void **state)
{
	static const char *const want[] = {
		"spec.rules[].host: bad name 'a\\010b': "
		"a character that host names do not have",
		"hostname annotation: bad name '*': "
		"'*' needs a name behind it",
		"status.loadBalancer.ingress[0].ip: "
		"'nope' is not an address",
		"status.loadBalancer.ingress[1].hostname: "
		"'999.1.1.1': its last label is a number, as in an address",
		"ttl annotation: '1?x' is neither a duration nor seconds "
		"from 1 to 2147483647",
		"its status has no address yet",
	};
	struct claims claims = { .config = &one, .origin = "Ingress web/www" };
	struct object *object = decode(I(NOTES(CORE "'*'," ED "ttl':'1\\nx'"),
	    ",'spec':{'rules':[{'host':'a\\nb'},{'host':'a.example.com'}]}",
	    LB("{'ip':'nope'},{'hostname':'999.1.1.1'}")));

	(void)state;
	claims.object = object;
	run(&claims);
	assert_int_equal(claims.findings.count, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_string_equal(claims.findings.list[i].sentence, want[i]);
	claims_clear(&claims);
	object_free(object);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(
		cmocka_unit_test(many_mistakes), cmocka_unit_test(sentences));
}
