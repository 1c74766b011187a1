/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_record_name.c - records that are names, or end in one (N6: absolute
 * targets).
 */
#include "tests/unit/zonegen/record/recordrow.h"

static const struct row rows[] = {
	{ "CNAME", RR_CNAME, "LB.Example.net", .printed = "lb.example.net." },
	{ "CNAME, final dot", RR_CNAME, "x.example.net.",
	    .printed = "x.example.net." },
	{ "CNAME, one label with a dot", RR_CNAME, "x.", .printed = "x.",
	    .why = "" },
	{ "CNAME, one label", RR_CNAME, "x",
	    .why = "one label, and no final dot" },
	{ "CNAME, the root", RR_CNAME, ".", .why = "bad name '.'" },
	{ "CNAME, an address", RR_CNAME, "192.0.2.1",
	    .why = "its last label is a number" },
	{ "CNAME, numbers with a dot", RR_CNAME, "999.1.1.1.",
	    .why = "its last label is a number" },
	{ "CNAME, empty", RR_CNAME, "", .why = "bad name" },
	{ "CNAME, two", RR_CNAME, "a.b c.d", .why = "more than its fields" },
	{ "CNAME, a blank before", RR_CNAME, " a.b",
	    .why = "in front of its fields" },
	{ "CNAME, a blank behind", RR_CNAME, "a.b ",
	    .why = "a blank or line break behind its fields" },
	{ "CNAME, newline", RR_CNAME, "a.b\n", .why = "behind its fields" },
	{ "CNAME, NUL", RR_CNAME, "a.b\000c", .why = "bad name", .len = 5 },
	{ "CNAME, escape", RR_CNAME, "a\\.b.c", .why = "bad name" },
	{ "CNAME, comment", RR_CNAME, "a.b;c", .why = "bad name" },
	{ "CNAME, parenthesis", RR_CNAME, "(a.b)", .why = "bad name" },
	{ "CNAME, an include", RR_CNAME, "$INCLUDE.x", .why = "bad name" },
	{ "CNAME, @", RR_CNAME, "@", .why = "bad name" },
	{ "CNAME, RFC 3597", RR_CNAME, "\\# 3 016100", .why = "bad name" },
	{ "CNAME, 300 octets", RR_CNAME,
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    .why = "longer than 255" },
	{ "NS", RR_NS, "LB.Example.net", .printed = "lb.example.net." },
	{ "NS, final dot", RR_NS, "x.example.net.",
	    .printed = "x.example.net." },
	{ "NS, one label with a dot", RR_NS, "x.", .printed = "x.", .why = "" },
	{ "NS, one label", RR_NS, "x", .why = "one label, and no final dot" },
	{ "NS, the root", RR_NS, ".", .why = "bad name '.'" },
	{ "NS, an address", RR_NS, "192.0.2.1",
	    .why = "its last label is a number" },
	{ "NS, numbers with a dot", RR_NS, "999.1.1.1.",
	    .why = "its last label is a number" },
	{ "NS, empty", RR_NS, "", .why = "bad name" },
	{ "NS, two", RR_NS, "a.b c.d", .why = "more than its fields" },
	{ "NS, a blank before", RR_NS, " a.b",
	    .why = "in front of its fields" },
	{ "NS, a blank behind", RR_NS, "a.b ",
	    .why = "a blank or line break behind its fields" },
	{ "NS, newline", RR_NS, "a.b\n", .why = "behind its fields" },
	{ "NS, NUL", RR_NS, "a.b\000c", .why = "bad name", .len = 5 },
	{ "NS, escape", RR_NS, "a\\.b.c", .why = "bad name" },
	{ "NS, comment", RR_NS, "a.b;c", .why = "bad name" },
	{ "NS, parenthesis", RR_NS, "(a.b)", .why = "bad name" },
	{ "NS, an include", RR_NS, "$INCLUDE.x", .why = "bad name" },
	{ "NS, @", RR_NS, "@", .why = "bad name" },
	{ "NS, RFC 3597", RR_NS, "\\# 3 016100", .why = "bad name" },
	{ "NS, 300 octets", RR_NS,
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    .why = "longer than 255" },
	{ "PTR", RR_PTR, "LB.Example.net", .printed = "lb.example.net." },
	{ "PTR, final dot", RR_PTR, "x.example.net.",
	    .printed = "x.example.net." },
	{ "PTR, one label with a dot", RR_PTR, "x.", .printed = "x.",
	    .why = "" },
	{ "PTR, one label", RR_PTR, "x", .why = "one label, and no final dot" },
	{ "PTR, the root", RR_PTR, ".", .why = "bad name '.'" },
	{ "PTR, an address", RR_PTR, "192.0.2.1",
	    .why = "its last label is a number" },
	{ "PTR, numbers with a dot", RR_PTR, "999.1.1.1.",
	    .why = "its last label is a number" },
	{ "PTR, empty", RR_PTR, "", .why = "bad name" },
	{ "PTR, two", RR_PTR, "a.b c.d", .why = "more than its fields" },
	{ "PTR, a blank before", RR_PTR, " a.b",
	    .why = "in front of its fields" },
	{ "PTR, a blank behind", RR_PTR, "a.b ",
	    .why = "a blank or line break behind its fields" },
	{ "PTR, newline", RR_PTR, "a.b\n", .why = "behind its fields" },
	{ "PTR, NUL", RR_PTR, "a.b\000c", .why = "bad name", .len = 5 },
	{ "PTR, escape", RR_PTR, "a\\.b.c", .why = "bad name" },
	{ "PTR, comment", RR_PTR, "a.b;c", .why = "bad name" },
	{ "PTR, parenthesis", RR_PTR, "(a.b)", .why = "bad name" },
	{ "PTR, an include", RR_PTR, "$INCLUDE.x", .why = "bad name" },
	{ "PTR, @", RR_PTR, "@", .why = "bad name" },
	{ "PTR, RFC 3597", RR_PTR, "\\# 3 016100", .why = "bad name" },
	{ "PTR, 300 octets", RR_PTR,
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    .why = "longer than 255" },
	{ "DNAME", RR_DNAME, "LB.Example.net", .printed = "lb.example.net." },
	{ "DNAME, final dot", RR_DNAME, "x.example.net.",
	    .printed = "x.example.net." },
	{ "DNAME, one label with a dot", RR_DNAME, "x.", .printed = "x.",
	    .why = "" },
	{ "DNAME, one label", RR_DNAME, "x",
	    .why = "one label, and no final dot" },
	{ "DNAME, the root", RR_DNAME, ".", .why = "bad name '.'" },
	{ "DNAME, an address", RR_DNAME, "192.0.2.1",
	    .why = "its last label is a number" },
	{ "DNAME, numbers with a dot", RR_DNAME, "999.1.1.1.",
	    .why = "its last label is a number" },
	{ "DNAME, empty", RR_DNAME, "", .why = "bad name" },
	{ "DNAME, two", RR_DNAME, "a.b c.d", .why = "more than its fields" },
	{ "DNAME, a blank before", RR_DNAME, " a.b",
	    .why = "in front of its fields" },
	{ "DNAME, a blank behind", RR_DNAME, "a.b ",
	    .why = "a blank or line break behind its fields" },
	{ "DNAME, newline", RR_DNAME, "a.b\n", .why = "behind its fields" },
	{ "DNAME, NUL", RR_DNAME, "a.b\000c", .why = "bad name", .len = 5 },
	{ "DNAME, escape", RR_DNAME, "a\\.b.c", .why = "bad name" },
	{ "DNAME, comment", RR_DNAME, "a.b;c", .why = "bad name" },
	{ "DNAME, parenthesis", RR_DNAME, "(a.b)", .why = "bad name" },
	{ "DNAME, an include", RR_DNAME, "$INCLUDE.x", .why = "bad name" },
	{ "DNAME, @", RR_DNAME, "@", .why = "bad name" },
	{ "DNAME, RFC 3597", RR_DNAME, "\\# 3 016100", .why = "bad name" },
	{ "DNAME, 300 octets", RR_DNAME,
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    .why = "longer than 255" },
	{ "253 octets", RR_CNAME,
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    .printed = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		       "aaaaaaaa."
		       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		       "aaaaaaaa."
		       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		       "aaaaaaaa."
		       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		       "aaaaaa." },
	{ "254 octets", RR_CNAME,
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    .why = "longer than 255" },
	{ "an international name", RR_CNAME, "b\303\274cher.example",
	    .printed = "xn--bcher-kva.example." },
	{ "not UTF-8", RR_CNAME, "b\377cher.example", .why = "bad name" },
	{ "underscores", RR_CNAME, "_a._b.example",
	    .printed = "_a._b.example." },
	{ "MX", RR_MX, "10 Mail.example.com", .printed = "10 mail.example.com.",
	    .wire = "000a046d61696c076578616d706c6503636f6d00" },
	{ "MX, a tab", RR_MX, "10\tm.x", .printed = "10 m.x." },
	{ "MX, blanks", RR_MX, "10 \t  m.x", .printed = "10 m.x." },
	{ "MX, largest", RR_MX, "65535 m.x", .printed = "65535 m.x." },
	{ "MX, zeros before", RR_MX, "00010 m.x", .printed = "10 m.x." },
	{ "MX, no mail", RR_MX, "0 .", .printed = "0 .", .wire = "000000" },
	{ "MX, no mail at another preference", RR_MX, "10 .",
	    .why = "only for preference 0" },
	{ "MX, too large: ldns would make it 4464", RR_MX, "70000 m.x",
	    .why = "not a number of 0 to 65535" },
	{ "MX, 65536", RR_MX, "65536 m.x", .why = "not a number" },
	{ "MX, six digits", RR_MX, "000010 m.x", .why = "not a number" },
	{ "MX, many digits", RR_MX, "99999999999999999999 m.x",
	    .why = "not a number" },
	{ "MX, negative", RR_MX, "-1 m.x", .why = "not a number" },
	{ "MX, plus", RR_MX, "+1 m.x", .why = "not a number" },
	{ "MX, hexadecimal", RR_MX, "0x10 m.x", .why = "not a number" },
	{ "MX, a fraction", RR_MX, "1.5 m.x", .why = "not a number" },
	{ "MX, a comma", RR_MX, "10,m.x", .why = "not a number" },
	{ "MX, no host", RR_MX, "10", .why = "a field is missing" },
	{ "MX, no host but a blank", RR_MX, "10 ",
	    .why = "a blank or line break behind its fields" },
	{ "MX, a line break behind", RR_MX, "10 m.x\n",
	    .why = "a blank or line break behind its fields" },
	{ "MX, a line break in front", RR_MX, "\n10 m.x",
	    .why = "a blank or line break in front of its fields" },
	{ "MX, no number", RR_MX, "m.x",
	    .why = "'m.x' is not a number of 0 to 65535; MX is PREFERENCE "
		   "NAME" },
	{ "MX, one label", RR_MX, "10 m",
	    .why = "one label, and no final dot" },
	{ "MX, one label with a dot", RR_MX, "10 m.", .printed = "10 m." },
	{ "MX, an address", RR_MX, "10 192.0.2.1",
	    .why = "its last label is a number" },
	{ "MX, a blank before", RR_MX, " 10 m.x",
	    .why = "in front of its fields" },
	{ "MX, a blank behind", RR_MX, "10 m.x ",
	    .why = "a blank or line break behind its fields" },
	{ "MX, newline between", RR_MX, "10\nm.x", .why = "not a number" },
	{ "MX, quotes", RR_MX, "10 \"m.x\"", .why = "bad name" },
	{ "MX, three fields", RR_MX, "10 20 m.x",
	    .why = "its last label is a number" },
	{ "MX, empty", RR_MX, "", .why = "not a number" },
	{ "SRV", RR_SRV, "0 5 443 Host.example",
	    .printed = "0 5 443 host.example.",
	    .wire = "0000000501bb04686f7374076578616d706c6500" },
	{ "SRV, no service", RR_SRV, "0 0 0 .", .printed = "0 0 0 .",
	    .wire = "00000000000000" },
	{ "SRV, largest", RR_SRV, "65535 65535 65535 h.x",
	    .printed = "65535 65535 65535 h.x." },
	{ "SRV, blanks", RR_SRV, "0  5\t443 \t h.x",
	    .printed = "0 5 443 h.x." },
	{ "SRV, -1: ldns would make it 65535", RR_SRV, "0 5 -1 h.x",
	    .why = "not a number" },
	{ "SRV, 65536", RR_SRV, "0 65536 1 h.x", .why = "not a number" },
	{ "SRV, three fields", RR_SRV, "0 5 h.x", .why = "not a number" },
	{ "SRV, five fields", RR_SRV, "0 5 443 h.x 1",
	    .why = "more than its fields" },
	{ "SRV, one label", RR_SRV, "0 5 443 h", .why = "one label" },
	{ "SRV, a service for a port", RR_SRV, "0 5 https h.x",
	    .why = "not a number" },
	{ "SRV, empty", RR_SRV, "", .why = "not a number" },
};

