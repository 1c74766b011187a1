/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedmessage.h - one message of an answer, as it goes through TCP.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDMESSAGE_H
#define CONTROLLER_PUBLISH_FEED_FEEDMESSAGE_H

#include "controller/publish/feed/feedquestion.h"
#include "controller/publish/feed/feedrecord.h"
#include "controller/tsig/signature.h"

#define FEEDMESSAGE_MAX 32768 /* octets: any record, or some hundreds */

struct feed_message {
	unsigned answers;
	size_t len; /* of the message, which begins behind its length */
	uint8_t octets[2 + FEEDMESSAGE_MAX + TSIG_RR_MAX];
};

/* The question stands in the first message only (RFC 5936 2.2.2). */
void feedmessage_begin(struct feed_message *message,
    const struct feed_question *question, unsigned rcode, bool first);
/* false: it is full. */
bool feedmessage_add(
    struct feed_message *message, const char *record, size_t len) MUST_CHECK;
/* Signs it, where there is a key, and appends it. */
void feedmessage_end(struct feed_message *message,
    struct tsig_exchange *exchange, int64_t now, struct buf *out);

#endif
