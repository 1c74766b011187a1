/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writing.h - the hand that makes a version, has it checked and puts it on the
 * disk.
 *
 *	make --> files under other names --> checker --> in place --> synced
 *
 * Tells VERSION_WRITTEN, VERSION_UNSYNCED, VERSION_REPEATED, VERSION_REFUSED
 * (with .verdict for the time of that) or HAND_FAILED.
 */
#ifndef CONTROLLER_PUBLISH_WRITING_H
#define CONTROLLER_PUBLISH_WRITING_H

#include "controller/publish/publicationstate.h"

void writing_start(struct publication *publication);

#endif
