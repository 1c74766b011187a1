/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_wire.c - records as they stand in messages, of servers and of strangers.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/zonegen/record/recordrow.h"
#include "zonegen/record/wire.h"

/* A message has "example." at 12, and a record of owner WWW.example. behind. */
#define HEAD                       \
	"000000000000000000000000" \
	"076578616d706c6500"
#define OWNER "03575757c00c"

static const struct message {
	const char *name;
	uint16_t type;
	const char *rdata;   /* hexadecimal */
	const char *printed; /* NULL: refused */
	const char *why;     /* part of the reason; NULL: the record is cut */
} messages[] = {
	{ "A", RR_A, "c0000201", "192.0.2.1" },
	{ "A, short", RR_A, "c00002", .why = "malformed" },
	{ "A, long", RR_A, "c000020101", .why = "malformed" },
	{ "A, nothing", RR_A, "", .why = "malformed" },
	{ "AAAA, mapped", RR_AAAA, "00000000000000000000ffffc0000201",
	    .why = "is an IPv4" },
	{ "CNAME, a pointer", RR_CNAME, "c00c", "example." },
	{ "CNAME, label and pointer", RR_CNAME, "024C42c00c", "lb.example." },
	{ "CNAME, the pointer leads on", RR_CNAME, "0161c0ff",
	    .why = "malformed" },
	{ "CNAME, the pointer leads to itself", RR_CNAME, "c025",
	    .why = "malformed" },
	{ "CNAME, half a pointer", RR_CNAME, "c0", .why = "malformed" },
	{ "CNAME, a label of type 64", RR_CNAME, "40616100",
	    .why = "malformed" },
	{ "CNAME, octets behind", RR_CNAME, "024c42c00c00",
	    .why = "malformed" },
	{ "CNAME, root", RR_CNAME, "00", .why = "it is the root" },
	{ "CNAME, a blank in it", RR_CNAME, "03612062076578616d706c6500",
	    .why = "a character" },
	{ "CNAME, a dot in it", RR_CNAME, "03612e62076578616d706c6500",
	    .why = "a character" },
	{ "CNAME, like an address", RR_CNAME, "0131013200", .why = "a number" },
	{ "MX", RR_MX, "000a046d61696cc00c", "10 mail.example." },
	{ "MX, none", RR_MX, "000000", "0 ." },
	{ "MX, root at 10", RR_MX, "000a00", .why = "preference 0" },
	{ "TXT", RR_TXT, "0161", "\"a\"" },
	{ "TXT, the second one cut", RR_TXT, "0161036222", .why = "malformed" },
	{ "TXT, quotes and octets", RR_TXT, "02220a015c",
	    "\"\\\"\\010\" \"\\\\\"" },
	{ "TXT, an empty string", RR_TXT, "00", "\"\"" },
	{ "TXT, no string", RR_TXT, "", .why = "malformed" },
	{ "TXT, cut", RR_TXT, "0361", .why = "malformed" },
	{ "CAA, a tag in capitals", RR_CAA, "0005495353554561",
	    "0 issue \"a\"" },
	{ "CAA, tag cut", RR_CAA, "000949", .why = "malformed" },
	{ "CAA, odd tag", RR_CAA, "0001223b", .why = "" },
	{ "DS, short digest", RR_DS, "12670d0100", .why = "digest" },
	{ "NAPTR, name", RR_NAPTR,
	    "0064000a01730753495"
	    "02b4432550003736970c00c",
	    "100 10 \"s\" \"SIP+D2U\" \"\" sip.example." },
	{ "HTTPS", RR_HTTPS, "00010000010003026832", "1 . alpn=h2" },
	{ "HTTPS, alpn", RR_HTTPS, "000100000100030268320003000201bb",
	    "1 . alpn=h2 port=443" },
	{ "HTTPS, not in order", RR_HTTPS,
	    "0001000003000201bb0001000302"
	    "6832",
	    .why = "malformed" },
	{ "HTTPS, a port of one octet", RR_HTTPS, "00010000030001bb",
	    .why = "malformed" },
	{ "HTTPS, alpn with a comma", RR_HTTPS,
	    "00010000010006056832"
	    "2c6833",
	    .why = "malformed" },
	{ "HTTPS, alpn cut", RR_HTTPS, "00010000010003056832",
	    .why = "malformed" },
	{ "HTTPS, value cut", RR_HTTPS, "0001000001000503",
	    .why = "malformed" },
	{ "HTTPS, alias", RR_HTTPS, "000000", "0 ." },
	{ "private", RR_PRIVATE_FIRST, "0102", "\\# 2 0102" },
	{ "SOA", RR_SOA, "00", .why = "not published" },
	{ "RRSIG", 46, "00", .why = "not published" },
};

