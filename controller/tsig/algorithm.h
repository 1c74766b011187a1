/* SPDX-License-Identifier: Apache-2.0 */
/*
 * algorithm.h - the algorithms that sign DNS messages (RFC 8945 6).
 *
 * MD5 is left out: NSD, BIND and Knot all know better ones.
 */
#ifndef CONTROLLER_TSIG_ALGORITHM_H
#define CONTROLLER_TSIG_ALGORITHM_H

#include <stddef.h>

enum tsig_algorithm {
	TSIG_SHA1,
	TSIG_SHA256,
	TSIG_SHA384,
	TSIG_SHA512,
};

#define TSIG_MAC_MAX 64 /* octets of the longest digest */

/* "hmac-sha256" by enumerator, NULL at the end: its domain name, too. */
extern const char *const tsig_words[];

/* The octets of its digest, 20 to TSIG_MAC_MAX. */
size_t tsig_mac_size(enum tsig_algorithm algorithm);

#endif
