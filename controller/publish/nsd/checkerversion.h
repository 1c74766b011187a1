/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkerversion.h - does nsd-checkzone have the version of the running NSD?
 *
 * NSD 4.6.1 and 4.15 do not refuse the same files, so nsd-checkzone must have
 * the version of the running NSD.  Where NSD runs in a container of its own the
 * versions may differ.  That is logged; a file that the wrong checker lets
 * through is then rejected by NSD (publication.h).
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

/*
 * Asks both, until NSD replied and then only after checkerversion_doubt(); logs
 * a difference.
 */
void checkerversion_look(struct checkerversion *checker);
/* It may be another NSD now. */
void checkerversion_doubt(struct checkerversion *checker);
/* The version of NSD, "4.6.1"; "": not known. */
const char *checkerversion_nsd(const struct checkerversion *checker);
/* The version of both; "": not known, or they differ. */
const char *checkerversion_both(const struct checkerversion *checker);

/* The number after a word: "version: 4.6.1", "Version 4.6.1. Report". */
bool checkerversion_read(
    const char *text, const char *word, char *out, size_t size);

#endif
