/* SPDX-License-Identifier: Apache-2.0 */
/*
 * axfr.c - a message's header is judged first, then its signature, then its
 * answer record by record: the SOA, all others, the SOA again.
 */
#include "controller/axfr/axfr.h"

#include <string.h>

#include "zonegen/record/wire.h"

#define HEADER 12 /* octets, RFC 1035 4.1.1 */
#define TYPE_AXFR 252
#define CLASS_IN 1
#define QR 0x8000u
#define OPCODE 0x7800u
#define TRUNCATED 0x0200u
#define RCODE 0x000fu
#define NOTAUTH 9

void axfr_open(struct axfr *axfr, const char *zone, const struct tsig_key *key,
    const struct tsig_secret *secret)
{
	*axfr = (struct axfr){ .zone = zone,
		.exchange = { .key = key, .secret = secret } };
	foreign_open(&axfr->foreign, zone);
}

void axfr_close(struct axfr *axfr)
{
	foreign_clear(&axfr->foreign);
	tsig_exchange_clear(&axfr->exchange);
	arena_clear(&axfr->arena);
}

static size_t put_16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
	return 2;
}

void axfr_request(struct axfr *axfr, uint16_t id, int64_t now, struct buf *out)
{
	uint8_t octets[AXFR_REQUEST_MAX] = { 0 }, *message = octets + 2;
	size_t len = HEADER;

	axfr->id = id;
	put_16(message, id);
	put_16(message + 4, 1); /* question */
	len += name_to_wire(axfr->zone, message + len);
	len += put_16(message + len, TYPE_AXFR);
	len += put_16(message + len, CLASS_IN);
	if (axfr->exchange.key)
		len = tsig_sign(&axfr->exchange, message, len, now);
	put_16(octets, (unsigned)len);
	buf_add(out, octets, len + 2);
}

/* --- Header and signature --- */

static bool refuse(const struct axfr *axfr, unsigned rcode, struct err *err)
{
	const struct tsig_key *key = axfr->exchange.key;

	switch (rcode) {
	case 1:
		return err_set(err, ERR_DENIED,
		    "the server does not understand the request (FORMERR)");
	case 2:
		return err_set(err, ERR_DENIED,
		    "the server cannot serve the zone now (SERVFAIL)");
	case 4:
		return err_set(
		    err, ERR_DENIED, "the server makes no transfers (NOTIMP)");
	case 5:
		if (key)
			return err_set(err, ERR_DENIED,
			    "the server does not let key '%s' transfer the "
			    "zone to this address (REFUSED)",
			    key->name);
		return err_set(err, ERR_DENIED,
		    "the server does not let this address transfer the zone "
		    "without a key (REFUSED)");
	case NOTAUTH: /* NSD says so to strangers, too */
		return err_set(err, ERR_DENIED,
		    "the server has no such zone, or does not let %s transfer "
		    "it to this address (NOTAUTH)",
		    key ? "this key" : "strangers");
	default:
		return err_set(
		    err, ERR_DENIED, "the server answers rcode %u", rcode);
	}
}

/* An error may be unsigned: it only ends the transfer. */
static bool check_rcode(struct axfr *axfr, const uint8_t *message, size_t len,
    unsigned rcode, int64_t now, struct err *err)
{
	if (!rcode)
		return true;
	/* The signature has more to say. */
	if (rcode == NOTAUTH && axfr->exchange.key &&
	    tsig_is_signed(message, len) &&
	    tsig_check(&axfr->exchange, message, len, now, err) == TSIG_BAD)
		return false;
	return refuse(axfr, rcode, err);
}

static bool malformed(struct err *err)
{
	return err_set(err, ERR_INPUT, "the response is malformed");
}

static bool check_header(struct axfr *axfr, struct wire *wire, int64_t now,
    uint16_t *answers, struct err *err)
{
	uint16_t id, flags, questions, skipped;
	uint8_t name[NAME_WIRE];
	size_t len;

	if (wire->size < HEADER || !wire_16(wire, &id) ||
	    !wire_16(wire, &flags) || !wire_16(wire, &questions) ||
	    !wire_16(wire, answers))
		return malformed(err);
	if (id != axfr->id || !(flags & QR) || flags & OPCODE)
		return err_set(
		    err, ERR_INPUT, "the response is none to the request");
	if (!check_rcode(
		axfr, wire->octets, wire->size, flags & RCODE, now, err))
		return false;
	if (flags & TRUNCATED)
		return malformed(err);
	wire->at = HEADER;
	for (; questions > 0; questions--)
		if (!wire_name(wire, name, &len) || !wire_16(wire, &skipped) ||
		    !wire_16(wire, &skipped))
			return malformed(err);
	return true;
}

/* *is_good: it is signed, or needs not be. */
static bool check_signature(struct axfr *axfr, const uint8_t *message,
    size_t len, int64_t now, bool *is_good, struct err *err)
{
	enum tsig_verdict verdict = TSIG_GOOD;

	if (axfr->exchange.key)
		verdict = tsig_check(&axfr->exchange, message, len, now, err);
	*is_good = verdict == TSIG_GOOD;
	return verdict != TSIG_BAD;
}

/* --- Records --- */

