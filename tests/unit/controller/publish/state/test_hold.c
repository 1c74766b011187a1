/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_hold.c - how a hold ends, and how it does not (U2).
 *
 * What "show" prints: RRsets that are served, in grace, held, and for what.
 */
#include "tests/test.h"
#include "tests/unit/controller/publish/state/deciding.h"

/* With decisions. */
#define HALF_HOUR "wait 500; pass; wait 500; pass; wait 500; pass; wait 301; "
#define TEN "put w0..w9; go; "
#define HUNDRED "put w0..w99; go; "

static const struct deciding_row rows[] = {
	/* The end of it. */
	{ "the objects return", TEN "del w0..w3; go; put w0..w3; go; show",
	    "10\n" },
	{ "it shrinks under the limit", TEN "del w0..w3; go; put w0; go; show",
	    "7\n" },
	{ "time alone lets nothing go",
	    TEN "del w0..w2; go; wait 60; del w3; go; wait 86400; go; show; "
		"restart; wait 86400; go; show",
	    "7 held -1 (4 of 10)\n7 held -1 (4 of 10)\n" },
	{ "nor does what comes beside it",
	    TEN "del w0..w3; go; put n0..n9; go; restart; go; show",
	    "20 held -4 (4 of 10)\n" },
	{ "the guard is taken off", TEN "del w0..w9; go; show; off; go; show",
	    "10 held -10 (10 of 10)\n0\n" },
	{ "it does not end because limits are raised",
	    TEN "del w0..w3; go; rule 20 60 -; go; show; restart; go; show; "
		"wait 601; go; show; put w0; go; show; del w1..w5; go; show",
	    "10 held -4 (4 of 10)\n10 held -4 (4 of 10)\n"
	    "10 held -4 (4 of 10)\n7\n5\n" },
	{ "nor those for one namespace",
	    "each 50; " TEN "del w0..w6; go; each 90; go; show",
	    "10 held -7 (7 of 10)\n" },
	{ "lower limits count at once",
	    TEN "del w0; go; show; rule 10 5 -; del w1; go; show",
	    "9\n9 held -1 (2 of 10)\n" },
	{ "but when deletions are not guarded any more",
	    TEN "del w0..w9; go; rule 10 - -; go; show", "0\n" },
	{ "nor changes",
	    "rule 10 30 30; " TEN
	    "put w0..w3 192.0.2.7; go; show; rule 10 30 90; go; show; "
	    "rule 10 30 -; go; show",
	    "10 held ~4 (4 of 10)\n10 held ~4 (4 of 10)\n10\n" },
	{ "all that goes then is held", TEN "del w0..w3; go; del w4; go; show",
	    "10 held -5 (5 of 10)\n" },

	/* Approved. */
	{ "approved", TEN "del w0..w9; go; approve; go; show", "0\n" },
	{ "by its first digits",
	    "put w0..w2; go; del w0..w2; go; approve ae6540d74988; go; show",
	    "0\n" },
	{ "in capitals",
	    "put w0..w2; go; del w0..w2; go; approve AE6540D749883; go; show",
	    "0\n" },
	{ "another plan",
	    "put w0..w2; go; del w0..w2; go; approve 0af793c10ce7; go; show",
	    "the plan that is held is 'ae6540d74988', not '0af793c10ce7'\n"
	    "3 held -3 (3 of 3)\n" },
	{ "too few digits", TEN "del w0..w9; go; approve 0af793c10ce; go; show",
	    "plan '0af793c10ce' is not 12 to 64 hexadecimal digits\n"
	    "10 held -10 (10 of 10)\n" },
	{ "no digits", TEN "del w0..w9; go; approve 0af793c10cex; show",
	    "plan '0af793c10cex' is not 12 to 64 hexadecimal digits\n"
	    "10 held -10 (10 of 10)\n" },
	{ "nothing is held", TEN "go; approve 0af793c10ce6; show",
	    "nothing is held\n10\n" },
	{ "the plan that was reported, and more is held since",
	    HUNDRED "del w0..w39; go; report; del w40..w69; go; "
		    "approve reported; go; show",
	    "60 held -30 (30 of 60)\n" },
	{ "within the hour",
	    TEN "del w0..w4; go; report; wait 3601; del w5..w6; go; "
		"approve reported; go; show",
	    "the plan that is held is '5c7c23a5e71e', not '3a998e0142e3f0b6bc14"
	    "d142318a1e1d0e31936809e1ecaeedf309a6cb9f1384'\n"
	    "10 held -7 (7 of 10)\n" },
	{ "the plan that was reported, and nothing is held any more",
	    TEN "del w0..w4; go; report; put w0..w4; go; approve reported; go; "
		"del w0..w4; go; show",
	    "5\n" },
	{ "approved twice",
	    "put w0..w2; go; del w0..w2; go; approve; go; "
	    "approve ae6540d74988; show",
	    "0\n" },
	{ "a part of the plan goes later",
	    TEN "del w0..w9; go; approve; put w5..w9; go; show; wait 3000; "
		"del w5..w9; go; show",
	    "5\n0\n" },
	{ "the hour ends though no version was made",
	    TEN "del w0..w9; go; approve; pass; " HALF_HOUR "pass; restart; "
		"pass; " HALF_HOUR "go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "not after an hour",
	    TEN "del w0..w9; go; approve; put w0..w9; go; wait 3601; "
		"del w0..w9; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "what goes beside it is judged alone",
	    HUNDRED "del w0..w49; go; approve; del w50..w69; go; show",
	    "50 held -20 (20 of 50)\n" },
	{ "after that the rest is the measure",
	    HUNDRED "del w0..w49; go; approve; go; wait 60; del w50..w64; go; "
		    "show; del w65; go; show",
	    "35\n35 held -1 (16 of 50)\n" },
	{ "what came in place of what was approved is guarded",
	    HUNDRED "del w0..w49; put n0..n39; go; approve; go; show; wait 30; "
		    "del n0..n39; go; show; wait 700; go; show",
	    "90\n90 held -40 (40 of 90)\n90 held -40 (40 of 90)\n" },
	{ "a small part of it is not",
	    HUNDRED "del w0..w49; put n0..n39; go; approve; go; wait 30; "
		    "del n0..n26; go; show; del n27; go; show",
	    "63\n63 held -1 (28 of 90)\n" },
	{ "nor what is small against what is left",
	    HUNDRED "del w0..w49; go; approve; go; put n0..n9; go; wait 30; "
		    "del n0..n9; go; show",
	    "50\n" },
	{ "over a restart too",
	    HUNDRED "del w0..w49; put n0..n39; go; approve; go; wait 30; "
		    "restart; del n0..n39; go; show",
	    "90 held -40 (40 of 90)\n" },
	{ "an approval survives a restart",
	    TEN "del w0..w9; go; approve; restart; go; show", "0\n" },
	{ "its hour goes on",
	    TEN "del w0..w9; go; approve; put w0..w9; go; wait 3000; restart; "
		"wait 601; del w0..w9; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "its hour is no day when the clock is wrong",
	    TEN "del w0..w9; go; approve; put w0..w9; go; clock -86400; "
		"restart; wait 3601; del w0..w9; go; show",
	    "10 held -10 (10 of 10)\n" },
};

RUN_TABLE(rows, deciding_check)
