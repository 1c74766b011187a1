/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonepage.h - the page of one zone: its state, what is held and retained, the
 * last versions and what they changed.
 */
#ifndef CONTROLLER_SERVE_PAGE_ZONEPAGE_H
#define CONTROLLER_SERVE_PAGE_ZONEPAGE_H

#include "controller/base/json.h"
#include "controller/publish/account/recent.h"
#include "zonegen/base/buf.h"

/*
 * zone: its element of an answer of status_write().  recent: its last versions,
 * or NULL.  now: s since 1970.
 */
void zonepage_write(const struct json *zone, const struct recent *recent,
    int64_t now, struct buf *out);

#endif
