/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame.h - what all pages share: head, box to ask in, foot.
 */
#ifndef CONTROLLER_SERVE_PAGE_FRAME_H
#define CONTROLLER_SERVE_PAGE_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "controller/base/json.h"
#include "zonegen/base/buf.h"

#define FRAME_TYPE "text/html; charset=utf-8"

void frame_begin(struct buf *out, const char *title);
/* The box to ask in; asked stands in it, "" for nothing. */
void frame_box(struct buf *out, const char *asked);
void frame_end(struct buf *out);
/* A page that is one sentence. */
void frame_message(struct buf *out, const char *title, const char *sentence);

/*
 * A table and its heading, up to its first row; it is named by id.  A column
 * that begins with "#" is of numbers.
 */
#define FRAME_TABLE(out, id, title, ...) \
	frame_table(                     \
	    (out), (id), (title), (const char *const[]){ __VA_ARGS__, NULL })
void frame_table(struct buf *out, const char *id, const char *title,
    const char *const columns[]);
void frame_table_end(struct buf *out);

/* The texts of a list, with commas; how many they are. */
size_t frame_list(struct buf *out, const struct json *node, const char *key);
/* A member as html_add() takes it; 0 if it is missing. */
uint64_t frame_number(const struct json *node, const char *key);
/* "12 s", "2 h": in a unit of which there are at least two. */
void frame_age(struct buf *out, int64_t seconds);

#endif
