/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_host.c - the names that objects ask for (N1: well-formed names to N4:
 * default names of Services).
 */
#include "tests/unit/controller/source/outcome.h"

static const struct row rows[] = {
	/* N1: well-formed names; N2: the longest zone */
	{ "row 2: a host", NAMES("{'host':'domain.example.com'}"),
	    "domain.example.com: A 192.0.2.1\n" },
	{ "row 8: the apex", NAMES("{'host':'example.com'}"),
	    "example.com: A 192.0.2.1\n" },
	{ "N1 lower case, one dot less", NAMES("{'host':'WWW.Example.COM.'}"),
	    "www.example.com: A 192.0.2.1\n" },
	{ "N1 one name asked for three times",
	    NAMES("{'host':'b.example.com'},{'host':'a.example.com'},"
		  "{'host':'B.example.com'},{'host':'b.example.com.'}"),
	    "a.example.com: A 192.0.2.1\nb.example.com: A 192.0.2.1\n" },
	{ "row 13: wildcard", NAMES("{'host':'*.wildcard.example.com'}"),
	    "*.wildcard.example.com: A 192.0.2.1\n" },
	{ "N1 the zone's own wildcard", NAMES("{'host':'*.example.com'}"),
	    "*.example.com: A 192.0.2.1\n" },
	{ "N1 a label of 63", NAMES("{'host':'" L63 ".example.com'}"),
	    L63 ".example.com: A 192.0.2.1\n" },
	{ "N1 a label of 64",
	    NAMES("{'host':'a" L63 ".example.com'},{'host':"
		  "'www.example.com'}"),
	    "www.example.com: A 192.0.2.1\n!BadName -\n" },
	{ "N1 a name of 253",
	    NAMES("{'host':'" DOTS63
		  ".a2345678901234567890123456789012345678901234567890.x'}"),
	    DOTS63 ".a2345678901234567890123456789012345678901234567890.x: "
		   "-\n" },
	{ "N1 a name of 256 octets",
	    NAMES("{'host':'" DOTS63
		  ".a2345678901234567890123456789012345678901234567890"
		  ".example.com'}"),
	    "!BadName -\n" },
	{ "N1 blank, newline, quote, directive, escape, at",
	    NAMES("{'host':'a b.example.com'},{'host':'a\\nb.example.com'},"
		  "{'host':'a\\'.example.com'},{'host':'$INCLUDE'},"
		  "{'host':'\\\\097.example.com'},{'host':'@'},{'host':"
		  "'evil 60 IN A 6.6.6.6 ;.example.com'},{'host':"
		  "'ok.example.com'}"),
	    "ok.example.com: A 192.0.2.1\n!BadName -\n!BadName -\n!BadName -\n"
	    "!BadName -\n!BadName -\n!BadName -\n!BadName -\n" },
	{ "N1 empty labels",
	    NAMES("{'host':'a..example.com'},{'host':"
		  "'.example.com'},{'host':"
		  "'www.example.com..'},{'host':'.'}"),
	    "!BadName -\n!BadName -\n!BadName -\n!BadName -\n" },
	{ "N1 '*' in other places",
	    NAMES("{'host':'a.*.example.com'},{'host':'*a.example.com'},"
		  "{'host':'**.example.com'}"),
	    "!BadName -\n!BadName -\n!BadName -\n" },
	{ "N1 internationalized",
	    NAMES("{'host':'B\xc3\xbc"
		  "cher.example.com'},{'host':"
		  "'xn--bcher-kva.example.com'}"),
	    "xn--bcher-kva.example.com: A 192.0.2.1\n" },
	{ "N1 no valid punycode", NAMES("{'host':'xn--a-.example.com'}"),
	    "!BadName -\n" },
	{ "N1 underscores",
	    NAMES("{'host':'foo_bar.example.com'},{'host':"
		  "'_acme.example.com'}"),
	    "_acme.example.com: A 192.0.2.1\n"
	    "foo_bar.example.com: A 192.0.2.1\n"
	    "!OddName foo_bar.example.com\n" },
	{ "N1 hyphen at an end", NAMES("{'host':'a-.example.com'}"),
	    "a-.example.com: A 192.0.2.1\n!OddName a-.example.com\n" },
	{ "N2 in no zone: claimed, and of no interest",
	    I(META(), HOST("'www.example.net'"), LB("{'ip':'nonsense'}")), &one,
	    "www.example.net: -\n" },
	{ "N2 one in, one out",
	    NAMES("{'host':'www.example.net'},{'host':'www.example.com'}"),
	    "www.example.com: A 192.0.2.1\nwww.example.net: A 192.0.2.1\n" },
	{ "N3 a host of one label is absolute", NAMES("{'host':'www'}"),
	    "www: -\n" },
	{ "an Ingress without hosts", NAMES("{},{'host':''}"), "" },

	/* N3: relative annotations */
	{ "row 24: relative, the default name not",
	    S(NOTES(CORE "'annotation'"), BALANCED, LB(IP1)), &one,
	    "annotation.example.com: A 192.0.2.1\n" },
	{ "rows 22, 25: a list in every zone with serviceNames",
	    S(NOTES(CORE "' good.ok ,annotation-List1, ,'"), BALANCED, LB(IP1)),
	    &all,
	    "annotation-list1.example.com: A 192.0.2.1\n"
	    "annotation-list1.dev.example.com: A 192.0.2.1\n"
	    "good.ok: A 192.0.2.1\n"
	    "annotation-list1.example.org: A 192.0.2.1\n" },
	{ "row 26: the older spelling",
	    S(NOTES(ALPHA "hostname':'a,b'"), BALANCED, LB(IP1)), &one,
	    "a.example.com: A 192.0.2.1\nb.example.com: A 192.0.2.1\n" },
	{ "row 27: all three",
	    S(NOTES(ALPHA "hostname':'alpha'," ED "hostname':'ed'," CORE
			  "'core'"),
		BALANCED, LB(IP1)),
	    &one, "core.example.com: A 192.0.2.1\n" },
	{ "A3 both of external-dns, key by key",
	    S(NOTES(ALPHA "hostname':'alpha'," ALPHA "ttl':'120'," ED
			  "hostname':'ed'"),
		BALANCED, LB(IP1)),
	    &one, "ed.example.com 120: A 192.0.2.1\n" },
	{ "row 28: relative wildcard",
	    S(NOTES(CORE "'*.annotation-wildcard'"), BALANCED, LB(IP1)), &one,
	    "*.annotation-wildcard.example.com: A 192.0.2.1\n" },
	{ "row 29: refused, and no default name",
	    S(NOTES(CORE "'*my.host,**my.host,my.*.host'"), BALANCED, LB(IP1)),
	    &one, "!BadName -\n!BadName -\n!BadName -\n" },
	{ "row 30: 65 octets; foo_bar; a final dot; nothing",
	    S(NOTES(CORE "'aa" L63 ",foo_bar,x.example.com.'"), BALANCED,
		LB(IP1)),
	    &one,
	    "foo_bar.example.com: A 192.0.2.1\nx.example.com: A 192.0.2.1\n"
	    "!BadName -\n!OddName foo_bar.example.com\n" },
	{ "row 30: an empty annotation hides",
	    S(NOTES(CORE "''"), BALANCED, LB(IP1)), &one, "" },
	{ "N1 '*' alone in an annotation",
	    S(NOTES(CORE "'*,*.,ok'"), BALANCED, LB(IP1)), &one,
	    "ok.example.com: A 192.0.2.1\n!BadName -\n!BadName -\n" },
	{ "N3 one label and a final dot is absolute",
	    S(NOTES(CORE "'web.'"), BALANCED, LB(IP1)), &one, "web: -\n" },
	{ "N3 two labels are absolute",
	    S(NOTES(CORE "'web.dev'"), BALANCED, LB(IP1)), &one,
	    "web.dev: -\n" },
	{ "N3 two labels behind '*.' are absolute",
	    S(NOTES(CORE "'*.web.dev'"), BALANCED, LB(IP1)), &one,
	    "*.web.dev: -\n" },
	{ "N3 no zone with serviceNames",
	    S(NOTES(CORE "'web'"), BALANCED, LB(IP1)), &nameless,
	    "!OutsideZones web\n" },
	{ "N3 too long once the zone is behind it",
	    S(NOTES(CORE "'*." L63 "'"), BALANCED, LB(IP1)), &one,
	    "*." L63 ".example.com: A 192.0.2.1\n" },
	{ "A3 coredns.io/hostname on an Ingress",
	    I(NOTES(CORE "'web'"), WWW, LB(IP1)), &one,
	    "web.example.com: A 192.0.2.1\nwww.example.com: A 192.0.2.1\n" },

	/* N4: default names of Services */
	{ "row 1: default name, both families",
	    S(META(), BALANCED, LB(IP1 ",{'ip':'fd12:3456:789a:1::'}")), &all,
	    "www.web.dev.example.com: A 192.0.2.1, "
	    "AAAA fd12:3456:789a:1::\n"
	    "www.web.example.com: A 192.0.2.1, AAAA fd12:3456:789a:1::\n"
	    "www.web.example.org: A 192.0.2.1, AAAA fd12:3456:789a:1::\n" },
	{ "N4 no zone with serviceNames", S(META(), BALANCED, LB(IP1)),
	    &nameless, "" },
	{ "row 6: no address", S(META(), BALANCED, ""), &one,
	    "www.web.example.com: lost\n!NoAddress www.web.example.com\n" },
	{ "row 23: ClusterIP, even with a status",
	    S(META(), "'type':'ClusterIP','clusterIP':'10.0.0.1'", LB(IP1)),
	    &one, "" },
	{ "row 23: ClusterIP, even with the option",
	    S(META(), "'clusterIP':'10.0.0.1'", ""), &cluster_ip, "" },
};

RUN_TABLE(rows, check)
