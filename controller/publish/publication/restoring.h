/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restoring.h - the hand that puts files in place of versions that have their
 * serial already.  With them in place the journal is empty.
 *
 * Tells FILES_RESTORED, FILES_REOPENED, FILES_FOLLOWED, FILES_TOUCHED or
 * HAND_FAILED.
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_RESTORING_H
#define CONTROLLER_PUBLISH_PUBLICATION_RESTORING_H

#include "controller/publish/publication/publicationstate.h"

/* The version before the one that NSD rejected, which becomes .rejected. */
void restoring_put_back(struct publication *publication);
/* The last version's files as they were, with a later mtime. */
void restoring_rewrite(struct publication *publication);
/* The same for files that are behind, with an mtime that NSD passes by. */
void restoring_follow(struct publication *publication);
/* The same, whatever is under way, and nothing is told. */
bool restoring_catch_up(
    struct publication *publication, struct err *err) MUST_CHECK;
void restoring_log_touched(const struct publication *publication);
/*
 * A version of a process before this one was rejected: what it was made from is
 * not known, but the files that were served before it are there.
 */
void restoring_reopen(struct publication *publication);

#endif
