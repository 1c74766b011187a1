/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pushing.h - what is to be done next with the remote.
 *
 * As the ledger, it is told what happened and says what to do.
 *
 *	REST --commits are owed--> LOOK --it has what we pushed--> PUSH --> REST
 *	 ^                          | ^                             |
 *	 |                          | '-------it moved meanwhile----'
 *	 |   foreign commits on top |
 *	 |<--- rebuilt --- REBUILD <'     it lacks what we pushed
 *	 |                           '--> KEEP --> STOPPED --accepted--> REST
 *	 '-- a while, after each failure
 *
 * A push is never forced.  It is looked first each time, because a plain push
 * to a remote that was emptied would succeed without a word.
 *
 * Where another controller publishes, pushing is barred: no step begins, and a
 * push under way is cut.  Whether the remote took it is seen at the next look.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_PUSHING_H
#define CONTROLLER_PUBLISH_HISTORY_PUSHING_H

#include <stdbool.h>
#include <stdint.h>

#define PUSHING_SPACE 1000       /* ms between two pushes */
#define PUSHING_RETRY 2000       /* ms, doubled up to */
#define PUSHING_RETRY_MAX 300000 /* ms */
#define PUSHING_TURNS 5 /* looks in a row, before it counts as failed */

enum pushing_step {
	PUSHING_AT_REST,
	PUSHING_LOOK,    /* what the remote has */
	PUSHING_PUSH,    /* our tip */
	PUSHING_REBUILD, /* our commits on top of its: the ledger does it */
	PUSHING_KEEP,    /* our tip under refs/k8s-nsd/lost/N */
	PUSHING_STOPPED, /* until an operator accepts */
};

enum pushing_happening {
	PUSHING_OWED,     /* there are commits that the remote has not */
	PUSHING_DONE,     /* the step; .more: others are owed still */
	PUSHING_MOVED,    /* the remote is not where it was seen */
	PUSHING_FAILED,   /* the step */
	PUSHING_READY,    /* the remote may be pushed to */
	PUSHING_FOREIGN,  /* it has commits that are not ours, on top */
	PUSHING_LOST,     /* it lacks what was pushed */
	PUSHING_ACCEPTED, /* by an operator */
	PUSHING_ANEW,     /* another configuration; .stopped: as it was left */
	PUSHING_CUT,      /* the push, because it is barred now */
	PUSHING_RANG,     /* .alarm was reached, or .barred is other */
};

struct pushing_event {
	enum pushing_happening what;
	bool more, stopped;
	bool barred; /* how things are: another controller publishes */
};

struct pushing {
	enum pushing_step step;
	bool begun;     /* the step; who acts clears it */
	uint64_t alarm; /* ms: PUSHING_RANG is due; 0: never */
	bool owed, failing;
	unsigned turns;
	uint64_t retry, not_before; /* ms */
};

void pushing_init(struct pushing *pushing);
void pushing_decide(
    struct pushing *pushing, const struct pushing_event *event, uint64_t now);

#endif
