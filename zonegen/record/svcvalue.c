/* SPDX-License-Identifier: Apache-2.0 */
/*
 * svcvalue.c - one function per key reads its value into octets;
 * svcvalue_print() writes it back as text.
 */
#include "zonegen/record/svcvalue.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/base64.h"
#include "zonegen/base/number.h"
#include "zonegen/record/svckey.h"
#include "zonegen/record/svcparam.h"

/* Text, or what is left of a list. */
struct octets {
	const uint8_t *at;
	size_t left;
};

#define ALPN_MIN 2    /* octets; Knot 3.2 takes "h," for an empty one */
#define HINTS_MAX 100 /* addresses; NSD reads a thousand */

bool svcvalue_is_needed(uint16_t key)
{
	return key < SVC_OHTTP && key != SVC_NO_DEFAULT_ALPN;
}

bool svcvalue_is_allowed(uint16_t key)
{
	return key != SVC_OHTTP && key != SVC_NO_DEFAULT_ALPN;
}

/* The text up to the next comma or the end. */
static bool next_item(struct octets *list, struct octets *item)
{
	const uint8_t *comma;

	if (!list->at)
		return false;
	comma = memchr(list->at, ',', list->left);
	*item = *list;
	if (comma) {
		item->left = (size_t)(comma - list->at);
		list->left -= item->left + 1;
	}
	list->at = comma ? comma + 1 : NULL;
	return true;
}

static int by_number(const void *a, const void *b)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

	return (x > y) - (x < y);
}

static bool add_mandatory(
    struct rdata *out, struct octets list, struct err *err)
{
	uint16_t keys[SVCPARAM_MAX] = { 0 };
	struct octets item;
	size_t count = 0;

	while (next_item(&list, &item)) {
		if (count == SVCPARAM_MAX)
			return err_set(err, ERR_INPUT, "too many keys");
		if (!svckey_parse(
			(const char *)item.at, item.left, &keys[count]))
			return err_set(err, ERR_INPUT, "no such key '%.*s'",
			    (int)(item.left < 20 ? item.left : 20),
			    (const char *)item.at);
		if (keys[count] == SVC_MANDATORY)
			return err_set(err, ERR_INPUT, "it names itself");
		count++;
	}
	qsort(keys, count, sizeof(*keys), by_number);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && keys[i] == keys[i - 1])
			return err_set(err, ERR_INPUT, "a key twice");
		if (!rdata_add16(out, keys[i], err))
			return false;
	}
	return true;
}

/* The characters that protocol names have; no server takes them for syntax. */
static bool is_alpn(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c && strchr("-._/+:~", c));
}

static bool add_alpn(struct rdata *out, struct octets list, struct err *err)
{
	struct octets item;

	while (next_item(&list, &item)) {
		if (item.left < ALPN_MIN || item.left > 255)
			return err_set(err, ERR_INPUT,
			    "not protocols of %d to 255 octets", ALPN_MIN);
		for (size_t i = 0; i < item.left; i++)
			if (!is_alpn(item.at[i]))
				return err_set(
				    err, ERR_INPUT, "not a protocol");
		if (!rdata_add8(out, (unsigned)item.left, err) ||
		    !rdata_add(out, item.at, item.left, err))
			return false;
	}
	return true;
}

static bool add_port(struct rdata *out, struct octets text, struct err *err)
{
	uint64_t port;

	if (text.left > 5 ||
	    !number_read((const char *)text.at, text.left, UINT16_MAX, &port))
		return err_set(err, ERR_INPUT, "not a number of 0 to 65535");
	return rdata_add16(out, (unsigned)port, err);
}

static bool add_hints(
    struct rdata *out, int family, struct octets list, struct err *err)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	uint8_t address[16];
	char text[INET6_ADDRSTRLEN];
	struct octets item;
	size_t count = 0;

	while (next_item(&list, &item)) {
		if (++count > HINTS_MAX)
			return err_set(
			    err, ERR_INPUT, "over %d addresses", HINTS_MAX);
		if (item.left >= sizeof(text) ||
		    memchr(item.at, '\0', item.left))
			return err_set(err, ERR_INPUT, "not an address");
		memcpy(text, item.at, item.left);
		text[item.left] = '\0';
		if (inet_pton(family, text, address) != 1 ||
		    (family == AF_INET6 &&
			!memcmp(address, mapped, sizeof(mapped))))
			return err_set(err, ERR_INPUT, "not an address");
		if (!rdata_add(out, address, family == AF_INET ? 4 : 16, err))
			return false;
	}
	return true;
}

