/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_moving.c - names that change hands (C2: one owner namespace; U1).
 *
 * In all of these web has the names, and "evil", older by its name, wants them.
 */
#include "tests/test.h"
#include "tests/unit/controller/publish/state/deciding.h"

#define TEN "put w0..w9; go; "
#define WANTED "owner evil; put w0..w9 192.0.2.66; go; owner web; "
#define W0 "w0.a.test"
/* Names of an administrator in them, who is none any more. */
#define ALIASES                                  \
	"admin certs; put w0..w9; owner certs; " \
	"store _a.w0.._a.w9; put _a.w0.._a.w9; owner web; go; "
#define LOST ALIASES "owner certs; del _a.w0.._a.w9; go; owner web; "
#define REVOKED "admin other; restart; config; "

static const struct deciding_row rows[] = {
	{ "the oldest has a new name",
	    "owner evil; put w0; owner web; put w0; pass; whom " W0,
	    "evil oldest\n" },
	{ "who has it keeps it", TEN WANTED "whom " W0 "; show",
	    "web oldest\n10\n" },
	{ "who comes while the version is under way is too late",
	    TEN "put n0; pass; make; owner evil; put n0; pass; adopt; "
		"owner web; del w0..w2; pass; show; whom n0.a.test",
	    "8\nweb oldest\n" },
	{ "a flood that others wait for is held",
	    TEN WANTED "del w0..w9; go; show; whom " W0,
	    "10 held -10 (10 of 10)\nweb oldest\n" },
	{ "the share of it is too", TEN WANTED "del w0..w3; go; show; whom " W0,
	    "10 held -4 (4 of 10)\nweb oldest\n" },
	{ "who comes in a hold does not get them",
	    TEN "del w0..w9; go; show; " WANTED "show; whom " W0
		"; put w0..w9; go; show; meet; whom " W0,
	    "10 held -10 (10 of 10)\n10 held -10 (10 of 10)\nweb oldest\n10\n"
	    "unmet w0.a.test\nunmet w1.a.test\nunmet w2.a.test\n"
	    "unmet w3.a.test\nunmet w4.a.test\nunmet w5.a.test\n"
	    "unmet w6.a.test\nunmet w7.a.test\nunmet w8.a.test\n"
	    "unmet w9.a.test\nweb oldest\n" },
	{ "nor after a restart",
	    TEN "del w0..w9; go; restart; go; " WANTED
		"restart; go; show; whom " W0,
	    "10 held -10 (10 of 10)\nweb oldest\n" },
	{ "approved, they are the other's in the same version",
	    TEN WANTED "del w0..w9; go; approve; go; show; meet; whom " W0,
	    "10\nevil next\n" },
	{ "the same data is no way round it",
	    TEN "owner evil; put w0..w9; go; owner web; del w0..w9; go; show; "
		"whom " W0 "; approve; go; show; whom " W0
		"; restart; go; show; whom " W0,
	    "10 held -10 (10 of 10)\nweb oldest\n10\nevil next\n"
	    "10\nevil next\n" },
	{ "a wanted name stays for the TTL",
	    "settles; " TEN WANTED "del w0; go; wait 59; go; whom " W0
	    "; wait 1; go; whom " W0 "; show",
	    "web oldest\nevil next\n10\n" },
	{ "without a guard too",
	    "off; settles; " TEN WANTED "del w0..w9; go; wait 59; go; whom " W0
	    "; wait 1; go; whom " W0 "; show",
	    "web oldest\nevil next\n10\n" },
	{ "whoever waits, one that nobody wants goes",
	    "settles; " TEN WANTED "owner evil; del w0; go; owner web; "
	    "del w0..w1; go; wait 1; go; show; whom " W0 "; whom w1.a.test",
	    "9\n- -\nweb oldest\n" },
	{ "other rules later do not excuse what was let go",
	    "settles; store w0; " TEN "del w0; go; wait 4; pass; config; pass; "
	    "owner evil; put w0; go; whom " W0 "; wait 61; go; whom " W0,
	    "web oldest\nevil next\n" },
	{ "made anew within a moment",
	    "settles; " TEN WANTED "del w0; go; uid; put w0; go; wait 100; go; "
	    "whom " W0,
	    "web oldest\n" },
	{ "made anew after the moment",
	    "settles; " TEN WANTED
	    "del w0; go; wait 100; go; uid; put w0; go; wait 100; go; whom " W0,
	    "evil next\n" },
	{ "wanted by three: the oldest waits before the others",
	    TEN "owner c; put w0 192.0.2.3; owner b; put w0 192.0.2.2; go; "
		"owner web; del w0; go; whom " W0
		"; owner b; del w0; go; whom " W0,
	    "b next\nc next\n" },
	{ "a claim without records keeps the name",
	    "mute w0; put w1..w9; go; " WANTED "whom " W0
	    "; restart; go; whom " W0,
	    "web oldest\nweb oldest\n" },
	{ "and lets it go with itself",
	    "mute w0; put w1..w9; go; " WANTED "del w0; go; whom " W0,
	    "evil next\n" },
	{ "a source in doubt keeps the name",
	    TEN "doubt; " WANTED "del w0..w9; go; show; whom " W0,
	    "10\nweb oldest\n" },
	{ "new while a source is in doubt: provisional, judged anew",
	    TEN "doubt; put n0; go; owner evil; put n0 192.0.2.66; go; whom "
		"n0.a.test; trust; go; whom n0.a.test",
	    "web provisional\nevil next\n" },
	{ "which waits for settling",
	    "settles; " TEN "doubt; put n0; go; owner evil; put n0 192.0.2.66; "
	    "go; trust; go; whom n0.a.test; wait 59; go; whom n0.a.test; "
	    "wait 2; go; whom n0.a.test",
	    "web provisional\nweb provisional\nevil next\n" },
	{ "over a restart",
	    "settles; " TEN "doubt; put n0; go; owner evil; put n0 192.0.2.66; "
	    "go; restart; trust; go; whom n0.a.test; wait 59; go; "
	    "whom n0.a.test; wait 2; go; whom n0.a.test",
	    "web provisional\nweb provisional\nevil next\n" },
	{ "and becomes firm when nobody is older",
	    TEN "doubt; put n0; go; whom n0.a.test; trust; go; whom n0.a.test; "
		"restart; go; whom n0.a.test",
	    "web provisional\nweb oldest\nweb oldest\n" },
	{ "what is of nobody known is anybody's",
	    TEN
	    "orphan; restart; owner evil; put w0..w9 192.0.2.66; owner web; "
	    "del w0..w9; go; whom " W0 "; show",
	    "evil oldest\n10\n" },
	{ "held of an administrator who is none any more",
	    LOST REVOKED "go; show; whom _a.w0.a.test; put _a.w0 192.0.2.9; "
			 "go; meet; approve; go; show; whom _a.w0.a.test",
	    "20 held -10 (10 of 20)\ncerts administrator\n"
	    "unmet _a.w0.a.test\n11\nweb oldest\n" },
	{ "and there is none at all",
	    LOST "admin; restart; config; go; show; whom _a.w0.a.test",
	    "20 held -10 (10 of 20)\ncerts administrator\n" },
	{ "it brings nothing else there",
	    LOST REVOKED "owner certs; text _a.w0; go; meet",
	    "unmet _a.w0.a.test\n" },
	{ "nor does it get the unit",
	    LOST REVOKED "owner evil; put w0; owner web; del w0; go; "
			 "whom " W0 "; whom _a.w0.a.test",
	    "evil next\ncerts administrator\n" },
	{ "of the apex: likewise",
	    "admin certs; owner certs; put _a0.._a9; go; del _a0.._a9; go; "
	    "admin other; restart; config; go; show; owner other; "
	    "put _a0 192.0.2.9; go; meet",
	    "10 held -10 (10 of 10)\nunmet _a0.a.test\n" },
	{ "what is not held goes with its administrator",
	    ALIASES REVOKED "go; show; whom _a.w0.a.test", "10\nweb oldest\n" },
	{ "of nobody known, and only administrators may have it",
	    "admin certs; owner certs; put _a0.._a9; owner web; put w0..w9; "
	    "go; orphan; restart; doubt; owner certs; del _a0.._a9; go; show; "
	    "trust; go; show",
	    "20\n20 held -10 (10 of 20)\n" },
	{ "of nobody known, but held: whose the hold says",
	    TEN WANTED "del w0..w9; go; orphan; restart; go; show; whom " W0
		       "; put w0..w9; go; show; whom " W0,
	    "10 held -10 (10 of 10)\nweb found\n10\nweb found\n" },
	{ "union: no name is moved",
	    "union; " TEN WANTED "del w0..w9; go; show", "10\n" },
};

RUN_TABLE(rows, deciding_check)
