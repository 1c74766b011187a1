/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writing.h - the hand that makes a version, has it checked and puts it on the
 * disk.
 *
 *	make --> files under other names --> checker --> in place --> synced
 *	                                       '--> NSD --^
 *
 * Owners that differ where no record does are noted in NAME.origins alone.
 *
 * Tells OWNERS_NOTED, VERSION_WRITTEN, VERSION_UNSYNCED, VERSION_REPEATED,
 * VERSION_REFUSED (with .verdict for the time of that) or HAND_FAILED.
 */
#ifndef CONTROLLER_PUBLISH_WRITING_H
#define CONTROLLER_PUBLISH_WRITING_H

#include "controller/publish/publicationstate.h"

void writing_start(struct publication *publication);
void writing_note(struct publication *publication);

#endif
