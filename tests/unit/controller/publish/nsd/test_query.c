/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_query.c - the octets of a question, and answers good and bad.
 */
#include "controller/publish/nsd/query.h"

#include "tests/test.h"

#define ID 0x1234
#define NAME "\1a\4test\0"
#define QUESTION NAME "\0\6\0\1"
/* Owner, type, class, TTL, length of the rdata: two names and five numbers. */
#define SOA "\xc0\x0c\0\6\0\1\0\0\0\x3c\0\x18\xc0\x0c\xc0\x0c"
#define NUMBERS "\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1"
#define OPT "\0\0\x29\4\xd0\0\0\0\0"

#define BYTES(s) (s), sizeof(s) - 1

static const struct row {
	const char *name;
	const char *packet;
	size_t len;
	bool parses;
	const char *words;
} rows[] = {
	{ "a serial",
	    BYTES("\x12\x34\x84\0\0\1\0\1\0\0\0\0" QUESTION SOA
		  "\x6b\x05\0\1" NUMBERS),
	    true, "serial 1795489793" },
	{ "case of the name",
	    BYTES("\x12\x34\x84\0\0\1\0\1\0\0\0\0"
		  "\1A\4tEst\0\0\6\0\1" SOA "\0\0\0\7" NUMBERS),
	    true, "serial 7" },
	{ "the highest serial",
	    BYTES("\x12\x34\x84\0\0\1\0\1\0\0\0\0" QUESTION SOA
		  "\xff\xff\xff\xff" NUMBERS),
	    true, "serial 4294967295" },
	{ "refused", BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\0" QUESTION), true,
	    "REFUSED" },
	{ "servfail with extended error 14",
	    BYTES("\x12\x34\x80\2\0\1\0\0\0\0\0\1" QUESTION OPT
		  "\0\x06\0\x0f\0\2\0\x0e"),
	    true, "SERVFAIL, extended error 14" },
	{ "extended error after another option, with text",
	    BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\1" QUESTION OPT
		  "\0\x0d\0\3\0\1x\0\x0f\0\4\0\x14no"),
	    true, "REFUSED, extended error 20" },
	{ "an extended error cut short",
	    BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\1" QUESTION OPT
		  "\0\5\0\x0f\0\1\0"),
	    true, "REFUSED" },
	{ "not authoritative",
	    BYTES("\x12\x34\x80\0\0\1\0\1\0\0\0\0" QUESTION SOA
		  "\0\0\0\7" NUMBERS),
	    true, "no authoritative SOA" },
	{ "SOA of another name",
	    BYTES("\x12\x34\x84\0\0\1\0\1\0\0\0\0" QUESTION
		  "\xc0\x0e\0\6\0\1\0\0\0\x3c\0\x18\xc0\x0c\xc0\x0c"
		  "\0\0\0\7" NUMBERS),
	    true, "no authoritative SOA" },
	{ "nothing in it", BYTES("\x12\x34\x84\0\0\1\0\0\0\0\0\0" QUESTION),
	    true, "no authoritative SOA" },
	{ "an unknown rcode",
	    BYTES("\x12\x34\x80\x0d\0\1\0\0\0\0\0\0" QUESTION), true,
	    "rcode 13" },
	{ "another id", BYTES("\x12\x35\x80\5\0\1\0\0\0\0\0\0" QUESTION) },
	{ "a question itself", BYTES("\x12\x34\0\0\0\1\0\0\0\0\0\0" QUESTION) },
	{ "another opcode", BYTES("\x12\x34\xa0\5\0\1\0\0\0\0\0\0" QUESTION) },
	{ "no question", BYTES("\x12\x34\x80\5\0\0\0\0\0\0\0\0") },
	{ "another name",
	    BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\0\1b\4test\0\0\6\0\1") },
	{ "another type",
	    BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\0" NAME "\0\1\0\1") },
	{ "another class",
	    BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\0" NAME "\0\6\0\3") },
	{ "cut inside the SOA",
	    BYTES("\x12\x34\x84\0\0\1\0\1\0\0\0\0" QUESTION SOA "\0\0") },
	{ "a header alone", BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\0") },
	{ "two octets", BYTES("\x12\x34") },
	{ "a loop of pointers",
	    BYTES("\x12\x34\x80\5\0\1\0\0\0\0\0\0\xc0\x0c\0\6\0\1") },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct buf words = BUF_INIT(256);
	struct answer answer = { .came = false };

	assert_int_equal(query_parse((const uint8_t *)row->packet, row->len, ID,
			     "a.test", &answer),
	    row->parses);
	assert_int_equal(answer.came, row->parses);
	answer_print(&answer, &words);
	assert_string_equal(
	    buf_text(&words), row->parses ? row->words : "no answer");
	buf_clear(&words);
}

static void asks_for_the_soa(void **state)
{
	static const char head[] =
	    "\x12\x34\0\0\0\1\0\0\0\0\0\1" QUESTION "\0\0\x29\4\xd0";
	uint8_t packet[QUERY_SIZE];
	size_t len = query_build(packet, ID, "a.test");

	(void)state;
	assert_int_equal(len, sizeof(head) - 1 + 6);
	assert_memory_equal(packet, head, sizeof(head) - 1);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(asks_for_the_soa));
}
