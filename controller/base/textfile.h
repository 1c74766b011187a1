/* SPDX-License-Identifier: Apache-2.0 */
/*
 * textfile.h - a whole file in memory, up to a limit.
 */
#ifndef CONTROLLER_BASE_TEXTFILE_H
#define CONTROLLER_BASE_TEXTFILE_H

#include <stdbool.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

/*
 * Appends to out; its limit is the largest size.  ERR_ABSENT: there is no such
 * file; ERR_SYSTEM: it cannot be read, or is a pipe, for which the loop would
 * wait; ERR_INPUT: it is larger.  name is what errors call it.
 */
bool textfile_read(
    const char *path, struct buf *out, struct err *err) MUST_CHECK;
/* The same, and waits for a pipe: for commands, of what the user names. */
bool textfile_read_any(
    const char *path, struct buf *out, struct err *err) MUST_CHECK;
bool textfile_read_fd(
    int fd, const char *name, struct buf *out, struct err *err) MUST_CHECK;

#endif
