/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_axfr.c - what becomes of the messages of a transfer: good ones, and
 * those that no server should send.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/axfr/axfr.h"
#include "tests/test.h"
#include "tests/unit/controller/tsig/exchanges.h"

#define ID 0x1234
#define QUESTION "076578616d706c6503636f6d0000fc0001"
#define SOA(serial)            \
	"c00c00060001000000"   \
	"3c001e"               \
	"026e73c00c026d78c00c" \
	"000000" serial "00000001000000020000000300000004 "
#define NS "c00c000200010000003c0005026e73c00c "
#define WWW "03777777c00c000100010000003c0004c0000201 "

/* A message: flags and rcode, answers (a blank behind each), as the first. */
struct piece {
	const char *flags, *answers;
};

static const struct row {
	const char *name;
	struct piece pieces[4]; /* up to one without flags */
	const char
	    *zone; /* what it prints as, below SOA and NS; NULL: failed */
	const char *says; /* why it failed, or what was left out */
} rows[] = {
	{ "one message", { { "8400", SOA("07") NS WWW SOA("07") } },
	    "www\t60\tIN\tA\t192.0.2.1\n" },
	{ "a message each",
	    { { "8400", SOA("07") }, { "8000", NS WWW },
		{ "8400", SOA("07") } },
	    "www\t60\tIN\tA\t192.0.2.1\n" },
	{ "an empty message between",
	    { { "8400", SOA("07") NS }, { "8400", "" }, { "8400", SOA("07") } },
	    "" },
	{ "not authoritative", { { "8000", SOA("07") NS SOA("07") } }, "" },
	{ "the end is missing", { { "8400", SOA("07") NS } }, .says = "" },
	{ "it changed", { { "8400", SOA("07") NS SOA("08") } },
	    .says = "changed" },
	{ "more behind the end", { { "8400", SOA("07") NS SOA("07") WWW } },
	    .says = "more behind" },
	{ "no SOA first", { { "8400", NS SOA("07") } },
	    .says = "does not begin" },
	{ "nothing", { { "8400", "" } }, .says = "empty" },
	{ "no nameserver", { { "8400", SOA("07") WWW SOA("07") } },
	    .says = "no nameserver" },
	{ "a SOA alone, as of an IXFR", { { "8400", SOA("07") } }, .says = "" },
	{ "a query", { { "0400", SOA("07") NS SOA("07") } },
	    .says = "none to the request" },
	{ "a NOTIFY", { { "a400", SOA("07") NS SOA("07") } },
	    .says = "none to the request" },
	{ "truncated", { { "8600", SOA("07") NS SOA("07") } },
	    .says = "malformed" },
	{ "refused", { { "8405", "" } }, .says = "REFUSED" },
	{ "not authoritative at all", { { "8409", "" } }, .says = "NOTAUTH" },
	{ "another failure", { { "8002", "" } }, .says = "SERVFAIL" },
	{ "a failure without a word", { { "840f", "" } }, .says = "rcode 15" },
	{ "refused in the middle", { { "8400", SOA("07") NS }, { "8405", "" } },
	    .says = "REFUSED" },
	{ "a record is cut", { { "8400", SOA("07") "03777777c00c0001 " } },
	    .says = "malformed" },
	{ "a SOA is cut",
	    { { "8400", "c00c000600010000003c0006026e73c00c0 " } },
	    .says = "malformed" },
	{ "a pointer forwards", { { "8400", "c0ff000600010000003c0000 " } },
	    .says = "malformed" },
	{ "a type that is not published",
	    { { "8400",
		SOA("07") NS "c00c000d00010000003c000401780179 "
			     "c00c000d00010000003c000401780179 " SOA("07") } },
	    "", "example.com HINFO 2 a type that is not published\n" },
	{ "another class",
	    { { "8400",
		SOA("07") NS "c00c000100030000003c0004c0000201 " SOA("07") } },
	    "", "example.com A 1 of another class than IN\n" },
	{ "bad rdata",
	    { { "8400",
		SOA("07") NS "c00c000100010000003c0003c00002 " SOA("07") } },
	    "", "example.com A 1 its rdata is malformed\n" },
	{ "a name that is none",
	    { { "8400",
		SOA("07") NS
		"0120c00c000100010000003c0004c0000201 " SOA("07") } },
	    "",
	    " A 1 bad name '\\032.example.com': a character that host names do "
	    "not have\n" },
	{ "outside",
	    { { "8400",
		SOA("07") NS
		"0161c014000100010000003c0004c0000201 " SOA("07") } },
	    "", "a.com A 1 its name is not in the zone\n" },
	{ "a SOA below",
	    { { "8400", SOA("07") NS "0161" SOA("07") SOA("07") } }, "",
	    "a.example.com SOA 1 it is not at the zone itself\n" },
	{ "a TTL above all",
	    { { "8400",
		SOA("07") NS
		"0161c00c00010001ffffffff0004c0000201 " SOA("07") } },
	    "a\t0\tIN\tA\t192.0.2.1\n" },
};

