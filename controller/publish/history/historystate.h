/* SPDX-License-Identifier: Apache-2.0 */
/*
 * historystate.h - the inside of a history, for history.c and its hands.
 *
 * The ledger says what is to be done with the repository, and one hand does it
 * (opening, committing, mending, rebuilding); beside it pushing says what is to
 * be done with the remote, which sending does.  A hand starts git, once or
 * several times after each other, and tells what came of it as the last thing
 * it does.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_HISTORYSTATE_H
#define CONTROLLER_PUBLISH_HISTORY_HISTORYSTATE_H

#include "controller/config/config.h"
#include "controller/publish/git/access.h"
#include "controller/publish/git/git.h"
#include "controller/publish/history/history.h"
#include "controller/publish/history/ledger.h"
#include "controller/publish/history/pending.h"
#include "controller/publish/history/pushing.h"
#include "controller/publish/git/stream.h"

/* Commits that are not our branch's yet. */
#define HISTORY_DRAFT "refs/k8s-nsd/draft"

struct signing {
	int key; /* a descriptor, or -1 */
	char path[ACCESS_PATH_SIZE];
	char parent[STREAM_ID_SIZE]; /* the last one that was signed */
	struct buf list;             /* what is to be, each ended by a NUL */
	size_t at;
	void (*done)(struct history *history, const char *commit);
};

struct history {
	struct loop *loop;
	const struct statedir *statedir;
	const struct config *config;
	struct git git;
	struct ledger ledger;
	struct pending pending;
	struct loop_timer *alarm;
	void (*rested)(void *arg);
	void *arg;
	bool swept; /* of what a process before left */

	char next_tip[STREAM_ID_SIZE];
	char tip[STREAM_ID_SIZE]; /* of our branch; "": it has no commit */
	/* Of the step under way. */
	struct process *work;
	uint64_t taken_at; /* ms */
	struct pending_zone *taken[PENDING_BATCH];
	size_t ntaken;
	struct buf text;
	struct signing signing;
	struct err err; /* why the last one failed */
	void (*tell)(struct history *history, struct ledger_event event);

	/* Of the remote. */
	struct pushing pushing;
	struct loop_timer *push_alarm;
	struct access access;
	struct process *sent;
	bool crossing; /* sent is the push itself */
	bool barred;   /* another controller publishes */
	/* Commits: of the remote, when it was seen; that it is known to have.
	 */
	char seen[STREAM_ID_SIZE], pushed[STREAM_ID_SIZE];
	char pushing_id[STREAM_ID_SIZE];
	char lost[64];     /* the ref of what it lacks */
	int64_t pushed_at; /* s since 1970; 0: not by this process */
	size_t commits;    /* by this process */
	size_t unpushed, pushing_count; /* commits; those under way */
	/* s since 1970: the first of them, and of those after the push. */
	int64_t oldest, oldest_after;
	bool rebuilt; /* and not opened since */
	bool stopped; /* as it was when the repository was opened */
	struct err push_err;
	/* An operator has the remote as it is; by whom, and why. */
	bool accepting;
	char accepted_by[HISTORY_STATEMENT_MAX + 1];
	char accepted_reason[HISTORY_STATEMENT_MAX + 1];
	void (*tell_push)(struct history *history, struct pushing_event event);
};

/* Is there a repository in its place, whole or not? */
bool history_is_begun(const struct history *history);
/* A call of git with input for its stdin, or NULL; as git_start(). */
struct process *history_start(struct history *history, const struct git *git,
    const struct git_call *call, const struct buf *input,
    struct err *err) MUST_CHECK;
/* For a hand: the next call of git, or the end of the step. */
void history_call(struct history *history, const char *const *words,
    const struct buf *input, size_t limit, uint64_t timeout,
    void (*done)(void *arg, const struct process_end *end));
/* What a call came to: true, it did what it should; else the step failed. */
bool history_came(struct history *history, const struct process_end *end);
/* What was taken to be committed may be in a commit or not. */
void history_doubt(struct history *history);
void history_fail(struct history *history); /* likewise; .err says why */
void history_done(struct history *history, size_t commits);

#endif
