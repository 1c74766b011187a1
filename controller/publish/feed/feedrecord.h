/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedrecord.h - resource records in wire form (RFC 1035 3.2.1), uncompressed,
 * out of the lines of a zone file; several stand behind one another.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDRECORD_H
#define CONTROLLER_PUBLISH_FEED_FEEDRECORD_H

#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/record/record.h"

#define FEEDRECORD_MAX (NAME_WIRE + 10 + RECORD_MAX) /* octets of one */

void feedrecord_add(
    const char *owner, const struct record *record, struct buf *out);
/* A line of the zone's file; ERR_INPUT: it is none. */
bool feedrecord_line(const char *zone, const char *line, size_t len,
    struct buf *out, struct err *err) MUST_CHECK;
/* The SOA of a file's head, with this serial. */
bool feedrecord_soa(const char *zone, const char *head, size_t len,
    uint32_t serial, struct buf *out, struct err *err) MUST_CHECK;
/* The octets of the first of them. */
size_t feedrecord_len(const char *octets);

#endif
