/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits.h - every time, size and count that the clients of the API server and
 * of other DNS servers obey.
 *
 * One struct, one table of the real values (limits.c).  The client takes it as
 * an argument, so that a test can live a day in a second; kube/ has no other
 * numbers.  Times are milliseconds unless they say otherwise.
 */
#ifndef CONTROLLER_CONFIG_LIMITS_H
#define CONTROLLER_CONFIG_LIMITS_H

#include <stddef.h>
#include <stdint.h>

struct limits {
	/* One request. */
	uint64_t connect;  /* until the connection, TLS included, stands */
	uint64_t response; /* from the start until the head of the response */
	uint64_t silence;  /* without a byte in the body of a list */
	uint64_t wall;     /* whole request that is neither list nor watch */
	size_t response_size; /* of a body that is kept: errors, discovery */

	/* A connection: seconds, as the kernel counts them. */
	int keep_idle, keep_interval, keep_count;
	unsigned user_timeout; /* ms of unacknowledged data */

	/* A list. */
	size_t item_size, body_size;
	unsigned lists; /* at a time */
	unsigned
	    restarts; /* after 410 on a later page, before one whole list */

	/* A watch. */
	uint64_t watch_least, watch_spread; /* what the server is asked for */
	uint64_t watch_grace;               /* more than that: wall limit */
	uint64_t idle;       /* no byte, from servers that send bookmarks */
	uint64_t idle_grace; /* from others: beyond what was asked for */
	uint64_t brief;      /* a watch that lived less was no success */
	uint64_t resume;     /* at most, before an ended watch goes on */
	size_t line_size;
	unsigned bad_lines; /* at one version, before a list */
	unsigned silences;  /* in a row, before a list */
	uint64_t relist;    /* a list now and then, +- a fifth */
	uint64_t recheck;   /* of better versions, when a watch ends after it */

	/* Failure. */
	uint64_t backoff_first, backoff_cap;
	uint64_t backoff_reset; /* a watch that lived this long forgives */
	uint64_t retry_after;   /* what a server may ask for at most */
	uint64_t patience;      /* of failures, before trust is lost */
	unsigned tries;         /* of commands that end */

	/* A kind that is not served. */
	uint64_t absent_poll; /* +- a fifth */
	unsigned absent_checks;
	uint64_t absent_span; /* those checks take at least this long */

	uint64_t write_again; /* where writing is not allowed */
	uint64_t credentials; /* files are read again */
	uint64_t plugin;      /* a credential plugin may run */
	size_t plugin_size;   /* what it may print */

	/* A zone from another server: without an octet, and as a whole. */
	uint64_t transfer_silence, transfer;
	unsigned transfers; /* at a time, of zones that are to be recovered */
};

extern const struct limits limits_real;

#endif
