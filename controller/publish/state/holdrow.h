/* SPDX-License-Identifier: Apache-2.0 */
/*
 * holdrow.h - what the guard holds of one zone, as a row of overlay.json: since
 * when, and the limits that the hold began with.
 */
#ifndef CONTROLLER_PUBLISH_STATE_HOLDROW_H
#define CONTROLLER_PUBLISH_STATE_HOLDROW_H

#include "controller/publish/retain/guard.h"
#include "controller/publish/state/rowfile.h"

void holdrow_print(struct row_list *list, const struct hold *hold);
bool holdrow_read(
    const struct json *row, struct hold *out, struct err *err) MUST_CHECK;

#endif
