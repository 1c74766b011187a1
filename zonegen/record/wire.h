/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire.h - names and records out of a DNS message (RFC 1035 4.1).
 *
 * The octets are anybody's.  Nothing outside the message is read, names are
 * followed only backwards, so that no message makes a loop, and a record that
 * comes out is one that record_parse() would have made of its text: what every
 * server takes.
 */
#ifndef ZONEGEN_RECORD_WIRE_H
#define ZONEGEN_RECORD_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"
#include "zonegen/record/record.h"

#define WIRE_MAX 65535 /* octets of a message */

/* A message, and how far it has been read. */
struct wire {
	const uint8_t *octets;
	size_t size, at;
};

/*
 * These three advance ->at; false: the message ends before.  A name comes
 * uncompressed, at most NAME_WIRE octets, in any alphabet.
 */
bool wire_name(
    struct wire *wire, uint8_t out[NAME_WIRE], size_t *len) MUST_CHECK;
bool wire_16(struct wire *wire, uint16_t *out) MUST_CHECK;
bool wire_32(struct wire *wire, uint32_t *out) MUST_CHECK;

/* One resource record; its rdata begins at ->rdata of the message. */
struct wire_record {
	uint8_t owner[NAME_WIRE];
	size_t owner_len;
	uint16_t type, class;
	uint32_t ttl;
	size_t rdata, rdata_len;
};
/* Advances to the record behind it. */
bool wire_record(struct wire *wire, struct wire_record *out) MUST_CHECK;

/*
 * ERR_INPUT: a name that cannot be published (name.h), or rdata that is
 * malformed or that not every server takes.  The rdata is in the arena.
 */
bool wire_owner(const struct wire_record *from, char out[NAME_SIZE],
    struct err *err) MUST_CHECK;
bool wire_parse(const struct wire *wire, const struct wire_record *from,
    struct record *out, struct arena *arena, struct err *err) MUST_CHECK;

#endif
