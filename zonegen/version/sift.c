/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sift.c - a stack of ranges that are still to be judged, the oldest on top; a
 * range that is refused makes way for its halves.
 */
#include "zonegen/version/sift.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

struct range {
	size_t low, high; /* in list */
	bool refused;     /* beside the lines that are in: known, */
	bool seen;        /* from a run of its own */
	bool lower;       /* if it passes, the next range cannot */
};

struct sift {
	enum { PHASE_LAST, PHASE_HEAD, PHASE_HINTS, PHASE_REST } phase;
	bool passed, patient, cut;
	size_t *order, count, nlast;
	size_t *hints, nhints;
	size_t *list, nlist; /* the lines that are searched now */
	struct range stack[2 * 64];
	size_t depth, blamed;
	unsigned runs;
	uint8_t lines[]; /* enum sift_line */
};

static size_t *copy(const size_t *numbers, size_t count)
{
	size_t *out = xcalloc(count + 1, sizeof(*out));

	if (count)
		memcpy(out, numbers, count * sizeof(*out));
	return out;
}

static enum sift_step try(struct sift *s)
{
	s->runs++;
	return SIFT_TRY;
}

static void set(struct sift *s, const struct range *range, enum sift_line state)
{
	for (size_t i = range->low; i < range->high; i++)
		s->lines[s->list[i]] = (uint8_t)state;
}

static void push(struct sift *s, struct range range)
{
	if (range.low < range.high)
		s->stack[s->depth++] = range;
}

static void push_halves(struct sift *s, const struct range *range)
{
	size_t middle = range->low + (range->high - range->low) / 2;

	push(s, (struct range){ .low = middle, .high = range->high });
	push(s,
	    (struct range){ .low = range->low, .high = middle, .lower = true });
}

static void blame(struct sift *s, const struct range *range)
{
	set(s, range, LINE_BLAMED);
	s->blamed++;
}

static bool is_single(const struct range *range)
{
	return range->high - range->low == 1;
}

/* --- All others, oldest first --- */

/* Nobody is blamed who was not refused in a run. */
static enum sift_step step_rest(struct sift *s)
{
	while (s->depth) {
		struct range range = s->stack[s->depth - 1];

		if (!range.refused || (is_single(&range) && !range.seen)) {
			s->cut = !s->patient && s->runs == SIFT_RUNS_MAX;
			if (s->cut)
				break;
			set(s, &range, LINE_TRY);
			return try(s);
		}
		s->depth--;
		if (!is_single(&range)) {
			push_halves(s, &range);
			continue;
		}
		blame(s, &range);
		s->depth = 0; /* all that are younger at once */
		push(s, (struct range){ .low = range.high, .high = s->nlist });
	}
	return s->blamed ? SIFT_FOUND : SIFT_WAVER;
}

static enum sift_step tried_rest(struct sift *s, bool refused)
{
	struct range *range = &s->stack[s->depth - 1];

	set(s, range, refused ? LINE_OUT : LINE_IN);
	if (refused) {
		range->refused = range->seen = true;
	} else {
		s->depth--;
		if (range->lower && s->depth)
			s->stack[s->depth - 1].refused = true;
	}
	return step_rest(s);
}

/* With nobody blamed yet it is known that they are refused. */
static enum sift_step begin_rest(struct sift *s)
{
	s->phase = PHASE_REST;
	s->list = s->order;
	s->depth = s->nlist = 0;
	for (size_t i = s->nlast; i < s->count; i++)
		if (s->lines[s->order[i]] != LINE_BLAMED)
			s->list[s->nlist++] = s->order[i];
	push(s, (struct range){ .high = s->nlist, .refused = !s->blamed });
	return step_rest(s);
}

/* --- Lines that are named, each by itself --- */

/* Runs that it takes to find one line among all. */
static unsigned runs_for_one(const struct sift *s)
{
	unsigned runs = 2;

	for (size_t n = s->count; n > 1; n /= 2)
		runs++;
	return runs;
}

static enum sift_step step_hints(struct sift *s)
{
	if (!s->depth || s->runs + runs_for_one(s) >= SIFT_RUNS_MAX)
		return begin_rest(s);
	set(s, &s->stack[s->depth - 1], LINE_TRY);
	return try(s);
}

static enum sift_step tried_hints(struct sift *s, bool refused)
{
	struct range range = s->stack[--s->depth];

	set(s, &range, LINE_OUT);
	if (refused && is_single(&range))
		blame(s, &range);
	else if (refused)
		push_halves(s, &range);
	return step_hints(s);
}

static enum sift_step begin_hints(struct sift *s)
{
	s->phase = PHASE_HINTS;
	s->list = s->hints;
	for (size_t i = 0; i < s->nhints; i++)
		if (s->lines[s->hints[i]] == LINE_OUT)
			s->list[s->nlist++] = s->hints[i];
	push(s, (struct range){ .high = s->nlist });
	return step_hints(s);
}

/* --- What they stand beside --- */

static enum sift_step begin_head(struct sift *s)
{
	s->phase = PHASE_HEAD;
	memset(s->lines, LINE_OUT, s->count);
	s->nlast = 0;
	return try(s);
}

struct sift *sift_new(
    const struct sift_question *question, enum sift_step *step)
{
	const struct seniority *lines = question->lines;
	size_t count = lines->count, nlast = lines->nlast;
	struct sift *s = xcalloc(1, sizeof(*s) + count);

	s->passed = question->passed && nlast;
	s->patient = question->patient;
	s->order = copy(lines->lines, count);
	s->count = count;
	s->nlast = nlast;
	s->hints = copy(question->hints, question->nhints);
	s->nhints = question->nhints;
	for (size_t i = 0; i < nlast; i++)
		s->lines[s->order[i]] = LINE_IN;
	*step = nlast && nlast < count ? try(s) : begin_head(s);
	return s;
}

enum sift_step sift_next(struct sift *s, bool refused)
{
	switch (s->phase) {
	case PHASE_LAST:
		return refused ? begin_head(s) : begin_hints(s);
	case PHASE_HEAD:
		if (refused)
			return SIFT_HEAD;
		return s->passed || !s->count ? SIFT_WAVER : begin_hints(s);
	case PHASE_HINTS:
		return tried_hints(s, refused);
	case PHASE_REST:
		break;
	}
	return tried_rest(s, refused);
}

enum sift_line sift_line(const struct sift *s, size_t number)
{
	return s->lines[number];
}

bool sift_has_blamed(const struct sift *s)
{
	return s->blamed > 0;
}

bool sift_is_cut(const struct sift *s)
{
	return s->cut;
}

void sift_free(struct sift *s)
{
	if (!s)
		return;
	free(s->order);
	free(s->hints);
	free(s);
}