/* As static records have them: below example.com, but for a final dot. */
static const struct row relative[] = {
	{ "relative: below the origin", RR_MX, "10 Mail",
	    "10 mail.example.com." },
	{ "relative: two labels", RR_CNAME, "a.b", "a.b.example.com." },
	{ "relative: the origin", RR_NS, "@", "example.com." },
	{ "relative: absolute", RR_NS, "a.b.", "a.b." },
	{ "relative: the root", RR_SRV, "0 0 0 .", "0 0 0 ." },
	{ "relative: a number is a label", RR_PTR, "7", "7.example.com." },
	{ "relative: no address", RR_CNAME, "192.0.2.1.",
	    .why = "is a number" },
	{ "relative: two origins", RR_CNAME, "a.@", .why = "bad name" },
	{ "relative: empty", RR_CNAME, "", .why = "bad name" },
	{ "relative: an empty label", RR_CNAME, "a..b", .why = "bad name" },
	{ "relative: NUL", RR_CNAME, "a\0b", .why = "bad name", .len = 3 },
	{ "relative: longer than all", RR_CNAME,
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    .why = "bad name" },
};

static void check_relative(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(1000);
	struct arena arena = { 0 };
	struct record record;
	struct err err = { .text = "" };
	size_t len = row->len ? row->len : strlen(row->text);
	bool ok = record_parse_in(
	    &record, row->type, row->text, len, "example.com", &arena, &err);

	assert_int_equal(ok, row->printed != NULL);
	if (ok) {
		check_printed(&record, &text, &arena);
		assert_string_equal(buf_text(&text), row->printed);
	} else if (!strstr(err.text, row->why)) {
		assert_string_equal(err.text, row->why);
	}
	buf_clear(&text);
	arena_clear(&arena);
}

int main(void)
{
	return RUN_ROWS(rows, check_row) + RUN_ROWS(relative, check_relative);
}
