/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame.h - what all pages share: head, box to ask in, foot.
 */
#ifndef CONTROLLER_SERVE_PAGE_FRAME_H
#define CONTROLLER_SERVE_PAGE_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"

#define FRAME_TYPE "text/html; charset=utf-8"

void frame_begin(struct buf *out, const char *title);
/* The box to ask in; asked stands in it, "" for nothing. */
void frame_box(struct buf *out, const char *asked);
void frame_end(struct buf *out);
/* A page that is one sentence. */
void frame_message(struct buf *out, const char *title, const char *sentence);

/* "12 s", "2 h": in a unit of which there are at least two. */
void frame_age(struct buf *out, int64_t seconds);

#endif
