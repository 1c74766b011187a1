/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_signature.c - what dnspython signs is signed here alike, and is taken;
 * anything else is not.
 */
#include <stdio.h>
#include <string.h>

#include "controller/tsig/signature.h"
#include "tests/test.h"
#include "tests/unit/controller/tsig/exchanges.h"

#define UNSIGNED_REQUEST 29 /* octets: header and question */

struct talk {
	struct tsig_key key;
	struct tsig_secret secret;
	struct tsig_exchange exchange;
	uint8_t request[1024];
	size_t request_len;
	uint8_t response[3][1024];
	size_t len[3];
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

/* The request was signed; the responses are there to be checked. */
static void start(struct talk *talk, const struct exchange *row)
{
	uint8_t request[1024];
	size_t len;

	*talk = (struct talk){
		.key = { .name = "key.example", .algorithm = row->algorithm },
		.secret = { .size = 16, .octets = "0123456789abcdef" },
	};
	talk->exchange.key = &talk->key;
	talk->exchange.secret = &talk->secret;
	len = from_hex(row->request, request);
	memcpy(talk->request, request, UNSIGNED_REQUEST);
	talk->request[11] = 0;
	talk->request_len = tsig_sign(
	    &talk->exchange, talk->request, UNSIGNED_REQUEST, EXCHANGE_TIME);
	assert_int_equal(talk->request_len, len);
	assert_memory_equal(talk->request, request, len);
	for (size_t i = 0; i < 3; i++)
		talk->len[i] = from_hex(row->response[i], talk->response[i]);
}

static enum tsig_verdict check(struct talk *talk, size_t at, struct err *err)
{
	return tsig_check(&talk->exchange, talk->response[at], talk->len[at],
	    EXCHANGE_TIME, err);
}

static void is_taken(void **state)
{
	struct talk talk;
	struct err err;

	start(&talk, *state);
	assert_int_equal(check(&talk, 0, &err), TSIG_GOOD);
	assert_int_equal(check(&talk, 1, &err), TSIG_UNSIGNED);
	assert_int_equal(check(&talk, 2, &err), TSIG_GOOD);
	tsig_exchange_clear(&talk.exchange);
}

/* Each octet changed by itself, but for the identifier in the header. */
static void is_not_taken_when_changed(void **state)
{
	struct talk talk;
	struct err err;

	start(&talk, *state);
	for (size_t at = 2; at < talk.len[0]; at++) {
		start(&talk, *state);
		talk.response[0][at] ^= 0x20;
		/* A name in another case is the same name. */
		if (check(&talk, 0, &err) == TSIG_GOOD)
			assert_in_range(talk.response[0][at] & 0xdf, 'A', 'Z');
	}
	for (size_t at = 2; at < talk.len[1]; at++) {
		start(&talk, *state);
		talk.response[1][at] ^= 1;
		assert_int_equal(check(&talk, 0, &err), TSIG_GOOD);
		if (check(&talk, 1, &err) == TSIG_BAD)
			continue; /* malformed now */
		assert_int_equal(check(&talk, 2, &err), TSIG_BAD);
	}
}

static void is_not_taken_when_cut(void **state)
{
	struct talk talk;
	struct err err;

	start(&talk, *state);
	for (size_t len = 0; len < talk.len[0]; len++) {
		start(&talk, *state);
		assert_int_equal(tsig_check(&talk.exchange, talk.response[0],
				     len, EXCHANGE_TIME, &err),
		    TSIG_BAD);
	}
}

static void is_not_taken_out_of_order(void **state)
{
	struct talk talk;
	struct err err;

	start(&talk, *state);
	assert_int_equal(check(&talk, 2, &err), TSIG_BAD);
	start(&talk, *state);
	assert_int_equal(check(&talk, 1, &err), TSIG_BAD);
	assert_non_null(strstr(err.text, "not signed"));
	start(&talk, *state);
	assert_int_equal(check(&talk, 0, &err), TSIG_GOOD);
	assert_int_equal(check(&talk, 0, &err), TSIG_BAD);
	start(&talk, *state);
	assert_int_equal(check(&talk, 0, &err), TSIG_GOOD);
	assert_int_equal(check(&talk, 2, &err), TSIG_BAD);
	start(&talk, *state);
	assert_int_equal(check(&talk, 0, &err), TSIG_GOOD);
	assert_int_equal(check(&talk, 1, &err), TSIG_UNSIGNED);
	assert_int_equal(check(&talk, 1, &err), TSIG_UNSIGNED);
	assert_int_equal(check(&talk, 2, &err), TSIG_BAD);
}

/* RFC 8945 5.3.1: at least each hundredth is signed. */
static void unsigned_ones_are_counted(void **state)
{
	struct talk talk;
	struct err err;

	start(&talk, *state);
	assert_int_equal(check(&talk, 0, &err), TSIG_GOOD);
	for (int i = 0; i < 99; i++)
		assert_int_equal(check(&talk, 1, &err), TSIG_UNSIGNED);
	assert_int_equal(check(&talk, 1, &err), TSIG_BAD);
}

static void another_key(void **state)
{
	const struct exchange *row = *state;
	struct talk talk;
	struct err err;

	start(&talk, row);
	talk.secret.octets[0] ^= 1;
	tsig_sign(
	    &talk.exchange, talk.request, UNSIGNED_REQUEST, EXCHANGE_TIME);
	assert_int_equal(check(&talk, 0, &err), TSIG_BAD);
	assert_int_equal(err.kind, ERR_DENIED);
	start(&talk, row);
	talk.key.name = "key.example.org";
	assert_int_equal(check(&talk, 0, &err), TSIG_BAD);
	assert_non_null(strstr(err.text, "another key"));
	start(&talk, row);
	talk.key.algorithm = (row->algorithm + 1) % 4;
	assert_int_equal(check(&talk, 0, &err), TSIG_BAD);
	assert_non_null(strstr(err.text, "another key"));
}

static void another_time(void **state)
{
	struct talk talk;
	struct err err;

	for (int apart = -301; apart <= 301; apart += 301) {
		start(&talk, *state);
		assert_int_equal(tsig_check(&talk.exchange, talk.response[0],
				     talk.len[0], EXCHANGE_TIME + apart, &err),
		    apart ? TSIG_BAD : TSIG_GOOD);
		if (apart)
			assert_non_null(strstr(err.text, "301 s"));
	}
	start(&talk, *state);
	assert_int_equal(tsig_check(&talk.exchange, talk.response[0],
			     talk.len[0], EXCHANGE_TIME + 300, &err),
	    TSIG_GOOD);
}

/* The server says what is wrong with ours, and cannot sign that. */
static void says_why(void **state)
{
	static const struct {
		uint8_t error;
		const char *says;
	} errors[] = { { 16, "BADSIG" }, { 17, "BADKEY" } };

	for (size_t i = 0; i < ARRAY_LEN(errors); i++) {
		struct talk talk;
		struct err err;
		size_t mac, end;

		start(&talk, *state);
		mac = tsig_mac_size(talk.key.algorithm);
		end = talk.len[0];
		/* No MAC: id, error and other follow its length. */
		memmove(talk.response[0] + end - 6 - mac,
		    talk.response[0] + end - 6, 6);
		end -= mac;
		talk.response[0][end - 7] = 0;
		talk.response[0][end - 3] = errors[i].error;
		/* The record's own length stands before the algorithm. */
		talk.response[0][end - 16 - 2 -
		    (strlen(tsig_words[talk.key.algorithm]) + 2) + 1] -=
		    (uint8_t)mac;
		talk.len[0] = end;
		assert_int_equal(check(&talk, 0, &err), TSIG_BAD);
		assert_int_equal(err.kind, ERR_DENIED);
		assert_non_null(strstr(err.text, errors[i].says));
		assert_non_null(strstr(err.text, "key.example"));
		assert_null(strstr(err.text, "0123456789abcdef"));
	}
}

/* The server's side of the same talk: its key is the other one's. */
static bool accept_request(
    struct talk *talk, struct tsig_exchange *server, int64_t now)
{
	struct err err;

