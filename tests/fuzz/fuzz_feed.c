/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What anybody on the machine may send to the feed, and what is said to it: a
 * message, which an odd first octet signs.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/publish/feed/feedreply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW 1795429416

static const struct tsig_key key = { .name = "key.example",
	.algorithm = TSIG_SHA256 };
static const struct tsig_secret secret = { .size = 16,
	.octets = "0123456789abcdef" };

/* Nobody who has not the key gets further than that. */
static bool accepts(
    struct tsig_exchange *exchange, const uint8_t *message, size_t len)
{
	struct err err;

	*exchange = (struct tsig_exchange){ .key = &key, .secret = &secret };
	if (tsig_accept(exchange, message, len, NOW, &err))
		return true;
	assert(*err.text);
	exchange->key = NULL;
	return false;
}

static void check_answer(const struct buf *out, const uint8_t *message)
{
	const uint8_t *at = (const uint8_t *)out->data;

	assert(out->len >= 14);
	assert(out->len == (size_t)(at[0] << 8 | at[1]) + 2);
	assert(at[2] == message[0] && at[3] == message[1]);
	assert(at[4] & 0x80 && (at[5] == 0 || at[5] == 5));
}

static void answer(const uint8_t *message, size_t len)
{
	struct feed_reply reply = { .rcode = 0 };
	struct buf soa = BUF_INIT(1000), out = BUF_INIT(1u << 20);
	enum feed_asks asks = feedquestion_read(message, len, &reply.question);
	struct err err;
	bool last = false;

	if (asks == FEED_ASKS_NONSENSE)
		return;
	assert(reply.question.len <= sizeof(reply.question.octets));
	if (!accepts(&reply.exchange, message, len) || asks == FEED_ASKS_OTHER)
		feedreply_refuse(&reply);
	else {
		buf_add(&soa, "\0\0\6\0\1\0\0\0\0\0\0", 11);
		feedreply_soa(&reply, &soa);
	}
	assert(feedreply_next(&reply, NOW, &out, &last, &err) && last);
	check_answer(&out, message);
	feedreply_clear(&reply);
	buf_clear(&soa);
	buf_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t message[FEEDQUESTION_MAX + TSIG_RR_MAX];
	struct tsig_exchange client = { .key = &key, .secret = &secret };
	size_t len = size - 1;

	if (!size || len > FEEDQUESTION_MAX)
		return 0;
	memcpy(message, data + 1, len);
	if (data[0] & 1 && len >= 12)
		len = tsig_sign(&client, message, len, NOW);
	answer(message, len);
	return 0;
}