/* A name as text of a zone file, in any alphabet; no final dot. */
static void print_name(const uint8_t *octets, struct buf *out)
{
	for (size_t at = 0; octets[at]; at += octets[at] + 1u) {
		if (at)
			buf_putc(out, '.');
		for (size_t i = 1; i <= octets[at]; i++) {
			uint8_t c = octets[at + i];

			if (c >= 'A' && c <= 'Z')
				c |= 0x20;
			if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			    c == '-' || c == '_')
				buf_putc(out, (char)c);
			else if (c == '.')
				buf_puts(out, "\\.");
			else
				buf_printf(out, "\\%03u", c);
		}
	}
}

static bool read_soa(const struct wire *wire, const struct wire_record *from,
    struct foreign_soa *soa, struct arena *arena)
{
	struct wire at = { .octets = wire->octets,
		.size = from->rdata + from->rdata_len,
		.at = from->rdata };
	uint32_t *const numbers[] = { &soa->serial, &soa->refresh, &soa->retry,
		&soa->expire, &soa->minimum };
	const char **const names[] = { &soa->primary, &soa->contact };
	struct buf text = BUF_INIT(4 * NAME_WIRE + 1);
	uint8_t octets[NAME_WIRE];
	bool ok = true;
	size_t len;

	for (size_t i = 0; ok && i < ARRAY_LEN(names); i++) {
		ok = wire_name(&at, octets, &len);
		buf_reset(&text);
		if (ok)
			print_name(octets, &text);
		*names[i] = arena_strdup(arena, buf_text(&text));
	}
	for (size_t i = 0; ok && i < ARRAY_LEN(numbers); i++)
		ok = wire_32(&at, numbers[i]);
	soa->ttl = from->ttl > TTL_MAX ? 0 : from->ttl;
	buf_clear(&text);
	return ok && at.at == at.size;
}

/* The first one, or the one that ends the zone. */
static bool take_soa(struct axfr *axfr, const struct wire *wire,
    const struct wire_record *from, struct err *err)
{
	struct foreign_soa soa;

	if (!read_soa(wire, from, &soa, &axfr->arena))
		return malformed(err);
	if (!axfr->began) {
		axfr->began = true;
		foreign_set_soa(&axfr->foreign, &soa);
		return true;
	}
	if (soa.serial != axfr->foreign.soa.serial)
		return err_set(err, ERR_INPUT,
		    "the zone changed while it was transferred");
	axfr->ended = true;
	return true;
}

static void take_other(struct axfr *axfr, const struct wire *wire,
    const struct wire_record *from, const char *name)
{
	struct record record;
	struct err err;

	if (from->type == RR_SOA)
		foreign_leave(&axfr->foreign, name, RR_SOA, 0,
		    "it is not at the zone itself");
	else if (!rr_type_fields(from->type))
		foreign_leave(&axfr->foreign, name, from->type, 0,
		    "a type that is not published");
	else if (from->class != CLASS_IN)
		foreign_leave(&axfr->foreign, name, from->type, 0,
		    "of another class than IN");
	else if (!wire_parse(wire, from, &record, &axfr->arena, &err))
		foreign_leave(&axfr->foreign, name, from->type, 0, err.text);
	else {
		record.ttl = from->ttl;
		foreign_add(&axfr->foreign, name, &record, 0);
	}
}

static bool take_record(struct axfr *axfr, struct wire *wire, struct err *err)
{
	struct wire_record from;
	char name[NAME_SIZE];
	struct err why;
	bool ok = true, named;

	if (!wire_record(wire, &from))
		return malformed(err);
	if (axfr->ended)
		return err_set(
		    err, ERR_INPUT, "there is more behind the zone's end");
	named = wire_owner(&from, name, &why);
	if (from.type == RR_SOA && named && !strcmp(name, axfr->zone))
		ok = take_soa(axfr, wire, &from, err);
	else if (!axfr->began)
		ok = err_set(err, ERR_INPUT,
		    "the response does not begin with the zone's SOA");
	else if (named)
		take_other(axfr, wire, &from, name);
	else
		foreign_leave(&axfr->foreign, "", from.type, 0, why.text);
	arena_clear(&axfr->arena);
	return ok;
}

static bool take(struct axfr *axfr, const uint8_t *message, size_t len,
    int64_t now, struct err *err)
{
	struct wire wire = { .octets = message, .size = len };
	uint16_t answers = 0;
	bool is_good;

	axfr->octets += len;
	if (axfr->octets > AXFR_OCTETS_MAX)
		return err_set(err, ERR_INPUT, "the zone has over %zu octets",
		    AXFR_OCTETS_MAX);
	if (!check_header(axfr, &wire, now, &answers, err) ||
	    !check_signature(axfr, message, len, now, &is_good, err))
		return false;
	for (; answers > 0; answers--)
		if (!take_record(axfr, &wire, err))
			return false;
	if (!axfr->began)
		return err_set(err, ERR_INPUT, "the response is empty");
	return !axfr->ended || is_good ||
	    err_set(err, ERR_DENIED,
		"the end of the transfer is not signed by key '%s'",
		axfr->exchange.key->name);
}

enum axfr_step axfr_take(struct axfr *axfr, const uint8_t *message, size_t len,
    int64_t now, struct err *err)
{
	if (!take(axfr, message, len, now, err))
		return AXFR_FAILED;
	if (!axfr->ended)
		return AXFR_MORE;
	return foreign_finish(&axfr->foreign, err) ? AXFR_DONE : AXFR_FAILED;
}
