/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdataldns.h - does ldns read what we print, as we mean it?
 *
 * Each field that ldns knows by itself is printed from the octets and given to
 * it; the octets must come back.  So ldns gets our own text only, a field at a
 * time, and what it is lenient about does not matter.  Addresses and names,
 * which libc and name.c read, are not asked about.  Only this file of the
 * library knows ldns.
 */
#ifndef ZONEGEN_RECORD_RDATALDNS_H
#define ZONEGEN_RECORD_RDATALDNS_H

#include "zonegen/record/rdata.h"

bool rdataldns_check(
    uint16_t type, const struct rdata *rdata, struct err *err) MUST_CHECK;

#endif
