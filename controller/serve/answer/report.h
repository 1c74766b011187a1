/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - an explanation as text for a person.
 *
 * It is made from the JSON of the answer, so that the running controller and
 * explain --from give the same text.
 */
#ifndef CONTROLLER_SERVE_ANSWER_REPORT_H
#define CONTROLLER_SERVE_ANSWER_REPORT_H

#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

/*
 * ERR_INPUT, nothing appended: not an answer of this schemaVersion.  out NULL:
 * sets only *found: is anything known?
 */
bool report_print(const char *json, size_t len, struct buf *out, bool *found,
    struct err *err) MUST_CHECK;

#endif
