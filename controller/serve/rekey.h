/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rekey.h - the body of a request to put another secret of a TSIG key in force.
 *
 *	{"key":"to-provider.example.com"}
 *
 * Reading is strict: this member, a string, and no other.  The secret is read
 * from the key's file: it is neither in the request nor in the answer.
 */
#ifndef CONTROLLER_SERVE_REKEY_H
#define CONTROLLER_SERVE_REKEY_H

#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/name.h"

#define REKEY_SCHEMA 1

struct rekey {
	char key[NAME_SIZE]; /* from name_parse() */
};

/* From the arguments of a command.  ERR_INPUT. */
bool rekey_set(struct rekey *out, const char *key, struct err *err) MUST_CHECK;
/* From the body of a request.  ERR_INPUT. */
bool rekey_parse(struct rekey *out, const char *text, size_t len,
    struct err *err) MUST_CHECK;
/* Prints the body, and the answer of success, which has a schemaVersion. */
void rekey_print(const struct rekey *rekey, struct buf *out);
void rekey_print_done(const struct rekey *rekey, struct buf *out);

#endif
