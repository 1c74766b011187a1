/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asker.c - queries stand in one line, sent ones first, and each has a timer.
 * A query ends with its answer or with its timer; either sends the next.
 */
#include "controller/publish/nsd/asker.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "zonegen/base/mem.h"

#define UNDER_WAY_MAX 64
#define PACKET_SIZE 4096

struct query {
	struct asker *asker;
	struct query *next;
	const char *zone;
	uint16_t id;
	bool sent;
	uint64_t timeout; /* ms */
	struct loop_timer *timer;
	void (*done)(void *arg, const struct answer *answer);
	void *arg;
};

struct asker {
	struct loop *loop;
	int fd;
	struct loop_fd *handle;
	struct query *first, **last; /* in the order they came */
	unsigned under_way;
};

/* A socket connected to "ADDR@PORT"; -1 with *err. */
static int open_socket(const char *server, struct err *err)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_DGRAM };
	struct addrinfo *found = NULL;
	const char *at = strrchr(server, '@');
	char address[128];
	int len = (int)(at ? at - server : (ptrdiff_t)strlen(server));
	int fd, why;

	snprintf(address, sizeof(address), "%.*s", len, server);
	why = getaddrinfo(address, at ? at + 1 : "53", &hints, &found);
	if (why) {
		err_set(err, ERR_INPUT, "bad address '%s': %s", server,
		    gai_strerror(why));
		return -1;
	}
	fd = socket(
	    found->ai_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, found->ai_addr, found->ai_addrlen) < 0) {
		err_errno(err, "cannot reach '%s'", server);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(found);
	return fd;
}

static void on_readable(void *arg, unsigned events);

struct asker *asker_new(struct loop *loop, const char *server, struct err *err)
{
	struct asker *asker;
	int fd = open_socket(server, err);

	if (fd < 0)
		return NULL;
	asker = xcalloc(1, sizeof(*asker));
	asker->loop = loop;
	asker->fd = fd;
	asker->last = &asker->first;
	asker->handle = loop_fd_new(loop, fd, LOOP_READ, on_readable, asker);
	return asker;
}

void asker_free(struct asker *asker)
{
	if (!asker)
		return;
	while (asker->first)
		asker_cancel(asker->first);
	loop_fd_free(asker->handle);
	close(asker->fd);
	free(asker);
}

static struct query *find(const struct asker *asker, uint16_t id)
{
	struct query *query = asker->first;

	while (query && !(query->sent && query->id == id))
		query = query->next;
	return query;
}

static uint16_t new_id(const struct asker *asker)
{
	uint16_t id;

	do {
		if (getrandom(&id, sizeof(id), 0) != sizeof(id))
			abort(); /* never for so few octets */
	} while (find(asker, id));
	return id;
}

static bool is_refusal(int code)
{
	return code == ECONNREFUSED || code == EHOSTUNREACH ||
	    code == ENETUNREACH;
}

/*
 * A refusal that send() reports was caused by an earlier datagram, so the query
 * is sent once more.  If it is lost or refused again, the timer ends it.
 */
static void send_query(struct query *query)
{
	struct asker *asker = query->asker;
	uint8_t packet[QUERY_SIZE];
	size_t size;

	query->id = new_id(asker);
	query->sent = true;
	asker->under_way++;
	size = query_build(packet, query->id, query->zone);
	if (send(asker->fd, packet, size, 0) < 0 && is_refusal(errno) &&
	    send(asker->fd, packet, size, 0) < 0)
		query->timeout = 0;
	loop_timer_set(query->timer, query->timeout);
}

static void send_waiting(struct asker *asker)
{
	struct query *query = asker->first;

	while (query && asker->under_way < UNDER_WAY_MAX) {
		if (!query->sent)
			send_query(query);
		query = query->next;
	}
}

static void unlink_query(struct query *query)
{
	struct asker *asker = query->asker;
	struct query **at = &asker->first;

	while (*at != query)
		at = &(*at)->next;
	*at = query->next;
	if (!*at)
		asker->last = at;
	if (query->sent)
		asker->under_way--;
	loop_timer_free(query->timer);
}

void asker_cancel(struct query *query)
{
	if (!query)
		return;
	unlink_query(query);
	free(query);
}

static void finish(struct query *query, const struct answer *answer)
{
	struct asker *asker = query->asker;

	unlink_query(query);
	send_waiting(asker);
	query->done(query->arg, answer);
	free(query);
}

static void on_timeout(void *arg)
{
	struct answer none = { .came = false };

	finish(arg, &none);
}

/* Nothing listens there: queries under way end on the loop's next turn. */
static void hurry(struct asker *asker)
{
	for (struct query *q = asker->first; q; q = q->next)
		if (q->sent)
			loop_timer_set(q->timer, 0);
}

static void on_readable(void *arg, unsigned events)
{
	struct asker *asker = arg;
	uint8_t packet[PACKET_SIZE];
	struct query *query;
	struct answer answer;
	ssize_t n;

	(void)events;
	n = recv(asker->fd, packet, sizeof(packet), 0);
	if (n < 0 && is_refusal(errno))
		hurry(asker);
	if (n < 2)
		return;
	query = find(asker, (uint16_t)(packet[0] << 8 | packet[1]));
	if (query &&
	    query_parse(packet, (size_t)n, query->id, query->zone, &answer))
		finish(query, &answer);
}

struct query *asker_ask(struct asker *asker, const char *zone, uint64_t timeout,
    void (*done)(void *arg, const struct answer *answer), void *arg)
{
	struct query *query = xcalloc(1, sizeof(*query));

	query->asker = asker;
	query->zone = zone;
	query->timeout = timeout;
	query->done = done;
	query->arg = arg;
	query->timer = loop_timer_new(asker->loop, on_timeout, query);
	*asker->last = query;
	asker->last = &query->next;
	send_waiting(asker);
	return query;
}

bool asker_move(struct asker *asker, const char *server, struct err *err)
{
	int fd = open_socket(server, err);

	if (fd < 0)
		return false;
	loop_fd_free(asker->handle);
	close(asker->fd);
	asker->fd = fd;
	asker->handle =
	    loop_fd_new(asker->loop, fd, LOOP_READ, on_readable, asker);
	hurry(asker);
	return true;
}
