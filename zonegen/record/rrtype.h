/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rrtype.h - the types of records that we publish (D1: published types).
 *
 * Each has a number, which is what counts, a word, and the fields that its
 * rdata is made of.  Of the numbers that have no word only those for private
 * use, 65280 to 65534, are published, as "TYPE65280" (RFC 3597): of all others
 * NSD, BIND and Knot do not think alike.
 */
#ifndef ZONEGEN_RECORD_RRTYPE_H
#define ZONEGEN_RECORD_RRTYPE_H

#include <stdbool.h>
#include <stdint.h>

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
	RR_NAPTR = 35,
	RR_DNAME = 39,
	RR_DS = 43,
	RR_SSHFP = 44,
	RR_TLSA = 52,
	RR_SVCB = 64,
	RR_HTTPS = 65,
	RR_URI = 256,
	RR_CAA = 257,
	RR_PRIVATE_FIRST = 65280,
	RR_PRIVATE_LAST = 65534,
};

uint16_t rr_type_parse(const char *word); /* 0: not one we publish */
/* What to write instead of a word that is no type, to be appended, or "". */
const char *rr_type_hint(const char *word);
const char *rr_type_text(uint16_t type); /* "A"; "?" when unknown */
/* For sorting the types of one name: SOA, NS, then by number. */
unsigned rr_type_order(uint16_t type);
/* A, AAAA or CNAME: where a name is to be found. */
bool rr_type_is_address(uint16_t type);
bool rr_type_is_ip(uint16_t type); /* A or AAAA */
/* Can RRsets of the two not stand at one name?  (RFC 1034 3.6.2) */
bool rr_types_conflict(uint16_t a, uint16_t b);
/* One of those for private use. */
bool rr_type_is_private(uint16_t type);

/*
 * The fields of a type's rdata in their order, a letter each; NULL when it is
 * never made from text.
 *	4 6	an IPv4, an IPv6 address
 *	1 2	a number of 8, of 16 bits
 *	n r	a name; the same, or the root
 *	s	a string of at most 255 octets
 *	g	the tag of a CAA
 *	l	a string of any length, to the end
 *	t	quoted strings of at most 255 octets, to the end
 *	h	octets in hexadecimal, to the end
 *	v	the parameters of SVCB, to the end; there may be none
 *	x	octets as RFC 3597 has them
 */
const char *rr_type_fields(uint16_t type);
/* What people write in their place: "PREFERENCE NAME"; NULL: it is plain. */
const char *rr_type_form(uint16_t type);

#endif
