/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedclient.h - a zone, its file and the feed of it; and a client of the feed,
 * which plays NSD.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_FEED_FEEDCLIENT_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_FEED_FEEDCLIENT_H

#include "controller/publish/feed/feed.h"
#include "controller/tsig/signature.h"

#define TYPE_SOA 6
#define TYPE_IXFR 251
#define TYPE_AXFR 252
#define FIRST 100 /* serial */

/* A zone, its file, and the feed of it. */
struct feed_stage {
	char dir[64];
	struct loop *loop;
	struct feed *feed;
	struct feedkey key;
	struct zone *zone;
	bool touched, withheld;
};

void feedclient_open(struct feed_stage *stage);
void feedclient_close(struct feed_stage *stage);
/* An Ingress asks for a record at name.a.test; data NULL: no more. */
void feedclient_claim(struct feed_stage *stage, const char *name, uint16_t type,
    const char *data);
/* The zone as it is becomes the next version, and its file. */
void feedclient_publish(struct feed_stage *stage, uint32_t serial);

struct feed_client {
	struct feed_stage *stage;
	int fd;
	struct loop_fd *handle;
	struct loop_timer *timer;
	struct buf in;
	bool ended;  /* by the feed */
	size_t want; /* messages */
	struct tsig_exchange exchange;
};

/* Header, question, for IXFR a SOA; signed if there is a secret. */
size_t feedclient_question(struct feed_client *client, uint8_t *out,
    const char *zone, unsigned type, uint32_t serial,
    const struct tsig_secret *secret);
size_t feedclient_messages(const struct feed_client *client);
void feedclient_dial(struct feed_client *client, struct feed_stage *stage);
void feedclient_hang_up(struct feed_client *client);
void feedclient_say(
    struct feed_client *client, const uint8_t *octets, size_t len);
/* Until so many messages have come, 0: any, or the feed hung up. */
void feedclient_hear(struct feed_client *client, size_t want);
void feedclient_ask(struct feed_client *client, unsigned type, uint32_t serial);
/* The records of all messages, whose signatures are good; "REFUSED". */
void feedclient_expect(struct feed_client *client, const char *text);
/* All of that for one question. */
void feedclient_answer(
    struct feed_stage *stage, unsigned type, uint32_t serial, const char *text);

#endif
