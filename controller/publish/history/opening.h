/* SPDX-License-Identifier: Apache-2.0 */
/*
 * opening.h - makes the repository if it is missing, and reads what it has: the
 * tip of our branch, and the serial of each zone in it.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_OPENING_H
#define CONTROLLER_PUBLISH_HISTORY_OPENING_H

struct history;

/* Tells LEDGER_OPENED or LEDGER_FAILED. */
void opening_start(struct history *history);

#endif
