/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.c - makes records from addresses, names and text: parsed, checked,
 * confirmed by ldns, copied into the arena.  Then what is asked of a record,
 * and of lists of records.
 */
#include "zonegen/record/record.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/record/name.h"
#include "zonegen/record/rdatacheck.h"
#include "zonegen/record/rdataldns.h"
#include "zonegen/record/rdataparse.h"
#include "zonegen/record/rdataprint.h"

/* What became of the text: a record, or one that says why there is none. */
static bool finish(
    struct record *out, bool ok, const struct rdata *rdata, struct arena *arena)
{
	if (ok) {
		out->size = (uint16_t)rdata->len;
		out->rdata = arena_copy(arena, rdata->octets, rdata->len);
	} else if (rdata->too_long) {
		out->size = UINT16_MAX;
	}
	return ok;
}

/*
 * What is wrong with it, and what it should look like.  The longest name that
 * is shown, and why it is bad, have 400 octets together.
 */
static void add_form(uint16_t type, struct err *err)
{
	const char *form = rr_type_form(type);
	struct err fault = *err;

	if (form)
		err_set(err, fault.kind, "%.400s; %s is %s", fault.text,
		    rr_type_text(type), form);
}

static bool parse(struct record *out, const char *text, size_t len,
    const char *origin, bool any_name, struct arena *arena, struct err *err)
{
	const char *fields = rr_type_fields(out->type);
	struct rdata rdata;
	bool ok;

	if (!fields)
		return err_set(err, ERR_INPUT, "type %u cannot be parsed",
		    (unsigned)out->type);
	rdata_init(&rdata);
	ok = rdata_parse(&rdata, fields, text, len, origin, any_name, err);
	if (!ok && !rdata.too_long)
		add_form(out->type, err);
	ok = ok && rdata_check(out->type, &rdata, err) &&
	    rdataldns_check(out->type, &rdata, err);
	return finish(out, ok, &rdata, arena);
}

bool record_parse(struct record *out, uint16_t type, const char *text,
    size_t len, struct arena *arena, struct err *err)
{
	*out = (struct record){ .type = type };
	return parse(out, text, len, NULL, false, arena, err);
}

bool record_parse_in(struct record *out, uint16_t type, const char *text,
    size_t len, const char *origin, struct arena *arena, struct err *err)
{
	*out = (struct record){ .type = type };
	return parse(out, text, len, origin, false, arena, err);
}

bool record_parse_foreign(struct record *out, uint16_t type, const char *text,
    size_t len, const char *origin, struct arena *arena, struct err *err)
{
	*out = (struct record){ .type = type };
	return parse(out, text, len, origin, true, arena, err);
}

bool record_text(struct record *out, const char *text, size_t len,
    struct arena *arena, struct err *err)
{
	struct rdata rdata;
	bool ok;

	*out = (struct record){ .type = RR_TXT };
	rdata_init(&rdata);
	ok = rdata_parse_text(&rdata, text, len, err) &&
	    rdataldns_check(RR_TXT, &rdata, err);
	return finish(out, ok, &rdata, arena);
}

bool record_too_long(const struct record *record)
{
	return record->size > RECORD_MAX;
}

bool record_address(
    struct record *out, const char *text, struct arena *arena, struct err *err)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	uint8_t address[16];
	uint16_t type = RR_A;
	size_t size = 4;

	if (inet_pton(AF_INET, text, address) != 1) {
		if (inet_pton(AF_INET6, text, address) != 1)
			return err_set(
			    err, ERR_INPUT, "'%s' is not an address", text);
		if (!memcmp(address, mapped, sizeof(mapped))) {
			memmove(address, address + 12, 4);
		} else {
			type = RR_AAAA;
			size = 16;
		}
	}
	*out = (struct record){ .type = type,
		.size = (uint16_t)size,
		.rdata = arena_copy(arena, address, size) };
	return true;
}

const char *record_odd(const struct record *record)
{
	static const uint8_t zeros[16];
	const uint8_t *a = record->rdata;

	if (record->type == RR_A) {
		if (a[0] == 0)
			return "an unspecified address";
		if (a[0] == 127)
			return "a loopback address";
		if (a[0] >= 224 && a[0] <= 239)
			return "a multicast address";
	}
	if (record->type == RR_AAAA) {
		if (!memcmp(a, zeros, 16))
			return "an unspecified address";
		if (!memcmp(a, zeros, 15) && a[15] == 1)
			return "a loopback address";
		if (a[0] == 0xff)
			return "a multicast address";
	}
	return NULL;
}

bool record_is_unspecified(const struct record *record)
{
	static const uint8_t zeros[16];

	return rr_type_is_ip(record->type) &&
	    !memcmp(record->rdata, zeros, record->size);
}

void record_host(
    struct record *out, uint16_t type, const char *name, struct arena *arena)
{
	uint8_t wire[NAME_WIRE];
	size_t size = name_to_wire(name, wire);

	*out = (struct record){ .type = type,
		.size = (uint16_t)size,
		.rdata = arena_copy(arena, wire, size) };
}

/* Octets of rdata before the name. */
static bool target_at(uint16_t type, size_t *at)
{
	switch (type) {
	case RR_CNAME:
	case RR_DNAME:
	case RR_NS:
	case RR_PTR:
		*at = 0;
		return true;
	case RR_MX:
	case RR_SVCB:
	case RR_HTTPS:
		*at = 2;
		return true;
	case RR_SRV:
		*at = 6;
		return true;
	default:
		return false;
	}
}

bool record_target(const struct record *record, char out[NAME_SIZE])
{
	size_t at, used;

	return record->rdata && target_at(record->type, &at) &&
	    name_from_wire(record->rdata + at, record->size - at, out, &used);
}

void record_print(const struct record *record, struct buf *out)
{
	const char *fields = rr_type_fields(record->type);
	size_t at = 0;

	for (const char *f = fields; f && *f; f++) {
		const uint8_t *octets = record->rdata + at;
		size_t left = record->size - at;
		size_t len = rdata_field_len(*f, octets, left);

		if (*f == 'v' && left == 0)
			break;
		if (f != fields)
			buf_putc(out, ' ');
		rdata_print_field(*f, octets, len, out);
		at += len;
	}
}

int record_compare(const struct record *a, const struct record *b)
{
	size_t least = a->size < b->size ? a->size : b->size;
	unsigned x = rr_type_order(a->type), y = rr_type_order(b->type);
	int d = (x > y) - (x < y);

	if (d == 0)
		d = memcmp(a->rdata, b->rdata, least);
	return d ? d : (a->size > b->size) - (a->size < b->size);
}

static int compare(const void *a, const void *b)
{
	return record_compare(a, b);
}

void records_sort(struct record *records, size_t count)
{
	if (count > 1)
		qsort(records, count, sizeof(*records), compare);
}

bool records_have(
    const struct record *sorted, size_t count, const struct record *record)
{
	return count &&
	    bsearch(record, sorted, count, sizeof(*record), compare) != NULL;
}

bool records_same(const struct record *a, const struct record *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (record_compare(&a[i], &b[i]) != 0 || a[i].ttl != b[i].ttl)
			return false;
	return true;
}
