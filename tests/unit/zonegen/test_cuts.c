/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/zonegen/outcome.h"

#define NS "ns1\t3600\tIN\tA\t192.0.2.53\n"
#define OUT "sub\t60\tIN\tNS\tns.example.net.\n"

static const struct outcome rows[] = {
	{ "D4: a delegation to a nameserver outside",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.example.net\n",
	    NS OUT, "", .administrator = "adm" },
	{ "D5: delegations are for administrators",
	    "DNSEndpoint web/a 1 0 sub.example.com 0 NS ns.example.net\n"
	    "DNSEndpoint web/a 1 0 dn.example.com 0 DNAME x.example.net\n",
	    NS,
	    "NotAdministrator dn.example.com DNSEndpoint web/a\n"
	    "NotAdministrator sub.example.com DNSEndpoint web/a\n",
	    .administrator = "adm" },
	{ "D2: a wildcard is not delegated",
	    "DNSEndpoint adm/a 1 0 *.sub.example.com 0 NS ns.example.net\n", NS,
	    "BadTarget *.sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D5: all namespaces may be administrators",
	    "DNSEndpoint web/a 1 0 sub.example.com 0 NS ns.example.net\n",
	    NS OUT, "", .administrator = "*" },
	{ "D5: what is not permitted holds no name",
	    "DNSEndpoint old/a 1 0 sub.example.com 0 NS ns.example.net\n"
	    "Ingress web/a 9 0 sub.example.com 0 A 192.0.2.1\n",
	    NS "sub\t60\tIN\tA\t192.0.2.1\n",
	    "NotAdministrator sub.example.com DNSEndpoint old/a\n",
	    .administrator = "adm" },
	{ "D5: mail and text at the apex",
	    "DNSEndpoint adm/a 1 0 example.com 0 MX 10 m.example.net\n"
	    "DNSEndpoint adm/a 1 0 example.com 0 TXT \"x\"\n"
	    "DNSEndpoint web/b 2 0 example.com 0 TXT \"y\"\n",
	    "@\t60\tIN\tMX\t10 m.example.net.\n"
	    "@\t60\tIN\tTXT\t\"x\"\n" NS,
	    "NotAdministrator example.com DNSEndpoint web/b\n",
	    .administrator = "adm" },
	{ "D5: a DNAME at the apex is nobody's",
	    "DNSEndpoint adm/a 1 0 example.com 0 DNAME x.example.net\n", NS,
	    "ApexRecord example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D4: glue of the delegation's own namespace",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.sub.example.com\n"
	    "Service adm/b 2 1 ns.sub.example.com 0 A 192.0.2.7\n",
	    NS "sub\t60\tIN\tNS\tns.sub.example.com.\n"
	       "ns.sub\t60\tIN\tA\t192.0.2.7\n",
	    "", .administrator = "adm" },
	{ "D4: the nameserver is the delegated name itself",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS sub.example.com\n"
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 A 192.0.2.7\n",
	    NS "sub\t60\tIN\tNS\tsub.example.com.\n"
	       "sub\t60\tIN\tA\t192.0.2.7\n",
	    "", .administrator = "adm" },
	{ "D4: glue of a sibling's delegation (RFC 9471)",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.sub.example.com\n"
	    "DNSEndpoint adm/a 1 0 ns.sub.example.com 0 A 192.0.2.7\n"
	    "DNSEndpoint adm/a 1 0 two.example.com 0 NS ns.sub.example.com\n"
	    "DNSEndpoint adm/a 1 0 two.example.com 0 NS ns2.sub.example.com\n"
	    "DNSEndpoint adm/a 1 0 ns2.sub.example.com 0 A 192.0.2.8\n",
	    NS "sub\t60\tIN\tNS\tns.sub.example.com.\n"
	       "ns.sub\t60\tIN\tA\t192.0.2.7\n"
	       "ns2.sub\t60\tIN\tA\t192.0.2.8\n"
	       "two\t60\tIN\tNS\tns.sub.example.com.\n"
	       "two\t60\tIN\tNS\tns2.sub.example.com.\n",
	    "", .administrator = "adm" },
	{ "D4: a delegation without a nameserver that can be reached",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.sub.example.com\n"
	    "Ingress adm/b 2 1 www.sub.example.com 0 A 192.0.2.1\n",
	    NS "www.sub\t60\tIN\tA\t192.0.2.1\n",
	    "NoGlue sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D4: of several nameservers the lame one is dropped",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.example.net\n"
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.sub.example.com\n",
	    NS OUT, "NoGlue sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D4: two delegations whose nameservers hide each other",
	    "DNSEndpoint adm/a 1 0 one.example.com 0 NS ns.two.example.com\n"
	    "DNSEndpoint adm/a 1 0 two.example.com 0 NS ns.one.example.com\n",
	    NS,
	    "NoGlue one.example.com DNSEndpoint adm/a\n"
	    "NoGlue two.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D4: what else is at or below a delegation is occluded",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.sub.example.com\n"
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 TXT \"x\"\n"
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 A 192.0.2.9\n"
	    "DNSEndpoint adm/a 1 0 ns.sub.example.com 0 A 192.0.2.7\n"
	    "DNSEndpoint adm/a 1 0 ns.sub.example.com 0 TXT \"x\"\n"
	    "DNSEndpoint adm/a 1 0 www.sub.example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint adm/a 1 0 b.www.sub.example.com 0 NS n.example.net\n",
	    NS "sub\t60\tIN\tNS\tns.sub.example.com.\n"
	       "ns.sub\t60\tIN\tA\t192.0.2.7\n",
	    "Occluded b.www.sub.example.com DNSEndpoint adm/a\n"
	    "Occluded ns.sub.example.com DNSEndpoint adm/a\n"
	    "Occluded sub.example.com DNSEndpoint adm/a\n"
	    "Occluded sub.example.com DNSEndpoint adm/a\n"
	    "Occluded www.sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D4: glue from a namespace that owns no such delegation",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.sub.example.com\n"
	    "DNSEndpoint adm/b 9 0 ns.sub.example.com 0 A 192.0.2.7\n"
	    "Ingress web/a 5 1 ns.sub.example.com 0 A 192.0.2.66\n",
	    NS "sub\t60\tIN\tNS\tns.sub.example.com.\n"
	       "ns.sub\t60\tIN\tA\t192.0.2.7\n",
	    "NameTaken ns.sub.example.com Ingress web/a\n",
	    .administrator = "adm" },
	{ "D4: NS, MX and SRV to an alias are told",
	    "DNSEndpoint adm/a 1 0 a.example.com 0 CNAME x.example.net\n"
	    "DNSEndpoint adm/a 1 0 m.example.com 0 MX 10 a.example.com\n"
	    "DNSEndpoint adm/a 1 0 _s._tcp.m.example.com 0 SRV 0 5 443 "
	    "a.example.com\n",
	    "a\t60\tIN\tCNAME\tx.example.net.\n"
	    "m\t60\tIN\tMX\t10 a.example.com.\n"
	    "_s._tcp.m\t60\tIN\tSRV\t0 5 443 a.example.com.\n" NS,
	    "AliasTarget _s._tcp.m.example.com DNSEndpoint adm/a\n"
	    "AliasTarget m.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D4: glue of a delegation of another namespace",
	    "DNSEndpoint one/a 1 0 a.example.com 0 NS ns.b.example.com\n"
	    "DNSEndpoint two/a 2 0 b.example.com 0 NS ns.b.example.com\n"
	    "DNSEndpoint two/a 2 0 ns.b.example.com 0 A 192.0.2.7\n",
	    "a\t60\tIN\tNS\tns.b.example.com.\n"
	    "b\t60\tIN\tNS\tns.b.example.com.\n"
	    "ns.b\t60\tIN\tA\t192.0.2.7\n" NS,
	    "", .administrator = "*" },
	{ "D4: DS goes with its delegation only",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 TXT \"x\"\n"
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 DS 1 8 2 "
	    "000102030405060708090a0b0c0d0e0f"
	    "101112131415161718191a1b1c1d1e1f\n",
	    NS "sub\t60\tIN\tTXT\t\"x\"\n",
	    "BadTarget sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D4: a DNAME cuts what is below it, other types stay",
	    "DNSEndpoint adm/a 1 0 dn.example.com 0 DNAME x.example.net\n"
	    "DNSEndpoint adm/a 1 0 dn.example.com 0 TXT \"x\"\n"
	    "Ingress adm/b 2 1 www.dn.example.com 0 A 192.0.2.1\n",
	    "dn\t60\tIN\tTXT\t\"x\"\ndn\t60\tIN\tDNAME\tx.example.net.\n" NS,
	    "Occluded www.dn.example.com Ingress adm/b\n",
	    .administrator = "adm" },
	{ "D4: a nameserver below a DNAME has no address",
	    "DNSEndpoint adm/a 1 0 dn.example.com 0 DNAME x.example.net\n"
	    "DNSEndpoint adm/a 1 0 ns.dn.example.com 0 A 192.0.2.7\n"
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.dn.example.com\n",
	    "dn\t60\tIN\tDNAME\tx.example.net.\n" NS,
	    "NoGlue sub.example.com DNSEndpoint adm/a\n"
	    "Occluded ns.dn.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "C4: a DNAME beside NS is dropped",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 DNAME x.example.net\n"
	    "DNSEndpoint adm/b 2 0 sub.example.com 0 NS ns.example.net\n",
	    NS OUT, "Occluded sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "C4: and stands where the NS do not",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 DNAME x.example.net\n"
	    "DNSEndpoint adm/b 2 0 sub.example.com 0 NS ns.sub.example.com\n",
	    NS "sub\t60\tIN\tDNAME\tx.example.net.\n",
	    "NoGlue sub.example.com DNSEndpoint adm/b\n",
	    .administrator = "adm" },
	{ "C4: an older alias beats a DNAME",
	    "DNSEndpoint adm/a 1 0 dn.example.com 0 CNAME x.example.net\n"
	    "DNSEndpoint adm/b 2 0 dn.example.com 0 DNAME y.example.net\n"
	    "DNSEndpoint adm/b 2 0 www.dn.example.com 0 TXT \"x\"\n",
	    "dn\t60\tIN\tCNAME\tx.example.net.\n"
	    "www.dn\t60\tIN\tTXT\t\"x\"\n" NS,
	    "CNAMEConflict dn.example.com DNSEndpoint adm/b\n",
	    .administrator = "adm" },
	{ "C4: a younger alias beside a DNAME goes",
	    "DNSEndpoint adm/a 3 0 dn.example.com 0 CNAME x.example.net\n"
	    "DNSEndpoint adm/b 2 0 dn.example.com 0 DNAME y.example.net\n"
	    "DNSEndpoint adm/b 2 0 www.dn.example.com 0 TXT \"x\"\n",
	    "dn\t60\tIN\tDNAME\ty.example.net.\n" NS,
	    "CNAMEConflict dn.example.com DNSEndpoint adm/a\n"
	    "Occluded www.dn.example.com DNSEndpoint adm/b\n",
	    .administrator = "adm" },
	{ "one DNAME at a name, the oldest",
	    "DNSEndpoint adm/a 1 0 dn.example.com 0 DNAME x.example.net\n"
	    "DNSEndpoint adm/b 2 0 dn.example.com 0 DNAME a.example.net\n",
	    "dn\t60\tIN\tDNAME\tx.example.net.\n" NS,
	    "CNAMEConflict dn.example.com DNSEndpoint adm/b\n",
	    .administrator = "adm" },
	{ "C5: a younger cut over an older name of another namespace",
	    "Ingress web/a 1 0 www.sub.example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint adm/a 9 0 sub.example.com 0 NS ns.example.net\n",
	    NS "www.sub\t60\tIN\tA\t192.0.2.1\n",
	    "CutOverNames sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "C5: a younger name below an older cut",
	    "Ingress web/a 9 0 www.sub.example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.example.net\n",
	    NS OUT, "Occluded www.sub.example.com Ingress web/a\n",
	    .administrator = "adm" },
	{ "C5: an older name that the cut's last version did not have",
	    "Ingress web/a 1 0 www.sub.example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint adm/a 9 0 sub.example.com 0 NS ns.example.net\n",
	    NS OUT, "Occluded www.sub.example.com Ingress web/a\n",
	    .administrator = "adm",
	    .before =
		"DNSEndpoint adm/a 9 0 sub.example.com 0 NS ns.example.net\n" },
	{ "C5: an older object that becomes a cut over a younger's name",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.example.net\n"
	    "Ingress web/a 9 0 www.sub.example.com 0 A 192.0.2.1\n",
	    NS "www.sub\t60\tIN\tA\t192.0.2.1\n",
	    "CutOverNames sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm",
	    .before = "Ingress web/a 9 0 www.sub.example.com 0 A 192.0.2.1\n" },
	{ "C5: a name held without an address counts",
	    "Ingress web/a 1 0 www.sub.example.com -\n"
	    "DNSEndpoint adm/a 9 0 sub.example.com 0 NS ns.example.net\n",
	    NS, "CutOverNames sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "C5: within one namespace the cut stands",
	    "Ingress adm/b 1 0 www.sub.example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint adm/a 9 0 sub.example.com 0 NS ns.example.net\n",
	    NS OUT, "Occluded www.sub.example.com Ingress adm/b\n",
	    .administrator = "adm" },
	{ "C5: under union too",
	    "Ingress web/a 1 0 www.sub.example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint adm/a 9 0 sub.example.com 0 NS ns.example.net\n",
	    NS "www.sub\t60\tIN\tA\t192.0.2.1\n",
	    "CutOverNames sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm", .union_namespaces = true },
	{ "C5: of two cuts the outer is refused for the inner's owner",
	    "DNSEndpoint one/a 1 0 b.sub.example.com 0 NS ns.example.net\n"
	    "DNSEndpoint two/a 9 0 sub.example.com 0 NS ns.example.org\n",
	    NS "b.sub\t60\tIN\tNS\tns.example.net.\n",
	    "CutOverNames sub.example.com DNSEndpoint two/a\n",
	    .administrator = "*" },
	{ "D6: no cut over a nameserver's name",
	    "DNSEndpoint adm/a 1 0 in.example.com 0 NS ns.example.net\n"
	    "DNSEndpoint adm/a 1 0 ns1.example.com 0 NS ns.example.net\n",
	    "in\t60\tIN\tNS\tns.example.net.\n" NS,
	    "NameserverName ns1.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm" },
	{ "D6: no cut over a static record",
	    "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.example.net\n"
	    "DNSEndpoint adm/a 1 0 w.sub.example.com 0 TXT \"x\"\n",
	    NS "w.sub\t60\tIN\tTXT\t\"x\"\nwww.sub\t300\tIN\tA\t192.0.2.1\n",
	    "CutOverNames sub.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm",
	    .statics = "www.sub.example.com 300 A 192.0.2.1" },
	{ "D6: no cut over a child zone, and none in it",
	    "DNSEndpoint adm/a 1 0 x.dev.example.com 0 NS ns.example.net\n",
	    "dev\t3600\tIN\tNS\tns1.dev.example.com.\n"
	    "ns1.dev\t3600\tIN\tA\t192.0.2.54\n" NS,
	    "NotAdministrator x.dev.example.com DNSEndpoint adm/a\n",
	    .administrator = "adm", .zones = 2 },
	{ "D6: a static delegation with its glue",
	    "Ingress web/a 1 0 www.sub.example.com 0 A 192.0.2.1\n",
	    NS "sub\t60\tIN\tNS\tns.sub.example.com.\n"
	       "ns.sub\t60\tIN\tA\t192.0.2.7\n",
	    "Occluded www.sub.example.com Ingress web/a\n",
	    .statics = "sub.example.com 0 NS ns.sub.example.com\n"
		       "ns.sub.example.com 0 A 192.0.2.7\n" },
	{ "D6: a static delegation over a nameserver's name", "", NS,
	    "CutOverNames ns1.example.com Zone example.com\n",
	    .statics = "ns1.example.com 0 NS ns.example.net\n" },
	{ "D6: a static name is nobody else's",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.66\n"
	    "Ingress web/a 1 0 _x.www.example.com 0 TXT \"x\"\n"
	    "Ingress web/b 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t300\tIN\tA\t192.0.2.1\n",
	    "NameTaken _x.www.example.com Ingress web/a\n"
	    "NameTaken www.example.com Ingress web/a\n",
	    .statics = "www.example.com 300 A 192.0.2.1" },
	{ "D6: at the apex it is its types",
	    "Ingress web/a 1 0 example.com 0 A 192.0.2.1\n"
	    "DNSEndpoint web/a 9 1 example.com 0 MX 10 m.example.net\n",
	    "@\t60\tIN\tA\t192.0.2.1\n"
	    "@\t300\tIN\tMX\t10 mx.example.net.\n" NS,
	    "NameTaken example.com DNSEndpoint web/a\n", .administrator = "web",
	    .statics = "example.com 300 MX 10 mx.example.net" },
	{ "D6: under union a static address is the whole group",
	    "Ingress web/a 1 0 www.example.com 0 AAAA 2001:db8::1\n"
	    "Ingress web/a 1 0 www.example.com 0 TXT \"x\"\n",
	    NS "www\t300\tIN\tA\t192.0.2.1\nwww\t60\tIN\tTXT\t\"x\"\n",
	    "NameTaken www.example.com Ingress web/a\n",
	    .union_namespaces = true,
	    .statics = "www.example.com 300 A 192.0.2.1" },
	{ "D6: under union a static alias is the whole name",
	    "Ingress web/a 1 0 www.example.com 0 TXT \"x\"\n",
	    NS "www\t300\tIN\tCNAME\tx.example.net.\n",
	    "NameTaken www.example.com Ingress web/a\n",
	    .union_namespaces = true,
	    .statics = "www.example.com 300 CNAME x.example.net" },
};

RUN_OUTCOMES(rows)
