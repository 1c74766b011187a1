/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - an explanation as text for a person.
 *
 * It is made from the JSON of the answer, so that the running controller and
 * explain --from give the same text.
 */
#ifndef CONTROLLER_SERVE_ANSWER_REPORT_H
#define CONTROLLER_SERVE_ANSWER_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/json.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

/*
 * ERR_INPUT, nothing appended: not an answer of this schemaVersion.  out NULL:
 * sets only *found: is anything known?
 */
bool report_print(const char *json, size_t len, struct buf *out, bool *found,
    struct err *err) MUST_CHECK;

/*
 * The parts of the answer, in the order in which a person reads them: the text
 * here and the page of it (page/explanation.h) are made of the same.  A part
 * that the answer does not have is not told.
 */
enum report_part {
	REPORT_RECORDS,      /* in the zone */
	REPORT_LAST_RECORDS, /* in the last version, where it differs */
	REPORT_CLAIMS,       /* on a name: who asks for it */
	REPORT_NAMES,        /* of an object: what it asks for */
	REPORT_FINDINGS,
	REPORT_NOTES,
	REPORT_SOURCES, /* not known in full */
};

struct report_walker {
	/* empty: a list of records without any, of a version that differs. */
	void (*begin)(void *arg, enum report_part part, bool empty);
	void (*end)(void *arg, enum report_part part);
	void (*record)(void *arg, const struct json *record);
	/* title: the object, or the name; id: of the finding, or NULL. */
	void (*claim)(void *arg, const char *title, const char *id,
	    const struct json *claim);
	void (*wish)(void *arg, const struct json *record, bool published);
	void (*claimed)(void *arg); /* the claim's end, after its findings */
	void (*finding)(void *arg, bool of_claim, const struct json *finding);
	void (*note)(void *arg, const char *text);
	void (*source)(void *arg, const struct json *source);
};

/* The name or the object, or else the question. */
const char *report_subject(const struct json *answer);
void report_walk(
    const struct json *answer, const struct report_walker *walker, void *arg);

#endif
