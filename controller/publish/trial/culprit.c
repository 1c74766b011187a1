/* SPDX-License-Identifier: Apache-2.0 */
/*
 * culprit.c - the trials that sift.c asks for, each on the head
 * and some of the lines.
 */
#include "controller/publish/trial/culprit.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/nsd/checkzone.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/sift.h"

#define HINTS_MAX 50 /* named lines that are tried */
#define WORDS_MAX 200

struct culprit {
	const struct trials *trials;
	struct refused_text refused;
	size_t hints[HINTS_MAX], nhints;
	struct sift *sift;
	struct buf words;
	struct trial *trial;
	uint64_t began; /* ms: the last one */
	struct loop_timer *pause;
	void (*done)(void *arg, const struct culprit_found *found,
	    const struct err *err);
	void *arg;
};

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

	for (size_t i = 0; i < c->refused.head_len; i++)
		head_lines += c->refused.text->data[i] == '\n';
	while (c->nhints < HINTS_MAX && (number = checkzone_line(&said))) {
		size_t line = number - head_lines - 1;

		if (number > head_lines && line < c->refused.lines->count)
			add_hint(c, line);
	}
}

/* The head, and the lines that are in one of two states. */
static struct buf pick(
    const struct culprit *c, enum sift_line one, enum sift_line other)
{
	const struct seniority *lines = c->refused.lines;
	const char *text = buf_text(c->refused.text);
	struct buf out = BUF_INIT(UINT32_MAX);

	buf_add(&out, text, c->refused.head_len);
	for (size_t i = 0; i < lines->count; i++) {
		enum sift_line state = sift_line(c->sift, i);
		size_t start = lines->starts[i];

		if (state == one || state == other)
			buf_add(
			    &out, text + start, lines->starts[i + 1] - start);
	}
	return out;
}

static void tell(
    struct culprit *c, const struct culprit_found *found, struct err *err)
{
	c->done(c->arg, found, err);
	culprit_stop(c);
}

static void tell_found(struct culprit *c)
{
	struct buf lines = pick(c, LINE_BLAMED, LINE_BLAMED);
	const struct culprit_found found = {
		.lines = &lines,
		.cut = sift_is_cut(c->sift),
		.words = buf_text(&c->words),
	};

	tell(c, &found, NULL);
	buf_clear(&lines);
}

static void tell_head(struct culprit *c)
{
	const struct buf none = BUF_INIT(1);
	const struct culprit_found found = {
		.lines = &none,
		.in_head = true,
		.words = buf_text(&c->words),
	};

	tell(c, &found, NULL);
}

static void on_tried(void *arg, const struct err *err, const char *said);

static void try_next(void *arg)
{
	struct culprit *c = arg;
	struct buf text = pick(c, LINE_IN, LINE_TRY);

	c->began = loop_now(c->trials->loop);
	c->trial = trial_start(c->trials, c->refused.judge, c->refused.zone,
	    NULL, &text, on_tried, c);
	buf_clear(&text);
}

/* A patient search leaves as much time to others as it takes itself. */
static void try_soon(struct culprit *c)
{
	if (c->refused.patient && c->began)
		loop_timer_set(c->pause, loop_now(c->trials->loop) - c->began);
	else
		try_next(c);
}

static void step(struct culprit *c, enum sift_step step)
{
	struct err err;

	switch (step) {
	case SIFT_TRY:
		try_soon(c);
		break;
	case SIFT_FOUND:
		tell_found(c);
		break;
	case SIFT_HEAD:
		tell_head(c);
		break;
	case SIFT_WAVER:
		err_set(&err, ERR_SYSTEM,
		    "%s refuses and passes the same lines: %s",
		    c->refused.judge == JUDGE_NSD ? "nsd" : "nsd-checkzone",
		    buf_text(&c->words));
		tell(c, NULL, &err);
		break;
	}
}

static void take_words(struct culprit *c, const char *said)
{
	buf_clear(&c->words);
	c->words = (struct buf)BUF_INIT(WORDS_MAX);
	if (c->refused.judge == JUDGE_NSD)
		buf_puts(&c->words, "nsd could not load the zone with it");
	else
		checkzone_words(said, WORDS_MAX - 1, &c->words);
}

static void on_tried(void *arg, const struct err *err, const char *said)
{
	struct culprit *c = arg;
	bool refused = err && err->kind == ERR_INPUT;
	struct err failure;

	c->trial = NULL;
	if (err && !refused) {
		failure = *err;
		tell(c, NULL, &failure);
		return;
	}
	if (refused && !sift_has_blamed(c->sift))
		take_words(c, said);
	step(c, sift_next(c->sift, refused));
}

struct culprit *culprit_find(const struct trials *trials,
    const struct refused_text *refused,
    void (*done)(
	void *arg, const struct culprit_found *found, const struct err *err),
    void *arg)
{
	struct culprit *c = xcalloc(1, sizeof(*c));
	struct sift_question question;
	enum sift_step first;

	c->trials = trials;
	c->pause = loop_timer_new(trials->loop, try_next, c);
	c->refused = *refused;
	c->done = done;
	c->arg = arg;
	take_words(c, refused->said);
	read_hints(c, refused->said);
	question = (struct sift_question){ .lines = refused->lines,
		.passed = refused->passed,
		.patient = refused->patient,
		.hints = c->hints,
		.nhints = c->nhints };
	c->sift = sift_new(&question, &first);
	step(c, first);
	return c;
}

void culprit_stop(struct culprit *c)
{
	if (!c)
		return;
	trial_stop(c->trial);
	loop_timer_free(c->pause);
	sift_free(c->sift);
	buf_clear(&c->words);
	free(c);
}
