/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confirming.h - the hand that has NSD take the version in place, and asks it:
 * for the serial it has, and until it is seen answering the last version.
 *
 * NSD loads the file, or transfers what differs (feed.h); handover.h decides
 * which.
 *
 * Tells SERIAL_ASKED; VERSION_SERVED, VERSION_REJECTED, VERSION_UNSERVED or
 * VERSION_MISSED.  NSD_TOLD comes from the server.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_CONFIRMING_H
#define CONTROLLER_PUBLISH_PUBLICATION_CONFIRMING_H

#include "controller/publish/publication/publicationstate.h"

void confirming_hand_over(struct publication *publication);
void confirming_reload(struct publication *publication); /* the file, always */
/* May a version that is made now be transferred? */
bool confirming_may_transfer(const struct publication *publication);
/* Is NSD to read the file?  What it cannot read must be missed. */
bool confirming_withholds(const struct publication *publication);
void confirming_told(struct publication *publication, bool transfer);
void confirming_ask(struct publication *publication);
void confirming_start(struct publication *publication);

#endif
