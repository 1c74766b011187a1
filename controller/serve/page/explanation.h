/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explanation.h - the page that explains a name or an object.
 */
#ifndef CONTROLLER_SERVE_PAGE_EXPLANATION_H
#define CONTROLLER_SERVE_PAGE_EXPLANATION_H

#include "controller/base/json.h"
#include "zonegen/base/buf.h"

/* answer: of explain_write(). */
void explanation_write(const struct json *answer, struct buf *out);

#endif
