/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hearing.h - the serials of a zone that are known before its next version is
 * made (W4: serials rise).
 */
#ifndef CONTROLLER_PUBLISH_PUBLICATION_HEARING_H
#define CONTROLLER_PUBLISH_PUBLICATION_HEARING_H

#include "controller/publish/publication/publicationstate.h"
#include "controller/publish/state/lastversion.h"

/* At the start: those that the disk has, and what may be lost there. */
void hearing_disk(
    struct publication *publication, const struct lastversion *last);
/*
 * That which NSD has.  A file with what a process before left in the journal is
 * older than NSD's transfers; if NSD has not all of it, it is to read the file.
 */
void hearing_nsd(struct publication *publication, uint32_t serial);

#endif
