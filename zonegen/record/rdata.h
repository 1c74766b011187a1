/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdata.h - the inside of a record, for record.c and the rdata*.c beside it.
 *
 *	text --> rdataparse.c --> octets --> rdatacheck.c --> rdataldns.c
 *	                                 --> rdataprint.c --> text
 *
 * The text is read field by field into octets; what only the octets together
 * tell (the length of a digest, a regular expression) is checked on them; then
 * ldns is asked whether it reads what we would print as we meant it.  Nothing
 * from outside is ever part of a text that ldns gets.
 */
#ifndef ZONEGEN_RECORD_RDATA_H
#define ZONEGEN_RECORD_RDATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/record/record.h"

/* Octets that grow; not initialised as a whole, for it is large. */
struct rdata {
	size_t len;
	bool too_long; /* more than RECORD_MAX were to be added */
	uint8_t octets[RECORD_MAX];
};

void rdata_init(struct rdata *rdata);
/* ERR_INPUT "longer than ..." and too_long when there is no room. */
bool rdata_add(struct rdata *rdata, const void *octets, size_t len,
    struct err *err) MUST_CHECK;
/* A number of 8 or 16 bits, in network order. */
bool rdata_add8(
    struct rdata *rdata, unsigned value, struct err *err) MUST_CHECK;
bool rdata_add16(
    struct rdata *rdata, unsigned value, struct err *err) MUST_CHECK;

/*
 * The length of the field that begins at octets, of which left remain.  The
 * octets were made here and are well-formed, so this cannot fail.
 */
size_t rdata_field_len(char field, const uint8_t *octets, size_t left);
/* One string, escaped (RFC 1035 5.1), without length and quotes. */
void rdata_print_string(const uint8_t *octets, size_t len, struct buf *out);

#endif
