/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedreply.c - how an answer begins, by its kind; then messages are filled
 * with records, of which more are read while there are.
 */
#include "controller/publish/feed/feedreply.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

#define REFUSED 5
#define RECORDS_MAX ((size_t)1 << 30) /* octets */

static void begin(struct feed_reply *reply)
{
	reply->rcode = 0;
	reply->begun = reply->data = false;
	reply->at = 0;
	reply->records = reply->soa = (struct buf)BUF_INIT(RECORDS_MAX);
	reply->file = (struct feed_file){ .fd = -1 };
}

static void take_soa(struct feed_reply *reply, const struct buf *soa)
{
	begin(reply);
	buf_add(&reply->records, buf_text(soa), soa->len);
}

void feedreply_soa(struct feed_reply *reply, const struct buf *soa)
{
	take_soa(reply, soa);
}

void feedreply_steps(struct feed_reply *reply, const struct buf *soa,
    const struct feed_journal *journal)
{
	take_soa(reply, soa);
	reply->data = true;
	feedjournal_read(journal, reply->question.serial, &reply->records);
	buf_add(&reply->records, buf_text(soa), soa->len);
}

bool feedreply_whole(struct feed_reply *reply, const struct buf *soa, int fd,
    uint32_t serial, struct err *err)
{
	take_soa(reply, soa);
	reply->data = true;
	if (!feedfile_open(
		&reply->file, fd, reply->question.zone, serial, err)) {
		feedreply_clear(reply);
		return false;
	}
	buf_add(&reply->soa, buf_text(soa), soa->len);
	return true;
}

void feedreply_refuse(struct feed_reply *reply)
{
	begin(reply);
	reply->rcode = REFUSED;
}

void feedreply_clear(struct feed_reply *reply)
{
	buf_clear(&reply->records);
	buf_clear(&reply->soa);
	feedfile_close(&reply->file);
	tsig_exchange_clear(&reply->exchange);
	reply->exchange.key = NULL;
}

/* More of the whole zone, until a message can be filled. */
static bool read_on(struct feed_reply *reply, struct err *err)
{
	while (reply->file.fd >= 0 &&
	    reply->records.len - reply->at < FEEDMESSAGE_MAX) {
		buf_drop(&reply->records, reply->at);
		reply->at = 0;
		if (!feedfile_next(&reply->file, &reply->records, err))
			return false;
		if (!reply->file.ended)
			continue;
		feedfile_close(&reply->file);
		buf_add(&reply->records, buf_text(&reply->soa), reply->soa.len);
	}
	return buf_ok(&reply->records) ||
	    err_set(err, ERR_INPUT, "the answer is too large");
}

static void fill(struct feed_reply *reply, struct feed_message *message)
{
	while (reply->at < reply->records.len) {
		const char *record = reply->records.data + reply->at;
		size_t len = feedrecord_len(record);

		if (!feedmessage_add(message, record, len))
			break;
		reply->at += len;
	}
}

bool feedreply_next(struct feed_reply *reply, int64_t now, struct buf *out,
    bool *last, struct err *err)
{
	struct feed_message *message;

	if (!read_on(reply, err))
		return false;
	message = xmalloc(sizeof(*message));
	feedmessage_begin(
	    message, &reply->question, reply->rcode, !reply->begun);
	reply->begun = true;
	fill(reply, message);
	feedmessage_end(message, &reply->exchange, now, out);
	free(message);
	*last = reply->at == reply->records.len && reply->file.fd < 0;
	return true;
}
