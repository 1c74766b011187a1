/* SPDX-License-Identifier: Apache-2.0 */
/*
 * err.h - what went wrong, and what the caller may do about it.
 *
 * A function that can fail returns bool (or a pointer), takes a struct err
 * last and is marked MUST_CHECK.  Success leaves *err alone.  Failure fills
 * *err and leaves the out-parameters alone unless its header says otherwise.
 *
 * The text is one line for an operator: what was wrong first, lower case, no
 * final stop, the subject in single quotes, the cause last.  err_set() cleans
 * it, so that foreign bytes can be quoted and still make one line of a log.
 *
 * A kind is a reaction, not a cause: it exists because some caller does
 * something different for it.
 */
#ifndef ZONEGEN_BASE_ERR_H
#define ZONEGEN_BASE_ERR_H

#include <stdbool.h>

#include "zonegen/base/base.h"

enum err_kind {
	ERR_INPUT,   /* bad object, configuration or file: report it, go on */
	ERR_SYSTEM,  /* a file or a process failed: keep the old, retry */
	ERR_NETWORK, /* the other side is away or busy: back off, ask again */
	ERR_EXPIRED, /* our resourceVersion is too old: list again */
	ERR_DENIED,  /* 401 or 403: read the credentials again, back off */
	ERR_ABSENT,  /* 404: what was asked for is not served */
};

struct err {
	enum err_kind kind;
	char text[512]; /* longer text is cut */
};

/*
 * Every octet that is not printable ASCII becomes "?": one line, for any
 * terminal.
 */
void err_clean(char *text);

/* These three always return false, so that failing is one line. */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
    PRINTF(3, 4);
/* ERR_SYSTEM; ": " and strerror(errno) are appended. */
bool err_errno(struct err *err, const char *fmt, ...) PRINTF(2, 3);
/* Puts "context: " in front of the text that is there; keeps the kind. */
bool err_prefix(struct err *err, const char *fmt, ...) PRINTF(2, 3);

#endif
