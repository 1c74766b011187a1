/* SPDX-License-Identifier: Apache-2.0 */
/*
 * requiring.h - versions that have to be commits before they are published.
 *
 * They wait in pending as others do; here whoever asked is told what became of
 * them.  While the repository fails they are refused, so that it is said why
 * nothing is published, and asked for again by whoever needs them.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_REQUIRING_H
#define CONTROLLER_PUBLISH_HISTORY_REQUIRING_H

#include "controller/publish/history/historystate.h"

/* false: it is settled already. */
bool requiring_begin(
    struct history *history, const struct history_request *request);
/* Nobody waits for what became of the zone's version any more. */
void requiring_forsake(struct history *history, const char *zone);
/* Tells everybody of whose version something became. */
void requiring_settle(struct history *history);

#endif
