/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.h - an explanation for a person.
 *
 * Made from the JSON that the controller answers, so that the text over the
 * socket and the text from manifests are one.  Printable ASCII and newlines
 * only, whatever the answer holds.
 */
#ifndef CONTROLLER_SERVE_ANSWER_REPORT_H
#define CONTROLLER_SERVE_ANSWER_REPORT_H

#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

/*
 * ERR_INPUT, nothing appended: not an answer of this schemaVersion.  out NULL
 * only looks.  *found: is anything known?
 */
bool report_print(const char *json, size_t len, struct buf *out, bool *found,
    struct err *err) MUST_CHECK;

#endif
