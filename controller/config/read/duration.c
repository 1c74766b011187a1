/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/duration.h"

#include <stddef.h>
#include <string.h>

static const struct duration_unit {
	const char *word;
	uint64_t ns;
} units[] = {
	/* The longer of two that begin alike stands first. */
	{ "ns", 1 },
	{ "us", 1000 },
	{ "\xc2\xb5s", 1000 }, /* micro sign */
	{ "\xce\xbcs", 1000 }, /* Greek mu */
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "m", 60 * UINT64_C(1000000000) },
	{ "h", 3600 * UINT64_C(1000000000) },
};

/* Behind the unit at text; NULL: it is no unit. */
static const char *read_unit(const char *text, uint64_t *ns)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		size_t len = strlen(units[i].word);

		if (!strncmp(text, units[i].word, len)) {
			*ns = units[i].ns;
			return text + len;
		}
	}
	return NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits as a number; false when they are more than an int64 holds. */
static bool read_whole(const char **text, uint64_t *out)
{
	for (*out = 0; is_digit(**text); (*text)++) {
		uint64_t digit = (uint64_t)(**text - '0');

		if (*out > (INT64_MAX - digit) / 10)
			return false;
		*out = *out * 10 + digit;
	}
	return true;
}

/* Digits behind the point, of a unit: to the nanosecond for seconds. */
static uint64_t scale_fraction(const char *digits, uint64_t unit)
{
	uint64_t sum = 0;

	for (; is_digit(*digits) && unit; digits++, unit /= 10)
		sum += unit * (uint64_t)(*digits - '0') / 10;
	return sum;
}

/* One "1.5h"; behind it, or NULL. */
static const char *read_term(const char *text, uint64_t *ns)
{
	const char *start = text;
	const char *fraction = "";
	uint64_t whole;
	uint64_t unit;
	size_t digits;

	if (!read_whole(&text, &whole))
		return NULL;
	digits = (size_t)(text - start);
	if (*text == '.') {
		fraction = ++text;
		while (is_digit(*text))
			text++;
		digits += (size_t)(text - fraction);
	}
	text = digits ? read_unit(text, &unit) : NULL;
	if (!text || whole > INT64_MAX / unit)
		return NULL;
	*ns = whole * unit + scale_fraction(fraction, unit);
	return text;
}

bool duration_parse(const char *text, uint64_t *ns)
{
	uint64_t sum = 0;
	uint64_t term;

	if (!strcmp(text, "0")) {
		*ns = 0;
		return true;
	}
	if (!*text)
		return false;
	while (*text) {
		text = read_term(text, &term);
		if (!text || term > INT64_MAX - sum)
			return false;
		sum += term;
	}
	*ns = sum;
	return true;
}
