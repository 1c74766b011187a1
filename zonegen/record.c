/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record.h"

#include <arpa/inet.h>
#include <ldns/ldns.h>
#include <string.h>

#include "zonegen/name.h"

/*
 * The fields of a type's rdata, in order:
 *	4 6	an address
 *	2	a number of 16 bits
 *	n	a name
 *	t	quoted strings of at most 255 octets, to the end
 */
static const struct shape {
	uint16_t type;
	const char *word;
	const char *fields; /* NULL: never made from text */
} shapes[] = {
	{ RR_A, "A", "4" },
	{ RR_NS, "NS", "n" },
	{ RR_CNAME, "CNAME", "n" },
	{ RR_SOA, "SOA", NULL },
	{ RR_PTR, "PTR", "n" },
	{ RR_MX, "MX", "2n" },
	{ RR_TXT, "TXT", "t" },
	{ RR_AAAA, "AAAA", "6" },
	{ RR_SRV, "SRV", "222n" },
	{ RR_DNAME, "DNAME", "n" },
};

static const struct shape *shape_of(uint16_t type)
{
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		if (shapes[i].type == type)
			return &shapes[i];
	return NULL;
}

uint16_t rr_type_parse(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		if (shapes[i].fields && !strcmp(shapes[i].word, word))
			return shapes[i].type;
	return 0;
}

const char *rr_type_text(uint16_t type)
{
	const struct shape *shape = shape_of(type);

	return shape ? shape->word : "?";
}

unsigned rr_type_order(uint16_t type)
{
	if (type == RR_SOA)
		return 0;
	return type == RR_NS ? 1 : type + 2u;
}

bool rr_type_is_address(uint16_t type)
{
	return type == RR_A || type == RR_AAAA || type == RR_CNAME;
}

/* Text that is being read, and the wire form that grows from it. */
struct parser {
	const char *text, *end;
	uint8_t wire[RECORD_MAX];
	size_t len;
};

static bool add_wire(
    struct parser *p, const void *octets, size_t len, struct err *err)
{
	if (len > sizeof(p->wire) - p->len)
		return err_set(
		    err, ERR_INPUT, "longer than %d octets", RECORD_MAX);
	memcpy(p->wire + p->len, octets, len);
	p->len += len;
	return true;
}

/* What ldns makes of one field that we already found good. */
static bool add_rdf(
    struct parser *p, ldns_rdf_type type, const char *text, struct err *err)
{
	ldns_rdf *rdf = ldns_rdf_new_frm_str(type, text);
	bool ok = false;

	if (!rdf)
		return err_set(err, ERR_INPUT, "bad field '%s'", text);
	ok = add_wire(p, ldns_rdf_data(rdf), ldns_rdf_size(rdf), err);
	ldns_rdf_deep_free(rdf);
	return ok;
}

/* The next word, between single blanks as we print them. */
static size_t next_word(struct parser *p, const char **word)
{
	const char *start = p->text;

	while (p->text < p->end && *p->text != ' ')
		p->text++;
	*word = start;
	return (size_t)(p->text - start);
}

static bool add_number(struct parser *p, struct err *err)
{
	char digits[6];
	unsigned value = 0;
	const char *word;
	size_t len = next_word(p, &word);

	for (size_t i = 0; i < len && i < 6; i++) {
		if (word[i] < '0' || word[i] > '9')
			len = 0;
		value = value * 10 + (unsigned)(word[i] - '0');
	}
	if (len == 0 || len > 5 || value > 65535)
		return err_set(err, ERR_INPUT, "not a number of 0 to 65535");
	memcpy(digits, word, len);
	digits[len] = '\0';
	return add_rdf(p, LDNS_RDF_TYPE_INT16, digits, err);
}

static bool add_name(struct parser *p, struct err *err)
{
	uint8_t wire[NAME_WIRE];
	char name[NAME_SIZE];
	const char *word;
	size_t len = next_word(p, &word);
	size_t size;

	if (!name_parse(word, len, name, err))
		return false;
	size = name_to_wire(name, wire);
	return add_wire(p, wire, size, err);
}

static bool add_address(struct parser *p, int family, struct err *err)
{
	char text[INET6_ADDRSTRLEN];
	uint8_t address[16];
	const char *word;
	size_t len = next_word(p, &word);

	if (len >= sizeof(text) || memchr(word, '\0', len))
		return err_set(err, ERR_INPUT, "not an address");
	memcpy(text, word, len);
	text[len] = '\0';
	if (inet_pton(family, text, address) != 1)
		return err_set(err, ERR_INPUT, "not an address");
	return add_wire(p, address, family == AF_INET ? 4 : 16, err);
}

/*
 * One "string" with its quotes into text, quotes dropped.  RFC 1035 5.1: \DDD
 * is an octet, \X is X.
 */
