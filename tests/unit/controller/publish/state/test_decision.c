/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_decision.c - what the guard holds and lets go (U1), grace (Q4); how a
 * hold ends is in test_hold.c.
 *
 * What "show" prints: RRsets that are served, in grace, held, and for what.
 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/state/deciding.h"

#define TEN "put w0..w9; go; "
#define STORED "store w0..w9; "
#define HUNDRED "put w0..w99; go; "

static const struct deciding_row rows[] = {
	/* The limits. */
	{ "the first version has nothing to lose", "pass; show; " TEN "show",
	    "0\n10\n" },
	{ "exactly the share goes", TEN "del w0..w2; go; show", "7\n" },
	{ "one more does not", TEN "del w0..w3; go; show",
	    "10 held -4 (4 of 10)\n" },
	{ "the share of a hundred", HUNDRED "del w0..w29; go; show", "70\n" },
	{ "more than that", HUNDRED "del w0..w30; go; show",
	    "100 held -31 (31 of 100)\n" },
	{ "below the smallest zone most may go",
	    "put w0..w8; go; del w0..w7; go; show", "1\n" },
	{ "but not all", "put w0..w8; go; del w0..w8; go; show",
	    "9 held -9 (9 of 9)\n" },
	{ "all of three", "put w0..w2; go; del w0..w2; go; show",
	    "3 held -3 (3 of 3)\n" },
	{ "all of two", "put w0..w1; go; del w0..w1; go; show", "0\n" },
	{ "two of three", "put w0..w2; go; del w0..w1; go; show", "1\n" },
	{ "other limits",
	    "rule 4 50 -; put w0..w3; go; del w0..w1; go; show; del w2; go; "
	    "show",
	    "2\n2 held -1 (3 of 4)\n" },
	{ "no deletion at all", "rule 1 0 -; put w0; go; del w0; go; show",
	    "1 held -1 (1 of 1)\n" },
	{ "all but one of a hundred",
	    "rule 10 100 -; " HUNDRED "del w1..w99; go; show", "1\n" },
	{ "any share, but not all",
	    "rule 10 100 -; " HUNDRED "del w0..w99; go; show",
	    "100 held -100 (100 of 100)\n" },
	{ "deletions are not guarded",
	    "rule 10 - -; " TEN "del w0..w9; go; show", "0\n" },
	{ "no guard", "off; " TEN "del w0..w9; go; show", "0\n" },

	/* One by one. */
	{ "a deletion waits a moment",
	    "settles; " TEN "del w0; go; show; tick 480; go; show; tick 20; "
	    "go; show",
	    "10\n10\n9\n" },
	{ "one more, and it begins anew",
	    "settles; " TEN "del w0; go; tick 400; del w1; go; tick 400; go; "
	    "show; tick 100; go; show",
	    "10\n8\n" },
	{ "but not for ever",
	    "settles; " HUNDRED
	    "del w0; go; tick 400; del w1; go; tick 400; del w2; go; tick 400; "
	    "del w3; go; tick 400; del w4; go; tick 400; del w5; go; tick 400; "
	    "del w6; go; tick 400; del w7; go; show; tick 190; go; show",
	    "100\n92\n" },
	{ "a flood that comes one by one is held whole",
	    "settles; " TEN "del w0; go; tick 100; del w1; go; tick 100; "
	    "del w2; go; tick 100; del w3; go; show; wait 60; go; show",
	    "10 held -4 (4 of 10)\n10 held -4 (4 of 10)\n" },
	{ "what comes and changes meanwhile goes out",
	    "settles; " TEN "del w0; put n0; put w1 192.0.2.7; go; meet; show",
	    "11\n" },
	{ "it comes back meanwhile",
	    "settles; " TEN "del w0; go; put w0; go; tick 600; go; meet; show",
	    "10\n" },
	{ "some come back, and the others do in a moment",
	    "settles; " TEN "del w0..w3; go; show; wait 60; go; put w0; go; "
	    "show; tick 400; put w1; go; tick 400; put w2; go; show; tick 500; "
	    "go; show",
	    "10 held -4 (4 of 10)\n10\n10\n9\n" },
	{ "what was approved does not wait",
	    "settles; " TEN "del w0..w3; go; show; approve; go; show",
	    "10 held -4 (4 of 10)\n6\n" },
	{ "what the configuration does does not wait",
	    "settles; "
	    "store w0..w9; " TEN "del w0; config; go; show",
	    "9\n" },
	{ "nothing waits without a guard",
	    "settles; off; " TEN "del w0; go; show", "9\n" },
	{ "deletions that are not guarded do not wait",
	    "settles; rule 10 - -; " TEN "del w0; go; show", "9\n" },

	/* What counts. */
	{ "creations and changes go out",
	    TEN
	    "del w0..w3; put n0..n4; put w4..w9 192.0.2.7; go; show; restart; "
	    "go; show",
	    "15 held -4 (4 of 10)\n15 held -4 (4 of 10)\n" },
	{ "changes are not counted", TEN "put w0..w9 192.0.2.7; go; show",
	    "10\n" },
	{ "RRsets are counted, not names",
	    "both w0..w9; go; put w0..w3; go; show; both w0..w3; go; "
	    "put w0..w6; go; show",
	    "16\n20 held -7 (7 of 20)\n" },
	{ "an alias for addresses is a change",
	    TEN "host w0..w9; go; show; put w0..w9; go; show", "10\n10\n" },
	{ "the zone itself is not counted",
	    "put @; put w0..w9; go; del @; del w0..w2; go; show", "7\n" },
	{ "not when it went before",
	    "put @; put w0..w9; go; del w0; go; del @; go; del w1..w2; go; "
	    "show",
	    "7\n" },
	{ "but held with the others",
	    "put @; put w0..w9; go; del @; del w0..w3; go; show",
	    "11 held -5 (4 of 10)\n" },
	{ "names that moved are deletions",
	    TEN "del w0..w3; put x0..x3; go; show", "14 held -4 (4 of 10)\n" },
	{ "names that somebody else has are deletions",
	    TEN "del w0..w9; owner b; put w0..w9; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "another TTL counts for nothing",
	    "rule 1 0 0; " TEN "slow w0..w9; go; show", "10\n" },
	{ "a kind that is no resource any more",
	    TEN "drop; del w0..w9; go; show", "0\n" },
	{ "what asks for nothing any more",
	    "store w0..w9; " TEN "del w0..w9; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "what the configuration filters",
	    "store w0..w9; " TEN "del w0..w9; config; go; show", "0\n" },
	{ "also after a restart",
	    STORED TEN "del w0..w9; restart; config; go; show", "0\n" },
	{ "not of objects that were edited with it",
	    STORED TEN "store w0..w9 x; del w0..w9; config; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "nor of those that were edited while we were away",
	    STORED TEN "store w0..w9 x; del w0..w9; restart; config; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "but of those that were edited before",
	    STORED TEN "store w0..w9 x; pass; del w0..w9; config; go; show",
	    "0\n" },
	{ "nor of those that were made anew",
	    STORED TEN "uid; store w0..w9; del w0..w9; config; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "nor what waited before",
	    "settles; " STORED TEN
	    "store w0..w2 x; del w0..w2; go; config; store w3..w5 x; "
	    "del w3..w5; go; tick 600; go; show",
	    "10 held -6 (6 of 10)\n" },
	{ "what was held before it stays held",
	    "store w0..w9; " TEN "del w0..w9; go; config; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "over a restart too",
	    "store w0..w9; " TEN "del w0..w9; go; restart; config; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "also of a kind that is no resource any more",
	    "store w0..w9; " TEN "del w0..w9; go; drop; config; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "it is remembered that it did",
	    "store w0..w9; " TEN
	    "del w0..w9; config; pass; pass; show; go; show",
	    "0\n0\n" },
	{ "what the cluster lost at that time",
	    "store w0..w5; " TEN "del w0..w9; config; go; show",
	    "4 held -4 (4 of 4)\n" },
	{ "what a load balancer lost at that time",
	    "grace 0; "
	    "store w0..w9; " TEN "lose w0..w9; config; go; show",
	    "10 held -10 (10 of 10)\n" },
	{ "what was filtered is no share of what goes later",
	    "store w0..w49; " HUNDRED "del w0..w49; config; go; wait 60; "
	    "del w50..w64; go; show; del w65; go; show",
	    "35\n35 held -1 (16 of 50)\n" },

	/* The window. */
	{ "a drip is a flood",
	    TEN "del w0; go; wait 100; del w1; go; wait 100; del w2; go; "
		"show; wait 100; del w3; go; show",
	    "7\n7 held -1 (4 of 10)\n" },
	{ "a slow drip is not",
	    HUNDRED "del w0..w19; go; wait 601; del w20..w39; go; wait 601; "
		    "del w40..w57; go; show",
	    "42\n" },
	{ "just inside the window",
	    HUNDRED "del w0..w19; go; wait 599; del w20..w30; go; show",
	    "80 held -11 (31 of 100)\n" },
	{ "all of three, one by one",
	    "put w0..w2; go; del w0; go; del w1; go; show; del w2; go; show",
	    "1\n1 held -1 (3 of 3)\n" },
	{ "growth does not hide it",
	    TEN "del w0..w2; go; put n0; go; del w3; go; show",
	    "8 held -1 (4 of 10)\n" },
	{ "the largest version is the measure",
	    TEN "put n0..n9; go; del w0..w5; go; show", "14\n" },
	{ "what returned did not go",
	    TEN "del w0..w2; go; put w0..w2; go; wait 60; del w3..w5; go; show",
	    "7\n" },
	{ "what came and went was never there",
	    HUNDRED
	    "put t0; go; del t0; go; put t1; go; del t1; go; put t2; go; "
	    "del t2; go; del w0..w28; go; show; del w29; go; show",
	    "71\n71 held -1 (31 of 101)\n" },
	{ "nor was it when the zone had shrunk",
	    HUNDRED "del w0..w9; go; put t0..t4; go; del t0..t4; go; "
		    "del w10..w29; go; show; del w30; go; show",
	    "70\n70 held -1 (31 of 100)\n" },
	{ "it survives a restart",
	    TEN "del w0..w2; go; restart; del w3; go; show; restart; pass; "
		"show",
	    "7 held -1 (4 of 10)\n7 held -1 (4 of 10)\n" },
	{ "not for ever",
	    TEN "del w0..w2; go; restart; wait 601; del w3..w4; go; show",
	    "5\n" },
	{ "whatever the clock says, forwards",
	    TEN "del w0..w2; go; clock 86400; restart; del w3; go; show",
	    "7 held -1 (4 of 10)\n" },
	{ "and backwards",
	    TEN "del w0..w2; go; clock -86400; restart; del w3; go; show; "
		"put w3; go; wait 601; del w3..w4; go; show",
	    "7 held -1 (4 of 10)\n5\n" },
	{ "a running clock is not looked at",
	    TEN "del w0..w2; go; clock 86400; del w3; go; show",
	    "7 held -1 (4 of 10)\n" },

	/* While a version is under way. */
	{ "what is under way is gone",
	    TEN "del w0..w2; pass; make; del w3; pass; show; adopt; go; show",
	    "7 held -1 (4 of 10)\n7 held -1 (4 of 10)\n" },
	{ "what is in no version yet is held with the rest",
	    TEN "del w0..w2; pass; show; del w3; pass; show",
	    "7\n10 held -4 (4 of 10)\n" },
	{ "of what is under way only what was there when it was made",
	    TEN "del w0; pass; make; del w1..w2; pass; show; del w3; pass; "
		"show",
	    "7\n9 held -3 (4 of 10)\n" },
	{ "what did not get out may return",
	    TEN "del w0..w2; pass; make; put w0..w2; pass; adopt; go; "
		"del w3..w5; go; show",
	    "7\n" },

	/* Changes. */
	{ "changes are held",
	    "rule 10 30 30; " TEN "put w0..w3 192.0.2.7; go; show",
	    "10 held ~4 (4 of 10)\n" },
	{ "fewer are not",
	    "rule 10 30 30; " TEN "put w0..w2 192.0.2.7; go; show", "10\n" },
	{ "a drip of changes",
	    "rule 10 30 30; " TEN
	    "put w0..w2 192.0.2.7; go; wait 60; put w3 192.0.2.7; go; show; "
	    "put w0 192.0.2.8; put w3; go; show",
	    "10 held ~1 (4 of 10)\n10\n" },
	{ "and deletions beside them go",
	    "rule 10 30 30; " TEN
	    "put w0..w3 192.0.2.7; del w4; put n0; go; show",
	    "10 held ~4 (4 of 10)\n" },
	{ "both are held",
	    "rule 10 30 30; " TEN
	    "put w0..w3 192.0.2.7; del w4..w7; put n0; go; show",
	    "11 held -4 (4 of 10) held ~4 (4 of 10)\n" },
	{ "aliases for addresses",
	    "rule 10 30 30; " TEN "host w0..w3; go; show; put w0..w3; go; show",
	    "10 held ~4 (4 of 10)\n10\n" },
	{ "changes are approved",
	    "rule 10 30 30; " TEN "put w0..w9 192.0.2.7; go; approve; go; show",
	    "10\n" },
	{ "another change was not",
	    "rule 10 30 30; " TEN
	    "put w0..w9 192.0.2.7; go; approve; put w0..w9 192.0.2.8; go; show",
	    "10 held ~10 (10 of 10)\n" },

	/* Other rows. */
	{ "what cannot be trusted is no deletion",
	    TEN "doubt; del w0..w9; go; show; trust; go; show",
	    "10\n10 held -10 (10 of 10)\n" },

	/* Grace. */
	{ "an address is lost", TEN "lose w0; go; show; wait 599; go; show",
	    "10 grace 1\n10 grace 1\n" },
	{ "and its time is over", TEN "lose w0; go; wait 600; go; show",
	    "9\n" },
	{ "it does not begin again",
	    TEN "lose w0; go; wait 600; pass; pass; show; go; go; show",
	    "9\n9\n" },
	{ "it returns", TEN "lose w0; go; put w0; go; show", "10\n" },
	{ "and goes again",
	    TEN "lose w0; go; wait 500; put w0; go; lose w0; go; wait 500; "
		"go; show",
	    "10 grace 1\n" },
	{ "the object goes", TEN "lose w0; go; del w0; go; show", "9\n" },
	{ "another object of that name", TEN "uid; lose w0; go; show", "9\n" },
	{ "aliases too", "host w0..w2; go; lose w0..w2; go; show",
	    "3 grace 3\n" },
	{ "both addresses", "both w0..w9; go; lose w0; go; show",
	    "20 grace 2\n" },
	{ "other types are not for grace", "text w0..w9; go; lose w0; go; show",
	    "9\n" },
	{ "one of two addresses is no loss",
	    TEN "owner web; both w0; go; put w0; go; show", "10\n" },
	{ "nobody has grace", "grace 0; " TEN "lose w0; go; show", "9\n" },
	{ "a shorter one", TEN "lose w0; go; grace 60; wait 61; go; show",
	    "10 grace 1\n" },
	{ "over a restart",
	    TEN "lose w0; go; wait 300; restart; go; show; wait 299; go; show; "
		"wait 2; go; show",
	    "10 grace 1\n10 grace 1\n9\n" },
	{ "over while we were away",
	    TEN "lose w0; go; wait 300; restart; wait 301; restart; go; show",
	    "9\n" },
	{ "and when the clock is wrong, not for ever",
	    TEN "lose w0; go; clock -86400; restart; go; show; wait 601; go; "
		"show",
	    "10 grace 1\n9\n" },
	{ "what flaps elsewhere does not prolong it",
	    TEN "lose w0; go; wait 300; doubt; mute w0; go; show; wait 200; "
		"trust; lose w0; go; show; put w1 192.0.2.9; go; wait 101; "
		"go; show",
	    "10\n10 grace 1\n9\n" },
	{ "over while in doubt",
	    TEN "lose w0; go; doubt; mute w0; go; wait 601; go; show; trust; "
		"lose w0; go; show",
	    "10\n9\n" },
	{ "the end of it is a deletion",
	    TEN "lose w0..w9; go; show; wait 601; go; show; wait 601; go; show",
	    "10 grace 10\n10 held -10 (10 of 10)\n10 held -10 (10 of 10)\n" },
	{ "and may be approved",
	    TEN "lose w0..w9; go; wait 601; go; approve; go; show", "0\n" },
	{ "without a guard it goes",
	    "off; " TEN "lose w0..w9; go; show; wait 601; go; show; go; show",
	    "10 grace 10\n0\n0\n" },
	{ "in grace is not gone", TEN "lose w0..w4; del w5..w7; go; show",
	    "7 grace 5\n" },
};

