/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.h - commits in the language of git fast-import(1).
 *
 * Messages are counted, not quoted, and files are named by the ids of their
 * contents: nothing in them is read as a command.
 */
#ifndef CONTROLLER_PUBLISH_GIT_STREAM_H
#define CONTROLLER_PUBLISH_GIT_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"

#define STREAM_ID_SIZE 65 /* an id of SHA-256, and a NUL */

struct stream_commit {
	const char *ref;    /* "refs/heads/main" */
	const char *parent; /* "": none */
	const char *author; /* "NAME <EMAIL>", of both kinds */
	int64_t authored;   /* s since 1970: author date */
	int64_t committed;  /* committer date */
	const char *message;
	size_t message_len;
};

/* A commit; its files follow.  parent is told of the first of a branch only. */
void stream_commit(
    struct buf *out, const struct stream_commit *commit, size_t mark);
void stream_file(struct buf *out, const char *id, const char *path);
/* git prints the id of the commit. */
void stream_ask(struct buf *out, size_t mark);
void stream_end(struct buf *out);
/* The next id of what git printed, a line each; false: there is none. */
bool stream_id(const char **at, char out[STREAM_ID_SIZE]) MUST_CHECK;

#endif
