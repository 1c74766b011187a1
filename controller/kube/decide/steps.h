/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steps.h - a reflector, and the steps that its decisions are made of.
 *
 * The functions are for reflector.c and absence.c alone.
 */
#ifndef CONTROLLER_KUBE_DECIDE_STEPS_H
#define CONTROLLER_KUBE_DECIDE_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/config/limits.h"
#include "controller/kube/decide/confidence.h"
#include "controller/kube/request/backoff.h"
#include "controller/kube/wire/event.h"
#include "controller/object/store.h"

enum reflector_step {
	REFLECTOR_LIST,     /* one page, behind .next */
	REFLECTOR_WATCH,    /* from .resource_version */
	REFLECTOR_PROBE,    /* a list for its version alone */
	REFLECTOR_DISCOVER, /* is .api the one that is served? */
	REFLECTOR_REST,     /* nothing any more (once) */
};

/* Why a request failed, and so how to go on. */
enum fault {
	FAULT_BUSY = CAUSE_BUSY,     /* the same request again */
	FAULT_BROKEN = CAUSE_BROKEN, /* from where it was */
	FAULT_BODY = CAUSE_INVALID,  /* list */
	FAULT_LINE = CAUSE_GARBLED,
	FAULT_SILENT = CAUSE_SILENT,
	FAULT_EXPIRED = CAUSE_EXPIRED, /* list */
	FAULT_DENIED = CAUSE_DENIED,
	FAULT_ABSENT = CAUSE_ABSENT,   /* discover */
	FAULT_REWOUND = CAUSE_REWOUND, /* list */
};

enum happening {
	PAGE_CAME, /* .resource_version of the list, .next */
	WATCH_OPENED,
	OBJECT_CHANGED, /* .resource_version */
	BOOKMARK_CAME,  /* .resource_version */
	WATCH_ENDED,    /* as it should */
	REQUEST_FAILED, /* .fault, .retry_after, .renewed, .text */
	API_SERVED,
	API_ABSENT,  /* nor any before .api; 0: that one alone */
	TIME_PASSED, /* .alarm was reached */
};

struct reflector_event {
	enum happening what;
	const char *resource_version; /* "" when unknown */
	const char *next; /* token of the next page, "" on the last */
	enum fault fault;
	uint64_t retry_after; /* ms, 0: the server did not say */
	bool away, unreached; /* BUSY: no response or 5xx; no response */
	bool stale, renewed;  /* not believed; DENIED: but it is another now */
	const char *text;     /* for operators */
	size_t api;           /* ABSENT: the next that may be served */
};

struct reflector_options {
	const struct limits *limits;
	uint32_t (*below)(uint32_t n);
	size_t apis; /* versions of the kind, best first */
	bool once;
	struct source_counters *counters; /* of what is decided; borrowed */
};

struct reflector {
	struct reflector_options options;

	/* The decision.  informer.c reads and clears the flags. */
	enum reflector_step step;
	uint64_t at;
	uint64_t alarm; /* TIME_PASSED is due; 0: never */
	size_t api;     /* which of the versions */
	bool unpaged;   /* the list is to be one page */
	char *next;     /* where the list goes on; NULL: it begins */
	char resource_version[RESOURCEVERSION_SIZE];
	bool commit, drop; /* the list is complete; the kind is gone for good */
	struct confidence confidence;
	enum source_cause cause, relist_cause; /* of the step, of the list */

	/* The story so far. */
	struct backoff backoff;
	bool proven;     /* some watch since the last list worked */
	bool bookmarks;  /* this server sends them */
	bool open;       /* the watch under way has its response */
	bool worked;     /* and was not closed at once, or said something */
	bool mute;       /* but said nothing yet, not even a bookmark */
	bool outage;     /* the server was away since it was last in step */
	uint64_t opened; /* when */
	bool flap;       /* the discovery under way was caused by a 404 */
	size_t watched;  /* or is to find a version better than this; 0: no */
	uint64_t relist, recheck; /* a list, a look for a better one are due */
	unsigned tries, restarts, bad_lines, silences, absent; /* in a row */
	uint64_t absent_since;
	bool dropped; /* gone for good, until it is served again */
};

/* All at the time at. */
void step_go(
    struct reflector *reflector, enum reflector_step step, uint64_t at);
/* From its first page. */
void step_list(struct reflector *reflector, uint64_t at);
void step_forget_pages(struct reflector *reflector); /* of a list */
void step_watch(struct reflector *reflector, uint64_t at);
/* flap: because of a 404. */
void step_discover(struct reflector *reflector, bool flap, uint64_t at);

/* How long to wait, at least as long as the server asked for (ms). */
uint64_t step_back_off(struct reflector *reflector, uint64_t least);
/* Commands do not wait for ever: a failure counts. */
void step_count_try(struct reflector *reflector);

#endif
