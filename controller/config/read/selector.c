/* SPDX-License-Identifier: Apache-2.0 */
/*
 * selector.c - a recursive-descent parser with one token of look-ahead. Values
 * grow on the heap and move into the arena when their term is complete.
 */
#include "controller/config/read/selector.h"

#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r\n"
#define SYMBOLS "=!(),<>"

enum token {
	TOKEN_END,
	TOKEN_WORD, /* key, value, "in" or "notin" */
	TOKEN_COMMA,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_NOT,
	TOKEN_EQUAL,
	TOKEN_UNEQUAL,
	TOKEN_OTHER, /* "<" and ">": not for labels here */
};

/* One token is read ahead: it stands in token, word and len. */
struct selector_parse {
	const char *text, *next;
	enum token token;
	const char *word;
	size_t len;
	struct arena *arena;
	struct err *err;
};

static enum token symbol(const char *text, size_t *len)
{
	*len = 1;
	switch (text[0]) {
	case ',':
		return TOKEN_COMMA;
	case '(':
		return TOKEN_OPEN;
	case ')':
		return TOKEN_CLOSE;
	case '=':
		*len += text[1] == '=';
		return TOKEN_EQUAL;
	case '!':
		*len += text[1] == '=';
		return text[1] == '=' ? TOKEN_UNEQUAL : TOKEN_NOT;
	default:
		return TOKEN_OTHER;
	}
}

static void advance(struct selector_parse *parse)
{
	const char *at = parse->next + strspn(parse->next, BLANKS);

	parse->word = at;
	parse->len = strcspn(at, BLANKS SYMBOLS);
	if (parse->len)
		parse->token = TOKEN_WORD;
	else if (*at)
		parse->token = symbol(at, &parse->len);
	else
		parse->token = TOKEN_END;
	parse->next = at + parse->len;
}

static bool refuse(struct selector_parse *parse, const char *wanted)
{
	if (parse->token == TOKEN_END)
		return err_set(parse->err, ERR_INPUT,
		    "bad selector '%s': it ends where %s should be",
		    parse->text, wanted);
	return err_set(parse->err, ERR_INPUT,
	    "bad selector '%s': '%.*s' where %s should be", parse->text,
	    (int)parse->len, parse->word, wanted);
}

static bool is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* A label's value, or the name in its key: at most 63 of [-A-Za-z0-9_.]. */
static bool is_label(const char *text, size_t len)
{
	if (len > 63)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_alphanumeric(text[i]) && !strchr("-_.", text[i]))
			return false;
	return !len ||
	    (is_alphanumeric(text[0]) && is_alphanumeric(text[len - 1]));
}

/* The prefix of a key: a DNS-1123 subdomain. */
static bool is_subdomain(const char *text, size_t len)
{
	if (!len || len > 253)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool first = i == 0 || text[i - 1] == '.';
		bool last = i + 1 == len || text[i + 1] == '.';

		if (text[i] == '.' || text[i] == '-') {
			if (first || last)
				return false;
		} else if (!is_alphanumeric(text[i]) ||
		    (text[i] >= 'A' && text[i] <= 'Z')) {
			return false;
		}
	}
	return true;
}

static bool is_key(const char *text, size_t len)
{
	const char *slash = memchr(text, '/', len);
	size_t prefix = slash ? (size_t)(slash - text) : 0;
	size_t skip = slash ? prefix + 1 : 0;

	if (slash && !is_subdomain(text, prefix))
		return false;
	return len > skip && is_label(text + skip, len - skip);
}

bool selector_is_key(const char *text)
{
	return is_key(text, strlen(text));
}

bool selector_is_value(const char *text)
{
	return is_label(text, strlen(text));
}

static const char *copy_word(
    struct selector_parse *parse, const char *text, size_t len)
{
	char *copy = arena_alloc(parse->arena, len + 1);

	memcpy(copy, text, len);
	return copy;
}

/* Adds the word, or "", as a value of term. */
static bool add_value(struct selector_parse *parse, struct selector_term *term,
    const char *word, size_t len, size_t *cap)
{
	const char **values = (const char **)term->values;

	if (!is_label(word, len))
		return err_set(parse->err, ERR_INPUT,
		    "bad selector '%s': '%.*s' is no label value", parse->text,
		    (int)len, word);
	values = xgrow(values, term->count, cap, sizeof(*values));
	values[term->count++] = copy_word(parse, word, len);
	term->values = values;
	return true;
}

