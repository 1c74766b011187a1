/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/zonegen/outcome.h"

#define NS "ns1\t3600\tIN\tA\t192.0.2.53\n"
#define A "a\t60\tIN\tCNAME\tb.example.com.\n"
#define B "b\t60\tIN\tCNAME\ta.example.com.\n"

static const struct outcome rows[] = {
	{ "a chain is no loop",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME c.example.com\n",
	    A "b\t60\tIN\tCNAME\tc.example.com.\n" NS, "" },
	{ "a loop of two ends at the younger",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n",
	    A NS, "CNAMELoop b.example.com Ingress web/b\n" },
	{ "whichever that is",
	    "Ingress web/a 3 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n",
	    B NS, "CNAMELoop a.example.com Ingress web/a\n" },
	{ "what the last version had is the older",
	    "Ingress web/a 3 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n",
	    A NS, "CNAMELoop b.example.com Ingress web/b\n",
	    .before =
		"Ingress web/a 3 0 a.example.com 0 CNAME b.example.com\n" },
	{ "but only as it was",
	    "Ingress web/a 3 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n",
	    B NS, "CNAMELoop a.example.com Ingress web/a\n",
	    .before =
		"Ingress web/a 3 0 a.example.com 0 CNAME c.example.com\n" },
	{ "a loop of three",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 3 0 b.example.com 0 CNAME c.example.com\n"
	    "Ingress web/c 2 0 c.example.com 0 CNAME a.example.com\n",
	    A "c\t60\tIN\tCNAME\ta.example.com.\n" NS,
	    "CNAMELoop b.example.com Ingress web/b\n" },
	{ "two loops",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n"
	    "Ingress web/x 1 0 x.example.com 0 CNAME y.example.com\n"
	    "Ingress web/y 2 0 y.example.com 0 CNAME x.example.com\n",
	    A NS "x\t60\tIN\tCNAME\ty.example.com.\n",
	    "CNAMELoop b.example.com Ingress web/b\n"
	    "CNAMELoop y.example.com Ingress web/y\n" },
	{ "a name that leads into a loop is not on it",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n"
	    "Ingress web/t 9 0 t.example.com 0 CNAME a.example.com\n",
	    A NS "t\t60\tIN\tCNAME\ta.example.com.\n",
	    "CNAMELoop b.example.com Ingress web/b\n" },
	{ "after the loop is broken the next claim has the name",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n"
	    "Ingress web/c 3 0 b.example.com 0 CNAME c.example.com\n",
	    A "b\t60\tIN\tCNAME\tc.example.com.\n" NS,
	    "CNAMELoop b.example.com Ingress web/b\n" },
	{ "and may close another loop",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n"
	    "Ingress web/c 3 0 b.example.com 0 CNAME c.example.com\n"
	    "Ingress web/d 2 0 c.example.com 0 CNAME b.example.com\n",
	    A "c\t60\tIN\tCNAME\tb.example.com.\n" NS,
	    "CNAMELoop b.example.com Ingress web/b\n"
	    "CNAMELoop b.example.com Ingress web/c\n" },
	{ "an address is next",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n"
	    "Ingress web/c 3 0 b.example.com 0 A 192.0.2.1\n"
	    "Ingress web/d 4 0 b.example.com 0 CNAME c.example.com\n",
	    A "b\t60\tIN\tA\t192.0.2.1\n" NS,
	    "CNAMEConflict b.example.com Ingress web/d\n"
	    "CNAMELoop b.example.com Ingress web/b\n" },
	{ "the first kind's is next",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n"
	    "Service web/c 3 1 b.example.com 0 CNAME c.example.com\n"
	    "Ingress web/d 4 0 b.example.com 0 CNAME d.example.com\n",
	    A "b\t60\tIN\tCNAME\td.example.com.\n" NS,
	    "CNAMELoop b.example.com Ingress web/b\n"
	    "Shadowed b.example.com Service web/c\n" },
	{ "many that close one, and one that does not",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/c 1 0 c.example.com 0 CNAME b.example.com\n"
	    "Ingress web/d 1 0 d.example.com 0 CNAME c.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n"
	    "Ingress web/b3 3 0 b.example.com 0 CNAME c.example.com\n"
	    "Ingress web/b4 4 0 b.example.com 0 CNAME d.example.com\n"
	    "Ingress web/b5 5 0 b.example.com 0 CNAME e.example.com\n"
	    "Ingress web/b6 6 0 b.example.com 0 CNAME a.example.com\n",
	    A "b\t60\tIN\tCNAME\te.example.com.\n"
	      "c\t60\tIN\tCNAME\tb.example.com.\n"
	      "d\t60\tIN\tCNAME\tc.example.com.\n" NS,
	    "CNAMELoop b.example.com Ingress web/b\n"
	    "CNAMELoop b.example.com Ingress web/b3\n"
	    "CNAMELoop b.example.com Ingress web/b4\n"
	    "CNAMELoop b.example.com Ingress web/b6\n" },
	{ "a wildcard that answers for its own target",
	    "Ingress web/w 1 0 *.apps.example.com 0 CNAME "
	    "lb.apps.example.com\n",
	    NS, "CNAMELoop *.apps.example.com Ingress web/w\n" },
	{ "the target exists",
	    "Ingress web/w 1 0 *.apps.example.com 0 CNAME lb.apps.example.com\n"
	    "Service web/l 2 1 lb.apps.example.com 0 A 192.0.2.7\n",
	    "*.apps\t60\tIN\tCNAME\tlb.apps.example.com.\n"
	    "lb.apps\t60\tIN\tA\t192.0.2.7\n" NS,
	    "" },
	{ "a name below the target makes it exist",
	    "Ingress web/w 1 0 *.apps.example.com 0 CNAME lb.apps.example.com\n"
	    "Service web/l 2 1 x.lb.apps.example.com 0 A 192.0.2.7\n",
	    "*.apps\t60\tIN\tCNAME\tlb.apps.example.com.\n"
	    "x.lb.apps\t60\tIN\tA\t192.0.2.7\n" NS,
	    "" },
	{ "a name below the wildcard keeps it from answering",
	    "Ingress web/w 1 0 *.apps.example.com 0 CNAME "
	    "x.y.apps.example.com\n"
	    "Service web/l 2 1 z.y.apps.example.com 0 A 192.0.2.7\n",
	    "*.apps\t60\tIN\tCNAME\tx.y.apps.example.com.\n"
	    "z.y.apps\t60\tIN\tA\t192.0.2.7\n" NS,
	    "" },
	{ "two wildcards, broken at the younger",
	    "Ingress web/a 1 0 *.one.example.com 0 CNAME x.two.example.com\n"
	    "Ingress web/b 2 0 *.two.example.com 0 CNAME x.one.example.com\n",
	    NS "*.one\t60\tIN\tCNAME\tx.two.example.com.\n",
	    "CNAMELoop *.two.example.com Ingress web/b\n" },
	{ "a wildcard and a name",
	    "Ingress web/a 2 0 plain.example.com 0 CNAME y.three.example.com\n"
	    "Ingress web/b 1 0 *.three.example.com 0 CNAME plain.example.com\n",
	    NS "*.three\t60\tIN\tCNAME\tplain.example.com.\n",
	    "CNAMELoop plain.example.com Ingress web/a\n" },
	{ "a name that loses its alias is the wildcard's",
	    "Ingress web/w 1 0 *.example.com 0 CNAME a.example.com\n"
	    "Ingress web/a 3 0 a.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.example.com\n",
	    "b\t60\tIN\tCNAME\ta.example.com.\n" NS,
	    "CNAMELoop *.example.com Ingress web/w\n"
	    "CNAMELoop a.example.com Ingress web/a\n",
	    .administrator = "web" },
	{ "and so is an encloser that vanishes with it",
	    "Ingress web/w 1 0 *.c.example.com 0 CNAME x.d.c.example.com\n"
	    "Ingress web/a 3 0 a.d.c.example.com 0 CNAME b.example.com\n"
	    "Ingress web/b 2 0 b.example.com 0 CNAME a.d.c.example.com\n",
	    "b\t60\tIN\tCNAME\ta.d.c.example.com.\n" NS,
	    "CNAMELoop *.c.example.com Ingress web/w\n"
	    "CNAMELoop a.d.c.example.com Ingress web/a\n" },
	{ "a broken wildcard lets the next one answer",
	    "Ingress web/v 1 0 *.c.example.com 0 CNAME x.d.c.example.com\n"
	    "Ingress web/w 2 0 *.d.c.example.com 0 CNAME y.d.c.example.com\n",
	    NS,
	    "CNAMELoop *.c.example.com Ingress web/v\n"
	    "CNAMELoop *.d.c.example.com Ingress web/w\n" },
	{ "an alias that a DNAME leads back",
	    "DNSEndpoint web/d 2 0 aa.example.com 0 DNAME bb.example.com\n"
	    "Ingress web/c 1 0 foo.bb.example.com 0 CNAME foo.aa.example.com\n",
	    "aa\t60\tIN\tDNAME\tbb.example.com.\n" NS,
	    "CNAMELoop foo.bb.example.com Ingress web/c\n",
	    .administrator = "web" },
	{ "an alias that a DNAME leads elsewhere",
	    "DNSEndpoint web/d 2 0 aa.example.com 0 DNAME bb.example.com\n"
	    "Ingress web/c 1 0 foo.bb.example.com 0 CNAME bar.aa.example.com\n",
	    "aa\t60\tIN\tDNAME\tbb.example.com.\n"
	    "foo.bb\t60\tIN\tCNAME\tbar.aa.example.com.\n" NS,
	    "", .administrator = "web" },
	{ "a DNAME to where a wildcard leads back",
	    "DNSEndpoint web/d 2 0 aa.example.com 0 DNAME bb.example.com\n"
	    "Ingress web/c 1 0 *.bb.example.com 0 CNAME foo.aa.example.com\n",
	    "aa\t60\tIN\tDNAME\tbb.example.com.\n" NS,
	    "CNAMELoop *.bb.example.com Ingress web/c\n",
	    .administrator = "web" },
	{ "two DNAMEs, broken at the younger",
	    "DNSEndpoint web/a 1 0 aa.example.com 0 DNAME bb.example.com\n"
	    "DNSEndpoint web/b 2 0 bb.example.com 0 DNAME aa.example.com\n",
	    "aa\t60\tIN\tDNAME\tbb.example.com.\n" NS,
	    "CNAMELoop bb.example.com DNSEndpoint web/b\n",
	    .administrator = "web" },
	{ "DNAMEs that make a name longer each time",
	    "DNSEndpoint web/a 2 0 aa.example.com 0 DNAME x.bb.example.com\n"
	    "DNSEndpoint web/b 1 0 bb.example.com 0 DNAME aa.example.com\n",
	    "bb\t60\tIN\tDNAME\taa.example.com.\n" NS,
	    "CNAMELoop aa.example.com DNSEndpoint web/a\n",
	    .administrator = "web" },
	{ "a DNAME that leads back below another",
	    "DNSEndpoint web/a 2 0 aa.example.com 0 DNAME bb.example.com\n"
	    "DNSEndpoint web/b 1 0 sub.bb.example.com 0 DNAME "
	    "sub.aa.example.com\n",
	    "sub.bb\t60\tIN\tDNAME\tsub.aa.example.com.\n" NS,
	    "CNAMELoop aa.example.com DNSEndpoint web/a\n",
	    .administrator = "web" },
	{ "a DNAME that leads on",
	    "DNSEndpoint web/a 2 0 aa.example.com 0 DNAME bb.example.com\n"
	    "DNSEndpoint web/b 1 0 bb.example.com 0 DNAME cc.example.com\n",
	    "aa\t60\tIN\tDNAME\tbb.example.com.\n"
	    "bb\t60\tIN\tDNAME\tcc.example.com.\n" NS,
	    "", .administrator = "web" },
	{ "a static alias is the oldest",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n", B NS,
	    "CNAMELoop a.example.com Ingress web/a\n",
	    .statics = "b.example.com 60 CNAME a.example.com" },
};

RUN_OUTCOMES(rows)
