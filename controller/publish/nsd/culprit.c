/* SPDX-License-Identifier: Apache-2.0 */
/*
 * culprit.c - a series of trials, each a run of the checker: the named lines
 * one by one, the head alone, then halves of a range that is refused.
 */
#include "controller/publish/nsd/culprit.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/nsd/checkzone.h"
#include "zonegen/base/mem.h"

#define LINES_MAX 100 /* a larger range is no culprit */
#define HINTS_MAX 50  /* named lines that are tried */
#define WORDS_MAX 200

enum trial {
	TRIAL_HINT,  /* one line that the checker named */
	TRIAL_HEAD,  /* the head without any line */
	TRIAL_LOWER, /* the lower half of the range */
	TRIAL_UPPER,
};

struct culprit {
	struct checkers *checkers;
	const char *zone;
	const struct buf *text;
	size_t head_len;
	const char **lines; /* below the head; one more is the end */
	size_t count;
	size_t hints[HINTS_MAX], nhints, hint;
	enum trial trial;
	size_t low, middle, high; /* the range is refused */
	struct buf found, words;
	bool in_head;
	struct checkzone *check;
	struct err err;
	void (*done)(void *arg, const struct culprit_found *found,
	    const struct err *err);
	void *arg;
};

static void next_half(struct culprit *culprit);

static void index_lines(struct culprit *c)
{
	const char *at = buf_text(c->text) + c->head_len;
	const char *end = buf_text(c->text) + c->text->len;
	size_t cap = 0;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		c->lines = xgrow(c->lines, c->count, &cap, sizeof(*c->lines));
		c->lines[c->count++] = at;
		at = newline ? newline + 1 : end;
	}
	c->lines = xgrow(c->lines, c->count, &cap, sizeof(*c->lines));
	c->lines[c->count] = end;
}

/* Keeps the hints in order, each once. */
static void add_hint(struct culprit *c, size_t line)
{
	size_t at = c->nhints;

	while (at > 0 && c->hints[at - 1] > line)
		at--;
	if (at > 0 && c->hints[at - 1] == line)
		return;
	memmove(c->hints + at + 1, c->hints + at,
	    (c->nhints - at) * sizeof(*c->hints));
	c->hints[at] = line;
	c->nhints++;
}

/* Reads the named lines that are below the head. */
static void read_hints(struct culprit *c, const char *said)
{
	size_t head_lines = 0, number;

	for (size_t i = 0; i < c->head_len; i++)
		head_lines += c->text->data[i] == '\n';
	while (c->nhints < HINTS_MAX && (number = checkzone_line(&said))) {
		size_t line = number - head_lines - 1;

		if (number > head_lines && line < c->count)
			add_hint(c, line);
	}
}

static void add_lines(
    const struct culprit *c, size_t low, size_t high, struct buf *out)
{
	buf_add(out, c->lines[low], (size_t)(c->lines[high] - c->lines[low]));
}

static void tell(struct culprit *c)
{
	struct culprit_found found = {
		.lines = &c->found,
		.in_head = c->in_head,
		.words = buf_text(&c->words),
	};

	c->done(c->arg, *c->err.text ? NULL : &found, &c->err);
	culprit_stop(c);
}

static void add_found(struct culprit *c, size_t low, size_t high)
{
	if (!c->found.len)
		buf_add(&c->found, buf_text(c->text), c->head_len);
	add_lines(c, low, high, &c->found);
}

static void on_tried(void *arg, const struct err *err, const char *said);

static void try_lines(
    struct culprit *c, enum trial trial, size_t low, size_t high)
{
	struct buf part = BUF_INIT(UINT32_MAX);

	c->trial = trial;
	buf_add(&part, buf_text(c->text), c->head_len);
	add_lines(c, low, high, &part);
	c->check =
	    checkzone_start(c->checkers, c->zone, NULL, &part, on_tried, c);
	buf_clear(&part);
}

static void next_hint(struct culprit *c)
{
	if (c->hint < c->nhints)
		try_lines(
		    c, TRIAL_HINT, c->hints[c->hint], c->hints[c->hint] + 1);
	else if (c->found.len)
		tell(c);
	else
		try_lines(c, TRIAL_HEAD, 0, 0);
}

static bool same_owner(const char *a, const char *b)
{
	size_t len = strcspn(a, "\t\n");

	return len == strcspn(b, "\t\n") && !memcmp(a, b, len);
}

/* The place near the middle between two names, or inside a single one. */
static size_t divide(const struct culprit *c)
{
	size_t middle = c->low + (c->high - c->low) / 2;

	for (size_t i = middle; i > c->low; i--)
		if (!same_owner(c->lines[i - 1], c->lines[i]))
			return i;
	for (size_t i = middle + 1; i < c->high; i++)
		if (!same_owner(c->lines[i - 1], c->lines[i]))
			return i;
	return middle;
}

/* The range is the smallest one that is refused. */
static void end_halving(struct culprit *c)
{
	if (c->high - c->low <= LINES_MAX)
		add_found(c, c->low, c->high);
	tell(c);
}

static void next_half(struct culprit *c)
{
	if (c->high - c->low <= 1) {
		end_halving(c);
		return;
	}
	c->middle = divide(c);
	try_lines(c, TRIAL_LOWER, c->low, c->middle);
}

static void take_words(struct culprit *c, const char *said)
{
	buf_clear(&c->words);
	c->words = (struct buf)BUF_INIT(WORDS_MAX);
	checkzone_words(said, WORDS_MAX - 1, &c->words);
}

static void on_tried(void *arg, const struct err *err, const char *said)
{
	struct culprit *c = arg;
	bool refused = err && err->kind == ERR_INPUT;
	bool first = !c->found.len;

	c->check = NULL;
	if (err && !refused) {
		c->err = *err;
		tell(c);
		return;
	}
	if (refused && first)
		take_words(c, said);
	switch (c->trial) {
	case TRIAL_HINT:
		if (refused)
			add_found(c, c->hints[c->hint], c->hints[c->hint] + 1);
		c->hint++;
		next_hint(c);
		return;
	case TRIAL_HEAD:
		if (refused) {
			c->in_head = true;
			tell(c);
			return;
		}
		break;
	case TRIAL_LOWER:
		if (!refused) {
			try_lines(c, TRIAL_UPPER, c->middle, c->high);
			return;
		}
		c->high = c->middle;
		break;
	case TRIAL_UPPER:
		if (!refused) {
			end_halving(c);
			return;
		}
		c->low = c->middle;
		break;
	}
	next_half(c);
}

struct culprit *culprit_find(struct checkers *checkers, const char *zone,
    const struct buf *text, size_t head_len, const char *said,
    void (*done)(
	void *arg, const struct culprit_found *found, const struct err *err),
    void *arg)
{
	struct culprit *c = xcalloc(1, sizeof(*c));

	c->checkers = checkers;
	c->zone = zone;
	c->text = text;
	c->head_len = head_len;
	c->found = (struct buf)BUF_INIT(UINT32_MAX);
	c->done = done;
	c->arg = arg;
	index_lines(c);
	c->high = c->count;
	take_words(c, said);
	read_hints(c, said);
	next_hint(c);
	return c;
}

void culprit_stop(struct culprit *c)
{
	if (!c)
		return;
	checkzone_stop(c->check);
	free(c->lines);
	buf_clear(&c->found);
	buf_clear(&c->words);
	free(c);
}
