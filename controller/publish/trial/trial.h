/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trial.h - would NSD load this text?  Its checker is asked, or NSD itself.
 *
 * The files of this room, from a question to its answer:
 *
 *	probe       asks NSD whether it loads a text, under another name
 *	trial       has a text judged, by the checker or by NSD
 *	culprit     finds the lines that are refused
 *	inspection  has a file judged and finds the lines to blame
 *	excluding   rows of what is left out for that
 */
#ifndef CONTROLLER_PUBLISH_TRIAL_TRIAL_H
#define CONTROLLER_PUBLISH_TRIAL_TRIAL_H

#include "controller/publish/nsd/checkzone.h"
#include "controller/publish/trial/probe.h"

enum judge {
	JUDGE_CHECKER, /* nsd-checkzone */
	JUDGE_NSD,     /* the running one, see probe.h */
};

struct trials {
	struct loop *loop;
	struct checkers *checkers;
	struct probe *probe;
};

struct trial;

/*
 * text, of a zone file as we write them; file: the path of one with the same
 * octets, or NULL.  zone is borrowed until done.  done is called from
 * the loop, once; the handle is freed after it.  err NULL: it would; ERR_INPUT:
 * it is refused, and said is what the judge printed; others: nobody knows.
 */
struct trial *trial_start(const struct trials *trials, enum judge judge,
    const char *zone, const char *file, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said),
    void *arg);
void trial_stop(struct trial *trial); /* NULL is fine */

#endif
