/* SPDX-License-Identifier: Apache-2.0 */
/*
 * committing.h - commits of what waits, a commit for each zone.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_COMMITTING_H
#define CONTROLLER_PUBLISH_HISTORY_COMMITTING_H

struct history;

/* Tells LEDGER_DONE or LEDGER_FAILED. */
void committing_start(struct history *history);

#endif
