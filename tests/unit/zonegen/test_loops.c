/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"
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
	{ "a static alias is the oldest",
	    "Ingress web/a 1 0 a.example.com 0 CNAME b.example.com\n", B NS,
	    "CNAMELoop a.example.com Ingress web/a\n",
	    .statics = "b.example.com 60 CNAME a.example.com" },
};

RUN_OUTCOMES(rows)
