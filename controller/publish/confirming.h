/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confirming.h - the hand that asks NSD: for the serial it has, and until it is
 * seen answering the last version.
 *
 * Tells SERIAL_ASKED; VERSION_SERVED, VERSION_REJECTED or VERSION_UNSERVED.
 */
#ifndef CONTROLLER_PUBLISH_CONFIRMING_H
#define CONTROLLER_PUBLISH_CONFIRMING_H

#include "controller/publish/publicationstate.h"

void confirming_ask(struct publication *publication);
void confirming_start(struct publication *publication);

#endif
