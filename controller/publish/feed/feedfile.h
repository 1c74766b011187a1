/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedfile.h - the records of a whole zone, piece by piece out of its file.
 *
 * The file is the version, and stays so while it is read: a later one gets its
 * name, not its place.  So nothing of the zone is copied or held.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDFILE_H
#define CONTROLLER_PUBLISH_FEED_FEEDFILE_H

#include <stdint.h>
#include <sys/stat.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct feed_file {
	int fd;
	const char *zone; /* borrowed */
	struct stat then; /* when it was opened */
	struct buf text;  /* read, and not yet records */
	uint32_t serial;  /* that it must have */
	bool in_soa, is_right, ended;
};

/* Takes the descriptor over; it is closed on failure too. */
bool feedfile_open(struct feed_file *file, int fd, const char *zone,
    uint32_t serial, struct err *err) MUST_CHECK;
/*
 * Appends the next records in wire form, without the SOA; ->ended when these
 * were the last.  ERR_INPUT, ERR_SYSTEM: it is no zone file of ours any more.
 */
bool feedfile_next(
    struct feed_file *file, struct buf *out, struct err *err) MUST_CHECK;
void feedfile_close(struct feed_file *file);

#endif
