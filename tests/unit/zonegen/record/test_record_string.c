/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_record_string.c - CAA and URI.
 */
#include "tests/unit/zonegen/record/recordrow.h"

static const struct row rows[] = {
	{ "CAA", RR_CAA, "0 issue \"letsencrypt.org\"",
	    .printed = "0 issue \"letsencrypt.org\"",
	    .wire = "000569737375656c657473656e63727970742e6f7267" },
	{ "CAA, no quotes", RR_CAA, "0 issue letsencrypt.org",
	    .printed = "0 issue \"letsencrypt.org\"" },
	{ "CAA, nobody", RR_CAA, "0 issue \";\"", .printed = "0 issue \";\"" },
	{ "CAA, nothing", RR_CAA, "0 issue \"\"", .printed = "0 issue \"\"",
	    .wire = "00056973737565" },
	{ "CAA, upper case: NSD refuses it", RR_CAA, "0 ISSUEwild \"x\"",
	    .printed = "0 issuewild \"x\"" },
	{ "CAA, critical", RR_CAA, "128 iodef \"mailto:a@b.c\"",
	    .printed = "128 iodef \"mailto:a@b.c\"" },
	{ "CAA, largest", RR_CAA, "255 abcdefghijklmn0 \"x\"",
	    .printed = "255 abcdefghijklmn0 \"x\"" },
	{ "CAA, blanks", RR_CAA, "0\tissue  \t\"a; b=c\"",
	    .printed = "0 issue \"a; b=c\"" },
	{ "CAA, octets", RR_CAA, "0 tbs \"\\000\\255\\\"\\\\\\032\\x\"",
	    .printed = "0 tbs \"\\000\\255\\\"\\\\ x\"" },
	{ "CAA, escapes without quotes", RR_CAA, "0 tbs a\\;\\\"\\ b",
	    .printed = "0 tbs \"a;\\\" b\"" },
	{ "CAA, over 255 octets", RR_CAA,
	    "0 tbs "
	    "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
	    .printed = "0 tbs "
		       "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"" },
	{ "CAA, flags 256", RR_CAA, "256 issue \"x\"",
	    .why = "not a number of 0 to 255" },
	{ "CAA, flags -1", RR_CAA, "-1 issue \"x\"",
	    .why = "not a number of 0 to 255" },
	{ "CAA, a tag of 16", RR_CAA, "0 abcdefghijklmnop \"x\"",
	    .why = "not a tag of 1 to 15" },
	{ "CAA, a tag in quotes", RR_CAA, "0 \"issue\" \"x\"",
	    .why = "not a tag of letters" },
	{ "CAA, a hyphen", RR_CAA, "0 contact-email \"x\"",
	    .why = "not a tag of letters" },
	{ "CAA, 8-bit tag", RR_CAA, "0 iss\374e \"x\"",
	    .why = "not a tag of letters" },
	{ "CAA, NUL in a tag", RR_CAA, "0 iss\000e \"x\"",
	    .why = "not a tag of letters", .len = 11 },
	{ "CAA, no value", RR_CAA, "0 issue", .why = "a field is missing" },
	{ "CAA, no value but a blank", RR_CAA, "0 issue ",
	    .why = "behind its fields" },
	{ "CAA, two values", RR_CAA, "0 issue \"a\" \"b\"",
	    .why = "more than its fields" },
	{ "CAA, a bare semicolon", RR_CAA, "0 issue ;",
	    .why = "a string needs quotes" },
	{ "CAA, a bare parenthesis", RR_CAA, "0 issue (",
	    .why = "a string needs quotes" },
	{ "CAA, unclosed", RR_CAA, "0 issue \"x", .why = "an unclosed quote" },
	{ "CAA, text behind", RR_CAA, "0 issue \"x\"y",
	    .why = "more than its fields" },
	{ "CAA, newline", RR_CAA, "0 issue \"x\n$INCLUDE /x\"",
	    .why = "not printable ASCII" },
	{ "CAA, 8-bit", RR_CAA, "0 issue \"\374\"",
	    .why = "not printable ASCII" },
	{ "CAA, an escaped newline", RR_CAA, "0 issue \"\\\n\"",
	    .why = "not printable ASCII" },
	{ "CAA, octet 256", RR_CAA, "0 issue \"\\256\"", .why = "bad escape" },
	{ "CAA, octet 300", RR_CAA, "0 issue \"\\300\"", .why = "bad escape" },
	{ "CAA, cut escape", RR_CAA, "0 issue \"\\25\"", .why = "bad escape" },
	{ "CAA, escape at the end", RR_CAA, "0 issue a\\",
	    .why = "cut escape" },
	{ "CAA, number at the end", RR_CAA, "0 issue a\\01",
	    .why = "cut escape" },
	{ "CAA, empty", RR_CAA, "", .why = "not a number" },
	{ "URI", RR_URI, "10 1 \"https://Example.com/a?b=c;(d)\"",
	    .printed = "10 1 \"https://Example.com/a?b=c;(d)\"",
	    .wire = "000a000168747470733a2f2f4578616d706c652e636f6d2f613f623d63"
		    "3b286429" },
	{ "URI, no quotes", RR_URI, "10 1 ftp://x/",
	    .printed = "10 1 \"ftp://x/\"" },
	{ "URI, a quote", RR_URI, "10 1 \"x:\\\"\\\\\"",
	    .printed = "10 1 \"x:\\\"\\\\\"" },
	{ "URI, over 255 octets", RR_URI,
	    "0 0 "
	    "\"x:"
	    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"",
	    .printed =
		"0 0 "
		"\"x:"
		"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
		"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
		"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
		"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
		"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"" },
	{ "URI, empty target", RR_URI, "10 1 \"\"",
	    .why = "the target is empty" },
	{ "URI, a blank", RR_URI, "10 1 \"x: y\"",
	    .why = "printable ASCII without blanks" },
	{ "URI, a newline", RR_URI, "10 1 \"x:\\010\"",
	    .why = "printable ASCII without blanks" },
	{ "URI, NUL", RR_URI, "10 1 \"x:\\000\"",
	    .why = "printable ASCII without blanks" },
	{ "URI, 8-bit", RR_URI, "10 1 \"x:\\195\\188\"",
	    .why = "printable ASCII without blanks" },
	{ "URI, weight 65536", RR_URI, "10 65536 \"x:\"",
	    .why = "not a number" },
	{ "URI, no weight", RR_URI, "10 \"x:\"", .why = "not a number" },
	{ "URI, no target", RR_URI, "10 1", .why = "a field is missing" },
	{ "URI, two targets", RR_URI, "10 1 \"x:\" \"y:\"",
	    .why = "more than its fields" },
	{ "URI, unclosed", RR_URI, "10 1 \"x:", .why = "an unclosed quote" },
	{ "URI, empty", RR_URI, "", .why = "not a number" },
};

RUN_TABLE(rows, check_row)
