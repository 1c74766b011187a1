/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedreply.h - the answer to one question, message by message.
 *
 *	SOA	the SOA
 *	IXFR	the SOA alone if NSD has that serial; SOA, steps, SOA; or the
 *		whole zone, where the journal does not reach back so far
 *	AXFR	SOA, all records, SOA
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDREPLY_H
#define CONTROLLER_PUBLISH_FEED_FEEDREPLY_H

#include "controller/publish/feed/feedfile.h"
#include "controller/publish/feed/feedjournal.h"
#include "controller/publish/feed/feedmessage.h"

struct feed_reply {
	struct feed_question question;
	struct tsig_exchange exchange; /* ->key is NULL: not signed */
	unsigned rcode;
	bool begun, data;   /* data: more than the SOA */
	struct buf records; /* those that are left, in wire form */
	size_t at;
	struct buf soa;        /* to end the whole zone with */
	struct feed_file file; /* its ->fd is -1: nothing of it is left */
};

/* These four begin an answer; the first three to nobody without the key. */
void feedreply_soa(struct feed_reply *reply, const struct buf *soa);
/* The steps from the serial of the question on. */
void feedreply_steps(struct feed_reply *reply, const struct buf *soa,
    const struct feed_journal *journal);
/* ERR_SYSTEM: the file is closed, and there is no answer. */
bool feedreply_whole(struct feed_reply *reply, const struct buf *soa, int fd,
    uint32_t serial, struct err *err) MUST_CHECK;
void feedreply_refuse(struct feed_reply *reply);

/*
 * Appends the next message; *last: it was the last.  false: the connection has
 * to end, for what is to come is not there any more.
 */
bool feedreply_next(struct feed_reply *reply, int64_t now, struct buf *out,
    bool *last, struct err *err) MUST_CHECK;
void feedreply_clear(struct feed_reply *reply); /* none is left */

#endif