static size_t from_hex(const char *hex, uint8_t *out)
{
	size_t len = 0;
	unsigned octet;

	for (; *hex; hex += 2) {
		assert_int_equal(sscanf(hex, "%2x", &octet), 1);
		out[len++] = (uint8_t)octet;
	}
	return len;
}

static size_t make(const struct message *row, uint8_t *out)
{
	size_t len = from_hex(HEAD OWNER, out), head = len;
	size_t size = from_hex(row->rdata, out + head + 10);
	const uint8_t fixed[10] = { (uint8_t)(row->type >> 8),
		(uint8_t)row->type, 0, 1, 0, 0, 0, 60, 0, (uint8_t)size };

	memcpy(out + head, fixed, sizeof(fixed));
	return head + sizeof(fixed) + size;
}

static void reads_record(void **state)
{
	const struct message *row = *state;
	uint8_t octets[512];
	struct wire wire = { .octets = octets, .at = 21 };
	struct buf text = BUF_INIT(10000);
	struct arena arena = { 0 };
	struct wire_record from;
	struct record record;
	char name[NAME_SIZE];
	struct err err = { .text = "" };

	wire.size = make(row, octets);
	assert_true(wire_record(&wire, &from));
	assert_int_equal(wire.at, wire.size);
	assert_true(wire_owner(&from, name, &err));
	assert_string_equal(name, "www.example");
	assert_int_equal(from.ttl, 60);
	if (wire_parse(&wire, &from, &record, &arena, &err)) {
		check_printed(&record, &text, &arena);
		assert_non_null(row->printed);
		assert_string_equal(buf_text(&text), row->printed);
	} else {
		assert_null(row->printed);
		assert_non_null(strstr(err.text, row->why));
	}
	buf_clear(&text);
	arena_clear(&arena);
}

/* A message that is cut anywhere ends there, and nothing behind it is read. */
static void cut_anywhere(void **state)
{
	static const struct message row = { "MX", RR_MX, "000a046d61696cc00c" };
	uint8_t octets[512];
	size_t size = make(&row, octets);
	struct wire_record from;

	(void)state;
	for (size_t i = 21; i < size; i++) {
		uint8_t *exact = xmalloc(i);
		struct wire wire = { .octets = exact, .size = i, .at = 21 };

		memcpy(exact, octets, i);
		assert_false(wire_record(&wire, &from));
		free(exact);
	}
}

static const struct wire_text {
	const char *name, *hex;
	size_t at;
	size_t len; /* of what comes; 0: nothing */
} names[] = {
	{ "root", "00", 0, 1 },
	{ "a label", "016100", 0, 3 },
	{ "nothing", "", 0, 0 },
	{ "no end", "0161", 0, 0 },
	{ "two pointers", "016100c0000162c003", 5, 5 },
	{ "pointers at each other", "c002c000", 0, 0 },
	{ "a pointer to itself", "00c001", 1, 0 },
	{ "into the name itself", "0001610162c001", 1, 0 },
};

static void reads_name(void **state)
{
	const struct wire_text *row = *state;
	uint8_t octets[64], out[NAME_WIRE];
	struct wire wire = { .octets = octets, .at = row->at };
	size_t len = 0;

	wire.size = from_hex(row->hex, octets);
	assert_int_equal(wire_name(&wire, out, &len), row->len > 0);
	assert_int_equal(len, row->len);
}

/* 127 labels of one octet are the longest name; one more is none. */
static void longest_name(void **state)
{
	uint8_t octets[300], out[NAME_WIRE];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = i % 2 ? 'a' : 1;
	octets[254] = 0;
	assert_true(wire_name(
	    &(struct wire){ .octets = octets, .size = 300 }, out, &len));
	assert_int_equal(len, 255);
	octets[254] = 1;
	octets[256] = 0;
	assert_false(wire_name(
	    &(struct wire){ .octets = octets, .size = 300 }, out, &len));
}

int main(void)
{
	return RUN_ROWS(messages, reads_record) + RUN_ROWS(names, reads_name) +
	    RUN_TESTS(
		cmocka_unit_test(cut_anywhere), cmocka_unit_test(longest_name));
}
