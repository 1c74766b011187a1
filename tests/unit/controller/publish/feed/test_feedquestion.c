/* SPDX-License-Identifier: Apache-2.0 */
/* test_feedquestion.c - what a message asks, octet by octet. */
#include "controller/publish/feed/feedquestion.h"

#include <stdio.h>
#include <string.h>

#include "tests/test.h"

#define HEAD "12340000000100000000"
#define NAME "076578616d706c6503636f6d00"
struct row {
	const char *name, *hex;
	enum feed_asks asks;
	uint32_t serial;
};

static const struct row rows[] = {
	{ "SOA", HEAD "0000" NAME "00060001", FEED_ASKS_SOA, 0 },
	{ "SOA, with recursion wanted",
	    "123401000001000000000000" NAME "00060001", FEED_ASKS_SOA, 0 },
	{ "AXFR", HEAD "0000" NAME "00fc0001", FEED_ASKS_AXFR, 0 },
	{ "IXFR",
	    "123400000001000000010000" NAME "00fb0001"
	    "c00c000600010000000000160000"
	    "0000000700000001000000020000000300000004",
	    FEED_ASKS_IXFR, 7 },
	{ "IXFR, names in full",
	    "123400000001000000010000" NAME "00fb0001" NAME
	    "0006000100000000001a0161000162000000000800000001000000020000"
	    "000300000004",
	    FEED_ASKS_IXFR, 8 },
	{ "IXFR without SOA", HEAD "0000" NAME "00fb0001", FEED_ASKS_OTHER, 0 },
	{ "IXFR, its SOA cut",
	    "123400000001000000010000" NAME "00fb0001"
	    "c00c00060001000000000016000000000007000000010000000200000003",
	    FEED_ASKS_OTHER, 0 },
	{ "IXFR, its SOA with more in it",
	    "123400000001000000010000" NAME "00fb0001"
	    "c00c000600010000000000170000"
	    "000000070000000100000002000000030000000400",
	    FEED_ASKS_OTHER, 7 },
	{ "IXFR with a SOA of another name",
	    "123400000001000000010000" NAME "00fb0001"
	    "c014000600010000000000160000"
	    "0000000700000001000000020000000300000004",
	    FEED_ASKS_OTHER, 0 },
	{ "IXFR with another record",
	    "123400000001000000010000" NAME "00fb0001"
	    "c00c0001000100000000000401020304",
	    FEED_ASKS_OTHER, 0 },
	{ "IXFR with two records", "123400000001000000020000" NAME "00fb0001",
	    FEED_ASKS_OTHER, 0 },
	{ "A", HEAD "0000" NAME "00010001", FEED_ASKS_OTHER, 0 },
	{ "ANY", HEAD "0000" NAME "00ff0001", FEED_ASKS_OTHER, 0 },
	{ "AXFR of class ANY", HEAD "0000" NAME "00fc00ff", FEED_ASKS_OTHER,
	    0 },
	{ "AXFR with an answer", "123400000001000100000000" NAME "00fc0001",
	    FEED_ASKS_OTHER, 0 },
	{ "AXFR with authority", "123400000001000000010000" NAME "00fc0001",
	    FEED_ASKS_OTHER, 0 },
	{ "NOTIFY", "123420000001000000000000" NAME "00060001", FEED_ASKS_OTHER,
	    0 },
	{ "UPDATE", "123428000001000000000000" NAME "00060001", FEED_ASKS_OTHER,
	    0 },
	{ "an answer", "123484000001000000000000" NAME "00060001",
	    FEED_ASKS_NONSENSE, 0 },
	{ "no question", "123400000000000000000000", FEED_ASKS_NONSENSE, 0 },
	{ "two questions",
	    "123400000002000000000000" NAME "00060001" NAME "00060001",
	    FEED_ASKS_NONSENSE, 0 },
	{ "257 questions", "123400000101000000000000" NAME "00060001",
	    FEED_ASKS_NONSENSE, 0 },
	{ "a name that leads to itself", "123400000001000000000000c00c00060001",
	    FEED_ASKS_NONSENSE, 0 },
	{ "a name that does not end", "12340000000100000000000007657861",
	    FEED_ASKS_NONSENSE, 0 },
	{ "a label of 64 octets", "12340000000100000000000040",
	    FEED_ASKS_NONSENSE, 0 },
	{ "no type", HEAD "0000" NAME, FEED_ASKS_NONSENSE, 0 },
	{ "eleven octets", "1234000000010000000000", FEED_ASKS_NONSENSE, 0 },
	{ "nothing", "", FEED_ASKS_NONSENSE, 0 },
};

static void reads(void **state)
{
	const struct row *row = *state;
	struct feed_question question;
	uint8_t message[FEEDQUESTION_MAX];
	size_t len = 0;
	unsigned octet;

	for (const char *hex = row->hex; *hex; hex += 2) {
		assert_int_equal(sscanf(hex, "%2x", &octet), 1);
		message[len++] = (uint8_t)octet;
	}
	assert_int_equal(feedquestion_read(message, len, &question), row->asks);
	if (row->asks == FEED_ASKS_NONSENSE)
		return;
	assert_string_equal(question.zone, "example.com");
	assert_int_equal(question.serial, row->serial);
	assert_int_equal(question.len, 29);
	assert_memory_equal(question.octets, message, 29);
	/* Whatever is cut off it, nothing beyond is read. */
	for (; len > 0; len--) {
		uint8_t *copy = test_malloc(len);

		memcpy(copy, message, len);
		assert_true(
		    feedquestion_read(copy, len, &question) <= FEED_ASKS_AXFR);
		test_free(copy);
	}
}

RUN_TABLE(rows, reads)
