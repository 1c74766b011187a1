/* SPDX-License-Identifier: Apache-2.0 */
/*
 * window.h - the RRsets that a zone lost, and its sizes, in the last ten
 * minutes (U1: a flood is held).
 *
 * Deletions that come one by one are a flood too, so they are compared with
 * the largest version of the window.  The window remembers the RRsets that
 * went, those that came after the largest version, and the sizes of the
 * versions: the largest, the largest after it, and so on.
 *
 * An RRset that returns did not go.  One that came after the largest version
 * and goes again was never part of it.  An RRset that went with an excuse (the
 * configuration, or an approval) counts as if it had not been there.
 *
 * While the guard holds deletions the window stands still: a hold never ends
 * because time passed or because other records came.
 * Times are those of the loop's clock, which is not the machine's wall clock.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_WINDOW_H
#define CONTROLLER_PUBLISH_RETAIN_WINDOW_H

#include "controller/publish/retain/loss.h"
#include "zonegen/base/map.h"

#define WINDOW_LIFE INT64_C(600000) /* ms */
#define BORN_BEFORE INT64_MIN       /* the window */
#define NEVER INT64_MAX

/* One RRset that came or went. */
struct trace {
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
	struct map traces;  /* by key */
	struct size *sizes; /* falling; the first is the largest */
	size_t nsizes, cap;
	bool unsaved; /* something of it, see memory_unsaved() */
};

/* How much of the largest version went, changed, and how much it had. */
struct share {
	size_t gone, changed, of;
};

/* The trace of an RRset, made when there is none. */
struct trace *window_trace(
    struct window *window, const char *name, uint16_t type, bool update);
/* A version of that many RRsets was the last one until that time. */
void window_size(struct window *window, size_t rrsets, int64_t until);

/*
 * Brings the window up to now: forgets traces that are too old, unless frozen,
 * and RRsets that returned, and sets the state of losses that went before.
 * made: when the version that is being published was made; NEVER: none is.
 */
void window_open(struct window *window, const struct zone *zone,
    struct losses *losses, int64_t made, bool frozen, int64_t now);
/* Counts the traces, and all losses that are not excused. */
struct share window_count(const struct window *window, const struct zone *zone,
    const struct losses *losses);
/* Keeps a trace of the losses that happen now. */
void window_close(
    struct window *window, const struct losses *losses, int64_t now);
/* When every RRset that went will be older than the window; NEVER. */
int64_t window_end(const struct window *window);
void window_clear(struct window *window);

#endif