/* Base64 in its one true form: what it decodes to is written like that. */
static bool add_ech(struct rdata *out, struct octets text, struct err *err)
{
	struct buf bytes = BUF_INIT(2 * RECORD_MAX);
	struct buf again = BUF_INIT(4 * RECORD_MAX);
	struct buf given = BUF_INIT(4 * RECORD_MAX);
	bool ok;

	buf_add(&given, text.at, text.left);
	ok = base64_decode(buf_text(&given), &bytes);
	base64_encode((const uint8_t *)bytes.data, bytes.len, &again);
	ok = ok && bytes.len > 0 && again.len == text.left &&
	    !memcmp(again.data, text.at, text.left);
	if (!ok)
		err_set(err, ERR_INPUT, "not base64");
	else
		ok = rdata_add(out, bytes.data, bytes.len, err);
	buf_clear(&bytes);
	buf_clear(&again);
	buf_clear(&given);
	return ok;
}

/*
 * RFC 9461 5.  BIND refuses a zone over a path without its variable, so there
 * is one form: a plain path, then {?dns}.
 */
static bool is_dohpath(const uint8_t *text, size_t len)
{
	static const char variable[] = "{?dns}";
	size_t tail = sizeof(variable) - 1;

	if (len < tail + 1 || text[0] != '/' ||
	    memcmp(text + len - tail, variable, tail) != 0)
		return false;
	for (size_t i = 0; i < len - tail; i++)
		if (!is_alpn(text[i]))
			return false;
	return true;
}

bool svcvalue_parse(struct rdata *out, uint16_t key, const uint8_t *text,
    size_t len, struct err *err)
{
	struct octets octets = { .at = text, .left = len };

	switch (key) {
	case SVC_MANDATORY:
		return add_mandatory(out, octets, err);
	case SVC_ALPN:
		return add_alpn(out, octets, err);
	case SVC_PORT:
		return add_port(out, octets, err);
	case SVC_IPV4HINT:
		return add_hints(out, AF_INET, octets, err);
	case SVC_ECH:
		return add_ech(out, octets, err);
	case SVC_IPV6HINT:
		return add_hints(out, AF_INET6, octets, err);
	case SVC_DOHPATH:
		if (!is_dohpath(text, len))
			return err_set(
			    err, ERR_INPUT, "not a path that ends in {?dns}");
		break;
	default:
		break;
	}
	return rdata_add(out, text, len, err);
}

static uint16_t number_at(const uint8_t *octets)
{
	return (uint16_t)(octets[0] << 8 | octets[1]);
}

/* One item of a list; how many octets it has. */
static size_t print_item(uint16_t key, const uint8_t *at, struct buf *out)
{
	char text[INET6_ADDRSTRLEN];
	int family = key == SVC_IPV4HINT ? AF_INET : AF_INET6;

	if (key == SVC_MANDATORY) {
		svckey_print(number_at(at), out);
		return 2;
	}
	if (key == SVC_ALPN) {
		buf_add(out, at + 1, at[0]);
		return at[0] + 1u;
	}
	if (inet_ntop(family, at, text, sizeof(text)))
		buf_puts(out, text);
	return family == AF_INET ? 4 : 16;
}

void svcvalue_print(
    uint16_t key, const uint8_t *octets, size_t len, struct buf *out)
{
	switch (key) {
	case SVC_PORT:
		buf_printf(out, "%u", (unsigned)number_at(octets));
		break;
	case SVC_ECH:
		base64_encode(octets, len, out);
		break;
	case SVC_MANDATORY:
	case SVC_ALPN:
	case SVC_IPV4HINT:
	case SVC_IPV6HINT:
		for (size_t i = 0; i < len;) {
			if (i > 0)
				buf_putc(out, ',');
			i += print_item(key, octets + i, out);
		}
		break;
	default:
		buf_putc(out, '"');
		rdata_print_string(octets, len, out);
		buf_putc(out, '"');
	}
}
