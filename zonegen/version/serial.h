/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serial.h - SOA serials: compare and choose (RFC 1982, RFC 1912 2.2).
 *
 * Serial 0 is never given: some servers read it as "none".
 */
#ifndef ZONEGEN_VERSION_SERIAL_H
#define ZONEGEN_VERSION_SERIAL_H

#include <stdbool.h>
#include <stdint.h>

enum serial_policy {
	SERIAL_UNIXTIME, /* seconds since 1970, or previous + 1 if later */
	SERIAL_DATE,     /* YYYYMMDDnn in UTC, counting on beyond nn = 99 */
	SERIAL_COUNTER,  /* previous + 1 */
};

/*
 * Is a later than b?  RFC 1982 3.2; serials exactly 2^31 apart have no order,
 * neither is later.
 */
bool serial_later(uint32_t a, uint32_t b);
/* Further ahead than that it is a mistake of somebody (W4: serials rise). */
#define SERIAL_JUMP_MAX (400u * 86400u)

/*
 * The serial of the next version: later than previous, of the policy's form
 * where that is later still.  now: seconds since 1970.
 */
uint32_t serial_next(enum serial_policy policy, uint32_t previous, int64_t now);

/* The serial of a zone's first version. */
uint32_t serial_first(enum serial_policy policy, int64_t now);

#endif
