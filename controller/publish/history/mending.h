/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mending.h - a repository that is damaged, or large.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_MENDING_H
#define CONTROLLER_PUBLISH_HISTORY_MENDING_H

struct history;

/* Tells LEDGER_DAMAGED, or LEDGER_SOUND if nothing speaks for that. */
void mending_inspect(struct history *history);
/* DIRECTORY becomes DIRECTORY.bad-N.  LEDGER_DONE or LEDGER_FAILED. */
void mending_put_aside(struct history *history);
/* Packs it, in bounded time.  LEDGER_DONE or LEDGER_FAILED. */
void mending_collect(struct history *history);

#endif
