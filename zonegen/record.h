/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h - type, TTL and rdata of one DNS record.
 *
 * A plain value; its owner name stands in the claim or RRset that holds it.
 * The rdata is kept in canonical wire form (RFC 4034 6.2), so that comparing
 * two records is comparing octets and printing starts from what was parsed,
 * never from what was given.
 *
 * Text becomes a record field by field: each is checked here first (ldns lets
 * MX 70000, SRV -1 and an unclosed quote through) and then parsed by ldns as
 * that one field.  No line is ever pasted together and parsed.  Only record.c
 * in this library knows ldns.
 */
#ifndef ZONEGEN_RECORD_H
#define ZONEGEN_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/buf.h"
#include "zonegen/err.h"
#include "zonegen/mem.h"

enum rr_type { /* IANA numbers */
	RR_A = 1,
	RR_NS = 2,
	RR_CNAME = 5,
	RR_SOA = 6,
	RR_PTR = 12,
	RR_MX = 15,
	RR_TXT = 16,
	RR_AAAA = 28,
	RR_SRV = 33,
	RR_DNAME = 39,
	RR_DS = 43,
	RR_HTTPS = 65,
};

#define RECORD_MAX 16000   /* octets of rdata, records.md A8 */
#define TTL_MAX 2147483647 /* RFC 2181 8 */

struct record {
	uint32_t ttl; /* seconds; 0: the zone's default */
	uint16_t type;
	uint16_t size;        /* octets of rdata */
	const uint8_t *rdata; /* borrowed, or in the arena it was made in */
};

uint16_t rr_type_parse(const char *word); /* 0: not one we publish */
const char *rr_type_text(uint16_t type);  /* "A"; "?" when unknown */
/* For sorting the types of one name: SOA, NS, then by number. */
unsigned rr_type_order(uint16_t type);
/* A, AAAA or CNAME: where a name is to be found. */
bool rr_type_is_address(uint16_t type);

/*
 * A or AAAA, whichever the address is; a v4-mapped address becomes A.
 * ERR_INPUT for anything that is not the plain form: zone ids, leading zeros,
 * ports, blanks.
 */
bool record_address(struct record *out, const char *text, struct arena *arena,
    struct err *err) MUST_CHECK;
/* Why an address is odd to publish (loopback, multicast, ...), or NULL. */
const char *record_odd(const struct record *record);

/* A record that is one name (CNAME, NS, PTR); name is from name_parse(). */
void record_host(
    struct record *out, uint16_t type, const char *name, struct arena *arena);

/* Rdata in presentation form; names in it are absolute, final dot optional. */
bool record_parse(struct record *out, uint16_t type, const char *text,
    size_t len, struct arena *arena, struct err *err) MUST_CHECK;

/* Rdata in presentation form, names with their final dot. */
void record_print(const struct record *record, struct buf *out);

/* Type (rr_type_order), then canonical rdata order (RFC 4034 6.3); TTL ignored.
 */
int record_compare(const struct record *a, const struct record *b);

#endif
