/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/scalar.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"

#define DIGITS "0123456789"
#define MAX_DIGITS 60 /* what the JSON parser takes in one number */

static bool one_of(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(text, words[i]))
			return true;
	return false;
}

bool scalar_null(const char *text)
{
	static const char *const words[] = { "", "~", "null", "Null", "NULL" };

	return one_of(text, words, ARRAY_LEN(words));
}

static bool is_true(const char *text)
{
	static const char *const words[] = { "true", "True", "TRUE" };

	return one_of(text, words, ARRAY_LEN(words));
}

static bool is_false(const char *text)
{
	static const char *const words[] = { "false", "False", "FALSE" };

	return one_of(text, words, ARRAY_LEN(words));
}

/* .inf and .nan: numbers for YAML, nothing for JSON. */
static bool is_endless(const char *text)
{
	static const char *const words[] = { ".inf", ".Inf", ".INF", ".nan",
		".NaN", ".NAN" };

	text += *text == '-' || *text == '+';
	return one_of(text, words, ARRAY_LEN(words));
}

/* 0o17 and 0x1f, without a sign. */
static bool is_based(const char *text, int *base)
{
	if (text[0] != '0' || (text[1] != 'o' && text[1] != 'x') || !text[2])
		return false;
	*base = text[1] == 'o' ? 8 : 16;
	return !text[2 +
	    strspn(text + 2, *base == 8 ? "01234567" : DIGITS "abcdefABCDEF")];
}

/* The parts of [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
struct number {
	bool negative;
	bool point;
	const char *whole, *fraction, *exponent; /* exponent with its sign */
	size_t nwhole, nfraction, nexponent;
};

static bool is_number(const char *text, struct number *out)
{
	struct number n = { .negative = *text == '-' };

	n.whole = text + (*text == '-' || *text == '+');
	n.nwhole = strspn(n.whole, DIGITS);
	text = n.whole + n.nwhole;
	n.point = *text == '.';
	n.fraction = text + n.point;
	n.nfraction = n.point ? strspn(n.fraction, DIGITS) : 0;
	if (!n.nwhole && !n.nfraction)
		return false;
	text = n.fraction + n.nfraction;
	n.exponent = text;
	if (*text == 'e' || *text == 'E') {
		size_t sign = text[1] == '-' || text[1] == '+';
		size_t digits = strspn(text + 1 + sign, DIGITS);

		if (!digits)
			return false;
		n.exponent = text + 1;
		n.nexponent = sign + digits;
		text = n.exponent + n.nexponent;
	}
	*out = n;
	return !*text;
}

/* As written, except for forms that JSON does not allow: +1, 007, .5, 1. */
static void print_number(struct buf *out, struct number *n)
{
	while (n->nwhole && *n->whole == '0') {
		n->whole++;
		n->nwhole--;
	}
	if (n->negative)
		buf_putc(out, '-');
	if (n->nwhole)
		buf_add(out, n->whole, n->nwhole);
	else
		buf_putc(out, '0');
	if (n->nfraction) {
		buf_putc(out, '.');
		buf_add(out, n->fraction, n->nfraction);
	}
	if (n->nexponent) {
		buf_putc(out, 'e');
		buf_add(out, n->exponent, n->nexponent);
	}
}

bool scalar_json(struct buf *out, const char *text, struct err *err)
{
	struct number number;
	unsigned long long value;
	int base = 0;

	if (scalar_null(text)) {
		buf_puts(out, "null");
	} else if (is_true(text)) {
		buf_puts(out, "true");
	} else if (is_false(text)) {
		buf_puts(out, "false");
	} else if (is_based(text, &base)) {
		errno = 0;
		value = strtoull(text + 2, NULL, base);
		if (errno)
			return err_set(err, ERR_INPUT, "number is too large");
		buf_printf(out, "%llu", value);
	} else if (is_number(text, &number)) {
		if (strlen(text) > MAX_DIGITS)
			return err_set(err, ERR_INPUT, "number is too long");
		print_number(out, &number);
	} else if (is_endless(text)) {
		return err_set(err, ERR_INPUT, "'%s' is no number", text);
	} else {
		json_quote(out, text);
	}
	return true;
}
