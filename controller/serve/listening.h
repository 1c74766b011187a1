/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listening.h - a socket that clients connect to; a unix socket has a file.
 *
 * A unix socket is made under a temporary name and renamed, so that no client
 * sees it with the wrong mode or before it answers.  The socket of a killed
 * controller is replaced: because of the lock of the state directory there is
 * no other controller.  A file that is no socket, or a socket at which a
 * program answers, belongs to another program and is left alone.
 */
#ifndef CONTROLLER_SERVE_LISTENING_H
#define CONTROLLER_SERVE_LISTENING_H

#include <sys/types.h>

#include "zonegen/base/err.h"

struct listening {
	int fd; /* -1: not open; non-blocking */
	char *path;
	dev_t device; /* of the file, to recognize it */
	ino_t inode;
};

#define LISTENING_INIT   \
	{                \
		.fd = -1 \
	}

/* ERR_SYSTEM; ERR_INPUT: path has more than 103 octets. */
bool listening_unix(struct listening *out, const char *path, unsigned mode,
    struct err *err) MUST_CHECK;
/*
 * Listens at "192.0.2.1:80" or "[::1]:80".  "[::]:80" takes IPv4 as well, and
 * is IPv4 alone where the kernel has no IPv6.  ERR_SYSTEM, ERR_INPUT.
 */
bool listening_tcp(
    struct listening *out, const char *address, struct err *err) MUST_CHECK;
/* Removes the file if it is still the same.  Closes fd unless that is -1. */
void listening_close(struct listening *listening);

#endif