/* "(a,b)": each value may be empty, but "()" is none at all. */
static bool parse_set(
    struct selector_parse *parse, struct selector_term *term, size_t *cap)
{
	advance(parse);
	if (parse->token != TOKEN_OPEN)
		return refuse(parse, "'('");
	advance(parse);
	if (parse->token == TOKEN_CLOSE)
		return refuse(parse, "a value");
	for (;;) {
		bool word = parse->token == TOKEN_WORD;

		if (!add_value(
			parse, term, parse->word, word ? parse->len : 0, cap))
			return false;
		if (word)
			advance(parse);
		if (parse->token == TOKEN_CLOSE)
			break;
		if (parse->token != TOKEN_COMMA)
			return refuse(parse, "',' or ')'");
		advance(parse);
	}
	advance(parse);
	return true;
}

static bool parse_exact(
    struct selector_parse *parse, struct selector_term *term, size_t *cap)
{
	advance(parse);
	if (parse->token == TOKEN_END || parse->token == TOKEN_COMMA)
		return add_value(parse, term, parse->word, 0, cap);
	if (parse->token != TOKEN_WORD)
		return refuse(parse, "a value");
	if (!add_value(parse, term, parse->word, parse->len, cap))
		return false;
	advance(parse);
	return true;
}

static bool is_word(const struct selector_parse *parse, const char *word)
{
	return parse->token == TOKEN_WORD && parse->len == strlen(word) &&
	    !memcmp(parse->word, word, parse->len);
}

/* The rest of a term, behind its key. */
static bool parse_operator(
    struct selector_parse *parse, struct selector_term *term, size_t *cap)
{
	if (parse->token == TOKEN_END || parse->token == TOKEN_COMMA) {
		term->op = SELECTOR_EXISTS;
		return true;
	}
	term->op = SELECTOR_IN;
	if (parse->token == TOKEN_UNEQUAL || is_word(parse, "notin"))
		term->op = SELECTOR_NOT_IN;
	if (parse->token == TOKEN_EQUAL || parse->token == TOKEN_UNEQUAL)
		return parse_exact(parse, term, cap);
	if (is_word(parse, "in") || is_word(parse, "notin"))
		return parse_set(parse, term, cap);
	return refuse(parse, "an operator");
}

static bool parse_term(
    struct selector_parse *parse, struct selector_term *term, size_t *cap)
{
	bool absent = parse->token == TOKEN_NOT;

	if (absent)
		advance(parse);
	if (parse->token != TOKEN_WORD)
		return refuse(parse, "a label key");
	if (!is_key(parse->word, parse->len))
		return err_set(parse->err, ERR_INPUT,
		    "bad selector '%s': '%.*s' is no label key", parse->text,
		    (int)parse->len, parse->word);
	term->key = copy_word(parse, parse->word, parse->len);
	term->op = SELECTOR_ABSENT;
	advance(parse);
	return absent || parse_operator(parse, term, cap);
}

/* Values grow on the heap and move to the arena when they are complete. */
static bool add_term(struct selector_parse *parse, struct selector_term *term)
{
	size_t cap = 0;
	bool ok = parse_term(parse, term, &cap);
	void *values = (void *)term->values;

	if (values)
		term->values = arena_copy(
		    parse->arena, values, term->count * sizeof(*term->values));
	free(values);
	return ok;
}

bool selector_parse(const char *text, struct arena *arena, struct selector *out,
    struct err *err)
{
	struct selector_parse parse = { text, text, .arena = arena,
		.err = err };
	struct selector_term *terms = NULL;
	size_t count = 0;
	size_t cap = 0;
	bool ok = true;

	advance(&parse);
	while (ok && (parse.token != TOKEN_END || count)) {
		terms = xgrow(terms, count, &cap, sizeof(*terms));
		terms[count] = (struct selector_term){ 0 };
		ok = add_term(&parse, &terms[count++]);
		if (!ok || parse.token == TOKEN_END)
			break;
		if (parse.token == TOKEN_COMMA)
			advance(&parse);
		else
			ok = refuse(&parse, "',' or the end");
	}
	if (ok) {
		out->terms = count
		    ? arena_copy(arena, terms, count * sizeof(*terms))
		    : NULL;
		out->count = count;
	}
	free(terms);
	return ok;
}

static bool term_matches(const struct selector_term *term, const char *value)
{
	bool listed = false;

	if (term->op == SELECTOR_EXISTS || term->op == SELECTOR_ABSENT)
		return (value != NULL) == (term->op == SELECTOR_EXISTS);
	for (size_t i = 0; value && i < term->count; i++)
		listed = listed || !strcmp(term->values[i], value);
	return listed == (term->op == SELECTOR_IN);
}

bool selector_matches(const struct selector *selector,
    const char *(*value)(const void *arg, const char *key), const void *arg)
{
	for (size_t i = 0; i < selector->count; i++) {
		const struct selector_term *term = &selector->terms[i];

		if (!term_matches(term, value(arg, term->key)))
			return false;
	}
	return true;
}
