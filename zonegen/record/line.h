/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line.h - one record as a line of a zone file, and back (RFC 1035 5.1).
 *
 *	www	60	IN	A	192.0.2.1
 *
 * The owner is relative to the zone and stands on every line, TTL and class are
 * explicit, and tabs stand between the fields and in none of them.  Reading
 * accepts that form only.
 */
#ifndef ZONEGEN_RECORD_LINE_H
#define ZONEGEN_RECORD_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/name.h"
#include "zonegen/record/record.h"

#define LINE_COMMENT "\t; " /* begins a comment: no rdata has a tab */

/* name relative to zone: "@", "www", "*.apps". */
const char *line_relative(
    const char *name, const char *zone, char out[NAME_SIZE]);

/* One record, its newline included.  ttl is the effective one. */
void line_print(const char *relative, uint32_t ttl, const struct record *record,
    struct buf *out);

/*
 * The fields of a line, borrowed from it.  The rdata is not parsed yet, and a
 * comment behind it is left out.
 */
struct line_fields {
	const char *owner, *rdata;
	size_t owner_len, rdata_len;
	uint32_t ttl;
	uint16_t type;
};
bool line_split(const char *line, size_t len, struct line_fields *out,
    struct err *err) MUST_CHECK;

/* The next line of a text, without its newline; false at the end. */
bool line_next(
    const char **at, const char *end, const char **line, size_t *len);
size_t line_count(const char *text, size_t len); /* newlines */

/* text[0..len) as a whole decimal number of 32 bits. */
bool line_number(const char *text, size_t len, uint32_t *out) MUST_CHECK;

#endif
