/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prose.h - prints an answer's JSON as text for a person: what report.c and
 * statusreport.c share.
 *
 * The text has printable ASCII and newlines only, whatever the answer holds.  A
 * member that is missing, or has another type, is empty, 0 or false.
 */
#ifndef CONTROLLER_SERVE_ANSWER_PROSE_H
#define CONTROLLER_SERVE_ANSWER_PROSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/base/json.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct prose_form {
	int schema;       /* the schemaVersion that it can print */
	const char *flag; /* the member that says how the answer is */
	void (*print)(struct buf *out, const struct json *answer);
};

/*
 * ERR_INPUT, nothing appended: not an answer of this schemaVersion.  *flag gets
 * the form's member.  out NULL: reads only the flag.
 */
bool prose_print(const struct prose_form *form, const char *json, size_t len,
    struct buf *out, bool *flag, struct err *err) MUST_CHECK;

const char *prose_text(const struct json *node, const char *key);
int64_t prose_number(const struct json *node, const char *key);
bool prose_flag(const struct json *node, const char *key);
/* The first element of a list, or NULL. */
const struct json *prose_first(const struct json *node, const char *key);

/*
 * Appends the format, which is the program's own: %s is text of the answer, %d
 * an int64_t.
 */
void prose_add(struct buf *out, const char *format, ...);
/* "1 record", "2 records" */
void prose_count(struct buf *out, int64_t count, const char *what);
/* "12 s", "2 h": in a unit of which there are at least two. */
void prose_age(struct buf *out, int64_t seconds);

#endif
