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

struct checkerversion;

struct checkerversion *checkerversion_new(
    struct loop *loop, struct control *control);
void checkerversion_free(struct checkerversion *checker); /* NULL is fine */

/* Asks both, once until the next checkerversion_doubt(); a difference is
 * logged. */
void checkerversion_look(struct checkerversion *checker);
void checkerversion_doubt(
    struct checkerversion *checker); /* it may be another NSD now */

/* The number behind a word: "version: 4.6.1", "Version 4.6.1. Report". */
bool checkerversion_read(
    const char *text, const char *word, char *out, size_t size);

#endif
