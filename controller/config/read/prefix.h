/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prefix.h - a block of addresses, "192.0.2.0/24", or one address.
 */
#ifndef CONTROLLER_CONFIG_READ_PREFIX_H
#define CONTROLLER_CONFIG_READ_PREFIX_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/err.h"

#define PREFIX_TEXT 56 /* the longest one as text, and a NUL */

struct prefix {
	uint8_t octets[16]; /* 4 of them without v6 */
	uint8_t length;     /* bits; 32 or 128: one address */
	bool v6;
	char text[PREFIX_TEXT]; /* canonical; one address has no "/32" */
};

/*
 * ERR_INPUT: none, bits beyond the length, or an IPv4 address written as IPv6.
 */
bool prefix_parse(
    const char *text, struct prefix *out, struct err *err) MUST_CHECK;
/* Is inner a part of outer? */
bool prefix_within(const struct prefix *inner, const struct prefix *outer);
/*
 * What many networks have behind one address, as a word: private (RFC 1918),
 * shared (RFC 6598), unique local (RFC 4193), link-local.  NULL: none of it is.
 */
const char *prefix_local(const struct prefix *prefix);

#endif
