/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exclusionfile.h - what is excluded of the zones (W2: quarantine) and which
 * namespaces wait for it, as members of overlay.json; see overlayfile.h for
 * what they look like.
 */
#ifndef CONTROLLER_PUBLISH_STATE_EXCLUSIONFILE_H
#define CONTROLLER_PUBLISH_STATE_EXCLUSIONFILE_H

#include "controller/publish/retain/memory.h"
#include "controller/publish/state/rowfile.h"

#define EXCLUSIONFILE_MEMBERS "excluded", "refusals"

/* ,"MEMBER":[...] for each that has rows. */
void exclusionfile_print(const struct overlays *overlays,
    const struct instant *now, struct buf *out);
/* ERR_INPUT: damaged; out may have some of it. */
bool exclusionfile_read(const struct json *document, const struct instant *now,
    struct overlays *out, struct err *err) MUST_CHECK;

#endif
