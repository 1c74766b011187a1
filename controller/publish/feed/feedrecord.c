/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/feedrecord.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/record/line.h"
#include "zonegen/version/zonefile.h"

#define CLASS_IN 1
#define SOA_WORDS 6 /* primary, contact, and four numbers */

static void put_16(struct buf *out, unsigned value)
{
	buf_putc(out, (char)(value >> 8));
	buf_putc(out, (char)value);
}

static void put_32(struct buf *out, uint32_t value)
{
	put_16(out, value >> 16);
	put_16(out, value & 0xffff);
}

void feedrecord_add(
    const char *owner, const struct record *record, struct buf *out)
{
	uint8_t name[NAME_WIRE];

	buf_add(out, name, name_to_wire(owner, name));
	put_16(out, record->type);
	put_16(out, CLASS_IN);
	put_32(out, record->ttl);
	put_16(out, record->size);
	buf_add(out, record->rdata, record->size);
}

/* Absolute; false: longer than names are. */
static bool owner_of(const char *zone, const char *relative, size_t len,
    char out[NAME_SIZE], struct err *err)
{
	int used;

	if (len == 1 && *relative == '@')
		used = snprintf(out, NAME_SIZE, "%s", zone);
	else
		used = snprintf(out, NAME_SIZE, "%.*s%s%s",
		    (int)(len < NAME_SIZE ? len : NAME_SIZE), relative,
		    *zone ? "." : "", zone);
	return used < NAME_SIZE ||
	    err_set(err, ERR_INPUT, "the owner is too long");
}

bool feedrecord_line(const char *zone, const char *line, size_t len,
    struct buf *out, struct err *err)
{
	struct arena arena = { .chunk = 0 };
	struct line_fields fields;
	struct record record;
	char owner[NAME_SIZE];
	bool ok;

	ok = line_split(line, len, &fields, err) &&
	    owner_of(zone, fields.owner, fields.owner_len, owner, err) &&
	    record_parse(&record, fields.type, fields.rdata, fields.rdata_len,
		&arena, err);
	if (ok) {
		record.ttl = fields.ttl;
		feedrecord_add(owner, &record, out);
	}
	arena_clear(&arena);
	return ok;
}

/* A name with its final dot, in any alphabet. */
static bool put_name(
    const char *text, size_t len, struct buf *out, struct err *err)
{
	uint8_t wire[NAME_WIRE];
	char name[NAME_SIZE];

	if (!name_parse_any(text, len, name, err))
		return false;
	buf_add(out, wire, name_to_wire(name, wire));
	return true;
}

/* "ns1.example.com. hostmaster.example.com. 900 300 1209600 60" */
static bool put_soa(const char *text, const char *end, uint32_t serial,
    struct buf *out, struct err *err)
{
	for (size_t i = 0; i < SOA_WORDS; i++) {
		const char *stop = memchr(text, ' ', (size_t)(end - text));
		size_t len = (size_t)((stop ? stop : end) - text);
		uint32_t number;

		if (i == 2)
			put_32(out, serial);
		if (i < 2) {
			if (!put_name(text, len, out, err))
				return false;
		} else if (line_number(text, len, &number)) {
			put_32(out, number);
		} else {
			return err_set(err, ERR_INPUT, "not a SOA");
		}
		text = stop ? stop + 1 : end;
	}
	return text == end || err_set(err, ERR_INPUT, "not a SOA");
}

bool feedrecord_soa(const char *zone, const char *head, size_t len,
    uint32_t serial, struct buf *out, struct err *err)
{
	struct buf line = BUF_INIT(4 * NAME_SIZE), ns = BUF_INIT(UINT32_MAX);
	struct buf rdata = BUF_INIT(RECORD_MAX);
	const char *text, *ttl, *end;
	struct record record = { .type = RR_SOA };
	bool ok = false;

	zonefile_head_lines(head, len, &line, &ns);
	text = buf_text(&line);
	end = text + line.len - (line.len > 0);
	ttl = memchr(text, '\t', line.len);
	text = memmem(text, line.len, "\tIN\tSOA\t", 8);
	if (!ttl || !text || !buf_ok(&line) ||
	    !line_number(ttl + 1, (size_t)(text - ttl - 1), &record.ttl)) {
		err_set(err, ERR_INPUT, "the head has no SOA");
	} else if (put_soa(text + 8, end, serial, &rdata, err)) {
		record.rdata = (const uint8_t *)rdata.data;
		record.size = (uint16_t)rdata.len;
		feedrecord_add(zone, &record, out);
		ok = true;
	}
	buf_clear(&line);
	buf_clear(&ns);
	buf_clear(&rdata);
	return ok;
}

size_t feedrecord_len(const char *octets)
{
	const uint8_t *at = (const uint8_t *)octets;

	while (*at)
		at += *at + 1;
	at += 9; /* the root, type, class and TTL */
	return (
	    size_t)(at + 2 + (at[0] << 8 | at[1]) - (const uint8_t *)octets);
}
