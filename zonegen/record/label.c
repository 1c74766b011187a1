/* SPDX-License-Identifier: Apache-2.0 */
/*
 * label.c - the labels of hosts first (plain ASCII directly, others through
 * libidn2), then octets and their escapes, then the labels that no host has.
 */
#include "zonegen/record/label.h"

#include <idn2.h>
#include <string.h>
#include <strings.h>

#define TOO_LONG_LABEL "label longer than 63 octets"
#define TOO_LONG_NAME "longer than 255 octets"

/* UTS 46 mapping of one text may grow it; what is longer is no name anyway. */
#define IDN_INPUT 1024

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
	int fault;

	if (len >= sizeof(text))
		return TOO_LONG_LABEL;
	memcpy(text, label, len);
	text[len] = '\0';
	fault = idn2_to_ascii_8z(text, &mapped, flags);
	if (fault != IDN2_OK)
		return idn2_strerror(fault);
	*out_len = strlen(mapped);
	if (*out_len == 0 || strpbrk(mapped, ".*"))
		why = "not a valid internationalized label";
	else if (*out_len > 63 || *out_len > size)
		why = TOO_LONG_LABEL;
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

const char *label_add_host(const char *label, size_t len, bool first,
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
		return TOO_LONG_LABEL;
	/* Wire form: one octet more than the text and its dots. */
	if (*used + !first + len > NAME_SIZE - 1)
		return TOO_LONG_NAME;
	if (!first)
		out[(*used)++] = '.';
	why = copy_label(label, len, first, out + *used);
	*used += len;
	return why;
}

/* Does the octet stand in the text of a name as it is? */
static bool is_plain(unsigned char c)
{
	return c > ' ' && c <= '~' && !strchr("\"$().;@\\", c);
}

bool label_add(unsigned char c, char out[NAME_SIZE], size_t *used)
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

size_t label_octet(const char *text, size_t left, unsigned char *out)
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

const char *label_add_instance(
    const char *label, size_t len, char out[NAME_SIZE], size_t *used)
{
	size_t octets = 0, size;
	unsigned char c;

	if (len == 1 && *label == '*')
		return label_add_host(label, len, true, out, used);
	for (size_t i = 0; i < len; i += size, octets++) {
		size = label_octet(label + i, len - i, &c);
		if (!size)
			return "a bad escape";
		if (!label_add(c, out, used))
			return TOO_LONG_NAME;
	}
	return octets > 63 ? TOO_LONG_LABEL : NULL;
}

static bool add_dot(char out[NAME_SIZE], size_t *used)
{
	if (*used >= NAME_SIZE - 1)
		return false;
	out[(*used)++] = '.';
	return true;
}

/*
 * RFC 2317 4: "0/25"; "/" also as an escape, which is how files have it.  No
 * other escape: what it makes, "xn--" say, nobody would have looked at.
 */
const char *label_add_range(const char *label, size_t len, bool first,
    char out[NAME_SIZE], size_t *used)
{
	bool good = false; /* was the last one a letter or digit? */
	size_t octets = 0;
	unsigned char c;

	if (!first && !add_dot(out, used))
		return TOO_LONG_NAME;
	for (size_t i = 0, size; i < len; i += size, octets++) {
		size = label_octet(label + i, len - i, &c);
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		if (!size || (size > 1 && c != '/') ||
		    !(is_letter_digit(c) || (good && c == '/') || c == '-' ||
			c == '_'))
			return "a character that names of reverse zones "
			       "do not have";
		good = is_letter_digit(c);
		if (!label_add(c, out, used))
			return TOO_LONG_NAME;
	}
	if (octets > 63)
		return TOO_LONG_LABEL;
	return good ? NULL : "a label of a range ends with '/' or '-'";
}
