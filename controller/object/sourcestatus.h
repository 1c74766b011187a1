/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sourcestatus.h - how a source does: how far it can be trusted, and what
 * reading it cost so far.
 *
 * The store has one struct for each kind, which the room that fills the store
 * keeps up to date.  Status and metrics read it.  Counters begin with the
 * process and only rise.  Times are milliseconds of the loop's clock, 0 for
 * never.
 */
#ifndef CONTROLLER_OBJECT_SOURCESTATUS_H
#define CONTROLLER_OBJECT_SOURCESTATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum source_state {
	SOURCE_UNKNOWN,   /* nothing heard yet */
	SOURCE_ABSENT,    /* the API does not serve it: trusted and empty */
	SOURCE_SYNCING,   /* a list is under way, or being retried */
	SOURCE_LIVE,      /* listed, and watched */
	SOURCE_FORBIDDEN, /* 401 or 403 */
	SOURCE_LOST,      /* was there (now, or in the last version), is not */
};

/* The reason why a list or a watch was begun. */
enum source_cause {
	CAUSE_FIRST,   /* nothing: the beginning */
	CAUSE_DUE,     /* a list now and then */
	CAUSE_ENDED,   /* a watch, as it should */
	CAUSE_BUSY,    /* no response, or one that said later */
	CAUSE_BROKEN,  /* the connection broke within the response */
	CAUSE_INVALID, /* the response or the request made no sense */
	CAUSE_GARBLED, /* a line of a watch made none */
	CAUSE_SILENT,  /* a watch said nothing for too long */
	CAUSE_EXPIRED, /* 410: our place in the stream was gone */
	CAUSE_DENIED,  /* 401, 403 */
	CAUSE_ABSENT,  /* 404 */
	CAUSE_SERVED,  /* discovery: it is served now, or in a better version */
	CAUSE_REWOUND, /* the server's versions went back */
	CAUSES
};

struct source_counters {
	uint64_t lists;            /* that were completed */
	uint64_t relists[CAUSES];  /* lists begun, by what came before */
	uint64_t restarts[CAUSES]; /* watches begun behind another watch */
	uint64_t failures[CAUSES]; /* requests that failed */
	uint64_t events;           /* objects that watches told of */
	uint64_t bookmarks;
	uint64_t undecodable; /* objects that became refused */
	uint64_t bytes;       /* bodies of lists and watches, as decoded */
	uint64_t heard;       /* when the last event or bookmark came */
	uint64_t advanced;    /* when a resourceVersion came last */
};

struct source_status {
	enum source_state state;
	bool synced; /* one full list was completed in this process */
	bool
	    partial; /* some of its objects are not known (store_set_partial) */
	bool gone;   /* while ABSENT: for good, and its objects are dropped */
	uint64_t since; /* of the state */
	size_t objects;
	size_t refused;   /* objects that could not be decoded */
	char reason[256]; /* of a state that is not LIVE; "" */
	struct source_counters counters;
};

const char *source_state_word(enum source_state state); /* "live" */
const char *source_cause_word(enum source_cause cause); /* "expired" */

#endif
