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
 * A version that NSD is to transfer needs no files: what differs is written to
 * the journal (F3: the file follows).  Where that is not enough after all it is
 * made once more with its files.
 *
 * Owners that differ where no record does are noted in NAME.origins alone.
 *
 * Tells OWNERS_NOTED, VERSION_CHECKED, VERSION_REPEATED, VERSION_REFUSED (with
 * .verdict for the time of that), VERSION_RECORDED, VERSION_OVERTAKEN,
 * VERSION_UNFIT, VERSION_JOURNALED, VERSION_WRITTEN, VERSION_UNSYNCED or
 * HAND_FAILED.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_WRITING_H
#define CONTROLLER_PUBLISH_PUBLICATION_WRITING_H

#include "controller/publish/publication/publicationstate.h"

void writing_start(struct publication *publication);
void writing_record(struct publication *publication);
void writing_place(struct publication *publication);
void writing_note(struct publication *publication);
/* To the disk, with what was written to the journal. */
void writing_sync(struct publication *publication);

#endif