static bool take_string(struct parser *p, char text[1024], struct err *err)
{
	size_t len = 0, octets = 0;

	if (p->text == p->end || *p->text++ != '"')
		return err_set(err, ERR_INPUT, "not a quoted string");
	while (p->text < p->end && *p->text != '"') {
		size_t take = 1;

		if (*p->text == '\\') {
			const char *d = p->text + 1;

			take = 2;
			if (d < p->end && *d >= '0' && *d <= '9')
				take = 4;
			if ((size_t)(p->end - p->text) < take)
				return err_set(err, ERR_INPUT, "cut escape");
			if (take == 4 &&
			    (d[1] < '0' || d[1] > '9' || d[2] < '0' ||
				d[2] > '9' || memcmp(d, "255", 3) > 0))
				return err_set(err, ERR_INPUT, "bad escape");
		}
		if ((unsigned char)*p->text < 0x20 || *p->text == 0x7f)
			return err_set(err, ERR_INPUT, "control character");
		if (++octets > 255)
			return err_set(
			    err, ERR_INPUT, "a string over 255 octets");
		memcpy(text + len, p->text, take);
		len += take;
		p->text += take;
	}
	text[len] = '\0';
	if (p->text == p->end)
		return err_set(err, ERR_INPUT, "an unclosed quote");
	p->text++;
	return true;
}

static bool add_strings(struct parser *p, struct err *err)
{
	char text[1024]; /* 255 octets, each at most as \DDD */

	do {
		if (p->text < p->end && *p->text == ' ')
			p->text++;
		if (!take_string(p, text, err) ||
		    !add_rdf(p, LDNS_RDF_TYPE_STR, text, err))
			return false;
	} while (p->text < p->end && *p->text == ' ');
	return true;
}

static bool add_field(struct parser *p, char field, struct err *err)
{
	switch (field) {
	case '4':
		return add_address(p, AF_INET, err);
	case '6':
		return add_address(p, AF_INET6, err);
	case '2':
		return add_number(p, err);
	case 'n':
		return add_name(p, err);
	default:
		return add_strings(p, err);
	}
}

bool record_parse(struct record *out, uint16_t type, const char *text,
    size_t len, struct arena *arena, struct err *err)
{
	const struct shape *shape = shape_of(type);
	struct parser p;

	p.text = text;
	p.end = text + len;
	p.len = 0;
	if (!shape || !shape->fields)
		return err_set(
		    err, ERR_INPUT, "type %u cannot be parsed", (unsigned)type);
	for (const char *field = shape->fields; *field; field++) {
		if (field != shape->fields &&
		    (p.text == p.end || *p.text++ != ' '))
			return err_set(err, ERR_INPUT, "a field is missing");
		if (!add_field(&p, *field, err))
			return false;
	}
	if (p.text != p.end)
		return err_set(err, ERR_INPUT, "more than its fields");
	*out = (struct record){ .type = type,
		.size = (uint16_t)p.len,
		.rdata = arena_copy(arena, p.wire, p.len) };
	return true;
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

void record_host(
    struct record *out, uint16_t type, const char *name, struct arena *arena)
{
	uint8_t wire[NAME_WIRE];
	size_t size = name_to_wire(name, wire);

	*out = (struct record){ .type = type,
		.size = (uint16_t)size,
		.rdata = arena_copy(arena, wire, size) };
}

/* Rdata that is being printed; it is well-formed, for we made it. */
struct printer {
	const uint8_t *at;
	size_t left;
};

static void print_name(struct printer *p, struct buf *out)
{
	char name[NAME_SIZE];
	size_t used = p->left;

	if (name_from_wire(p->at, p->left, name, &used))
		buf_printf(out, "%s.", name);
	p->at += used;
	p->left -= used;
}

/* Every octet that is not plain ASCII as \DDD; ldns would print tabs raw. */
static void print_string(struct printer *p, struct buf *out)
{
	size_t size = (size_t)p->at[0] + 1;

	buf_putc(out, '"');
	for (size_t i = 1; i < size; i++) {
		uint8_t c = p->at[i];

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c > 0x7e)
			buf_printf(out, "\\%03u", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
	p->at += size;
	p->left -= size;
}

static void print_address(struct printer *p, int family, struct buf *out)
{
	char text[INET6_ADDRSTRLEN];
	size_t size = family == AF_INET ? 4 : 16;

	if (inet_ntop(family, p->at, text, sizeof(text)))
		buf_puts(out, text);
	p->at += size;
	p->left -= size;
}

static void print_field(struct printer *p, char field, struct buf *out)
{
	switch (field) {
	case '4':
		print_address(p, AF_INET, out);
		break;
	case '6':
		print_address(p, AF_INET6, out);
		break;
	case '2':
		buf_printf(out, "%u", (unsigned)p->at[0] << 8 | p->at[1]);
		p->at += 2;
		p->left -= 2;
		break;
	case 'n':
		print_name(p, out);
		break;
	default:
		print_string(p, out);
		while (p->left > 0) {
			buf_putc(out, ' ');
			print_string(p, out);
		}
	}
}

void record_print(const struct record *record, struct buf *out)
{
	const struct shape *shape = shape_of(record->type);
	struct printer p = { .at = record->rdata, .left = record->size };

	for (const char *f = shape ? shape->fields : NULL; f && *f; f++) {
		if (f != shape->fields)
			buf_putc(out, ' ');
		print_field(&p, *f, out);
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
