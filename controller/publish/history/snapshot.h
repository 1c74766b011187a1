/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot.h - the files of a served version, kept until they are committed.
 *
 * They are links beside the files in place, which are never written to again
 * but replaced: NAME.zone.SERIAL.commit and NAME.origins.SERIAL.commit.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_SNAPSHOT_H
#define CONTROLLER_PUBLISH_HISTORY_SNAPSHOT_H

#include <stdint.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/buf.h"

/* Of the files in place, which are those of that serial. */
bool snapshot_link(const struct statedir *statedir, const char *zone,
    uint32_t serial, struct err *err) MUST_CHECK;
/* Of others in that folder.  origins NULL: those in place. */
bool snapshot_take(const struct statedir *statedir, const char *zone,
    uint32_t serial, const char *file, const char *origins,
    struct err *err) MUST_CHECK;
/* The path of one, with "zone" or "origins"; false: there is none. */
bool snapshot_path(const struct statedir *statedir, const char *zone,
    uint32_t serial, const char *which, struct buf *out);
/* The zone file of that serial.  ERR_INPUT: it is another one. */
bool snapshot_read(const struct statedir *statedir, const char *zone,
    uint32_t serial, struct buf *out, struct err *err) MUST_CHECK;
void snapshot_drop(
    const struct statedir *statedir, const char *zone, uint32_t serial);
/* Those that a process before left.  Best effort. */
void snapshot_sweep(const struct statedir *statedir);

#endif
