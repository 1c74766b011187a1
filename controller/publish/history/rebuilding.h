/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rebuilding.h - our commits that the remote has not, once more on top of what
 * it has: their messages, dates and files as they were.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_REBUILDING_H
#define CONTROLLER_PUBLISH_HISTORY_REBUILDING_H

#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct history;

/* Tells LEDGER_DONE or LEDGER_FAILED. */
void rebuilding_start(struct history *history);
/*
 * What git fast-export printed, with another parent of its first commit.
 * ERR_INPUT: it has another form.
 */
bool rebuilding_move(const char *stream, size_t len, const char *parent,
    struct buf *out, struct err *err) MUST_CHECK;

#endif
