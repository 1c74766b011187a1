/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdataldns.h - does ldns read our text as we mean it?
 *
 * Each field that ldns knows by itself is printed from the octets and given to
 * ldns; the same octets must come back.  ldns gets our own text only, a field
 * at a time, so its leniency does not matter.  Addresses and names are read by
 * libc and name.c and are not asked about.  No other file of the library knows
 * ldns.
 */
#ifndef ZONEGEN_RECORD_RDATALDNS_H
#define ZONEGEN_RECORD_RDATALDNS_H

#include "zonegen/record/rdata.h"

bool rdataldns_check(
    uint16_t type, const struct rdata *rdata, struct err *err) MUST_CHECK;

/* What servers say of a record that is not looked into, as far as ldns knows.
 */
enum rdataldns_verdict {
	RDATALDNS_UNKNOWN, /* ldns does not know the type */
	RDATALDNS_GOOD,
	RDATALDNS_BAD,
};

/*
 * type: its word; text: rdata as a zone file has it, the form of RFC 3597 too;
 * origin: of relative names, "" for the root.
 */
enum rdataldns_verdict rdataldns_judge(
    const char *type, const char *text, const char *origin);

#endif
