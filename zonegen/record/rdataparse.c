/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdataparse.c - one function per letter of rr_type_fields() reads a field;
 * rdata_parse() goes through the letters of a type.  ldns takes MX 70000 for
 * 4464, SRV -1 for 65535 and lets an unclosed quote pass, so each field is read
 * here.
 */
#include "zonegen/record/rdataparse.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "zonegen/base/number.h"
#include "zonegen/record/name.h"
#include "zonegen/record/scanner.h"
#include "zonegen/record/svcparam.h"

#define STRING_MAX 255 /* octets of a string, RFC 1035 3.3 */
#define CAA_TAG_MAX 15 /* NSD reads no longer one */

static bool take_number(
    struct scanner *s, unsigned max, unsigned *value, struct err *err)
{
	const char *word;
	size_t len = scanner_word(s, &word);
	uint64_t number;

	if (len > 5 || !number_read(word, len, max, &number))
		return err_set(err, ERR_INPUT,
		    "'%.*s' is not a number of 0 to %u",
		    (int)(len < 64 ? len : 64), word, max);
	*value = (unsigned)number;
	return true;
}

static bool add_number(
    struct scanner *s, unsigned max, struct rdata *out, struct err *err)
{
	unsigned value;

	if (!take_number(s, max, &value, err))
		return false;
	return max > 255 ? rdata_add16(out, value, err)
			 : rdata_add8(out, value, err);
}

static bool read_name(const struct scanner *s, const char *text, size_t len,
    char out[NAME_SIZE], struct err *err)
{
	return s->any_name ? name_parse_any(text, len, out, err)
			   : name_parse_record(text, len, out, err);
}

/* As in a zone file: "@" is the origin, other names are below it. */
static bool add_relative(const struct scanner *s, const char *word, size_t len,
    struct rdata *out, struct err *err)
{
	char text[1024], name[NAME_SIZE]; /* an octet may be \\DDD */
	const char *origin = s->origin;
	uint8_t wire[NAME_WIRE];

	if (len == 1 && *word == '@')
		snprintf(text, sizeof(text), "%s", origin);
	else if (memchr(word, '\0', len) ||
	    len + strlen(origin) + 2 > sizeof(text))
		return err_set(err, ERR_INPUT, "bad name '%.*s'",
		    (int)(len < 300 ? len : 300), word);
	else
		snprintf(text, sizeof(text), "%.*s.%s", (int)len, word, origin);
	return read_name(s, text, strlen(text), name, err) &&
	    rdata_add(out, wire, name_to_wire(name, wire), err);
}

/*
 * A name in rdata is absolute and not like an address (N6: absolute targets).
 */
static bool add_name(
    struct scanner *s, bool or_root, struct rdata *out, struct err *err)
{
	uint8_t wire[NAME_WIRE];
	char name[NAME_SIZE];
	const char *word, *why;
	size_t len = scanner_word(s, &word);

	if ((or_root || s->any_name) && len == 1 && *word == '.')
		return rdata_add8(out, 0, err);
	if (s->origin && len > 0 && word[len - 1] != '.')
		return add_relative(s, word, len, out, err);
	if (!read_name(s, word, len, name, err))
		return false;
	why = s->any_name ? NULL : name_misfit(name, word, len);
	if (why)
		return err_set(err, ERR_INPUT, "'%s': %s", name, why);
	return rdata_add(out, wire, name_to_wire(name, wire), err);
}

static bool add_address(
    struct scanner *s, int family, struct rdata *out, struct err *err)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	char text[INET6_ADDRSTRLEN];
	uint8_t address[16];
	const char *word;
	size_t len = scanner_word(s, &word);

	if (!len)
		return err_set(err, ERR_INPUT, "an address is missing");
	if (len < sizeof(text)) {
		memcpy(text, word, len);
		text[len] = '\0';
	}
	if (len >= sizeof(text) || memchr(word, '\0', len) ||
	    inet_pton(family, text, address) != 1)
		return err_set(err, ERR_INPUT, "'%.*s' is not an %s address",
		    (int)(len < 64 ? len : 64), word,
		    family == AF_INET ? "IPv4" : "IPv6");
	if (family == AF_INET6 && !memcmp(address, mapped, sizeof(mapped)))
		return err_set(err, ERR_INPUT, "'%s' is an IPv4 address", text);
	return rdata_add(out, address, family == AF_INET ? 4 : 16, err);
}

/* A string with its length in front. */
static bool add_string(struct scanner *s, struct rdata *out, struct err *err)
{
	size_t at = out->len, len;

	if (!rdata_add8(out, 0, err) || !scanner_string(s, out, err))
		return false;
	len = out->len - at - 1;
	if (len > STRING_MAX)
		return err_set(err, ERR_INPUT, "a string over 255 octets");
	out->octets[at] = (uint8_t)len;
	return true;
}

static bool add_strings(struct scanner *s, struct rdata *out, struct err *err)
{
	do {
		if (!scanner_is_quoted(s))
			return err_set(err, ERR_INPUT, "not a quoted string");
		if (!add_string(s, out, err))
			return false;
	} while (scanner_blank(s));
	return true;
}

