/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire.c - the pieces of a message first, then rdata by the fields of its type:
 * what has the right form is printed, read as text is, and must come out as
 * the same octets.
 */
#include "zonegen/record/wire.h"

#include <string.h>

#include "zonegen/record/rdata.h"
#include "zonegen/record/svckey.h"

#define LABEL_MAX 63
#define POINTER 0xc0 /* RFC 1035 4.1.4 */

static bool has(const struct wire *wire, size_t len)
{
	return wire->size - wire->at >= len;
}

bool wire_16(struct wire *wire, uint16_t *out)
{
	const uint8_t *at = wire->octets + wire->at;

	if (!has(wire, 2))
		return false;
	*out = (uint16_t)(at[0] << 8 | at[1]);
	wire->at += 2;
	return true;
}

bool wire_32(struct wire *wire, uint32_t *out)
{
	uint16_t high, low;

	if (!has(wire, 4) || !wire_16(wire, &high) || !wire_16(wire, &low))
		return false;
	*out = (uint32_t)high << 16 | low;
	return true;
}

/*
 * A pointer must lead before the labels that led to it: each name ends, after
 * at most as many pointers as there are octets before it.
 */
bool wire_name(struct wire *wire, uint8_t out[NAME_WIRE], size_t *len)
{
	size_t at = wire->at, floor = wire->at, used = 0;
	bool moved = false;

	while (at < wire->size) {
		size_t label = wire->octets[at];

		if (label >= POINTER) {
			if (at + 2 > wire->size)
				return false;
			if (!moved)
				wire->at = at + 2;
			moved = true;
			at = (label & ~(size_t)POINTER) << 8 |
			    wire->octets[at + 1];
			if (at >= floor)
				return false;
			floor = at;
			continue;
		}
		if (label > LABEL_MAX || at + 1 + label > wire->size ||
		    used + 1 + label > NAME_WIRE)
			return false;
		memcpy(out + used, wire->octets + at, label + 1);
		used += label + 1;
		at += label + 1;
		if (label == 0) {
			if (!moved)
				wire->at = at;
			*len = used;
			return true;
		}
	}
	return false;
}

bool wire_record(struct wire *wire, struct wire_record *out)
{
	uint16_t len;

	if (!wire_name(wire, out->owner, &out->owner_len) ||
	    !wire_16(wire, &out->type) || !wire_16(wire, &out->class) ||
	    !wire_32(wire, &out->ttl) || !wire_16(wire, &len) ||
	    !has(wire, len))
		return false;
	out->rdata = wire->at;
	out->rdata_len = len;
	wire->at += len;
	return true;
}

/* What passes is what name_parse_record() leaves as it is. */
static bool read_name(
    const uint8_t *octets, size_t len, char out[NAME_SIZE], struct err *err)
{
	char name[NAME_SIZE];
	size_t used;

	if (!name_from_wire(octets, len, name, &used))
		return err_set(err, ERR_INPUT,
		    "a name with a character that host names do not have");
	if (*name && !name_parse_record(name, strlen(name), out, err))
		return false;
	if (!*name)
		*out = '\0';
	return !strcmp(name, out) ||
	    err_set(err, ERR_INPUT, "bad name '%s'", name);
}

bool wire_owner(
    const struct wire_record *from, char out[NAME_SIZE], struct err *err)
{
	return read_name(from->owner, from->owner_len, out, err);
}

/* --- Rdata --- */

static bool malformed(struct err *err)
{
	return err_set(err, ERR_INPUT, "its rdata is malformed");
}

static bool copy(
    struct wire *wire, size_t len, struct rdata *out, struct err *err)
{
	if (!has(wire, len))
		return malformed(err);
	wire->at += len;
	return rdata_add(out, wire->octets + wire->at - len, len, err);
}

static bool copy_name(struct wire *wire, struct rdata *out, struct err *err)
{
	uint8_t octets[NAME_WIRE];
	char name[NAME_SIZE];
	size_t len;

	if (!wire_name(wire, octets, &len))
		return malformed(err);
	return read_name(octets, len, name, err) &&
	    rdata_add(out, octets, name_to_wire(name, octets), err);
}

