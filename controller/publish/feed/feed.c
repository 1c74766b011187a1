/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed.c - the port and its connections; then what each question is answered
 * with; then what the feed is told of versions.
 */
#include "controller/publish/feed/feed.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "controller/base/acceptor.h"
#include "controller/base/log.h"
#include "controller/publish/feed/feedpeer.h"
#include "controller/publish/feed/feedstep.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

#define PEERS_MAX 64
#define STEP_LEAST ((size_t)64 << 10)
#define STEP_MOST ((size_t)16 << 20) /* octets */

struct feed_zone {
	struct feed_journal journal;
	uint64_t answered; /* ms */
};

struct feed {
	struct loop *loop;
	struct feedkey *key; /* borrowed */
	struct feed_events events;
	struct feed_peer_events peer_events;
	struct feed_peer *peers;
	struct acceptor *port;
	struct map zones; /* of struct feed_zone, by name */
	struct feed_counters counters;
};

/* --- Connections --- */

static int listen_at(bool v6, uint16_t port)
{
	const struct sockaddr_in a4 = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct sockaddr_in6 a6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	const void *address = v6 ? (const void *)&a6 : (const void *)&a4;
	int on = 1;
	int fd = socket(v6 ? AF_INET6 : AF_INET,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, address, v6 ? sizeof(a6) : sizeof(a4)) == 0 &&
	    listen(fd, SOMAXCONN) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Where it was, else anywhere; ::1 where there is no 127.0.0.1. */
static int open_port(struct feedkey *key, struct err *err)
{
	struct sockaddr_storage at;
	socklen_t len = sizeof(at);
	int fd = key->port ? listen_at(key->v6, key->port) : -1;

	for (int v6 = 0; fd < 0 && v6 < 2; v6++) {
		fd = listen_at(v6, 0);
		key->v6 = v6;
	}
	if (fd < 0 || getsockname(fd, (struct sockaddr *)&at, &len) < 0) {
		err_errno(err, "cannot listen on loopback");
		if (fd >= 0)
			close(fd);
		return -1;
	}
	key->port = ntohs(key->v6 ? ((struct sockaddr_in6 *)&at)->sin6_port
				  : ((struct sockaddr_in *)&at)->sin_port);
	return fd;
}

/* The one that came first of those that never showed the key. */
static struct feed_peer *oldest_stranger(const struct feed *feed, size_t *count)
{
	struct feed_peer *found = NULL;

	*count = 0;
	for (struct feed_peer *p = feed->peers; p; p = p->next, (*count)++)
		if (!p->known)
			found = p;
	return found;
}

static void on_connect(void *arg, int fd)
{
	struct feed *feed = arg;
	size_t count;
	struct feed_peer *stranger = oldest_stranger(feed, &count);

	if (count >= PEERS_MAX && stranger)
		feedpeer_end(stranger);
	if (count >= PEERS_MAX && !stranger)
		close(fd);
	else
		feedpeer_new(feed->loop, fd, &feed->peer_events, &feed->peers);
}

/* --- Questions --- */

static struct feed_zone *find(const struct feed *feed, const char *zone)
{
	return map_get(&feed->zones, zone);
}

static bool refuse(struct feed *feed, struct feed_reply *reply)
{
	feed->counters.refused++;
	feedreply_refuse(reply);
	return true;
}

static bool reply_whole(struct feed *feed, const struct zone *zone,
    const struct buf *soa, struct feed_reply *reply)
{
	int fd = feed->events.file(feed->events.arg, reply->question.zone);
	struct err err;

	if (fd < 0)
		return false;
	if (feedreply_whole(reply, soa, fd, zone_serial(zone), &err))
		return true;
	log_event(LOG_ERROR, "nsd gets no transfer of the zone", "zone",
	    reply->question.zone, "error", err.text);
	return false;
}

static bool reply_data(struct feed *feed, const struct zone *zone,
    enum feed_asks asks, const struct buf *soa, struct feed_reply *reply)
{
	const struct feed_zone *known = find(feed, reply->question.zone);
	uint32_t serial = zone_serial(zone);

	if (asks == FEED_ASKS_IXFR && reply->question.serial == serial)
		asks = FEED_ASKS_SOA;
	if (asks == FEED_ASKS_SOA) {
		feedreply_soa(reply, soa);
		return true;
	}
	if (feed->events.withholds(feed->events.arg, reply->question.zone))
		return false;
	if (asks == FEED_ASKS_AXFR || !known ||
	    !feedjournal_has(&known->journal, reply->question.serial, serial))
		return reply_whole(feed, zone, soa, reply);
	feedreply_steps(reply, soa, &known->journal);
	return true;
}

static bool on_asked(
    void *arg, const uint8_t *message, size_t len, struct feed_reply *reply)
{
	struct feed *feed = arg;
	enum feed_asks asks = feedquestion_read(message, len, &reply->question);
	struct buf soa = BUF_INIT(FEEDRECORD_MAX);
	const struct zone *zone;
	struct err err;
	bool ok;

	if (asks == FEED_ASKS_NONSENSE)
		return false;
	reply->exchange = (struct tsig_exchange){ .key = &feedkey_tsig,
		.secret = &feed->key->secret };
	if (!tsig_accept(
		&reply->exchange, message, len, loop_wall(feed->loop), &err)) {
		tsig_exchange_clear(&reply->exchange);
		reply->exchange.key = NULL;
		return refuse(feed, reply);
	}
	zone = asks == FEED_ASKS_OTHER
	    ? NULL
	    : feed->events.zone(feed->events.arg, reply->question.zone);
	if (!zone)
		return refuse(feed, reply);
	ok = feedrecord_soa(reply->question.zone, buf_text(version_head(zone)),
		 version_head(zone)->len, zone_serial(zone), &soa, &err) &&
	    reply_data(feed, zone, asks, &soa, reply);
	buf_clear(&soa);
	if (!ok)
		tsig_exchange_clear(&reply->exchange);
	return ok;
}

static void on_answered(void *arg, const struct feed_reply *reply)
{
	struct feed *feed = arg;
	struct feed_zone *zone = find(feed, reply->question.zone);

	if (!reply->data)
		return;
	feed->counters.transfers++;
	feed->counters.whole += reply->soa.len > 0;
	if (zone)
		zone->answered = loop_now(feed->loop);
}

static void on_broken(
    void *arg, const struct feed_reply *reply, const struct err *err)
{
	struct feed *feed = arg;

	feed->counters.broken++;
	if (err)
		log_event(LOG_ERROR, "nsd gets no transfer of the zone", "zone",
		    reply->question.zone, "error", err->text);
}

/* --- Versions --- */

static size_t step_limit(const struct zone *zone)
{
	size_t limit = zone_octets(zone) / 4;

	if (limit < STEP_LEAST)
		return STEP_LEAST;
	return limit < STEP_MOST ? limit : STEP_MOST;
}

void feed_add(
    struct feed *feed, const struct zone *zone, const struct version *version)
{
	struct feed_zone *known = find(feed, version->zone);
	struct buf records = BUF_INIT(step_limit(zone));
	struct err err;

	if (!known)
		known = map_make(&feed->zones, version->zone, sizeof(*known));
	if (!version->first && feedstep_make(zone, version, &records, &err))
		feedjournal_add(&known->journal, version->old_serial,
		    version->serial, &records);
	buf_clear(&records);
}

bool feed_has(const struct feed *feed, const struct zone *zone)
{
	const struct feed_zone *known = find(feed, zone_name(zone));
	const struct feed_journal *journal = known ? &known->journal : NULL;

	return journal && journal->count &&
	    journal->steps[journal->count - 1].to == zone_serial(zone);
}

uint64_t feed_answered(const struct feed *feed, const char *zone)
{
	const struct feed_zone *known = find(feed, zone);

	return known ? known->answered : 0;
}

void feed_cut(struct feed *feed, const char *zone)
{
	struct feed_peer *next;

	for (struct feed_peer *p = feed->peers; p; p = next) {
		next = p->next;
		if (p->answering && !strcmp(p->reply.question.zone, zone))
			feedpeer_end(p);
	}
}

static void zone_free_of(struct feed_zone *zone)
{
	if (zone)
		feedjournal_clear(&zone->journal);
	free(zone);
}

void feed_forget(struct feed *feed, const char *zone)
{
	feed_cut(feed, zone);
	zone_free_of(map_remove(&feed->zones, zone));
}

const struct feed_counters *feed_counters(const struct feed *feed)
{
	return &feed->counters;
}

struct feed *feed_new(struct loop *loop, struct feedkey *key,
    const struct feed_events *events, struct err *err)
{
	struct feed *feed;
	int fd = open_port(key, err);

	if (fd < 0)
		return NULL;
	feed = xcalloc(1, sizeof(*feed));
	feed->loop = loop;
	feed->key = key;
	feed->events = *events;
	feed->peer_events = (struct feed_peer_events){ .asked = on_asked,
		.answered = on_answered,
		.broken = on_broken,
		.arg = feed };
	feed->port = acceptor_new(loop, fd, on_connect, feed);
	return feed;
}

void feed_free(struct feed *feed)
{
	struct feed_zone *zone;
	size_t at = 0;

	if (!feed)
		return;
	while (feed->peers)
		feedpeer_end(feed->peers);
	acceptor_free(feed->port);
	while ((zone = map_next(&feed->zones, &at)))
		zone_free_of(zone);
	map_clear(&feed->zones);
	free(feed);
}