/* RFC 8659 4.1; tags do not differ by case, and NSD wants the lower one. */
static bool add_tag(struct scanner *s, struct rdata *out, struct err *err)
{
	const char *word;
	size_t len = scanner_word(s, &word);

	if (len == 0 || len > CAA_TAG_MAX)
		return err_set(
		    err, ERR_INPUT, "not a tag of 1 to %d octets", CAA_TAG_MAX);
	if (!rdata_add8(out, (unsigned)len, err))
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = word[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
			return err_set(
			    err, ERR_INPUT, "not a tag of letters and digits");
		if (!rdata_add8(out, (unsigned)c, err))
			return false;
	}
	return true;
}

/* Words of whole octets. */
static bool add_hex(struct scanner *s, struct rdata *out, struct err *err)
{
	do {
		const char *word;
		size_t len = scanner_word(s, &word);

		if (len == 0 || len % 2)
			return err_set(err, ERR_INPUT,
			    "not an even number of hexadecimal digits");
		for (size_t i = 0; i < len; i += 2) {
			int high = number_digit(word[i]);
			int low = number_digit(word[i + 1]);

			if (high < 0 || low < 0)
				return err_set(
				    err, ERR_INPUT, "not hexadecimal");
			if (!rdata_add8(out, (unsigned)(high << 4 | low), err))
				return false;
		}
	} while (scanner_blank(s));
	return true;
}

/* RFC 3597 5: \# LENGTH OCTETS */
static bool add_unknown(struct scanner *s, struct rdata *out, struct err *err)
{
	size_t before = out->len;
	const char *word;
	unsigned length;

	if (scanner_word(s, &word) != 2 || memcmp(word, "\\#", 2) != 0 ||
	    !scanner_blank(s))
		return err_set(err, ERR_INPUT, "not '\\# LENGTH OCTETS'");
	if (!take_number(s, UINT16_MAX, &length, err))
		return false;
	if (length > 0 && !scanner_blank(s))
		return err_set(err, ERR_INPUT, "a field is missing");
	if (length > 0 && !add_hex(s, out, err))
		return false;
	return out->len - before == length ||
	    err_set(err, ERR_INPUT, "not %u octets", length);
}

static bool add_field(
    struct scanner *s, char field, struct rdata *out, struct err *err)
{
	switch (field) {
	case '4':
		return add_address(s, AF_INET, out, err);
	case '6':
		return add_address(s, AF_INET6, out, err);
	case '1':
		return add_number(s, UINT8_MAX, out, err);
	case '2':
		return add_number(s, UINT16_MAX, out, err);
	case 'n':
		return add_name(s, false, out, err);
	case 'r':
		return add_name(s, true, out, err);
	case 's':
		return add_string(s, out, err);
	case 'g':
		return add_tag(s, out, err);
	case 'l':
		return scanner_string(s, out, err);
	case 't':
		return add_strings(s, out, err);
	case 'h':
		return add_hex(s, out, err);
	case 'v':
		return svcparam_parse(s, out, err);
	default:
		return add_unknown(s, out, err);
	}
}

/* What a block of YAML ends with, and what is easily typed. */
static bool is_edge(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool rdata_parse(struct rdata *out, const char *fields, const char *text,
    size_t len, const char *origin, bool any_name, struct err *err)
{
	struct scanner s = {
		.at = text,
		.end = text + len,
		.origin = origin,
		.any_name = any_name,
	};

	if (len && is_edge(text[0]))
		return err_set(err, ERR_INPUT,
		    "a blank or line break in front of its fields");
	if (len && is_edge(text[len - 1]))
		return err_set(
		    err, ERR_INPUT, "a blank or line break behind its fields");
	for (const char *field = fields; *field; field++) {
		if (*field == 'v' && scanner_done(&s))
			break;
		if (field != fields && !scanner_blank(&s))
			return err_set(err, ERR_INPUT, "a field is missing");
		if (!add_field(&s, *field, out, err))
			return false;
	}
	return scanner_done(&s) ||
	    err_set(err, ERR_INPUT, "more than its fields");
}

/* Octets as strings, as few as will do; none at all is one empty string. */
static bool split(
    struct rdata *out, const void *octets, size_t len, struct err *err)
{
	const uint8_t *at = octets;

	do {
		size_t take = len < STRING_MAX ? len : STRING_MAX;

		if (!rdata_add8(out, (unsigned)take, err) ||
		    !rdata_add(out, at, take, err))
			return false;
		at += take;
		len -= take;
	} while (len > 0);
	return true;
}

/* One or more quoted strings and nothing else, each split by itself. */
static bool add_quoted(
    struct rdata *out, const char *text, size_t len, struct err *err)
{
	struct scanner s = { .at = text, .end = text + len, .any_octet = true };
	struct rdata string;

	do {
		rdata_init(&string);
		if (!scanner_is_quoted(&s))
			return err_set(err, ERR_INPUT, "not a quoted string");
		if (!scanner_string(&s, &string, err)) {
			out->too_long = string.too_long;
			return false;
		}
		if (!split(out, string.octets, string.len, err))
			return false;
	} while (scanner_blank(&s));
	return scanner_done(&s) ||
	    err_set(err, ERR_INPUT, "more than its strings");
}

bool rdata_parse_text(
    struct rdata *out, const char *text, size_t len, struct err *err)
{
	if (add_quoted(out, text, len, err))
		return true;
	if (out->too_long)
		return false;
	rdata_init(out);
	return split(out, text, len, err);
}