/* A string with its length in front. */
static bool copy_string(struct wire *wire, struct rdata *out, struct err *err)
{
	if (!has(wire, 1))
		return malformed(err);
	return copy(wire, wire->octets[wire->at] + 1u, out, err);
}

/* The tag of a CAA: its case means nothing (RFC 8659 4.1). */
static bool copy_tag(struct wire *wire, struct rdata *out, struct err *err)
{
	size_t at = out->len;

	if (!copy_string(wire, out, err))
		return false;
	while (++at < out->len)
		if (out->octets[at] >= 'A' && out->octets[at] <= 'Z')
			out->octets[at] |= 0x20;
	return true;
}

static bool copy_strings(struct wire *wire, struct rdata *out, struct err *err)
{
	do {
		if (!copy_string(wire, out, err))
			return false;
	} while (wire->at < wire->size);
	return true;
}

static bool are_strings(const uint8_t *octets, size_t len)
{
	size_t at = 0;

	while (at < len)
		at += octets[at] + 1u;
	return at == len;
}

/* Can svcvalue_print() go through it? */
static bool is_value(uint16_t key, const uint8_t *octets, size_t len)
{
	switch (key) {
	case SVC_MANDATORY:
		return len % 2 == 0;
	case SVC_ALPN:
		return are_strings(octets, len);
	case SVC_PORT:
		return len == 2;
	case SVC_IPV4HINT:
		return len % 4 == 0;
	case SVC_IPV6HINT:
		return len % 16 == 0;
	default:
		return true;
	}
}

static bool copy_params(struct wire *wire, struct rdata *out, struct err *err)
{
	while (wire->at < wire->size) {
		size_t start = wire->at;
		uint16_t key, len;

		if (!wire_16(wire, &key) || !wire_16(wire, &len) ||
		    !has(wire, len) ||
		    !is_value(key, wire->octets + wire->at, len))
			return malformed(err);
		wire->at = start;
		if (!copy(wire, len + 4u, out, err))
			return false;
	}
	return true;
}

static bool copy_field(
    struct wire *wire, char field, struct rdata *out, struct err *err)
{
	switch (field) {
	case '4':
		return copy(wire, 4, out, err);
	case '6':
		return copy(wire, 16, out, err);
	case '1':
		return copy(wire, 1, out, err);
	case '2':
		return copy(wire, 2, out, err);
	case 'n':
	case 'r':
		return copy_name(wire, out, err);
	case 's':
		return copy_string(wire, out, err);
	case 'g':
		return copy_tag(wire, out, err);
	case 't':
		return copy_strings(wire, out, err);
	case 'v':
		return copy_params(wire, out, err);
	default:
		return copy(wire, wire->size - wire->at, out, err);
	}
}

/* The octets are well-formed; the text they print as says the rest. */
static bool confirm(struct record *record, const struct rdata *rdata,
    struct arena *arena, struct err *err)
{
	const struct record form = { .type = record->type,
		.size = (uint16_t)rdata->len,
		.rdata = rdata->octets };
	struct buf text = BUF_INIT(8 * RECORD_MAX);
	bool ok;

	record_print(&form, &text);
	ok = record_parse(
	    record, form.type, buf_text(&text), text.len, arena, err);
	buf_clear(&text);
	if (ok && record_compare(&form, record) != 0)
		ok = malformed(err);
	return ok;
}

bool wire_parse(const struct wire *wire, const struct wire_record *from,
    struct record *out, struct arena *arena, struct err *err)
{
	const char *fields = rr_type_fields(from->type);
	struct wire at = { .octets = wire->octets,
		.size = from->rdata + from->rdata_len,
		.at = from->rdata };
	struct rdata rdata;

	*out = (struct record){ .type = from->type };
	if (!fields)
		return err_set(err, ERR_INPUT, "a type that is not published");
	rdata_init(&rdata);
	for (; *fields; fields++)
		if (!copy_field(&at, *fields, &rdata, err))
			return false;
	if (at.at != at.size)
		return malformed(err);
	return confirm(out, &rdata, arena, err);
}
