/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox.h - what is to be written to the API server, in order and not too
 * often.
 *
 * It decides alone: no clock, no network.  What was put in is not put in again
 * for half an hour.  One object may have ten events at once, then one in five
 * minutes; one namespace a hundred, then one in ten seconds.  The queue is
 * limited, and what does not fit is dropped: records are published all the
 * same.
 */
#ifndef CONTROLLER_NOTICE_OUTBOX_H
#define CONTROLLER_NOTICE_OUTBOX_H

#include "controller/kube/request/request.h"
#include "controller/serve/rate.h"
#include "zonegen/base/map.h"

#define OUTBOX_QUEUE 1000    /* that wait */
#define OUTBOX_MEMORY 4096   /* what is remembered, and objects */
#define OUTBOX_AGAIN 1800000 /* ms until the same is written again */

struct letter {
	struct letter *next;
	enum http_method method;
	char *path, *body; /* owned */
	unsigned tries;
};

struct outbox {
	struct letter *first, *last;
	size_t count, dropped;
	struct rate pace; /* of all */
	struct map said, objects, namespaces;
};

/* Who it is about. */
struct speaker {
	const char *namespace, *object;
};

void outbox_init(struct outbox *outbox);
void outbox_clear(struct outbox *outbox);
/*
 * May this be said about that object now?  It is remembered if so.  speaker
 * NULL: it is not limited by that.  now: ms of the loop's clock, as everywhere
 * here.
 */
bool outbox_allows(struct outbox *outbox, const struct speaker *speaker,
    const char *said, uint64_t now) MUST_CHECK;
/* path and body are copied. */
void outbox_put(struct outbox *outbox, enum http_method method,
    const char *path, const char *body);
/* The next one if it may go now, the caller's from then on; else NULL. */
struct letter *outbox_take(struct outbox *outbox, uint64_t now);
/* Those of a method are not wanted any more, nor is what was remembered. */
void outbox_forget(struct outbox *outbox, enum http_method method);
/* It did not arrive: once more, behind the others. */
void outbox_return(struct outbox *outbox, struct letter *letter);
void letter_free(struct letter *letter); /* NULL is fine */

#endif
