/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gitaccept.h - the body of a request to accept the history of the remote.
 *
 *	{"by":"jo","reason":"moved to another server"}
 *
 * Both are one line of UTF-8 without control characters, as the caller states
 * them: nobody checks who that is.
 */
#ifndef CONTROLLER_SERVE_GITACCEPT_H
#define CONTROLLER_SERVE_GITACCEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

#define GITACCEPT_SCHEMA 1
#define GITACCEPT_MAX 200 /* octets of each */

struct gitaccept {
	char by[GITACCEPT_MAX + 1], reason[GITACCEPT_MAX + 1];
};

/* From the arguments of a command.  ERR_INPUT. */
bool gitaccept_set(struct gitaccept *out, const char *by, const char *reason,
    struct err *err) MUST_CHECK;
/* From the body of a request.  ERR_INPUT. */
bool gitaccept_parse(struct gitaccept *out, const char *text, size_t len,
    struct err *err) MUST_CHECK;
/* Prints the body, and the answer of success, which has a schemaVersion. */
void gitaccept_print(const struct gitaccept *accept, struct buf *out);
void gitaccept_print_done(const struct gitaccept *accept, struct buf *out);

#endif
