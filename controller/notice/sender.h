/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sender.h - sends what is in the outbox, one request at a time.
 *
 * A server that is busy or away gets a letter three times, then it is dropped.
 * Where writing is not allowed that is logged once, everything of that method
 * is dropped, and after ten minutes it is tried again.
 */
#ifndef CONTROLLER_NOTICE_SENDER_H
#define CONTROLLER_NOTICE_SENDER_H

#include "controller/kube/request/api.h"
#include "controller/notice/outbox.h"

struct sender;

struct sender *sender_new(const struct api *api); /* borrowed */
void sender_free(struct sender *sender);          /* NULL is fine */

/* Is it of no use to put anything with that method? */
bool sender_is_full(const struct sender *sender, enum http_method method);
/* See outbox_allows(). */
bool sender_allows(struct sender *sender, const struct speaker *speaker,
    const char *said) MUST_CHECK;
/* What has overflowed is dropped. */
void sender_put(struct sender *sender, enum http_method method,
    const struct buf *path, const struct buf *body);

#endif
