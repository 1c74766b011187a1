/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signature.c - the record that signs a message is put on or cut off, and the
 * digest goes over what stands before it, the record's own fields, and the
 * signature before.
 */
#include "controller/tsig/signature.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/record/wire.h"

#define HEADER 12 /* octets, RFC 1035 4.1.1 */
#define TYPE_TSIG 250
#define CLASS_ANY 255
#define FUDGE 300      /* seconds that clocks may differ */
#define BETWEEN_MAX 99 /* RFC 8945 5.3.1 */

enum { /* RFC 8945 3 */
	BADSIG = 16,
	BADKEY = 17,
	BADTIME = 18,
	BADTRUNC = 22,
};

/* What a TSIG record says; mac and other point into the message. */
struct tsig_fields {
	size_t start; /* of the record in the message */
	uint8_t algorithm[NAME_WIRE];
	size_t algorithm_len;
	uint64_t time; /* 48 bits */
	uint16_t fudge, mac_len, id, error, other_len;
	const uint8_t *mac, *other;
};

/* --- Octets out --- */

static void put_16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void add_16(struct hmac *hmac, unsigned value)
{
	uint8_t octets[2];

	put_16(octets, value);
	hmac_add(hmac, octets, sizeof(octets));
}

static void add_time(struct hmac *hmac, uint64_t time)
{
	add_16(hmac, (unsigned)(time >> 32) & 0xffff);
	add_16(hmac, (unsigned)(time >> 16) & 0xffff);
	add_16(hmac, (unsigned)time & 0xffff);
}

static void add_name(struct hmac *hmac, const char *name)
{
	uint8_t octets[NAME_WIRE];

	hmac_add(hmac, octets, name_to_wire(name, octets));
}

/* The variables (4.3.3); of a later message only the timers (5.3.1). */
static void add_fields(struct hmac *hmac, const struct tsig_key *key,
    const struct tsig_fields *fields, bool timers)
{
	if (!timers) {
		add_name(hmac, key->name);
		add_16(hmac, CLASS_ANY);
		add_16(hmac, 0); /* TTL */
		add_16(hmac, 0);
		add_name(hmac, tsig_words[key->algorithm]);
	}
	add_time(hmac, fields->time);
	add_16(hmac, fields->fudge);
	if (timers)
		return;
	add_16(hmac, fields->error);
	add_16(hmac, fields->other_len);
	hmac_add(hmac, fields->other, fields->other_len);
}

/* The next digest begins with the signature before. */
static void restart(
    struct tsig_exchange *exchange, const uint8_t *mac, size_t len)
{
	hmac_init(&exchange->digest, exchange->key->algorithm,
	    exchange->secret->octets, exchange->secret->size);
	add_16(&exchange->digest, (unsigned)len);
	hmac_add(&exchange->digest, mac, len);
}

/* Appends the record to the message; its new length. */
static size_t put_record(const struct tsig_exchange *exchange, uint8_t *message,
    size_t len, uint64_t time, const uint8_t *mac)
{
	const struct tsig_key *key = exchange->key;
	size_t size = tsig_mac_size(key->algorithm), name;
	uint8_t *at = message + len;

	put_16(message + 10, (unsigned)(message[10] << 8 | message[11]) + 1);
	at += name_to_wire(key->name, at);
	put_16(at, TYPE_TSIG);
	put_16(at + 2, CLASS_ANY);
	memset(at + 4, 0, 4);
	name = name_to_wire(tsig_words[key->algorithm], at + 10);
	put_16(at + 8, (unsigned)(name + 16 + size));
	at += 10 + name;
	put_16(at, (unsigned)(time >> 32) & 0xffff);
	put_16(at + 2, (unsigned)(time >> 16) & 0xffff);
	put_16(at + 4, (unsigned)time & 0xffff);
	put_16(at + 6, FUDGE);
	put_16(at + 8, (unsigned)size);
	memcpy(at + 10, mac, size);
	at += 10 + size;
	put_16(at, exchange->id);
	memset(at + 2, 0, 4); /* error, other */
	return (size_t)(at + 6 - message);
}

/* The message goes into the digest, which ends with it. */
static size_t put_signature(struct tsig_exchange *exchange, uint8_t *message,
    size_t len, int64_t now, bool timers)
{
	const struct tsig_fields fields = { .time = (uint64_t)now,
		.fudge = FUDGE };
	uint8_t mac[TSIG_MAC_MAX];

	hmac_add(&exchange->digest, message, len);
	add_fields(&exchange->digest, exchange->key, &fields, timers);
	hmac_final(&exchange->digest, mac);
	restart(exchange, mac, tsig_mac_size(exchange->key->algorithm));
	return put_record(exchange, message, len, fields.time, mac);
}

