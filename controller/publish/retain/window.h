/* SPDX-License-Identifier: Apache-2.0 */
/*
 * window.h - the RRsets that a zone lost, and its sizes, in the last ten
 * minutes (U1: a flood is held).
 *
 * Deletions that come one by one are a flood too, so they are compared with
 * the largest version of the window.  The window remembers the RRsets that
 * went, those that came after the largest version, and the sizes of the
 * versions, of the zone and of each namespace in it.  A size counts RRsets that
 * objects asked for, not those that were held.
 *
 * An RRset that returns did not go.  One that came after the largest version
 * and goes again was never part of it.  An RRset that went with an excuse (the
 * configuration, or an approval) counts as if it had not been there.
 *
 * While the guard holds deletions the window of the zone stands still, and so
 * does that of each namespace of which something is held: a hold never ends
 * because time passed or because other records came.  The other namespaces'
 * windows go on.  While a source is in doubt, which retains its records anyway,
 * what was held counts as held.
 * Times are those of the loop's clock, which is not the machine's wall clock.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_WINDOW_H
#define CONTROLLER_PUBLISH_RETAIN_WINDOW_H

#include "controller/publish/retain/loss.h"
#include "controller/publish/retain/tenant.h"
#include "zonegen/base/map.h"
#include "zonegen/claim/overlay.h"

#define WINDOW_LIFE INT64_C(600000) /* ms */
#define NEVER INT64_MAX

/* One RRset that came or went. */
struct trace {
	uint16_t type;
	bool update, excused;
	bool approved; /* which excuses it, but for an hour */
	int64_t born;  /* ms, or BORN_BEFORE */
	int64_t went;  /* ms: when it was seen last; NEVER: it is there */
	int64_t let;   /* ms: when it was let go, in this process; or NEVER */
	struct tenant **tenants; /* whose it is, or was */
	size_t ntenants, cap;
	const char *name, *whose; /* whose_in() */
	char key[];               /* of its loss; these two behind it */
};

struct window {
	struct map traces;  /* by key */
	struct sizes sizes; /* of the zone */
	struct tenants tenants;
	/* The last version, counted as for a tenant, and what nobody asks for.
	 */
	size_t asked, lost, rrsets, doubted;
	struct map unasked;  /* see census.c */
	struct map retained; /* likewise, of the version under way */
	int64_t made;        /* when that was made; 0: there is none */
	uint32_t serial, edition;
	bool counted;
	bool unsaved; /* something of it, see memory_unsaved() */
};

/* When a decision is made, and from what. */
struct window_view {
	const struct zone *zone;
	const struct overlay *before; /* the rows of the last one, sorted */
	int64_t made; /* when the version under way was made; NEVER: none */
	bool frozen;  /* something is held */
	bool doubted; /* some source cannot be trusted now */
	int64_t now;
};

/* The trace of an RRset, made when there is none. */
struct trace *window_trace(struct window *window, const char *name,
    uint16_t type, bool update, const char *whose);
/* The RRset of the trace is the namespace's too. */
void window_trace_of(
    struct window *window, struct trace *trace, const char *namespace);

/* Brings the sizes up to now. */
void window_open(struct window *window, const struct window_view *view,
    const struct losses *losses);
/*
 * Then the traces: forgets those that are too old and RRsets that returned, and
 * sets the state of losses that went before.
 */
void window_look(struct window *window, const struct window_view *view,
    struct losses *losses);
/*
 * Counts the traces, and all losses that are not excused: for the zone, which
 * is returned, and for each namespace.  least: RRsets of a zone of which a
 * share matters.
 */
struct share window_count(struct window *window, const struct window_view *view,
    const struct losses *losses, size_t least);
/* Keeps a trace of the losses that happen now. */
void window_close(struct window *window, const struct window_view *view,
    const struct losses *losses);
/* When every RRset that went will be older than the window; NEVER. */
int64_t window_end(const struct window *window);
void window_clear(struct window *window);

#endif