static size_t put_hex(const char *hex, uint8_t *out)
{
	size_t len = 0;
	unsigned octet;

	for (; *hex; hex += 2) {
		while (*hex == ' ')
			hex++;
		if (!*hex || sscanf(hex, "%2x", &octet) != 1)
			break;
		out[len++] = (uint8_t)octet;
	}
	return len;
}

static size_t make(const struct piece *piece, uint8_t out[1024])
{
	size_t len = 12, answers = 0;

	memset(out, 0, 12);
	out[0] = ID >> 8;
	out[1] = ID & 0xff;
	put_hex(piece->flags, out + 2);
	out[5] = 1;
	for (const char *at = piece->answers; *at; at++)
		answers += *at == ' ';
	out[7] = (uint8_t)answers;
	len += put_hex(QUESTION, out + len);
	return len + put_hex(piece->answers, out + len);
}

/* In a block of its own, so that a step beyond is seen. */
static enum axfr_step take(
    struct axfr *axfr, const uint8_t *message, size_t len, struct err *err)
{
	uint8_t *exact = xmalloc(len);
	enum axfr_step step;

	memcpy(exact, message, len);
	step = axfr_take(axfr, exact, len, EXCHANGE_TIME, err);
	free(exact);
	return step;
}

static void check_zone(const struct axfr *axfr, const struct row *row)
{
	struct buf text = BUF_INIT(100000), left = BUF_INIT(100000);
	char type[FOREIGN_TYPE_SIZE];
	const char *ns = "@\t60\tIN\tNS\tns.example.com.\n", *below;

	foreign_print(&axfr->foreign, &text);
	below = strstr(buf_text(&text), ns);
	assert_non_null(below);
	assert_string_equal(below + strlen(ns), row->zone);
	assert_non_null(strstr(buf_text(&text),
	    "SOA\tns.example.com. mx.example.com. (\n\t7\t; serial\n"
	    "\t1 2 3 4 )\n"));
	for (size_t i = 0; i < axfr->foreign.nleft; i++) {
		const struct foreign_left *one = &axfr->foreign.left[i];

		buf_printf(&left, "%s %s %zu %s\n", one->name,
		    foreign_type(one->type, type), one->count, one->why);
	}
	assert_string_equal(buf_text(&left), row->says ? row->says : "");
	buf_clear(&text);
	buf_clear(&left);
}

