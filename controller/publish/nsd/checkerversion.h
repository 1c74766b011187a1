/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkerversion.h - is the checker of NSD's own version?
 *
 * NSD 4.6.1 and 4.15 do not refuse the same files, so nsd-checkzone must be the
 * running NSD's.  Where NSD is in a container of its own that is somebody's
 * mistake to make: it is said, and what the wrong checker lets through NSD
 * rejects (publication.h).
 */
#ifndef CONTROLLER_PUBLISH_NSD_CHECKERVERSION_H
#define CONTROLLER_PUBLISH_NSD_CHECKERVERSION_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/loop.h"
#include "controller/publish/nsd/control.h"

struct versions;

struct versions *versions_new(struct loop *loop, struct control *control);
void versions_free(struct versions *versions); /* NULL is fine */

/* Asks both, once until the next versions_doubt(); a difference is logged. */
void versions_look(struct versions *versions);
void versions_doubt(struct versions *versions); /* it may be another NSD now */

/* The number behind a word: "version: 4.6.1", "Version 4.6.1. Report". */
bool versions_read(const char *text, const char *word, char *out, size_t size);

#endif
