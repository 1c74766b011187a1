/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/zonegen/outcome.h"

#define NS "ns1\t3600\tIN\tA\t192.0.2.53\n"
#define DEV                                         \
	"dev\t3600\tIN\tNS\tns1.dev.example.com.\n" \
	"ns1.dev\t3600\tIN\tA\t192.0.2.54\n"

static const struct outcome rows[] = {
	{ "nothing but the nameserver", "", NS, "" },
	{ "one address", "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n", "" },
	{ "apex, wildcard, canonical order of names",
	    "Ingress web/a 1 0 example.com 0 A 192.0.2.1\n"
	    "Ingress web/a 1 0 *.z.example.com 0 A 192.0.2.1\n"
	    "Ingress web/a 1 0 a.z.example.com 0 A 192.0.2.1\n"
	    "Ingress web/a 1 0 b.example.com 0 A 192.0.2.1\n",
	    "@\t60\tIN\tA\t192.0.2.1\n"
	    "b\t60\tIN\tA\t192.0.2.1\n" NS
	    "*.z\t60\tIN\tA\t192.0.2.1\na.z\t60\tIN\tA\t192.0.2.1\n",
	    "" },
	{ "types by number, rdata in canonical order, no repeats",
	    "Ingress web/a 1 0 www.example.com 0 AAAA 2001:db8::1\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.10\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress web/b 2 0 www.example.com 0 A 192.0.2.10\n",
	    NS "www\t60\tIN\tA\t192.0.2.9\nwww\t60\tIN\tA\t192.0.2.10\n"
	       "www\t60\tIN\tAAAA\t2001:db8::1\n",
	    "" },
	{ "outside all zones",
	    "Ingress web/a 1 0 www.example.org 0 A 192.0.2.1\n", NS,
	    "OutsideZones www.example.org Ingress web/a\n" },
	{ "a null MX does not stand beside another",
	    "DNSEndpoint web/a 1 0 www.example.com 0 MX 0 .\n"
	    "DNSEndpoint web/b 2 0 www.example.com 0 MX 10 m.example.com\n"
	    "DNSEndpoint web/a 1 0 n.example.com 0 MX 0 .\n"
	    "DNSEndpoint web/a 1 0 _s._tcp.h.example.com 0 SRV 0 0 0 .\n"
	    "DNSEndpoint web/a 1 0 _s._tcp.h.example.com 0 SRV 0 0 1 m.o\n",
	    "_s._tcp.h\t60\tIN\tSRV\t0 0 1 m.o.\n"
	    "n\t60\tIN\tMX\t0 .\n" NS "www\t60\tIN\tMX\t10 m.example.com.\n",
	    "NullTarget _s._tcp.h.example.com DNSEndpoint web/a\n"
	    "NullTarget www.example.com DNSEndpoint web/a\n" },
	{ "null targets of several objects, each type by itself",
	    "DNSEndpoint web/a 1 0 www.example.com 0 MX 0 .\n"
	    "DNSEndpoint web/b 2 0 www.example.com 0 MX 0 .\n"
	    "DNSEndpoint web/c 3 0 www.example.com 0 SRV 0 0 1 m.o\n"
	    "DNSEndpoint web/d 4 0 www.example.com 0 SRV 0 0 0 .\n"
	    "DNSEndpoint web/e 5 0 www.example.com 0 SRV 0 0 0 .\n",
	    NS "www\t60\tIN\tMX\t0 .\nwww\t60\tIN\tSRV\t0 0 1 m.o.\n",
	    "NullTarget www.example.com DNSEndpoint web/d\n"
	    "NullTarget www.example.com DNSEndpoint web/e\n" },
	{ "of null targets alone the oldest stands, of one object the first",
	    "DNSEndpoint web/c 3 0 www.example.com 0 SRV 0 0 0 .\n"
	    "DNSEndpoint web/a 1 0 www.example.com 0 SRV 1 0 0 .\n"
	    "DNSEndpoint web/a 1 0 www.example.com 0 SRV 0 0 443 .\n"
	    "DNSEndpoint web/b 2 0 www.example.com 0 SRV 0 0 443 .\n",
	    NS "www\t60\tIN\tSRV\t0 0 443 .\n",
	    "NullTarget www.example.com DNSEndpoint web/a\n"
	    "NullTarget www.example.com DNSEndpoint web/c\n" },
	{ "the lowest TTL of those who contribute",
	    "Ingress web/a 1 0 www.example.com 300 A 192.0.2.1\n"
	    "Ingress web/b 2 0 www.example.com 30 A 192.0.2.2\n",
	    NS "www\t30\tIN\tA\t192.0.2.1\nwww\t30\tIN\tA\t192.0.2.2\n", "" },
	{ "the zone's default counts among them",
	    "Ingress web/a 1 0 www.example.com 300 A 192.0.2.1\n"
	    "Ingress web/b 2 0 www.example.com 0 A 192.0.2.2\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\nwww\t60\tIN\tA\t192.0.2.2\n", "" },
	{ "a TTL is capped",
	    "Ingress web/a 1 0 www.example.com 2147483647 A 192.0.2.1\n",
	    NS "www\t604800\tIN\tA\t192.0.2.1\n", "" },
	{ "C2: the oldest namespace owns the name",
	    "Ingress young/a 9 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n",
	    "NameTaken www.example.com Ingress young/a\n" },
	{ "C2: a young object of the old namespace joins",
	    "Ingress young/a 5 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress old/b 9 0 www.example.com 0 A 192.0.2.2\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\nwww\t60\tIN\tA\t192.0.2.2\n",
	    "NameTaken www.example.com Ingress young/a\n" },
	{ "C2: the same age, then by namespace",
	    "Ingress b/a 1 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress a/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n",
	    "NameTaken www.example.com Ingress b/a\n" },
	{ "C2: refused for all types",
	    "Ingress young/a 9 0 www.example.com 0 TXT \"x\"\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n",
	    "NameTaken www.example.com Ingress young/a\n" },
	{ "C2: what is there already is no loss",
	    "Ingress young/a 9 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n", "" },
	{ "C2: underscore names belong to the name behind them",
	    "Ingress young/a 9 0 _acme-challenge.www.example.com 0 TXT "
	    "\"x\"\n"
	    "Ingress young/b 9 0 _443._tcp.www.example.com 0 TXT \"x\"\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n",
	    "NameTaken _443._tcp.www.example.com Ingress young/b\n"
	    "NameTaken _acme-challenge.www.example.com Ingress young/a\n" },
	{ "C2: an underscore name alone",
	    "Ingress web/a 1 0 _x.www.example.com 0 TXT \"x\"\n",
	    NS "_x.www\t60\tIN\tTXT\t\"x\"\n", "" },
	{ "C2: union",
	    "Ingress young/a 9 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress old/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\nwww\t60\tIN\tA\t192.0.2.9\n", "",
	    .union_namespaces = true },
	{ "C1: a claim without records holds its name",
	    "Ingress old/a 1 0 www.example.com -\n"
	    "Ingress young/a 9 0 www.example.com 0 A 192.0.2.9\n",
	    NS, "NameTaken www.example.com Ingress young/a\n" },
	{ "C1: but shadows nothing in its namespace",
	    "Ingress web/a 1 0 www.example.com -\n"
	    "Service web/b 9 1 www.example.com 0 A 192.0.2.9\n",
	    NS "www\t60\tIN\tA\t192.0.2.9\n", "" },
	{ "C3: the first kind has the addresses",
	    "Service web/s 1 1 www.example.com 0 A 192.0.2.2\n"
	    "Ingress web/a 9 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n",
	    "Shadowed www.example.com Service web/s\n" },
	{ "C3: the group is A, AAAA and CNAME",
	    "Service web/s 1 1 www.example.com 0 AAAA 2001:db8::1\n"
	    "Ingress web/a 9 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n",
	    "Shadowed www.example.com Service web/s\n" },
	{ "C3: other types of lower kinds stay",
	    "Service web/s 1 1 www.example.com 0 TXT \"x\"\n"
	    "Ingress web/a 9 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\nwww\t60\tIN\tTXT\t\"x\"\n", "" },
	{ "C3: of several CNAMEs the oldest object's",
	    "Ingress web/b 2 0 www.example.com 0 CNAME a.example.net\n"
	    "Ingress web/a 1 0 www.example.com 0 CNAME b.example.net\n",
	    NS "www\t60\tIN\tCNAME\tb.example.net.\n",
	    "CNAMEConflict www.example.com Ingress web/b\n" },
	{ "C3: the same CNAME twice",
	    "Ingress web/b 2 0 www.example.com 0 CNAME a.example.net\n"
	    "Ingress web/a 1 0 www.example.com 0 CNAME a.example.net\n",
	    NS "www\t60\tIN\tCNAME\ta.example.net.\n", "" },
	{ "C4: an older address beats a CNAME",
	    "Ingress web/b 2 0 www.example.com 0 CNAME a.example.net\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n",
	    "CNAMEConflict www.example.com Ingress web/b\n" },
	{ "C4: an older CNAME beats all else",
	    "Ingress web/a 1 0 www.example.com 0 CNAME a.example.net\n"
	    "Ingress web/b 2 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/c 3 0 www.example.com 0 TXT \"x\"\n",
	    NS "www\t60\tIN\tCNAME\ta.example.net.\n",
	    "CNAMEConflict www.example.com Ingress web/b\n"
	    "CNAMEConflict www.example.com Ingress web/c\n" },
	{ "C4: inside one object the CNAME is dropped",
	    "Ingress web/a 1 0 www.example.com 0 CNAME a.example.net\n"
	    "Ingress web/a 1 0 www.example.com 0 TXT \"x\"\n",
	    NS "www\t60\tIN\tTXT\t\"x\"\n",
	    "CNAMEConflict www.example.com Ingress web/a\n" },
	{ "C6: a CNAME to itself",
	    "Ingress web/a 1 0 www.example.com 0 CNAME www.example.com\n", NS,
	    "CNAMELoop www.example.com Ingress web/a\n" },
	{ "a CNAME at the apex",
	    "Ingress web/a 1 0 example.com 0 CNAME a.example.net\n", NS,
	    "ApexCNAME example.com Ingress web/a\n" },
	{ "NS at the apex",
	    "Ingress web/a 1 0 example.com 0 NS a.example.net\n", NS,
	    "ApexRecord example.com Ingress web/a\n" },
	{ "D6: a nameserver's name belongs to the zone",
	    "Ingress web/a 1 0 ns1.example.com 0 A 192.0.2.66\n", NS,
	    "NameserverName ns1.example.com Ingress web/a\n" },
	{ "A8: records of an RRset",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.7\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.6\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.5\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.4\n"
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.3\n"
	    "Ingress web/b 2 0 www.example.com 0 A 192.0.2.2\n",
	    NS "www\t60\tIN\tA\t192.0.2.3\nwww\t60\tIN\tA\t192.0.2.4\n"
	       "www\t60\tIN\tA\t192.0.2.5\nwww\t60\tIN\tA\t192.0.2.6\n"
	       "www\t60\tIN\tA\t192.0.2.7\n",
	    "TooManyRecords www.example.com Ingress web/b\n" },
	{ "A8: types of a name",
	    "Ingress web/a 1 0 www.example.com 0 A 192.0.2.1\n"
	    "Ingress web/a 1 0 www.example.com 0 MX 10 m.example.com\n"
	    "Ingress web/a 1 0 www.example.com 0 TXT \"x\"\n"
	    "Ingress web/a 1 0 www.example.com 0 AAAA 2001:db8::1\n",
	    NS "www\t60\tIN\tA\t192.0.2.1\n"
	       "www\t60\tIN\tMX\t10 m.example.com.\n"
	       "www\t60\tIN\tTXT\t\"x\"\n",
	    "TooManyRecords www.example.com Ingress web/a\n" },
	{ "N2, N5: the longest zone, delegated with glue",
	    "Ingress web/a 1 0 www.dev.example.com 0 A 192.0.2.1\n"
	    "Ingress web/a 1 0 dev.example.com 0 A 192.0.2.1\n",
	    DEV NS, "", .zones = 2 },
};

RUN_OUTCOMES(rows)
