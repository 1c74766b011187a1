/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confirm.h - asking for a zone's SOA until a serial is served.
 *
 * The first question goes out at once, the next when the answer to it has
 * come and a moment has passed: about a millisecond, and a sixteenth of the
 * time waited so far for zones that take NSD long, so that asking neither adds
 * to the wait nor takes the processor from it.
 */
#ifndef CONTROLLER_PUBLISH_CONFIRM_H
#define CONTROLLER_PUBLISH_CONFIRM_H

#include <stddef.h>
#include <stdint.h>

#include "controller/publish/asker.h"

struct confirm;

/* How long a zone of so many records may take to be served, in ms. */
uint64_t confirm_deadline(size_t records);

/*
 * done is called from the loop, once, with the last answer: served or not when
 * deadline ms are over.  The handle is gone after it.  zone is borrowed till
 * then.
 */
struct confirm *confirm_start(struct loop *loop, struct asker *asker,
    const char *zone, uint32_t serial, uint64_t deadline,
    void (*done)(void *arg, bool served, const struct answer *last), void *arg);
void confirm_stop(struct confirm *confirm); /* NULL is fine */

#endif
