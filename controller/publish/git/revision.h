/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revision.h - files as they were in a commit.
 *
 * The name of the commit is foreign: it is handed to git as one word that
 * cannot be an option, and what git makes of it is an id from then on.
 */
#ifndef CONTROLLER_PUBLISH_GIT_REVISION_H
#define CONTROLLER_PUBLISH_GIT_REVISION_H

#include "controller/publish/git/git.h"
#include "controller/publish/git/stream.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

#define REVISION_WORD_MAX 200 /* octets of a commit's name */

/* ERR_INPUT: no name of a commit is like that. */
bool revision_check(const char *word, struct err *err) MUST_CHECK;

struct revision_files {
	char commit[STREAM_ID_SIZE];
	struct buf *first, *second; /* what they had; the second may be "" */
};

struct revision;
/*
 * Reads two files of the commit, of which the second may be missing.  done is
 * called once, from the loop: err NULL, and the files; or why not.
 */
struct revision *revision_read(const struct git *git, const char *word,
    const char *first, const char *second,
    void (*done)(
	void *arg, struct revision_files *files, const struct err *err),
    void *arg);
void revision_stop(struct revision *revision); /* NULL is fine */

#endif