	*server = (struct tsig_exchange){ .key = &talk->key,
		.secret = &talk->secret };
	return tsig_accept(server, talk->request, talk->request_len, now, &err);
}

static void replies_are_signed_alike(void **state)
{
	struct tsig_exchange server;
	uint8_t message[1024];
	struct talk talk;
	struct err err;
	size_t len;

	start(&talk, *state);
	assert_true(accept_request(&talk, &server, EXCHANGE_TIME));
	/* The first one without its signature, signed here. */
	len = talk.len[0] - (talk.request_len - UNSIGNED_REQUEST);
	memcpy(message, talk.response[0], len);
	message[11] = 0;
	assert_int_equal(
	    tsig_reply(&server, message, len, EXCHANGE_TIME), talk.len[0]);
	assert_memory_equal(message, talk.response[0], talk.len[0]);
	assert_int_equal(check(&talk, 0, &err), TSIG_GOOD);
	for (size_t i = 0; i < 3; i++) {
		memcpy(message, talk.response[1], talk.len[1]);
		len = tsig_reply(&server, message, talk.len[1], EXCHANGE_TIME);
		assert_int_equal(tsig_check(&talk.exchange, message, len,
				     EXCHANGE_TIME, &err),
		    TSIG_GOOD);
	}
	tsig_exchange_clear(&server);
	tsig_exchange_clear(&talk.exchange);
}

static void requests_of_others_are_not_accepted(void **state)
{
	struct tsig_exchange server;
	struct talk talk;

	start(&talk, *state);
	assert_false(accept_request(&talk, &server, EXCHANGE_TIME + 301));
	assert_false(accept_request(&talk, &server, EXCHANGE_TIME - 301));
	for (size_t at = 0; at < talk.request_len; at++) {
		start(&talk, *state);
		talk.request[at] ^= 0x20;
		/* A name in another case is the same name. */
		if (accept_request(&talk, &server, EXCHANGE_TIME))
			assert_in_range(talk.request[at] & 0xdf, 'A', 'Z');
	}
	start(&talk, *state);
	while (talk.request_len-- > 0)
		assert_false(accept_request(&talk, &server, EXCHANGE_TIME));
	start(&talk, *state);
	talk.request_len = UNSIGNED_REQUEST;
	talk.request[11] = 0;
	assert_false(accept_request(&talk, &server, EXCHANGE_TIME));
	start(&talk, *state);
	talk.secret.octets[0] ^= 1;
	assert_false(accept_request(&talk, &server, EXCHANGE_TIME));
}

int main(void)
{
	return RUN_ROWS(exchanges, is_taken) +
	    RUN_ROWS(exchanges, is_not_taken_when_changed) +
	    RUN_ROWS(exchanges, is_not_taken_when_cut) +
	    RUN_ROWS(exchanges, is_not_taken_out_of_order) +
	    RUN_ROWS(exchanges, unsigned_ones_are_counted) +
	    RUN_ROWS(exchanges, another_key) +
	    RUN_ROWS(exchanges, another_time) + RUN_ROWS(exchanges, says_why) +
	    RUN_ROWS(exchanges, replies_are_signed_alike) +
	    RUN_ROWS(exchanges, requests_of_others_are_not_accepted);
}
