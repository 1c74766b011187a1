/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posted.h - the body of a request that changes something.
 *
 *	approve     {"zone":"example.com","plan":"5f7c2c0f41d6"}
 *	rekey       {"key":"to-provider.example.com"}
 *	git-accept  {"by":"jo","reason":"moved to another server"}
 *	freeze      {"zone":"example.com","reason":"incident 7","for":"4h"}
 *	thaw        {"zone":"*"}
 *	restore     {"zone":"example.com","revision":"HEAD~2"}
 *	release     {"zone":"example.com"}
 *
 * Each may have by and reason beside them, of whoever asks (statement.h); rekey
 * may not.  Reading is strict: the members of that request, strings, each once,
 * and no others.  The zone "*" is all zones.  The plan of restore is what was
 * approved; without it, what would change is shown.
 */
#ifndef CONTROLLER_SERVE_POSTED_H
#define CONTROLLER_SERVE_POSTED_H

#include <stddef.h>

#include "controller/publish/obeying.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/name.h"

#define POSTED_SCHEMA 1
#define POSTED_PLAN_SIZE 128 /* octets, a NUL included */
#define POSTED_FOR_SIZE 32   /* likewise */
#define POSTED_LINES 1000    /* of a plan, that are shown */

enum posted_kind {
	POSTED_APPROVE,
	POSTED_REKEY,
	POSTED_GIT_ACCEPT,
	POSTED_FREEZE,
	POSTED_THAW,
	POSTED_RESTORE,
	POSTED_RELEASE,
	POSTED_KINDS
};

/* The members as text; NULL: not there. */
struct posted_words {
	const char *zone, *plan, *key, *by, *reason, *life, *revision;
};

struct posted {
	enum posted_kind kind;
	char zone[NAME_SIZE]; /* from name_parse(), or ORDERS_ALL */
	char plan[POSTED_PLAN_SIZE];
	char key[NAME_SIZE];
	char revision[REVISION_WORD_MAX + 1]; /* from revision_check() */
	struct statement stated;
	char period[POSTED_FOR_SIZE]; /* "4h"; "": none */
	int64_t life;                 /* ms, the same; 0 */
};

const char *posted_path(enum posted_kind kind); /* "/v1/approve" */
/* From the arguments of a command.  ERR_INPUT. */
bool posted_set(struct posted *out, enum posted_kind kind,
    const struct posted_words *words, struct err *err) MUST_CHECK;
/* From the body of a request.  ERR_INPUT. */
bool posted_parse(struct posted *out, enum posted_kind kind, const char *text,
    size_t len, struct err *err) MUST_CHECK;
/* Prints the body, and the answer of success, which has a schemaVersion. */
void posted_print(const struct posted *posted, struct buf *out);
void posted_print_done(const struct posted *posted, struct buf *out);
/* The answer to restore: reading, or what would change, or did. */
void posted_print_plan(const struct posted *posted,
    const struct obeying_shown *shown, struct buf *out);

#endif