/* Nothing came before. */
static void begin(struct tsig_exchange *exchange, const uint8_t *request)
{
	exchange->id = (uint16_t)(request[0] << 8 | request[1]);
	exchange->answered = false;
	exchange->between = 0;
	hmac_init(&exchange->digest, exchange->key->algorithm,
	    exchange->secret->octets, exchange->secret->size);
}

size_t tsig_sign(
    struct tsig_exchange *exchange, uint8_t *message, size_t len, int64_t now)
{
	begin(exchange, message);
	return put_signature(exchange, message, len, now, false);
}

size_t tsig_reply(
    struct tsig_exchange *exchange, uint8_t *message, size_t len, int64_t now)
{
	bool timers = exchange->answered;

	exchange->answered = true;
	return put_signature(exchange, message, len, now, timers);
}

/* --- Octets in --- */

static bool malformed(struct err *err)
{
	return err_set(err, ERR_INPUT, "the response is malformed");
}

/* Passes everything before the last record; false: malformed. */
static bool find_last(
    struct wire *wire, struct wire_record *last, size_t *start, size_t *count)
{
	uint16_t questions, records, some;
	uint8_t name[NAME_WIRE];
	size_t len;

	wire->at = 4;
	*count = 0;
	if (!wire_16(wire, &questions))
		return false;
	for (int i = 0; i < 3; i++) {
		if (!wire_16(wire, &records))
			return false;
		*count += records;
	}
	for (; questions > 0; questions--)
		if (!wire_name(wire, name, &len) || !wire_16(wire, &some) ||
		    !wire_16(wire, &some))
			return false;
	for (size_t i = 0; i < *count; i++) {
		*start = wire->at;
		if (!wire_record(wire, last))
			return false;
	}
	*count = records; /* of the additional section */
	return wire->at == wire->size;
}

static bool read_fields(const uint8_t *message,
    const struct wire_record *record, struct tsig_fields *out)
{
	struct wire wire = { .octets = message,
		.size = record->rdata + record->rdata_len,
		.at = record->rdata };
	uint16_t high;
	uint32_t low;

	if (!wire_name(&wire, out->algorithm, &out->algorithm_len) ||
	    !wire_16(&wire, &high) || !wire_32(&wire, &low) ||
	    !wire_16(&wire, &out->fudge) || !wire_16(&wire, &out->mac_len) ||
	    wire.size - wire.at < out->mac_len)
		return false;
	out->time = (uint64_t)high << 32 | low;
	out->mac = message + wire.at;
	wire.at += out->mac_len;
	if (!wire_16(&wire, &out->id) || !wire_16(&wire, &out->error) ||
	    !wire_16(&wire, &out->other_len) ||
	    wire.size - wire.at != out->other_len)
		return false;
	out->other = message + wire.at;
	return true;
}

/* Is it this name, in wire form, in any case? */
static bool is_name(const uint8_t *octets, size_t len, const char *name)
{
	char text[NAME_SIZE];
	size_t used;

	return name_from_wire(octets, len, text, &used) && !strcmp(text, name);
}

/* *signed: there is such a record, the last one. */
static bool find(const uint8_t *message, size_t len, struct wire_record *record,
    struct tsig_fields *out, bool *is_signed)
{
	struct wire wire = { .octets = message, .size = len };
	size_t additional;

	*is_signed = false;
	if (len < HEADER || !find_last(&wire, record, &out->start, &additional))
		return false;
	if (!additional || record->type != TYPE_TSIG)
		return true;
	*is_signed = true;
	return record->class == CLASS_ANY && record->ttl == 0 &&
	    read_fields(message, record, out);
}

/* --- Judgement --- */

static bool refuse_error(const struct tsig_exchange *exchange,
    const struct tsig_fields *fields, int64_t now, struct err *err)
{
	const char *name = exchange->key->name;
	uint64_t theirs = 0;

	switch (fields->error) {
	case BADKEY:
		return err_set(err, ERR_DENIED,
		    "the server does not know the key '%s' of %s (BADKEY)",
		    name, tsig_words[exchange->key->algorithm]);
	case BADSIG:
		return err_set(err, ERR_DENIED,
		    "the server has another secret for the key '%s' (BADSIG)",
		    name);
	case BADTIME:
		for (size_t i = 0; i < 6 && fields->other_len == 6; i++)
			theirs = theirs << 8 | fields->other[i];
		return err_set(err, ERR_DENIED,
		    "the clocks differ by %lld s (BADTIME)",
		    theirs ? llabs((long long)theirs - now) : 0);
	default:
		return err_set(err, ERR_DENIED,
		    "the server refuses the signature by key '%s' (error %u)",
		    name, (unsigned)fields->error);
	}
}

