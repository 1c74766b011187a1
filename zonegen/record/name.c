/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name.c - text to name (plain ASCII directly, other labels through libidn2),
 * then order and ancestry of names, then their wire form.
 */
#include "zonegen/record/name.h"

#include <idn2.h>
#include <string.h>
#include <strings.h>

/* UTS 46 mapping of one text may grow it; what is longer is no name anyway. */
#define IDN_INPUT 1024

static bool refuse(
    struct err *err, const char *text, size_t len, const char *why)
{
	return err_set(err, ERR_INPUT, "bad name '%.*s': %s",
	    (int)(len > 300 ? 300 : len), text, why);
}

static bool is_letter_digit(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Is this label for libidn2: not plain ASCII, or a punycode one? */
static bool is_idn(const char *label, size_t len)
{
	if (len >= 4 && strncasecmp(label, "xn--", 4) == 0)
		return true;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)label[i] >= 0x80)
			return true;
	return false;
}

/*
 * One label by UTS 46, non-transitional, without the STD3 rules (they delete
 * "_" and "*").  A dot, "*" or nothing born of the mapping is refused by the
 * checks that follow; a dot would make two labels of one, so it is looked for
 * here.
 */
static const char *map_idn(
    const char *label, size_t len, char *out, size_t size, size_t *out_len)
{
	int flags = IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT;
	char text[IDN_INPUT];
	char *mapped = NULL;
	const char *why = NULL;

	if (len >= sizeof(text))
		return "label longer than 63 octets";
	memcpy(text, label, len);
	text[len] = '\0';
	if (idn2_to_ascii_8z(text, &mapped, flags) != IDN2_OK)
		return "not a valid internationalized label";
	*out_len = strlen(mapped);
	if (*out_len == 0 || strpbrk(mapped, ".*"))
		why = "not a valid internationalized label";
	else if (*out_len > 63 || *out_len > size)
		why = "label longer than 63 octets";
	else
		memcpy(out, mapped, *out_len);
	idn2_free(mapped);
	return why;
}

/* Lower-case into out and check the alphabet. */
static const char *copy_label(
    const char *label, size_t len, bool first, char *out)
{
	if (len == 1 && label[0] == '*' && first) {
		out[0] = '*';
		return NULL;
	}
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)label[i];

		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		if (c == '*')
			return "'*' must be the whole left-most label";
		if (!is_letter_digit(c) && c != '-' && c != '_')
			return "a character that host names do not have";
		out[i] = (char)c;
	}
	return NULL;
}

/* Appends one label to out; *used grows. */
static const char *add_label(const char *label, size_t len, bool first,
    char out[NAME_SIZE], size_t *used)
{
	char mapped[64];
	size_t mapped_len = 0;
	const char *why;

	if (len == 0)
		return "an empty label";
	if (is_idn(label, len)) {
		why = map_idn(label, len, mapped, 63, &mapped_len);
		if (why)
			return why;
		label = mapped;
		len = mapped_len;
	}
	if (len > 63)
		return "label longer than 63 octets";
	/* Wire form: one octet more than the text and its dots. */
	if (*used + !first + len > NAME_SIZE - 1)
		return "longer than 255 octets";
	if (!first)
		out[(*used)++] = '.';
	why = copy_label(label, len, first, out + *used);
	*used += len;
	return why;
}

bool name_parse(
    const char *text, size_t len, char out[NAME_SIZE], struct err *err)
{
	char name[NAME_SIZE];
	size_t used = 0, start = 0, end = len;

	if (len > 0 && text[len - 1] == '.')
		end--;
	if (end == 0)
		return refuse(err, text, len, "it is empty");
	for (size_t i = 0; i <= end; i++) {
		const char *why;

		if (i < end && text[i] != '.')
			continue;
		why =
		    add_label(text + start, i - start, start == 0, name, &used);
		if (why)
			return refuse(err, text, len, why);
		start = i + 1;
	}
	memcpy(out, name, used);
	out[used] = '\0';
	return true;
}

/* Does the octet stand in the text of a name as it is? */
static bool is_plain(unsigned char c)
{
	return c > ' ' && c <= '~' && !strchr("\"$().;@\\", c);
}

/* Appends one octet of a label; false: the text gets too long. */
static bool add_octet(unsigned char c, char out[NAME_SIZE], size_t *used)
{
	bool plain = is_plain(c);

	if (*used + (plain ? 1 : 4) > NAME_SIZE - 1)
		return false;
	if (c >= 'A' && c <= 'Z')
		c = (unsigned char)(c - 'A' + 'a');
	if (plain) {
		out[(*used)++] = (char)c;
		return true;
	}
	out[(*used)++] = '\\';
	out[(*used)++] = (char)('0' + c / 100);
	out[(*used)++] = (char)('0' + c / 10 % 10);
	out[(*used)++] = (char)('0' + c % 10);
	return true;
}

static bool is_digits(const char *text, size_t left)
{
	return left >= 3 && text[0] >= '0' && text[0] <= '9' &&
	    text[1] >= '0' && text[1] <= '9' && text[2] >= '0' &&
	    text[2] <= '9';
}

