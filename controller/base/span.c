/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/span.h"

/* The octets that matter: inside a string, and between strings. */
static const unsigned char in_string[256] = { ['"'] = 1, ['\\'] = 1 };
static const unsigned char between[256] = {
	['"'] = 1, ['{'] = 1, ['['] = 1, ['}'] = 1, [']'] = 1
};

void span_begin(struct span *span)
{
	span->depth = 0;
	span->begun = span->string = span->escape = span->scalar = false;
}

bool span_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool scalar_octet(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
}

/* Behind the closing quote, or at the end of the bytes. */
static const char *walk_string(
    struct span *span, const char *at, const char *end)
{
	if (span->escape && at < end) {
		span->escape = false;
		at++;
	}
	while (at < end) {
		while (at < end && !in_string[(unsigned char)*at])
			at++;
		if (at == end)
			break;
		if (*at++ == '"') {
			span->string = false;
			break;
		}
		if (at == end)
			span->escape = true;
		else
			at++;
	}
	return at;
}

static enum span_state bracket(struct span *span, char c)
{
	if (c == '{' || c == '[') {
		if (span->depth == SPAN_DEPTH)
			return SPAN_BAD;
		span->closers[span->depth++] = c == '{' ? '}' : ']';
		return SPAN_MORE;
	}
	if (span->closers[--span->depth] != c)
		return SPAN_BAD;
	return span->depth ? SPAN_MORE : SPAN_DONE;
}

static enum span_state begin(struct span *span, const char **at)
{
	char c = **at;

	span->begun = true;
	span->string = c == '"';
	span->scalar = scalar_octet(c);
	if (!span->string && !span->scalar && c != '{' && c != '[')
		return SPAN_BAD;
	++*at;
	return c == '{' || c == '[' ? bracket(span, c) : SPAN_MORE;
}

static enum span_state walk_scalar(const char **at, const char *end)
{
	while (*at < end && scalar_octet(**at))
		++*at;
	return *at < end ? SPAN_DONE : SPAN_MORE;
}

enum span_state span_feed(struct span *span, const char **at, const char *end)
{
	enum span_state state = SPAN_MORE;

	if (*at == end)
		return SPAN_MORE;
	if (!span->begun)
		state = begin(span, at);
	if (span->scalar)
		return walk_scalar(at, end);
	while (state == SPAN_MORE && *at < end) {
		if (span->string) {
			*at = walk_string(span, *at, end);
			if (!span->string && !span->depth)
				state = SPAN_DONE;
			continue;
		}
		while (*at < end && !between[(unsigned char)**at])
			++*at;
		if (*at == end)
			break;
		if (**at == '"')
			span->string = true;
		else
			state = bracket(span, **at);
		++*at;
	}
	return state;
}