static bool check_mac(struct tsig_exchange *exchange, const uint8_t *message,
    const struct tsig_fields *fields, struct err *err)
{
	size_t size = tsig_mac_size(exchange->key->algorithm);
	unsigned additional = (unsigned)(message[10] << 8 | message[11]) - 1;
	uint8_t head[HEADER], mac[TSIG_MAC_MAX];

	memcpy(head, message, HEADER);
	put_16(head, fields->id);
	put_16(head + 10, additional);
	hmac_add(&exchange->digest, head, HEADER);
	hmac_add(&exchange->digest, message + HEADER, fields->start - HEADER);
	add_fields(
	    &exchange->digest, exchange->key, fields, exchange->answered);
	hmac_final(&exchange->digest, mac);
	if (fields->mac_len != size || !hmac_same(mac, fields->mac, size))
		return err_set(err, ERR_DENIED,
		    "the signature by key '%s' is wrong: the server has "
		    "another secret, or the response was changed",
		    exchange->key->name);
	restart(exchange, mac, size);
	return true;
}

static bool check_time(
    const struct tsig_fields *fields, int64_t now, struct err *err)
{
	long long apart = llabs((long long)fields->time - now);

	return apart <= fields->fudge ||
	    err_set(err, ERR_DENIED,
		"the response was signed %lld s from now: a clock is wrong",
		apart);
}

static bool check_signed(struct tsig_exchange *exchange, const uint8_t *message,
    const struct wire_record *record, const struct tsig_fields *fields,
    int64_t now, struct err *err)
{
	const struct tsig_key *key = exchange->key;

	if (!is_name(record->owner, record->owner_len, key->name) ||
	    !is_name(fields->algorithm, fields->algorithm_len,
		tsig_words[key->algorithm]))
		return err_set(err, ERR_DENIED,
		    "the response is signed by another key than '%s'",
		    key->name);
	/* These two cannot be signed (5.2). */
	if (fields->error == BADKEY || fields->error == BADSIG)
		return refuse_error(exchange, fields, now, err);
	if (fields->id != exchange->id)
		return malformed(err);
	if (!check_mac(exchange, message, fields, err))
		return false;
	if (fields->error)
		return refuse_error(exchange, fields, now, err);
	return check_time(fields, now, err);
}

static bool check_unsigned(struct tsig_exchange *exchange,
    const uint8_t *message, size_t len, struct err *err)
{
	if (!exchange->answered || exchange->between == BETWEEN_MAX)
		return err_set(err, ERR_DENIED,
		    "the response is not signed by key '%s'",
		    exchange->key->name);
	exchange->between++;
	hmac_add(&exchange->digest, message, len);
	return true;
}

enum tsig_verdict tsig_check(struct tsig_exchange *exchange,
    const uint8_t *message, size_t len, int64_t now, struct err *err)
{
	struct wire_record record = { .type = 0 };
	struct tsig_fields fields = { .start = 0 };
	bool is_signed;

	if (!find(message, len, &record, &fields, &is_signed)) {
		malformed(err);
		return TSIG_BAD;
	}
	if (!is_signed)
		return check_unsigned(exchange, message, len, err)
		    ? TSIG_UNSIGNED
		    : TSIG_BAD;
	if (!check_signed(exchange, message, &record, &fields, now, err))
		return TSIG_BAD;
	exchange->answered = true;
	exchange->between = 0;
	return TSIG_GOOD;
}

bool tsig_accept(struct tsig_exchange *exchange, const uint8_t *message,
    size_t len, int64_t now, struct err *err)
{
	enum tsig_verdict verdict;

	if (len < HEADER)
		return malformed(err);
	begin(exchange, message);
	verdict = tsig_check(exchange, message, len, now, err);
	exchange->answered = false; /* no response was signed yet */
	return verdict == TSIG_GOOD;
}

bool tsig_is_signed(const uint8_t *message, size_t len)
{
	struct wire_record record;
	struct tsig_fields fields;
	bool is_signed;

	return find(message, len, &record, &fields, &is_signed) && is_signed;
}

void tsig_exchange_clear(struct tsig_exchange *exchange)
{
	hmac_clear(&exchange->digest);
}
