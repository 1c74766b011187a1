/* SPDX-License-Identifier: Apache-2.0 */
/*
 * approve.h - the body of a request to approve a plan.
 *
 *	{"zone":"example.com","plan":"5f7c2c0f41d6"}
 *
 * Reading is strict: these two members, both strings, and no others.  The guard
 * checks the digits of the plan (publish/retain/approval.h).
 */
#ifndef CONTROLLER_SERVE_APPROVE_H
#define CONTROLLER_SERVE_APPROVE_H

#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/name.h"

#define APPROVE_SCHEMA 1
#define APPROVE_PLAN_SIZE 128 /* octets, a NUL included */

struct approve {
	char zone[NAME_SIZE]; /* from name_parse() */
	char plan[APPROVE_PLAN_SIZE];
};

/* From the arguments of a command.  ERR_INPUT. */
bool approve_set(struct approve *out, const char *zone, const char *plan,
    struct err *err) MUST_CHECK;
/* From the body of a request.  ERR_INPUT. */
bool approve_parse(struct approve *out, const char *text, size_t len,
    struct err *err) MUST_CHECK;
/* Prints the body, and the answer of success, which has a schemaVersion. */
void approve_print(const struct approve *approve, struct buf *out);
void approve_print_done(const struct approve *approve, struct buf *out);

#endif
