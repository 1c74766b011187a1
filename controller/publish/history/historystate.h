/* SPDX-License-Identifier: Apache-2.0 */
/*
 * historystate.h - the inside of a history, for history.c and its hands.
 *
 * The ledger says what is to be done with the repository, and one hand does it
 * (opening, committing, mending).  A hand starts git, once or several times
 * after each other, and tells what came of it as the last thing it does.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_HISTORYSTATE_H
#define CONTROLLER_PUBLISH_HISTORY_HISTORYSTATE_H

#include "controller/config/config.h"
#include "controller/publish/history/git.h"
#include "controller/publish/history/history.h"
#include "controller/publish/history/ledger.h"
#include "controller/publish/history/pending.h"
#include "controller/publish/history/stream.h"

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

	char tip[STREAM_ID_SIZE]; /* of our branch; "": it has no commit */
	/* Of the step under way. */
	struct process *work;
	struct pending_zone *taken[PENDING_BATCH];
	size_t ntaken;
	struct buf text;
	struct err err; /* why the last one failed */
	void (*tell)(struct history *history, struct ledger_event event);
};

/* For a hand: the next call of git, or the end of the step. */
void history_call(struct history *history, const char *const *words,
    const struct buf *input, size_t limit, uint64_t timeout,
    void (*done)(void *arg, const struct process_end *end));
/* What a call came to: true, it did what it should; else the step failed. */
bool history_came(struct history *history, const struct process_end *end);
void history_fail(struct history *history); /* .err says why */
void history_done(struct history *history, size_t commits);

#endif
