/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regexp.c - a parser by recursive descent that accepts or rejects and builds
 * nothing: delimiters first, then expression, replacement and flags.
 */
#include "zonegen/record/regexp.h"

#include <stdbool.h>
#include <string.h>

#define BOUND_MAX 255 /* of a repetition */

/* An expression while it is read. */
struct expression {
	const uint8_t *at, *end;
	uint8_t delimiter;
	bool atom;     /* there is something that can be repeated or stand */
	bool repeated; /* and it is, or is a mere place */
	unsigned depth, groups;
};

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_next(const struct expression *r, uint8_t c)
{
	return r->at < r->end && *r->at == c;
}

/* "-z" behind the a of a-z, and not the last "-" of a bracket. */
static bool is_range(const struct expression *r)
{
	return r->end - r->at >= 2 && r->at[0] == '-' && r->at[1] != ']';
}

static bool read_range(struct expression *r, uint8_t low)
{
	uint8_t high = r->at[1];

	r->at += 2;
	return high >= low && high != '[' && high != '\\';
}

/*
 * [a-z_] after its opening bracket.  "-" for itself stands first, or last but
 * not behind a range.
 */
static bool read_bracket(struct expression *r)
{
	bool first = true, ranged = false;

	if (is_next(r, '^'))
		r->at++;
	for (; r->at < r->end; first = false) {
		uint8_t c = *r->at++;

		if (c == ']' && !first)
			return true;
		if (c == '[' || (c == '\\' && is_next(r, r->delimiter)))
			return false;
		if (c == '-' && !first && (ranged || !is_next(r, ']')))
			return false;
		ranged = c != '-' && is_range(r);
		if (ranged && !read_range(r, c))
			return false;
	}
	return false;
}

static bool read_bound_number(struct expression *r, unsigned *number)
{
	*number = 0;
	if (r->at == r->end || !is_digit(*r->at))
		return false;
	for (; r->at < r->end && is_digit(*r->at); r->at++) {
		*number = *number * 10 + *r->at - '0';
		if (*number > BOUND_MAX)
			return false;
	}
	return true;
}

/* {2}, {2,} or {2,3} after its opening brace. */
static bool read_bound(struct expression *r)
{
	unsigned low, high;

	if (!read_bound_number(r, &low))
		return false;
	high = low;
	if (is_next(r, ',')) {
		r->at++;
		if (is_next(r, '}'))
			high = BOUND_MAX;
		else if (!read_bound_number(r, &high))
			return false;
	}
	if (low > high || !is_next(r, '}'))
		return false;
	r->at++;
	return true;
}

/* Groups and alternatives. */
static bool read_structure(struct expression *r, uint8_t c)
{
	if (c != '(' && !r->atom)
		return false;
	if (c == '(') {
		r->depth++;
		r->groups++;
	} else if (c == ')' && r->depth-- == 0) {
		return false;
	}
	r->atom = c == ')';
	r->repeated = false;
	return true;
}

static bool read_one(struct expression *r)
{
	uint8_t c = *r->at++;

	switch (c) {
	case '(':
	case ')':
	case '|':
		return read_structure(r, c);
	case '*':
	case '+':
	case '?':
	case '{':
		if (!r->atom || r->repeated || (c == '{' && !read_bound(r)))
			return false;
		r->repeated = true;
		return true;
	case ']':
	case '}':
		return false;
	case '[':
		if (!read_bracket(r))
			return false;
		break;
	case '\\':
		if (r->at == r->end || is_digit(*r->at))
			return false;
		r->at++;
		break;
	default:
		break;
	}
	r->atom = true;
	r->repeated = c == '^' || c == '$';
	return true;
}

static bool read_expression(struct expression *r)
{
	while (r->at < r->end)
		if (!read_one(r))
			return false;
	return r->atom && r->depth == 0;
}

/* \1 to \9 are what a group matched, and there must be that group. */
static bool is_replacement(
    const uint8_t *text, const uint8_t *end, unsigned groups)
{
	for (; text < end; text++) {
		if (*text != '\\')
			continue;
		text++;
		if (is_digit(*text) &&
		    (*text == '0' || (unsigned)(*text - '0') > groups))
			return false;
	}
	return true;
}

/* The next delimiter that has no backslash before it; NULL: none. */
static const uint8_t *find_delimiter(
    const uint8_t *text, const uint8_t *end, uint8_t delimiter)
{
	for (; text < end && *text != delimiter; text++)
		if (*text == '\\' && ++text == end)
			return NULL;
	return text < end ? text : NULL;
}

const char *regexp_fault(const uint8_t *text, size_t len)
{
	const uint8_t *end = text + len, *second, *third = NULL;
	struct expression reading = { .at = text + 1 };

	for (size_t i = 0; i < len; i++)
		if (text[i] < 0x20 || text[i] == 0x7f)
			return "a control character in a regular expression";
	/* Such as mean nothing inside of an expression. */
	if (len == 0 || !strchr("!/#%&~@=:;<>'_`", text[0]))
		return "a regular expression needs a delimiter";
	second = find_delimiter(text + 1, end, text[0]);
	if (second)
		third = find_delimiter(second + 1, end, text[0]);
	if (!third)
		return "a regular expression needs three delimiters";
	if (third + 1 < end && (third + 2 < end || third[1] != 'i'))
		return "a regular expression has no flags but 'i'";
	reading.end = second;
	reading.delimiter = text[0];
	if (!read_expression(&reading))
		return "a regular expression that not all servers read";
	if (!is_replacement(second + 1, third, reading.groups))
		return "a regular expression refers to a group it has not";
	return NULL;
}
