/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listening.h - a socket that clients connect to, and its file.
 *
 * A unix socket is made under another name and renamed, so that nobody meets
 * it with the wrong mode or before it answers.  One that a killed controller
 * left behind is replaced: the lock of the state directory says that we are
 * alone.  What is no socket, or one at which somebody answers, is another
 * program's and is left alone.
 */
#ifndef CONTROLLER_SERVE_LISTENING_H
#define CONTROLLER_SERVE_LISTENING_H

#include <sys/types.h>

#include "zonegen/base/err.h"

struct listening {
	int fd; /* -1: not open; non-blocking */
	char *path;
	dev_t device; /* of the file, to know it again */
	ino_t inode;
};

#define LISTENING_INIT   \
	{                \
		.fd = -1 \
	}

/* ERR_SYSTEM, ERR_INPUT (a path of more than 103 octets): said why. */
bool listening_unix(struct listening *out, const char *path, unsigned mode,
    struct err *err) MUST_CHECK;
/* Removes the file if it is still ours.  Closes fd unless that is -1. */
void listening_close(struct listening *listening);

#endif
