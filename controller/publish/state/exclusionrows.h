/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exclusionrows.h - the excluded records among what overlay.json holds.
 */
#ifndef CONTROLLER_PUBLISH_STATE_EXCLUSIONROWS_H
#define CONTROLLER_PUBLISH_STATE_EXCLUSIONROWS_H

#include "controller/base/json.h"
#include "controller/publish/state/overlayfile.h"

/* `,"excluded":[...]`, or nothing when there are none. */
void exclusionrows_print(const struct overlays *overlays, struct buf *out);
/* Adds those of the document to the overlays of their zones. */
bool exclusionrows_read(const struct json *document, struct overlays *out,
    struct err *err) MUST_CHECK;

#endif
