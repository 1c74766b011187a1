/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regexp.h - the substitution expression of a NAPTR (RFC 3402 3.2).
 *
 *	!^.*$!sip:info@example.com!i
 *
 * A delimiter three times; between the first two an extended regular
 * expression of POSIX, then what to put instead, then flags.  BIND refuses a
 * whole zone over an expression that it cannot read, so what passes here is
 * less than all that POSIX has: no classes, no references within, nothing
 * that is undefined.  It is read, never compiled: compiling what strangers
 * write takes any amount of memory.
 */
#ifndef ZONEGEN_RECORD_REGEXP_H
#define ZONEGEN_RECORD_REGEXP_H

#include <stddef.h>
#include <stdint.h>

/* The fault, in words; NULL: none. */
const char *regexp_fault(const uint8_t *text, size_t len);

#endif