static void transfers(void **state)
{
	const struct row *row = *state;
	struct buf request = BUF_INIT(AXFR_REQUEST_MAX);
	enum axfr_step step = AXFR_MORE;
	uint8_t message[1024];
	struct err err = { .text = "" };
	struct axfr axfr;

	axfr_open(&axfr, "example.com", NULL, NULL);
	axfr_request(&axfr, ID, EXCHANGE_TIME, &request);
	for (size_t i = 0; i < 4 && row->pieces[i].flags; i++) {
		assert_int_equal(step, AXFR_MORE);
		step =
		    take(&axfr, message, make(&row->pieces[i], message), &err);
	}
	if (row->zone) {
		assert_int_equal(step, AXFR_DONE);
		check_zone(&axfr, row);
	} else if (*row->says) {
		assert_int_equal(step, AXFR_FAILED);
		assert_non_null(strstr(err.text, row->says));
	} else {
		assert_int_equal(step, AXFR_MORE);
	}
	buf_clear(&request);
	axfr_close(&axfr);
}

/* A good message cut anywhere is never a zone. */
static void cut_anywhere(void **state)
{
	const struct piece piece = { "8400", SOA("07") NS WWW SOA("07") };
	uint8_t message[1024];
	size_t len = make(&piece, message);

	(void)state;
	for (size_t i = 0; i < len; i++) {
		struct buf request = BUF_INIT(AXFR_REQUEST_MAX);
		struct axfr axfr;
		struct err err;

		axfr_open(&axfr, "example.com", NULL, NULL);
		axfr_request(&axfr, ID, EXCHANGE_TIME, &request);
		assert_int_equal(take(&axfr, message, i, &err), AXFR_FAILED);
		buf_clear(&request);
		axfr_close(&axfr);
	}
}

/* dnspython's, of which only the SOA is a zone: signatures alone matter. */
static void signed_ones(void **state)
{
	const struct exchange *row = *state;
	const struct tsig_key key = { .name = "key.example",
		.algorithm = row->algorithm };
	struct tsig_secret secret = { .size = 16,
		.octets = "0123456789abcdef" };
	struct buf request = BUF_INIT(AXFR_REQUEST_MAX);
	uint8_t message[1024], sent[1024];
	struct axfr axfr;
	struct err err = { .text = "" };
	size_t len;

	axfr_open(&axfr, "example.com", &key, &secret);
	axfr_request(&axfr, ID, EXCHANGE_TIME, &request);
	len = put_hex(row->request, sent);
	assert_int_equal(request.len, len + 2);
	assert_memory_equal(request.data + 2, sent, len);
	for (size_t i = 0; i < 3; i++) {
		len = put_hex(row->response[i], message);
		assert_int_equal(take(&axfr, message, len, &err),
		    i < 2 ? AXFR_MORE : AXFR_FAILED);
	}
	assert_non_null(strstr(err.text, "no nameserver"));
	axfr_close(&axfr);

	/* The end without a signature: the record of it is cut off. */
	axfr_open(&axfr, "example.com", &key, &secret);
	buf_reset(&request);
	axfr_request(&axfr, ID, EXCHANGE_TIME, &request);
	len = put_hex(row->response[0], message);
	assert_int_equal(take(&axfr, message, len, &err), AXFR_MORE);
	len = put_hex(row->response[2], message);
	message[11] = 0;
	len -= 13 + 10 + strlen(tsig_words[row->algorithm]) + 2 + 16 +
	    tsig_mac_size(row->algorithm);
	assert_int_equal(take(&axfr, message, len, &err), AXFR_FAILED);
	assert_non_null(strstr(err.text, "is not signed"));
	axfr_close(&axfr);

	/* Nothing signed at all. */
	axfr_open(&axfr, "example.com", &key, &secret);
	buf_reset(&request);
	axfr_request(&axfr, ID, EXCHANGE_TIME, &request);
	len = make(&rows[0].pieces[0], message);
	assert_int_equal(take(&axfr, message, len, &err), AXFR_FAILED);
	assert_non_null(strstr(err.text, "is not signed"));
	axfr_close(&axfr);
	buf_clear(&request);
}

int main(void)
{
	return RUN_ROWS(rows, transfers) + RUN_ROWS(exchanges, signed_ones) +
	    RUN_TESTS(cmocka_unit_test(cut_anywhere));
}