/* The octet at text, which may be escaped; how much was read, 0: bad. */
static size_t read_octet(const char *text, size_t left, unsigned char *out)
{
	unsigned value;

	*out = (unsigned char)*text;
	if (*text != '\\')
		return 1;
	if (left < 2)
		return 0;
	if (text[1] < '0' || text[1] > '9') {
		*out = (unsigned char)text[1];
		return 2;
	}
	if (!is_digits(text + 1, left - 1))
		return 0;
	value = (unsigned)(text[1] - '0') * 100 +
	    (unsigned)(text[2] - '0') * 10 + (unsigned)(text[3] - '0');
	*out = (unsigned char)value;
	return value < 256 ? 4 : 0;
}

bool name_parse_any(
    const char *text, size_t len, char out[NAME_SIZE], struct err *err)
{
	char name[NAME_SIZE] = "";
	size_t used = 0, label = 0, wire = 1, size;
	unsigned char c;

	if (len == 1 && *text == '.')
		len = 0;
	else if (!len)
		return refuse(err, text, len, "it is empty");
	for (size_t i = 0; i < len; i += size) {
		size = read_octet(text + i, len - i, &c);
		if (!size)
			return refuse(err, text, len, "a bad escape");
		if (size == 1 && c == '.') {
			if (!label)
				return refuse(err, text, len, "an empty label");
			label = 0;
			if (i + 1 < len)
				name[used++] = '.';
			continue;
		}
		wire += label ? 1 : 2;
		if (++label > 63)
			return refuse(
			    err, text, len, "label longer than 63 octets");
		if (wire > NAME_WIRE || !add_octet(c, name, &used) ||
		    used > NAME_SIZE - 2)
			return refuse(err, text, len, "longer than 255 octets");
	}
	memcpy(out, name, used);
	out[used] = '\0';
	return true;
}

const char *name_odd(const char *name)
{
	const char *label = name;

	for (const char *p = name;; p++) {
		if (*p == '_' && p != label && *label != '_')
			return "a label has an underscore, "
			       "which host names do not have";
		if (*p != '.' && *p != '\0')
			continue;
		if (*label == '-' || (p > label && p[-1] == '-'))
			return "a label begins or ends with '-'";
		if (*p == '\0')
			return NULL;
		label = p + 1;
	}
}

const char *name_misfit(const char *name, const char *text, size_t len)
{
	const char *dot = strrchr(name, '.');
	const char *last = dot ? dot + 1 : name;

	if (!last[strspn(last, "0123456789")])
		return "its last label is a number";
	if (!dot && text[len - 1] != '.')
		return "one label, and no final dot";
	return NULL;
}

/*
 * Labels count from the right, so the common end is skipped first; the labels
 * in which the names differ then decide, or their number.
 */
int name_compare(const char *a, const char *b)
{
	const char *x = a + strlen(a), *y = b + strlen(b), *rest;
	size_t x_len, y_len, tail;
	int d;

	while (x > a && y > b && x[-1] == y[-1])
		x--, y--;
	if ((x == a || x[-1] == '.') && (y == b || y[-1] == '.'))
		return (x != a) - (y != b);
	rest = strchrnul(x, '.');
	tail = (size_t)(rest - x); /* of the label, the same in both */
	for (rest = x; x > a && x[-1] != '.';)
		x--;
	x_len = (size_t)(rest - x) + tail;
	for (rest = y; y > b && y[-1] != '.';)
		y--;
	y_len = (size_t)(rest - y) + tail;
	d = memcmp(x, y, x_len < y_len ? x_len : y_len);
	return d ? d : (x_len > y_len) - (x_len < y_len);
}

bool name_within(const char *name, const char *zone)
{
	size_t len = strlen(name), zone_len = strlen(zone);

	if (zone_len == 0)
		return true;
	return len >= zone_len && !strcmp(name + len - zone_len, zone) &&
	    (len == zone_len || name[len - zone_len - 1] == '.');
}

const char *name_parent(const char *name)
{
	const char *dot = strchr(name, '.');

	if (!*name)
		return NULL;
	return dot ? dot + 1 : name + strlen(name);
}

bool name_is_wildcard(const char *name)
{
	return name[0] == '*' && (name[1] == '.' || name[1] == '\0');
}

size_t name_labels(const char *name)
{
	size_t labels = *name ? 1 : 0;

	for (; *name; name++)
		labels += *name == '.';
	return labels;
}

size_t name_to_wire(const char *name, uint8_t out[NAME_WIRE])
{
	size_t used = 0;

	while (*name) {
		size_t len = strcspn(name, "."), start = used++, size;
		unsigned char c;

		for (size_t i = 0; i < len; i += size ? size : 1) {
			size = read_octet(name + i, len - i, &c);
			out[used++] = c;
		}
		out[start] = (uint8_t)(used - start - 1);
		name += len + (name[len] == '.');
	}
	out[used++] = 0;
	return used;
}

bool name_from_wire(
    const uint8_t *wire, size_t size, char out[NAME_SIZE], size_t *used)
{
	size_t at = 0, len = 0;

	while (at < size && wire[at] != 0) {
		size_t label = wire[at];

		if (label > 63 || at + 1 + label >= size ||
		    len + (len > 0) + label > NAME_SIZE - 1)
			return false;
		if (len > 0)
			out[len++] = '.';
		for (size_t i = 1; i <= label; i++)
			if (!add_octet(wire[at + i], out, &len))
				return false;
		at += 1 + label;
	}
	if (at >= size)
		return false;
	out[len] = '\0';
	*used = at + 1;
	return true;
}
