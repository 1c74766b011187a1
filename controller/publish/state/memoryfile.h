/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memoryfile.h - the memory of the zones as members of overlay.json; see
 * overlayfile.h for what they look like.
 */
#ifndef CONTROLLER_PUBLISH_STATE_MEMORYFILE_H
#define CONTROLLER_PUBLISH_STATE_MEMORYFILE_H

#include "controller/publish/retain/memory.h"
#include "controller/publish/state/rowfile.h"

#define MEMORYFILE_MEMBERS "graces", "holds", "approvals", "sizes", "marks"

/* ,"MEMBER":[...] for each that has rows. */
void memoryfile_print(const struct overlays *overlays,
    const struct instant *now, struct buf *out);
/* ERR_INPUT: damaged; out may have some of it. */
bool memoryfile_read(const struct json *document, const struct instant *now,
    struct overlays *out, struct err *err) MUST_CHECK;

#endif
