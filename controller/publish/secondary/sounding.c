/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sounding.c - the question is built and signed, then sent by UDP or through a
 * connection; what comes is checked, and each way ends in finish().
 */
#include "controller/publish/secondary/sounding.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "controller/tsig/signature.h"
#include "zonegen/base/mem.h"

#define UDP_TIMEOUT 1500 /* ms of each try */
#define UDP_TRIES 3
#define TCP_TIMEOUT 5000 /* ms of the whole */
#define PACKET_MAX 65535
#define TRUNCATED 0x02 /* in the third octet */

struct sounding {
	struct loop *loop;
	struct sounding_options options;
	struct endpoint server;
	struct tsig_key key; /* ->name NULL: unsigned */
	struct tsig_secret secret;
	struct tsig_exchange exchange;
	uint16_t id;
	uint8_t packet[2 + QUERY_SIZE + TSIG_RR_MAX]; /* its length first */
	size_t len;                                   /* without that */
	int fd;
	struct loop_fd *handle;
	struct loop_timer *timer;
	unsigned tries;
	bool tcp;
	size_t sent; /* octets, by TCP */
	struct buf in;
};

static void disconnect(struct sounding *a)
{
	loop_fd_free(a->handle);
	a->handle = NULL;
	if (a->fd >= 0)
		close(a->fd);
	a->fd = -1;
}

void sounding_stop(struct sounding *a)
{
	if (!a)
		return;
	disconnect(a);
	loop_timer_free(a->timer);
	if (a->key.name)
		tsig_exchange_clear(&a->exchange);
	tsig_secret_clear(&a->secret);
	free((char *)a->key.name);
	buf_clear(&a->in);
	free(a);
}

static void finish(struct sounding *a, const struct asked *asked)
{
	a->options.done(a->options.arg, asked);
	sounding_stop(a);
}

static void fail(struct sounding *a, const char *why)
{
	struct asked asked = { .trouble = why };

	finish(a, &asked);
}

/* --- The question --- */

static void build(struct sounding *a)
{
	if (getrandom(&a->id, sizeof(a->id), 0) != sizeof(a->id))
		abort(); /* never for so few octets */
	a->len = query_build(a->packet + 2, a->id, a->options.zone);
	if (a->key.name) {
		tsig_exchange_clear(&a->exchange);
		a->exchange = (struct tsig_exchange){ .key = &a->key,
			.secret = &a->secret };
		a->len = tsig_sign(
		    &a->exchange, a->packet + 2, a->len, loop_wall(a->loop));
	}
	a->packet[0] = (uint8_t)(a->len >> 8);
	a->packet[1] = (uint8_t)a->len;
}

/* A socket that is connected to the server, or being it; -1. */
static int connect_to(const struct endpoint *server, int type)
{
	struct sockaddr_storage at;
	socklen_t len = endpoint_socket(server, &at);
	int fd = socket(at.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&at, len) < 0 &&
	    errno != EINPROGRESS) {
		close(fd);
		return -1;
	}
	return fd;
}

/* --- The answer --- */

/* false: it is no answer to the question. */
static bool judge(struct sounding *a, const uint8_t *packet, size_t len)
{
	struct asked asked = { .counts = a->tcp };
	enum tsig_verdict verdict;
	struct err err;

	if (!query_parse(packet, len, a->id, a->options.zone, &asked.answer))
		return false;
	if (a->key.name) {
		verdict = tsig_check(
		    &a->exchange, packet, len, loop_wall(a->loop), &err);
		asked.counts = verdict == TSIG_GOOD;
		if (verdict == TSIG_UNSIGNED)
			asked.trouble = "the answer is not signed";
		else if (verdict == TSIG_BAD)
			asked.trouble = err.text;
	}
	finish(a, &asked);
	return true;
}

static void begin_tcp(struct sounding *a);

static void on_datagram(void *arg, unsigned events)
{
	struct sounding *a = arg;
	uint8_t packet[4096];
	ssize_t n = recv(a->fd, packet, sizeof(packet), 0);

	(void)events;
	/* A closed port is no end: the server may be about to start. */
	if (n < 12 || packet[0] != a->id >> 8 || packet[1] != (a->id & 0xff))
		return;
	if (packet[2] & TRUNCATED)
		begin_tcp(a);
	else
		(void)judge(a, packet, (size_t)n);
}

static void send_datagram(void *arg)
{
	struct sounding *a = arg;

	if (a->tries++ == UDP_TRIES) {
		fail(a, "no answer");
		return;
	}
	(void)!send(a->fd, a->packet + 2, a->len, 0);
	loop_timer_set(a->timer, UDP_TIMEOUT);
}

static void on_timeout(void *arg)
{
	struct sounding *a = arg;

	if (a->tcp || a->fd < 0)
		fail(a, a->tcp ? "no answer by TCP" : "no answer");
	else
		send_datagram(a);
}

/* Sends what is left; false: the connection failed. */
static bool write_some(struct sounding *a)
{
	size_t left = a->len + 2 - a->sent;
	ssize_t n =
	    left ? send(a->fd, a->packet + a->sent, left, MSG_NOSIGNAL) : 0;

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	a->sent += (size_t)n;
	if (a->sent == a->len + 2)
		loop_fd_want(a->handle, LOOP_READ);
	return true;
}

static void on_stream(void *arg, unsigned events)
{
	struct sounding *a = arg;
	char piece[4096];
	const uint8_t *head;
	ssize_t n = 0;

	if ((events & LOOP_WRITE) && !write_some(a)) {
		fail(a, "no answer by TCP");
		return;
	}
	if (!(events & LOOP_READ))
		return;
	n = recv(a->fd, piece, sizeof(piece), 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		fail(a, "the connection was closed");
		return;
	}
	buf_add(&a->in, piece, (size_t)n);
	head = (const uint8_t *)a->in.data;
	if (a->in.len < 2 || a->in.len < 2u + (size_t)(head[0] << 8 | head[1]))
		return;
	if (!judge(a, head + 2, (size_t)(head[0] << 8 | head[1])))
		fail(a, "what came is no answer");
}

static void begin_tcp(struct sounding *a)
{
	disconnect(a);
	a->tcp = true;
	build(a); /* a signed question is sent once */
	a->fd = connect_to(&a->server, SOCK_STREAM);
	loop_timer_set(a->timer, a->fd < 0 ? 0 : TCP_TIMEOUT);
	if (a->fd >= 0)
		a->handle = loop_fd_new(
		    a->loop, a->fd, LOOP_READ | LOOP_WRITE, on_stream, a);
}

static void begin_udp(struct sounding *a)
{
	build(a);
	a->fd = connect_to(&a->server, SOCK_DGRAM);
	loop_timer_set(a->timer, 0);
	if (a->fd >= 0)
		a->handle =
		    loop_fd_new(a->loop, a->fd, LOOP_READ, on_datagram, a);
}

struct sounding *sounding_start(
    struct loop *loop, const struct sounding_options *options)
{
	struct sounding *a = xcalloc(1, sizeof(*a));

	a->loop = loop;
	a->options = *options;
	a->server = *options->server;
	a->in = (struct buf)BUF_INIT(2 + PACKET_MAX);
	a->fd = -1;
	a->timer = loop_timer_new(loop, on_timeout, a);
	if (options->key) {
		a->key = (struct tsig_key){ .name = xstrdup(options->key->name),
			.algorithm = options->key->algorithm };
		a->secret = options->key->secret;
	}
	if (options->tcp)
		begin_tcp(a);
	else
		begin_udp(a);
	return a;
}
