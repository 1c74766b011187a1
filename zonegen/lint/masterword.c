/* SPDX-License-Identifier: Apache-2.0 */
/*
 * masterword.c - cuts a zone file into words: blanks end a word, quotes and
 * escapes keep it together, parentheses join lines, a semicolon begins a
 * comment.
 */
#include "zonegen/lint/masterword.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

void masterwords_open(struct masterwords *words, const char *text, size_t len)
{
	*words =
	    (struct masterwords){ .at = text, .end = text + len, .next = 1 };
}

void masterwords_close(struct masterwords *words)
{
	free(words->list);
	*words = (struct masterwords){ 0 };
}

static bool is_done(const struct masterwords *w)
{
	return w->at == w->end;
}

/* The carriage returns of other systems are blanks. */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Up to the newline. */
static void skip_line(struct masterwords *w)
{
	const char *eol = memchr(w->at, '\n', (size_t)(w->end - w->at));

	w->at = eol ? eol : w->end;
}

static const char *fail(struct masterwords *w, const char *why)
{
	w->line = w->next;
	skip_line(w);
	return why;
}

static void add(
    struct masterwords *w, const char *text, size_t len, bool quoted)
{
	w->list = xgrow(w->list, w->count, &w->cap, sizeof(*w->list));
	w->list[w->count] = (struct masterword){ text, len, quoted,
		w->count && quoted &&
		    text - 1 ==
			w->list[w->count - 1].text +
			    w->list[w->count - 1].len };
	w->count++;
}

/* One octet of a word, or an escaped one; what is wrong with it, or NULL. */
static const char *take_octet(struct masterwords *w)
{
	size_t len = *w->at == '\\' ? 2 : 1;

	if ((size_t)(w->end - w->at) < len)
		return "a cut escape";
	for (size_t i = 0; i < len; i++)
		if (!w->at[i] || w->at[i] == '\n')
			return w->at[i] ? "a cut escape" : "a NUL";
	w->at += len;
	return NULL;
}

static const char *take_quoted(struct masterwords *w)
{
	const char *start = ++w->at, *why = NULL;

	while (!is_done(w) && *w->at != '"' && *w->at != '\n' && !why)
		why = take_octet(w);
	if (why)
		return why;
	if (is_done(w) || *w->at != '"')
		return "an unclosed quote";
	add(w, start, (size_t)(w->at - start), true);
	w->at++;
	return NULL;
}

static const char *take_word(struct masterwords *w)
{
	const char *start = w->at, *why = NULL;

	if (*w->at == '"')
		return take_quoted(w);
	while (!is_done(w) && !why && !is_blank(*w->at) &&
	    (!strchr("\n;()\"", *w->at) || !*w->at))
		why = take_octet(w);
	if (!why)
		add(w, start, (size_t)(w->at - start), false);
	return why;
}

/* All up to the newline that ends the entry. */
static const char *take_entry(struct masterwords *w)
{
	bool inside = false;

	while (!is_done(w)) {
		const char *why = NULL;
		char c = *w->at;

		if (c == '\n' && !inside)
			return NULL;
		if (c == '(' || c == ')') {
			if (inside == (c == '('))
				return c == '(' ? "parentheses in parentheses"
						: "a parenthesis too many";
			inside = !inside;
			w->at++;
		} else if (c == ';') {
			skip_line(w);
		} else if (c == '\n' || is_blank(c)) {
			w->next += c == '\n';
			w->at++;
		} else {
			why = take_word(w);
		}
		if (why)
			return why;
	}
	return inside ? "an unclosed parenthesis" : NULL;
}

bool masterwords_next(struct masterwords *w, const char **fault)
{
	*fault = NULL;
	while (!is_done(w)) {
		if (*w->at == '\n') {
			w->at++;
			w->next++;
			continue;
		}
		w->line = w->next;
		w->indented = is_blank(*w->at);
		w->count = 0;
		*fault = take_entry(w);
		if (*fault && is_done(w))
			return false; /* told where the entry began */
		if (*fault) {
			*fault = fail(w, *fault);
			return false;
		}
		if (w->count)
			return true;
	}
	return false;
}

void masterword_print(const struct masterword *word, struct buf *out)
{
	for (size_t i = 0; i < word->len; i++) {
		unsigned char c = (unsigned char)word->text[i];
		bool escaped = c == '\\' && i + 1 < word->len;

		if (escaped)
			c = (unsigned char)word->text[++i];
		if (c < ' ' || c > '~')
			buf_printf(out, "\\%03u", c);
		else
			buf_printf(out, "%s%c", escaped ? "\\" : "", c);
	}
}
