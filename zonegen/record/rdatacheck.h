/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdatacheck.h - what the octets of a record must be to be taken by all.
 *
 * One record that a secondary refuses freezes its whole zone, so of what NSD
 * 4.6, BIND 9.18 and Knot 3.2 take each, the common part is allowed.
 */
#ifndef ZONEGEN_RECORD_RDATACHECK_H
#define ZONEGEN_RECORD_RDATACHECK_H

#include "zonegen/record/rdata.h"

/* Is rdata, well-formed as it is, one that every server takes? */
bool rdata_check(
    uint16_t type, const struct rdata *rdata, struct err *err) MUST_CHECK;

#endif
