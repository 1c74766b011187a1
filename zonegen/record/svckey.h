/* SPDX-License-Identifier: Apache-2.0 */
/*
 * svckey.h - the keys of SVCB and HTTPS parameters (RFC 9460 14.3.2).
 *
 * Those of the RFC itself have words; all others are written as "key667",
 * which servers read that have never heard of them.
 */
#ifndef ZONEGEN_RECORD_SVCKEY_H
#define ZONEGEN_RECORD_SVCKEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"

enum svckey {
	SVC_MANDATORY,
	SVC_ALPN,
	SVC_NO_DEFAULT_ALPN,
	SVC_PORT,
	SVC_IPV4HINT,
	SVC_ECH,
	SVC_IPV6HINT,
	SVC_DOHPATH, /* RFC 9461; Knot does not know the word */
	SVC_OHTTP,   /* RFC 9540; nor does BIND */
	SVC_INVALID = 65535,
};

/*
 * false: neither a word nor keyN with a number that has no word; words are in
 * lower case, numbers without leading zeros.
 */
bool svckey_parse(const char *text, size_t len, uint16_t *key) MUST_CHECK;
void svckey_print(uint16_t key, struct buf *out);

#endif
