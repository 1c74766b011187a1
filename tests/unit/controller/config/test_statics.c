/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/config/rows.h"

#define ZONE(more)                                                 \
	"zones:\n"                                                 \
	"- name: e.x\n"                                            \
	"  nameservers: [{name: n.e.x, addresses: [192.0.2.1]}]\n" \
	"  soa: {contact: a@e.x}\n" more
#define RECORD(text) ZONE("  records: ['" text "']\n")
#define BAD(why) "/etc/f:5:14: zones[0].records[0]: " why "\n"
#define ALIAS                                                            \
	"an alias has its name for itself alone, and this name has two " \
	"records"

static const struct row rows[] = {
	{ "an address", RECORD("www 300 IN A 192.0.2.7"),
	    "static=www.e.x 300 A 192.0.2.7" },
	{ "TTL and class are optional, in either order",
	    ZONE("  records: [www A 192.0.2.7, v IN 30 A 192.0.2.8]\n"),
	    "static=www.e.x 0 A 192.0.2.7\nstatic=v.e.x 30 A 192.0.2.8" },
	{ "the apex", RECORD("@ TXT \"v=spf1 -all\""),
	    "static=e.x 0 TXT \"v=spf1 -all\"" },
	{ "names are relative, in rdata as well",
	    ZONE("  records: [a CNAME b, '@ MX 10 m', s SRV 0 5 443 @]\n"),
	    "static=a.e.x 0 CNAME b.e.x.\nstatic=e.x 0 MX 10 m.e.x.\n"
	    "static=s.e.x 0 SRV 0 5 443 e.x." },
	{ "a final dot makes them absolute",
	    RECORD("a.e.x. CNAME b.example.net."),
	    "static=a.e.x 0 CNAME b.example.net." },
	{ "a wildcard, upper case, blanks", RECORD("  *.A \t A  192.0.2.7"),
	    "static=*.a.e.x 0 A 192.0.2.7" },
	{ "a delegation with its glue",
	    ZONE("  records: [s NS n.s, n.s A 192.0.2.9]\n"),
	    "static=s.e.x 0 NS n.s.e.x.\nstatic=n.s.e.x 0 A 192.0.2.9" },
	{ "outside the zone", RECORD("www.e.y. A 192.0.2.7"),
	    .errors = BAD("its owner is not in the zone") },
	{ "a near miss", RECORD("xe.x. A 192.0.2.7"),
	    .errors = BAD("its owner is not in the zone") },
	{ "a bad owner", RECORD("a..b A 192.0.2.7"),
	    .errors = BAD("bad name 'a..b.e.x': an empty label") },
	{ "only an owner", RECORD("www"),
	    .errors = BAD("must be OWNER [TTL] [CLASS] TYPE RDATA") },
	{ "only blanks", RECORD("  "),
	    .errors = BAD("must be OWNER [TTL] [CLASS] TYPE RDATA") },
	{ "no rdata", RECORD("www A"), .errors = BAD("an address is missing") },
	{ "a directive", RECORD("$INCLUDE /etc/passwd"),
	    .errors = BAD("directives are not read here: each record "
			  "stands by itself, and is absolute or below the "
			  "zone") },
	{ "a bad address", RECORD("www A 192.0.2.256"),
	    .errors = BAD("'192.0.2.256' is not an IPv4 address") },
	{ "a comment", RECORD("www A 192.0.2.7 ; x"),
	    .errors = BAD("more than its fields") },
	{ "an unknown type", RECORD("www FOO x"),
	    .errors = BAD("'FOO' is no type that can be published") },
	{ "a SOA", RECORD("@ SOA a b 1 1 1 1 1"),
	    .errors = BAD("'SOA' is no type that can be published: the SOA is "
			  "of the configuration") },
	{ "a type for private use", RECORD("p TYPE65280 \\# 1 00"),
	    .errors = BAD("'TYPE65280' is not published, unknownTypes is "
			  "off") },
	{ "a TTL of nothing", RECORD("www 0 A 192.0.2.7"),
	    .errors = BAD("'0' is no TTL of 1 to 2147483647 seconds, and no "
			  "type: must be OWNER [TTL] [CLASS] TYPE RDATA") },
	{ "a TTL as BIND takes it", RECORD("www 1h A 192.0.2.7"),
	    .errors = BAD("'1h' is no TTL of 1 to 2147483647 seconds, and no "
			  "type: must be OWNER [TTL] [CLASS] TYPE RDATA") },
	{ "an alias of itself", RECORD("www CNAME www"),
	    .errors = BAD("an alias of itself") },
	{ "an alias beside an address",
	    ZONE("  records: [w A 192.0.2.7, w CNAME v]\n"),
	    .errors = "/etc/f:5:28: zones[0].records[1]: " ALIAS "\n" },
	{ "a text beside an alias, in other letters",
	    ZONE("  records: [w CNAME v, 'W.e.x. TXT \"t\"']\n"),
	    .errors = "/etc/f:5:25: zones[0].records[1]: " ALIAS "\n" },
	{ "two aliases", ZONE("  records: [w CNAME v, w CNAME u]\n"),
	    .errors = "/etc/f:5:24: zones[0].records[1]: " ALIAS "\n" },
	{ "where such are wanted",
	    RECORD("p TYPE65280 \\# 1 00") "unknownTypes: true\n",
	    "static=p.e.x 0 TYPE65280 \\# 1 00" },
	{ "NS of the zone itself", RECORD("@ NS n.e.x."),
	    .errors = BAD("the apex of a zone cannot have this type") },
	{ "the zone as an alias", RECORD("@ CNAME b"),
	    .errors = BAD("the apex of a zone cannot have this type") },
	{ "a wildcard that is delegated", RECORD("*.a NS n.e.y."),
	    .errors = BAD("a wildcard cannot have this type") },
	{ "an address of a nameserver", RECORD("n A 192.0.2.9"),
	    .errors = BAD("the name belongs to a nameserver of the zone") },
	{ "text at a nameserver", RECORD("n TXT \"x\""),
	    "static=n.e.x 0 TXT \"x\"" },
	{ "below another zone",
	    RECORD("a.s A 192.0.2.7") "- name: s.e.x\n"
				      "  nameservers: [{name: n.e.y}]\n"
				      "  soa: {contact: a@e.x}\n",
	    .errors = BAD("the name belongs to another zone") },
	{ "not a list", ZONE("  records: x\n"),
	    .errors = "/etc/f:5:12: zones[0].records: must be a list, not "
		      "'x'\n" },
	{ "comments", ZONE("  comments: true\n"), "comments" },
	{ "comments, no truth", ZONE("  comments: origin\n"),
	    .errors = "/etc/f:5:13: zones[0].comments: must be true or false, "
		      "not 'origin'\n" },
	{ "lint off", ZONE("  lint: {off: [AliasChain, PrivateAddress]}\n"),
	    "lint off=AliasChain,PrivateAddress" },
	{ "lint off, no such check",
	    ZONE("  lint: {off: [AliasChains, BadName, 5]}\n"),
	    .errors = "/etc/f:5:16: zones[0].lint.off[0]: there is no check to "
		      "turn off with the name 'AliasChains', did you mean "
		      "'AliasChain'?\n"
		      "/etc/f:5:29: zones[0].lint.off[1]: there is no check to "
		      "turn off with the name 'BadName'\n"
		      "/etc/f:5:38: zones[0].lint.off[2]: must be a string, "
		      "not '5'\n" },
	{ "lint off twice", ZONE("  lint: {off: [OddCAA, OddCAA]}\n"),
	    .errors = "/etc/f:5:24: zones[0].lint.off[1]: 'OddCAA' is in the "
		      "list already\n" },
	{ "lint off is no list", ZONE("  lint: {off: OddCAA}\n"),
	    .errors = "/etc/f:5:15: zones[0].lint.off: must be a list, not "
		      "'OddCAA'\n" },
	{ "lint, unknown key", ZONE("  lint: {on: []}\n"),
	    .errors = "/etc/f:5:10: zones[0].lint.on: unknown key\n" },
	{ "administrators", ZONE("  administrators: [dns, \"*\"]\n"),
	    "administrator=dns\nadministrator=*" },
	{ "none of them a namespace", ZONE("  administrators: [D.s]\n"),
	    .errors = "/etc/f:5:20: zones[0].administrators[0]: must be a "
		      "name of lower-case letters, digits and '-', not "
		      "'D.s'\n" },
	{ "the addresses of a Service",
	    "zones:\n- name: e.x\n"
	    "  nameservers: [{name: n.e.x, service: dns/nsd}]\n"
	    "  soa: {contact: a@e.x}\n",
	    "ns=n.e.x of dns/nsd" },
	{ "addresses and a Service",
	    "zones:\n- name: e.x\n"
	    "  nameservers:\n"
	    "  - {name: n.e.x, service: dns/nsd, addresses: [192.0.2.1]}\n"
	    "  soa: {contact: a@e.x}\n",
	    .errors = "/etc/f:4:48: zones[0].nameservers[0].addresses: there "
		      "can be addresses or a Service, not both\n" },
	{ "a Service without a namespace",
	    "zones:\n- name: e.x\n"
	    "  nameservers: [{name: n.e.x, service: nsd}]\n"
	    "  soa: {contact: a@e.x}\n",
	    .errors = "/etc/f:3:17: zones[0].nameservers[0].addresses: 'n.e.x' "
		      "is inside the zone and needs an address or a "
		      "Service\n"
		      "/etc/f:3:40: zones[0].nameservers[0].service: must be "
		      "NAMESPACE/NAME of a Service, not 'nsd'\n" },
	{ "a Service whose namespace ends in '-'",
	    "zones:\n- name: e.x\n"
	    "  nameservers: [{name: n.e.y, service: dns-/nsd}]\n"
	    "  soa: {contact: a@e.x}\n",
	    .errors = "/etc/f:3:40: zones[0].nameservers[0].service: must be "
		      "NAMESPACE/NAME of a Service, not 'dns-/nsd'\n" },
	{ "a text without quotes", RECORD("n TXT x"),
	    .errors = BAD("not a quoted string; TXT is \"STRING\" ...") },
	{ "a profile", ZONE("profile: k8s-gateway\n"),
	    "resources=Ingress,Service\nunion=1\nannotations=hostname\n"
	    "prefixes=external-dns.alpha.kubernetes.io/,coredns.io/\n" },
	{ "an explicit key wins over it",
	    ZONE("profile: k8s-gateway\nresources: [HTTPRoute]\n"
		 "acrossNamespaces: oldest\nannotations: {read: [ttl]}\n"),
	    "resources=HTTPRoute\nunion=0\nannotations=ttl" },
	{ "no such profile", ZONE("profile: coredns\n"),
	    .errors = "/etc/f:5:10: profile: must be none or k8s-gateway, not "
		      "'coredns'\n" },
};

RUN_TABLE(rows, check)
