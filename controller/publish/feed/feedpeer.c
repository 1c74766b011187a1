/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedpeer.c - reads until a question is whole, then writes until its answer
 * is, a message a turn of the loop.  While an answer is under way nothing is
 * read.
 */
#include "controller/publish/feed/feedpeer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "zonegen/base/mem.h"

#define DEADLINE 5000 /* ms: for a question, and for progress of an answer */
#define OUT_MAX (1u << 20)

static void on_deadline(void *arg);
static void on_ready(void *arg, unsigned events);

void feedpeer_new(struct loop *loop, int fd,
    const struct feed_peer_events *events, struct feed_peer **list)
{
	struct feed_peer *peer = xcalloc(1, sizeof(*peer));

	peer->loop = loop;
	peer->events = events;
	peer->fd = fd;
	peer->out = (struct buf)BUF_INIT(OUT_MAX);
	peer->next = *list;
	peer->at = list;
	if (peer->next)
		peer->next->at = &peer->next;
	*list = peer;
	peer->handle = loop_fd_new(loop, fd, LOOP_READ, on_ready, peer);
	peer->deadline = loop_timer_new(loop, on_deadline, peer);
	loop_timer_set(peer->deadline, DEADLINE);
}

void feedpeer_end(struct feed_peer *peer)
{
	*peer->at = peer->next;
	if (peer->next)
		peer->next->at = peer->at;
	if (peer->answering)
		feedreply_clear(&peer->reply);
	loop_timer_free(peer->deadline);
	loop_fd_free(peer->handle);
	close(peer->fd);
	buf_clear(&peer->out);
	free(peer);
}

static void fail(struct feed_peer *peer, const struct err *err)
{
	if (peer->answering)
		peer->events->broken(peer->events->arg, &peer->reply, err);
	feedpeer_end(peer);
}

static void on_deadline(void *arg)
{
	fail(arg, NULL);
}

/* The next question, if it is whole; false: the connection ends. */
static bool take_question(struct feed_peer *peer)
{
	size_t len = (size_t)(peer->in[0] << 8 | peer->in[1]);

	if (peer->have < 2)
		return true;
	if (len > FEEDQUESTION_MAX)
		return false;
	if (peer->have < len + 2)
		return true;
	if (!peer->events->asked(
		peer->events->arg, peer->in + 2, len, &peer->reply))
		return false;
	peer->known |= peer->reply.exchange.key != NULL;
	peer->answering = true;
	peer->last = false;
	peer->have -= len + 2;
	memmove(peer->in, peer->in + 2 + len, peer->have);
	loop_fd_want(peer->handle, LOOP_WRITE);
	return true;
}

/* false: the connection is gone. */
static bool send_some(struct feed_peer *peer)
{
	ssize_t n;

	n = send(peer->fd, peer->out.data, peer->out.len, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		fail(peer, NULL);
		return false;
	}
	if (n > 0) {
		buf_drop(&peer->out, (size_t)n);
		loop_timer_set(peer->deadline, DEADLINE);
	}
	return true;
}

static void end_answer(struct feed_peer *peer)
{
	peer->events->answered(peer->events->arg, &peer->reply);
	feedreply_clear(&peer->reply);
	peer->answering = false;
	loop_fd_want(peer->handle, LOOP_READ);
	if (!take_question(peer))
		feedpeer_end(peer);
}

static void answer(struct feed_peer *peer)
{
	struct err err;

	if (!peer->out.len &&
	    !feedreply_next(&peer->reply, loop_wall(peer->loop), &peer->out,
		&peer->last, &err)) {
		fail(peer, &err);
		return;
	}
	if (send_some(peer) && !peer->out.len && peer->last)
		end_answer(peer);
}

static void read_some(struct feed_peer *peer)
{
	ssize_t n = recv(
	    peer->fd, peer->in + peer->have, sizeof(peer->in) - peer->have, 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		feedpeer_end(peer);
		return;
	}
	peer->have += (size_t)n;
	if (!take_question(peer)) {
		feedpeer_end(peer);
		return;
	}
	if (peer->answering)
		answer(peer); /* without a turn of the loop */
}

static void on_ready(void *arg, unsigned events)
{
	struct feed_peer *peer = arg;

	if (peer->answering && events & LOOP_WRITE)
		answer(peer);
	else if (!peer->answering && events & LOOP_READ)
		read_some(peer);
}
