/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedpeer.h - a connection to the feed: questions in, one after another,
 * answers out.
 *
 * It ends when the other side ends it, says something that is no question, or
 * lets a deadline pass: for a whole question, and for each piece of an answer.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDPEER_H
#define CONTROLLER_PUBLISH_FEED_FEEDPEER_H

#include "controller/base/loop.h"
#include "controller/publish/feed/feedreply.h"

struct feed_peer_events {
	/* Begins the answer; false: there is none, the connection ends. */
	bool (*asked)(void *arg, const uint8_t *message, size_t len,
	    struct feed_reply *reply);
	void (*answered)(void *arg, const struct feed_reply *reply);
	/* In an answer, for a reason of ours; err NULL: the other side's. */
	void (*broken)(
	    void *arg, const struct feed_reply *reply, const struct err *err);
	void *arg;
};

struct feed_peer {
	struct feed_peer *next, **at; /* of the feed's list */
	struct loop *loop;
	const struct feed_peer_events *events;
	int fd;
	struct loop_fd *handle;
	struct loop_timer *deadline;
	bool known; /* it asked something that was signed well */
	bool answering, last;
	struct feed_reply reply;
	struct buf out;
	size_t have; /* octets in in */
	uint8_t in[2 + FEEDQUESTION_MAX];
};

/* Puts itself at the head of the list; takes the descriptor over. */
void feedpeer_new(struct loop *loop, int fd,
    const struct feed_peer_events *events, struct feed_peer **list);
void feedpeer_end(struct feed_peer *peer);

#endif
