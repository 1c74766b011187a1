/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger.h - what is to be done next with our own repository.
 *
 * As a stage does (stage/stage.h), a ledger is told what happened and says
 * what to do: no I/O, and time is an argument.
 *
 *	OPEN --opened--> REST --a version waits, due--> COMMIT --> REST
 *	 ^  \                \--foreign commits--> REBUILD --> OPEN
 *	 |   \                \--at rest, much was added--> COLLECT --> REST
 *	 |    \--failed--.
 *	 |                v           whatever failed, once in a while:
 *	 '--a while-- INSPECT --damaged--> RECREATE --> OPEN
 *
 * What fails is tried again, after a second and up to every minute: the
 * repository is opened anew then, because what is in it may be other than was
 * thought.  Versions wait meanwhile.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_LEDGER_H
#define CONTROLLER_PUBLISH_HISTORY_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEDGER_RETRY 1000      /* ms, doubled up to */
#define LEDGER_RETRY_MAX 60000 /* ms */
#define LEDGER_PATIENCE 600000 /* ms between two inspections in one failure */
#define LEDGER_REST 30000      /* ms without a commit, before it is packed */
#define LEDGER_LOOSE 200       /* commits before it is packed at rest */
#define LEDGER_LOOSE_MAX 1000  /* and whenever it is */

enum ledger_step {
	LEDGER_AT_REST,
	LEDGER_OPEN,     /* make it if it is missing, read what it has */
	LEDGER_COMMIT,   /* what is due */
	LEDGER_REBUILD,  /* our commits on top of foreign ones */
	LEDGER_COLLECT,  /* pack it */
	LEDGER_INSPECT,  /* is it damaged? */
	LEDGER_RECREATE, /* put it aside */
};

enum ledger_happening {
	LEDGER_WAITS,   /* a version does: .due */
	LEDGER_OPENED,  /* .loose */
	LEDGER_DONE,    /* the step under way */
	LEDGER_FAILED,  /* likewise */
	LEDGER_SOUND,   /* inspected, or that was not possible */
	LEDGER_DAMAGED, /* inspected */
	LEDGER_FOREIGN, /* the remote has commits that are not ours */
	LEDGER_ANEW,    /* another configuration: what was under way is not */
	LEDGER_RANG,    /* .alarm was reached */
};

struct ledger_event {
	enum ledger_happening what;
	size_t commits; /* that were made; of LEDGER_OPENED: that are loose */
	uint64_t due;   /* ms: the next commit; UINT64_MAX: nothing waits */
};

struct ledger {
	enum ledger_step step;
	bool begun;     /* the step; who acts clears it */
	uint64_t alarm; /* ms: LEDGER_RANG is due; 0: never */

	bool open;    /* it was opened, and nothing failed since */
	bool foreign; /* a rebuild is owed */
	bool failing;
	uint64_t retry, retry_at; /* ms; 0: nothing is */
	uint64_t inspected;       /* ms, in this failure; 0: not yet */
	uint64_t quiet_since;     /* ms: the last commit */
	size_t loose;             /* commits since it was packed */
};

void ledger_init(struct ledger *ledger);
void ledger_decide(
    struct ledger *ledger, const struct ledger_event *event, uint64_t now);

#endif
