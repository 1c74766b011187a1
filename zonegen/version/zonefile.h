/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zonefile.h - the text of a zone (RFC 1035 5.1), written and read back.
 *
 * One form only: comment lines, $ORIGIN, the SOA on three lines, the NS, then
 * one record a line, owner relative and repeated, TTL and class explicit, tabs
 * between fields and none in them.  Reading accepts exactly that form: a file
 * that people edited is not a version of ours.
 */
#ifndef ZONEGEN_VERSION_ZONEFILE_H
#define ZONEGEN_VERSION_ZONEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/name.h"
#include "zonegen/record/record.h"
#include "zonegen/zone/zone.h"

/* Comments, $ORIGIN, SOA, NS. */
void zonefile_head(
    const struct zone_settings *settings, uint32_t serial, struct buf *out);
/*
 * The SOA of such a head, on one line and without its serial, and its NS; lines
 * of another form are left out.
 */
void zonefile_head_lines(
    const char *head, size_t len, struct buf *soa, struct buf *ns);
struct zonefile_reader {
	const char *zone; /* whose file it must be */
	/* Once, with the octets up to the first record below; or NULL. */
	void (*head)(void *arg, size_t len);
	/* For each record below the head; name is absolute, borrowed. */
	bool (*record)(void *arg, const char *name, const struct record *record,
	    struct err *err);
	void *arg;
};

/*
 * ERR_INPUT, with the line number, for anything that has not the form of
 * zonefile_head() and line_print().
 */
bool zonefile_read(const struct zonefile_reader *reader, const char *text,
    size_t len, uint32_t *serial, struct err *err) MUST_CHECK;

#endif