static unsigned draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 16) % below;
}

/* Some hundred things happen; after each of them, what must be so is. */
static void at_random(unsigned seed, const char *begin, const char *after)
{
	static const char *const hows[] = { "put", "put", "both", "host",
		"text", "slow", "lose", "del", "del", "del" };
	static const char *const others[] = { "pass", "make", "adopt",
		"restart", "wait 100", "wait 700", "approve", "doubt", "trust",
		"go" };
	struct buf script = BUF_INIT(1u << 20), out = BUF_INIT(1u << 20);
	struct bench *bench = deciding_open(&out);

	buf_puts(&script, begin);
	for (int i = 0; i < 120; i++) {
		unsigned first = draw(&seed, 14), last = draw(&seed, 14);

		if (draw(&seed, 3))
			buf_printf(&script, "%s w%u..w%u 192.0.2.%u; pass; ",
			    hows[draw(&seed, ARRAY_LEN(hows))], first,
			    first > last ? first : last, draw(&seed, 4));
		else
			buf_printf(&script, "%s; pass; ",
			    others[draw(&seed, ARRAY_LEN(others))]);
		buf_puts(&script, after);
	}
	deciding_do(bench, buf_text(&script));
	deciding_close(bench);
	if (strstr(buf_text(&out), "unmet") ||
	    strstr(buf_text(&out), "retained\n"))
		fail_msg("%s:\n%s", buf_text(&script), buf_text(&out));
	buf_clear(&script);
	buf_clear(&out);
}

/* Creations and changes always go out. */
static void nothing_new_is_held(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 60; seed++)
		at_random(seed, "rule 4 20 -; ", "meet; ");
}

/* Without guard and grace nothing stays that is not asked for. */
static void without_a_guard_it_is_plain(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 60; seed++)
		at_random(seed, "off; grace 0; ", "meet; trust; pass; plain; ");
}

int main(void)
{
	return RUN_ROWS(rows, deciding_check) +
	    RUN_TESTS(cmocka_unit_test(nothing_new_is_held),
		cmocka_unit_test(without_a_guard_it_is_plain));
}
