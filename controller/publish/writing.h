/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writing.h - the hands that make a version, have it checked and recorded, and
 * put it on the disk.
 *
 *	start   make --> files under other names --> checker
 *	                                               '--> NSD
 *	record  the files become a commit
 *	place   they get their names, and are synced
 *
 * Owners that differ where no record does are noted in NAME.origins alone.
 *
 * Tells OWNERS_NOTED, VERSION_CHECKED, VERSION_REPEATED, VERSION_REFUSED (with
 * .verdict for the time of that), VERSION_RECORDED, VERSION_OVERTAKEN,
 * VERSION_WRITTEN, VERSION_UNSYNCED or HAND_FAILED.
 */
#ifndef CONTROLLER_PUBLISH_WRITING_H
#define CONTROLLER_PUBLISH_WRITING_H

#include "controller/publish/publicationstate.h"

void writing_start(struct publication *publication);
void writing_record(struct publication *publication);
void writing_place(struct publication *publication);
void writing_note(struct publication *publication);

#endif
