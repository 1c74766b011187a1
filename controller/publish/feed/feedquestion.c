/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/feedquestion.h"

#include <string.h>

#include "zonegen/record/wire.h"

#define HEADER 12 /* octets, RFC 1035 4.1.1 */
#define QR 0x80   /* of the third octet */
#define OPCODE 0x78
#define CLASS_IN 1
#define TYPE_IXFR 251
#define TYPE_AXFR 252

/* The SOA in the authority section (RFC 1995 3). */
static bool read_serial(
    struct wire *wire, const struct feed_question *question, uint32_t *out)
{
	struct wire_record record;
	uint8_t name[NAME_WIRE];
	struct wire rdata;
	size_t len;

	if (!wire_record(wire, &record) || record.type != RR_SOA ||
	    record.class != CLASS_IN ||
	    record.owner_len != question->len - HEADER - 4 ||
	    memcmp(record.owner, question->octets + HEADER, record.owner_len) !=
		0)
		return false;
	rdata = (struct wire){ .octets = wire->octets,
		.size = record.rdata + record.rdata_len,
		.at = record.rdata };
	return wire_name(&rdata, name, &len) && wire_name(&rdata, name, &len) &&
	    wire_32(&rdata, out) && rdata.size - rdata.at == 16;
}

static enum feed_asks kind_of(struct wire *wire, uint16_t type,
    const uint8_t *header, struct feed_question *question)
{
	unsigned answers = (unsigned)(header[6] << 8 | header[7]);
	unsigned authority = (unsigned)(header[8] << 8 | header[9]);

	if (answers)
		return FEED_ASKS_OTHER;
	if (type == TYPE_IXFR)
		return authority == 1 &&
			read_serial(wire, question, &question->serial)
		    ? FEED_ASKS_IXFR
		    : FEED_ASKS_OTHER;
	if (authority)
		return FEED_ASKS_OTHER;
	if (type == RR_SOA)
		return FEED_ASKS_SOA;
	return type == TYPE_AXFR ? FEED_ASKS_AXFR : FEED_ASKS_OTHER;
}

enum feed_asks feedquestion_read(
    const uint8_t *message, size_t len, struct feed_question *out)
{
	struct wire wire = { .octets = message, .size = len, .at = HEADER };
	uint8_t name[NAME_WIRE];
	uint16_t type, class;
	size_t name_len, used;

	*out = (struct feed_question){ .len = 0 };
	if (len < HEADER || message[2] & QR || message[4] != 0 ||
	    message[5] != 1 || !wire_name(&wire, name, &name_len) ||
	    !wire_16(&wire, &type) || !wire_16(&wire, &class) ||
	    !name_from_wire(name, name_len, out->zone, &used))
		return FEED_ASKS_NONSENSE;
	memcpy(out->octets, message, HEADER);
	memcpy(out->octets + HEADER, name, name_len);
	memcpy(out->octets + HEADER + name_len, message + wire.at - 4, 4);
	out->len = HEADER + name_len + 4;
	if (message[2] & OPCODE || class != CLASS_IN)
		return FEED_ASKS_OTHER;
	return kind_of(&wire, type, message, out);
}
