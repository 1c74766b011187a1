/* SPDX-License-Identifier: Apache-2.0 */
/*
 * window.h - what went of a zone, and how large it was, in the last ten minutes
 * (publishing.md U1).
 *
 * Deletions that come one by one are a flood all the same: what goes is
 * compared with the largest version of the window.  Remembered are its RRsets
 * that went, those that came after it, and the sizes of the versions: the
 * largest, the largest of those after it, and so on.
 *
 * An RRset that returns did not go.  One that came after the largest version
 * and goes again never was in it.  What went with an excuse (by the
 * configuration, or approved) counts as if it had not been there.
 *
 * While the guard holds, the window stands still: neither time nor what comes
 * beside it lets anything go.
 * Times are of the loop's clock, which no clock of the machine can turn.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_WINDOW_H
#define CONTROLLER_PUBLISH_RETAIN_WINDOW_H

#include "controller/publish/retain/loss.h"
#include "zonegen/base/map.h"

#define WINDOW_LIFE INT64_C(600000) /* ms */
#define BORN_BEFORE INT64_MIN       /* the window */
#define NEVER INT64_MAX

/* One RRset that came or went. */
struct mark {
	uint16_t type;
	bool update, excused;
	int64_t born; /* ms, or BORN_BEFORE */
	int64_t went; /* ms: when it was seen last; NEVER: it is there */
	int64_t let;  /* ms: when it was let go, in this process; or NEVER */
	const char *name;
	char key[]; /* of its loss; the name behind it */
};

/* A version: its RRsets of the cluster below the apex. */
struct size {
	size_t rrsets;
	int64_t until; /* ms: when it was last seen as the last version */
};

struct window {
	struct map marks;   /* by key */
	struct size *sizes; /* falling; the first is the largest */
	size_t nsizes, cap;
	bool unsaved; /* something of it, see memory_unsaved() */
};

/* How much of the largest version went, changed, and how much it had. */
struct share {
	size_t gone, changed, of;
};

/* The mark of an RRset, made when there is none. */
struct mark *window_mark(
    struct window *window, const char *name, uint16_t type, bool update);
/* A version of that many RRsets was the last one until then. */
void window_size(struct window *window, size_t rrsets, int64_t until);

/*
 * Brings the window up to now: forgets what is older, unless frozen, and what
 * returned, and gives the losses that went before their state.  made: when the
 * version was made that is being published, NEVER: none is.
 */
void window_open(struct window *window, const struct zone *zone,
    struct losses *losses, int64_t made, bool frozen, int64_t now);
/* With all losses that are not excused. */
struct share window_count(const struct window *window, const struct zone *zone,
    const struct losses *losses);
/* These losses happen now. */
void window_close(
    struct window *window, const struct losses *losses, int64_t now);
/* When all that went will be older than the window; NEVER. */
int64_t window_end(const struct window *window);
void window_clear(struct window *window);

#endif
