/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h - type, TTL and rdata of one DNS record.
 *
 * A plain value; its owner name stands in the claim or RRset that has it.  The
 * rdata is in canonical wire form (RFC 4034 6.2), so that comparing records is
 * comparing octets, and printing starts from the octets, never from the text
 * that was given.
 *
 *	text --> scanner --> rdataparse --> octets --> rdatacheck, rdataldns
 *	                        |                 \-> rdataprint --> line
 *	        name, svcparam, svcvalue, svckey
 *
 * Text becomes a record field by field, each read and checked here; ldns then
 * only confirms the result (rdataldns.h).  No line is ever pasted together and
 * parsed.  rrtype.h knows which fields a type has, regexp.h the expressions of
 * NAPTR.
 */
#ifndef ZONEGEN_RECORD_RECORD_H
#define ZONEGEN_RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/record/rrtype.h"

#define RECORD_MAX 16000   /* octets of rdata (A8: sizes) */
#define TTL_MAX 2147483647 /* RFC 2181 8 */

struct record {
	uint32_t ttl; /* seconds; 0: the zone's default */
	uint16_t type;
	uint16_t size;        /* octets of rdata */
	const uint8_t *rdata; /* borrowed, or in the arena it was made in */
};

/*
 * A or AAAA, whichever the address is; a v4-mapped address becomes A.
 * ERR_INPUT for anything that is not the plain form: zone ids, leading zeros,
 * ports, blanks.
 */
bool record_address(struct record *out, const char *text, struct arena *arena,
    struct err *err) MUST_CHECK;
/* Why an address is odd to publish (loopback, multicast, ...), or NULL. */
const char *record_odd(const struct record *record);
/* 0.0.0.0 or ::, which nobody reaches (A1: addresses). */
bool record_is_unspecified(const struct record *record);

/* A record that is one name (CNAME, NS, PTR); name is from name_parse(). */
void record_host(
    struct record *out, uint16_t type, const char *name, struct arena *arena);

/*
 * The name that a CNAME, DNAME, NS, PTR, MX, SRV, SVCB or HTTPS points to, ""
 * for the root.  false: another type, or rdata that is not looked into.
 */
bool record_target(const struct record *record, char out[NAME_SIZE]) MUST_CHECK;

/*
 * Rdata in presentation form, blanks or tabs between its fields, printable
 * ASCII.  Names are absolute, their final dot is optional but for one label
 * (N6: absolute targets); "." stands where it means something: in MX with
 * preference 0, SRV, SVCB, HTTPS and NAPTR.  On failure out is a record of that
 * type which record_too_long() may be asked about.
 */
bool record_parse(struct record *out, uint16_t type, const char *text,
    size_t len, struct arena *arena, struct err *err) MUST_CHECK;

/*
 * The same as a zone file has it: names without a final dot are relative to
 * origin, a name.
 */
bool record_parse_in(struct record *out, uint16_t type, const char *text,
    size_t len, const char *origin, struct arena *arena,
    struct err *err) MUST_CHECK;
/* The same of a foreign zone, whose names may be any; they stay as they are. */
bool record_parse_foreign(struct record *out, uint16_t type, const char *text,
    size_t len, const char *origin, struct arena *arena,
    struct err *err) MUST_CHECK;

/*
 * A TXT from one target (D3: text is data).  Quoted strings, blanks between
 * them, are read as presentation format; everything else is one value as it
 * stands, of any octets, none included.  Strings over 255 octets are split.  It
 * fails only when it is too long.
 */
bool record_text(struct record *out, const char *text, size_t len,
    struct arena *arena, struct err *err) MUST_CHECK;

/* Did parsing into it fail because of RECORD_MAX, and of nothing else? */
bool record_too_long(const struct record *record);

/*
 * Rdata in presentation form, names with their final dot, all else in the one
 * form that record_parse() gives the same record for.
 */
void record_print(const struct record *record, struct buf *out);

/* Type (rr_type_order), then canonical rdata order (RFC 4034 6.3); TTL ignored.
 */
int record_compare(const struct record *a, const struct record *b);
void records_sort(struct record *records, size_t count);
/* Is there one that compares equal among sorted ones? */
bool records_have(
    const struct record *sorted, size_t count, const struct record *record);
/* Are two lists the same one by one, TTLs included? */
bool records_same(const struct record *a, const struct record *b, size_t count);

#endif
