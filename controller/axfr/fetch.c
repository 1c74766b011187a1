/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fetch.c - connect, write the request, read messages until the zone is whole.
 * Each octet starts the silence anew; the whole has one end.
 */
#include "controller/axfr/fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/wire.h"

struct axfr_fetch {
	struct axfr_fetch_options options;
	struct loop *loop;
	struct tsig_secret secret;
	struct axfr axfr;
	int fd;
	struct loop_fd *handle;
	struct loop_timer *timer;
	uint64_t deadline;
	bool connected;
	struct buf request; /* what is still to be written */
	size_t have;        /* octets in message */
	uint8_t message[2 + WIRE_MAX];
};

void axfr_fetch_stop(struct axfr_fetch *fetch)
{
	if (!fetch)
		return;
	loop_timer_free(fetch->timer);
	loop_fd_free(fetch->handle);
	if (fetch->fd >= 0)
		close(fetch->fd);
	axfr_close(&fetch->axfr);
	tsig_secret_clear(&fetch->secret);
	buf_clear(&fetch->request);
	free(fetch);
}

static void finish(struct axfr_fetch *fetch, const struct err *err)
{
	fetch->options.done(
	    fetch->options.arg, err ? NULL : &fetch->axfr.foreign, err);
	axfr_fetch_stop(fetch);
}

/* Which server it is the caller says. */
static void fail(struct axfr_fetch *fetch, const char *why)
{
	bool spoke = fetch->have || fetch->axfr.octets;
	struct err err;

	err_set(&err, spoke ? ERR_INPUT : ERR_NETWORK, "%s", why);
	finish(fetch, &err);
}

static void on_timeout(void *arg)
{
	struct axfr_fetch *fetch = arg;

	fail(fetch,
	    loop_now(fetch->loop) >= fetch->deadline ? "it takes too long"
		: fetch->connected                   ? "it stopped sending"
						     : "it does not answer");
}

static void set_timer(struct axfr_fetch *fetch)
{
	uint64_t now = loop_now(fetch->loop);
	uint64_t left = fetch->deadline > now ? fetch->deadline - now : 0;
	uint64_t silence = fetch->options.limits->transfer_silence;

	loop_timer_set(fetch->timer, silence < left ? silence : left);
}

/* false: it failed, and the fetch is gone. */
static bool write_request(struct axfr_fetch *fetch)
{
	ssize_t n = send(
	    fetch->fd, fetch->request.data, fetch->request.len, MSG_NOSIGNAL);

	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		fail(fetch, strerror(errno));
		return false;
	}
	if (n > 0)
		buf_drop(&fetch->request, (size_t)n);
	if (!fetch->request.len)
		loop_fd_want(fetch->handle, LOOP_READ);
	return true;
}

static bool check_connected(struct axfr_fetch *fetch)
{
	int code = 0;
	socklen_t len = sizeof(code);

	if (getsockopt(fetch->fd, SOL_SOCKET, SO_ERROR, &code, &len) < 0)
		code = errno;
	if (code) {
		fail(fetch, strerror(code));
		return false;
	}
	fetch->connected = true;
	return true;
}

/* The whole messages that have come; false: it is over, the fetch is gone. */
static bool take_messages(struct axfr_fetch *fetch)
{
	size_t at = 0;

	while (fetch->have - at >= 2) {
		const uint8_t *head = fetch->message + at;
		size_t len = (size_t)(head[0] << 8 | head[1]);
		enum axfr_step step;
		struct err err;

		if (fetch->have - at < len + 2)
			break;
		step = axfr_take(
		    &fetch->axfr, head + 2, len, loop_wall(fetch->loop), &err);
		if (step != AXFR_MORE) {
			finish(fetch, step == AXFR_DONE ? NULL : &err);
			return false;
		}
		at += len + 2;
	}
	memmove(fetch->message, fetch->message + at, fetch->have - at);
	fetch->have -= at;
	return true;
}

static void read_some(struct axfr_fetch *fetch)
{
	ssize_t n = recv(fetch->fd, fetch->message + fetch->have,
	    sizeof(fetch->message) - fetch->have, 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0) {
		fail(fetch, strerror(errno));
		return;
	}
	if (n == 0) {
		fail(fetch, "it ended the connection before the zone's end");
		return;
	}
	fetch->have += (size_t)n;
	if (take_messages(fetch))
		set_timer(fetch);
}

static void on_ready(void *arg, unsigned events)
{
	struct axfr_fetch *fetch = arg;

	if (!fetch->connected && !check_connected(fetch))
		return;
	if (fetch->request.len) {
		if (events & LOOP_WRITE)
			write_request(fetch);
		return;
	}
	if (events & LOOP_READ)
		read_some(fetch);
}

static bool connect_to(int fd, const struct endpoint *server, struct err *err)
{
	struct sockaddr_storage at;
	socklen_t len = endpoint_socket(server, &at);

	return connect(fd, (struct sockaddr *)&at, len) == 0 ||
	    errno == EINPROGRESS ||
	    err_set(err, ERR_NETWORK, "%s", strerror(errno));
}

static bool open_socket(struct axfr_fetch *fetch, struct err *err)
{
	const struct endpoint *server = fetch->options.server;

	fetch->fd = socket(server->v6 ? AF_INET6 : AF_INET,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fetch->fd < 0)
		return err_errno(err, "no socket");
	if (!connect_to(fetch->fd, server, err))
		return false;
	fetch->handle =
	    loop_fd_new(fetch->loop, fetch->fd, LOOP_WRITE, on_ready, fetch);
	return true;
}

struct axfr_fetch *axfr_fetch_start(struct loop *loop,
    const struct axfr_fetch_options *options, struct err *err)
{
	struct axfr_fetch *fetch = xcalloc(1, sizeof(*fetch));
	const struct tsig_key *key = options->key;
	uint16_t id;

	fetch->options = *options;
	fetch->loop = loop;
	fetch->fd = -1;
	fetch->request = (struct buf)BUF_INIT(AXFR_REQUEST_MAX);
	fetch->deadline = loop_now(loop) + options->limits->transfer;
	axfr_open(
	    &fetch->axfr, options->zone, key, key ? &fetch->secret : NULL);
	if (getrandom(&id, sizeof(id), 0) != sizeof(id))
		abort(); /* never for so few octets */
	if ((key && !tsig_secret_read(key, &fetch->secret, err)) ||
	    !open_socket(fetch, err)) {
		axfr_fetch_stop(fetch);
		return NULL;
	}
	axfr_request(&fetch->axfr, id, loop_wall(loop), &fetch->request);
	fetch->timer = loop_timer_new(loop, on_timeout, fetch);
	set_timer(fetch);
	return fetch;
}
