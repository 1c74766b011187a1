/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overview.h - the first page: what is amiss, NSD, all zones, all sources.
 */
#ifndef CONTROLLER_SERVE_PAGE_OVERVIEW_H
#define CONTROLLER_SERVE_PAGE_OVERVIEW_H

#include "controller/base/json.h"
#include "zonegen/base/buf.h"

/* status: an answer of status_write(). */
void overview_write(const struct json *status, struct buf *out);
/* Of one zone: what is held, and the command that approves it. */
void overview_hold(const char *zone, const struct json *held, struct buf *out);
/* The freeze of a zone, likewise; NULL: there is none. */
void overview_frozen(
    const char *zone, const struct json *frozen, struct buf *out);
/* Its restored version, likewise. */
void overview_restored(
    const char *zone, const struct json *restored, struct buf *out);

#endif
