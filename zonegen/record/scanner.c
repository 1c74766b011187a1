/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record/scanner.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool scanner_done(const struct scanner *scanner)
{
	return scanner->at == scanner->end;
}

bool scanner_blank(struct scanner *scanner)
{
	const char *start = scanner->at;

	while (!scanner_done(scanner) && is_blank(*scanner->at))
		scanner->at++;
	return scanner->at > start;
}

size_t scanner_word(struct scanner *scanner, const char **word)
{
	*word = scanner->at;
	while (!scanner_done(scanner) && !is_blank(*scanner->at))
		scanner->at++;
	return (size_t)(scanner->at - *word);
}

bool scanner_is_quoted(const struct scanner *scanner)
{
	return !scanner_done(scanner) && *scanner->at == '"';
}

/* \DDD or \X, at the backslash. */
static bool take_escape(struct scanner *s, uint8_t *octet, struct err *err)
{
	const char *d = s->at + 1;
	size_t left = (size_t)(s->end - d);

	if (left == 0)
		return err_set(err, ERR_INPUT, "cut escape");
	if (!is_digit(*d)) {
		*octet = (uint8_t)*d;
		s->at += 2;
		return true;
	}
	if (left < 3)
		return err_set(err, ERR_INPUT, "cut escape");
	if (!is_digit(d[1]) || !is_digit(d[2]) || memcmp(d, "255", 3) > 0)
		return err_set(err, ERR_INPUT, "bad escape");
	*octet = (uint8_t)((d[0] - '0') * 100 + (d[1] - '0') * 10 + d[2] - '0');
	s->at += 4;
	return true;
}

static bool take_octet(struct scanner *s, struct rdata *out, struct err *err)
{
	const char *start = s->at;
	uint8_t octet = (uint8_t)*start;

	if (*start != '\\')
		s->at++;
	else if (!take_escape(s, &octet, err))
		return false;
	for (; start < s->at && !s->any_octet; start++)
		if (*start < ' ' || *start > '~')
			return err_set(err, ERR_INPUT,
			    "an octet that is not printable ASCII");
	return rdata_add8(out, octet, err);
}

bool scanner_string(struct scanner *s, struct rdata *out, struct err *err)
{
	const char *start = s->at;

	if (!scanner_is_quoted(s)) {
		while (!scanner_done(s) && !is_blank(*s->at)) {
			if (strchr("\"();", *s->at) && *s->at)
				return err_set(
				    err, ERR_INPUT, "a string needs quotes");
			if (!take_octet(s, out, err))
				return false;
		}
		return s->at > start ||
		    err_set(err, ERR_INPUT, "a string is missing");
	}
	s->at++;
	while (!scanner_done(s) && *s->at != '"')
		if (!take_octet(s, out, err))
			return false;
	if (scanner_done(s))
		return err_set(err, ERR_INPUT, "an unclosed quote");
	s->at++;
	return true;
}
