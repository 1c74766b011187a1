/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_tenant.c - whose deletions a flood holds, and how many (U1: a flood is
 * held).
 */
#include "tests/test.h"
#include "tests/unit/controller/publish/state/deciding.h"

/* Of the namespaces web and b. */
#define TWO "put w0..w11; owner b; put e0..e23; go; whose; owner web; "
/* Of three small ones and a larger one. */
#define SMALL                                                             \
	"owner a; put a0..a3; owner b; put b0..b3; owner c; put c0..c3; " \
	"owner d; put d0..d11; go; whose; "
/* All names of one become others. */
#define CHANGING(owner, from, to)                                      \
	"owner " owner "; del " from "0.." from "23; put " to "0.." to \
	"23; go; "

static const struct deciding_row rows[] = {
	/* Namespaces. */
	{ "one namespace's flood holds no other's deletion",
	    TWO "del w0; owner b; del e0..e23; go; show",
	    "35 held -24 (25 of 36) b\n" },
	{ "nor a later one",
	    TWO "owner b; del e0..e23; go; wait 3; owner web; del w0; go; "
		"show; del w1..w2; go; show; del w3; go; show",
	    "35 held -24 (25 of 36) b\n33 held -24 (27 of 36) b\n"
	    "33 held -25 (28 of 36) b web\n" },
	{ "and in an hour it may lose more",
	    TWO
	    "owner b; del e0..e23; go; owner web; del w0..w2; go; wait 601; "
	    "del w3..w4; go; show; del w5; go; show",
	    "31 held -24 (29 of 36) b\n31 held -25 (30 of 36) b web\n" },
	{ "both of them",
	    TWO "owner b; del e0..e23; owner web; del w0..w11; go; show",
	    "36 held -36 (36 of 36) b web\n" },
	{ "what one holds ends when its objects return",
	    TWO "owner b; del e0..e23; owner web; del w0..w11; go; owner b; "
		"put e0..e23; go; show; owner web; put w0..w8; go; show",
	    "36 held -12 (12 of 36) web\n33\n" },
	{ "not when the other's losses grow old",
	    TWO "owner b; del e0..e6; go; owner web; del w0..w3; go; show; "
		"wait 601; go; show; restart; go; show",
	    "29 held -4 (11 of 36) web\n29 held -4 (11 of 36) web\n"
	    "29 held -4 (11 of 36) web\n" },
	{ "but when they return",
	    TWO "owner b; del e0..e6; go; owner web; del w0..w3; go; wait 60; "
		"owner b; put e0..e6; go; show",
	    "32\n" },
	{ "nor when others grow",
	    TWO "owner b; del e0..e23; go; owner c; put c0..c99; go; wait 601; "
		"go; show",
	    "136 held -24 (24 of 36) b\n" },
	{ "a flood elsewhere that is no loss here",
	    "put w0..w19; owner b; put e0..e23; go; whose; del e0..e23; "
	    "owner web; del w0..w5; go; show",
	    "38 held -24 (30 of 44) b\n" },
	{ "small ones are one",
	    SMALL "owner a; del a0..a3; owner d; del d0..d11; go; show",
	    "24 held -16 (16 of 24) a d\n" },
	{ "a part of them",
	    SMALL "owner a; del a0..a2; owner d; del d0..d11; go; show",
	    "21 held -12 (15 of 24) d\n" },
	{ "small ones that came later are others",
	    SMALL "owner a; del a0..a3; owner d; del d0..d11; go; owner e; "
		  "put e0..e8; go; wait 601; go; show; del e0..e1; go; show; "
		  "del e2; go; show; restart; go; show",
	    "33 held -16 (16 of 24) a d\n31 held -16 (16 of 24) a d\n"
	    "31 held -17 (16 of 24) a d e\n"
	    "31 held -17 (16 of 24) a d e\n" },
	{ "of nobody known",
	    TWO "orphan; restart; owner b; del e0..e23; go; show",
	    "36 held -24 (24 of 36) -\n" },
	{ "of several, each of them",
	    "union; orphan; restart; " TWO "owner c; put w0..w2 192.0.2.3; go; "
	    "owner web; del w0..w2; owner b; "
	    "del e0..e23; owner c; del w0..w2; go; show",
	    "36 held -27 (27 of 36) b c\n" },
	{ "the rule for each", TWO "each 50; del w0..w6; go; show",
	    "36 held -7 (7 of 36) web\n" },
	{ "not more than it", TWO "each 50; del w0..w5; go; show", "30\n" },
	{ "nor for small ones", SMALL "each 50; owner a; del a0..a3; go; show",
	    "20\n" },
	{ "it ends when they return",
	    TWO "each 50; del w0..w6; go; put w6; go; show", "30\n" },
	{ "not by time", TWO "each 50; del w0..w6; go; wait 86400; go; show",
	    "36 held -7 (7 of 36) web\n" },
	{ "changes of one",
	    "rule 10 30 30; " TWO "put w0 192.0.2.9; owner b; "
	    "put e0..e23 192.0.2.9; go; show",
	    "36 held ~24 (25 of 36) b\n" },

	/* What can be held of one is bounded. */
	{ "names that change all the time",
	    TWO CHANGING("b", "e", "f") CHANGING("b", "f", "g")
		CHANGING("b", "g", "h") CHANGING("b", "h", "i") "show",
	    "60 held -24 (24 of 36) b\n" },
	{ "over restarts too",
	    TWO CHANGING("b", "e", "f") "restart; " CHANGING(
		"b", "f", "g") "restart; wait 700; " CHANGING("b", "g",
		"h") "restart; wait 700; " CHANGING("b", "h", "i") "show",
	    "60 held -24 (24 of 36) b\n" },
	{ "names that return while a version is under way",
	    TWO "owner web; del w0..w11; go; owner b; del e0..e23; "
		"put f0..f23; pass; make; del f0..f23; put e0..e23; pass; "
		"adopt; pass; del e0..e23; put g0..g23; go; show",
	    "60 held -36 (60 of 60) b web\n" },
	{ "while they settle",
	    "settles; put w0..w299; owner b; put e0..e23; go; " CHANGING(
		"b", "e", "f") CHANGING("b", "f", "g") CHANGING("b", "g",
		"h") "show; tick 600; go; tick 600; go; show",
	    "348\n324\n" },
	{ "what waited before a restart",
	    "settles; put w0..w99; owner b; put e0..e11; go; whose; "
	    "del e0..e10; go; restart; owner web; del w0..w39; go; show",
	    "112 held -51 (51 of 112) b web\n" },
	{ "what waited before a restart leaves room for the others",
	    "settles; put w0..w99; owner b; put e0..e9; owner c; "
	    "put e9 192.0.2.3; owner b; go; del e0; go; restart; go; "
	    "del e1..e9; go; whom e9.a.test; show",
	    "b oldest\n110\n" },
	{ "those of a new namespace",
	    TWO "owner b; del e0..e23; go; owner c; put i0..i19; go; " CHANGING(
		"c", "i", "j") CHANGING("c", "j", "k") "show",
	    "80 held -44 (24 of 36) b c\n" },
	{ "the oldest stay",
	    TWO "owner b; del e0..e11; put f0..f23; go; del e12..e23; "
		"del f0..f23; go; show; put e12..e23; go; show",
	    "36 held -24 (24 of 36) b\n36 held -12 (12 of 36) b\n" },
	{ "what is there again counts again",
	    TWO "owner b; del e0..e11; put f0..f11; go; show; "
		"put e0..e11; go; show; del f0..f11; go; show",
	    "48 held -12 (12 of 36) b\n48\n36\n" },
	{ "what is missed after a long doubt is all that it had",
	    TWO "doubt; del w0..w10; go; wait 700; go; wait 700; trust; go; "
		"show; restart; go; show",
	    "36 held -11 (11 of 36) web\n36 held -11 (11 of 36) web\n" },
	{ "over a restart in it too",
	    TWO "doubt; go; del w0..w11; go; put n0; go; restart; go; "
		"wait 700; go; wait 700; trust; go; show",
	    "37 held -12 (12 of 37) web\n" },
	{ "doubt makes nothing larger",
	    TWO "owner b; doubt; " CHANGING("b", "e", "f")
		CHANGING("b", "f", "g") CHANGING("b", "g",
		    "h") "trust; go; show; " CHANGING("b", "h", "i") "show",
	    "60 held -24 (72 of 72) b\n60 held -24 (96 of 96) b\n" },

	/* Approved. */
	{ "approved, as long as the names are whose they were",
	    TWO "del w0..w11; go; approve; put w0..w11; go; del w0..w11; go; "
		"show; owner b; put w0..w11; go; del w0..w11; go; show",
	    "24\n36 held -12 (12 of 36) b\n" },
};

RUN_TABLE(rows, deciding_check)
