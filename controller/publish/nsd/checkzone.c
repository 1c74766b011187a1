/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkzone.c - how much of a version is checked, the small zone of its changed
 * names, the checker's output, and the line in which checks wait for their run.
 */
#include "controller/publish/nsd/checkzone.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/process.h"
#include "controller/publish/nsd/program.h"
#include "zonegen/base/mem.h"

#define CHECK_TIMEOUT 60000 /* ms; a million records take a second */
#define WORDS_MAX 200       /* octets of its output that an error quotes */
#define ERROR "error: "
#define RUNNING_MAX 4 /* checkers at a time */

struct checkers {
	struct loop *loop;
	unsigned running;
	struct checkzone *first, **last; /* waiting */
	struct loop_timer *turn;
};

struct checkzone {
	struct checkers *checkers;
	struct checkzone *next;  /* in line */
	struct process *process; /* NULL: it waits */
	const char *zone;
	char *file;      /* NULL: text */
	struct buf text; /* while it waits */
	struct err err;  /* why it could not be run; "": not tried */
	void (*done)(void *arg, const struct err *err, const char *said);
	void *arg;
};

static bool is_plain(const struct rrsets *rrsets)
{
	for (size_t i = 0; i < rrsets_count(rrsets); i++) {
		uint16_t type = rrsets_type(rrsets, i);

		if (type != RR_A && type != RR_AAAA && type != RR_CNAME)
			return false;
	}
	return true;
}

enum check_extent checkzone_extent(
    enum checkzone_mode mode, const struct version *version, bool whole_seen)
{
	if (mode == CHECKZONE_NEVER)
		return CHECK_NOTHING;
	if (mode == CHECKZONE_ALWAYS || !whole_seen || version->first)
		return CHECK_WHOLE;
	if (version->head_changed)
		return CHECK_PART;
	for (size_t i = 0; i < version->plan.nnames; i++)
		if (!is_plain(version->plan.names[i].new))
			return CHECK_PART;
	return CHECK_NOTHING;
}

static bool has_cut(const struct rrsets *rrsets)
{
	for (size_t i = 0; i < rrsets_count(rrsets); i++)
		if (rrsets_type(rrsets, i) == RR_NS ||
		    rrsets_type(rrsets, i) == RR_DNAME)
			return true;
	return false;
}

void checkzone_part(
    const struct zone *zone, const struct version *version, struct buf *out)
{
	char owner[NAME_SIZE], above[NAME_SIZE] = "";

	buf_add(out, buf_text(&version->file), version->head_len);
	for (size_t i = 0; i < version->plan.nnames; i++) {
		const struct plan_name *name = &version->plan.names[i];
		const char *text;
		size_t len;

		plan_name(&version->plan, i, owner);
		if (*above && name_within(owner, above))
			continue; /* added already */
		text = rrsets_text(name->new, &len);
		buf_add(out, text, len);
		*above = '\0';
		if (!has_cut(name->new) || has_cut(name->old) ||
		    !strcmp(owner, version->zone))
			continue;
		memcpy(above, owner, sizeof(above));
		version_below(zone, above, out);
	}
}

/* The text after the time and the word "error", if there is one. */
static const char *behind_error(const char *line)
{
	size_t len = strcspn(line, "\n");
	const char *error = memmem(line, len, ERROR, strlen(ERROR));

	return error ? error + strlen(ERROR) : line;
}

/* The text after ":LINE: ", with the number; NULL: none in this line. */
static const char *behind_number(const char *at, size_t *number)
{
	size_t end = strcspn(at, "\n");

	for (size_t i = 0; i < end; i++) {
		size_t digits = strspn(at + i + 1, "0123456789");

		if (at[i] != ':' || !digits || digits > 10 ||
		    strncmp(at + i + 1 + digits, ": ", 2) != 0)
			continue;
		*number = strtoul(at + i + 1, NULL, 10);
		return at + i + 1 + digits + 2;
	}
	return NULL;
}

void checkzone_words(const char *said, size_t limit, struct buf *out)
{
	const char *at = behind_error(said), *words;
	size_t number, len;

	words = behind_number(at, &number);
	if (words)
		at = words;
	len = strcspn(at, "\n");
	buf_add(out, at, len < limit ? len : limit);
}

size_t checkzone_line(const char **at)
{
	while (**at) {
		const char *line = behind_error(*at);
		size_t number = 0;
		bool found = behind_number(line, &number) != NULL;

		*at += strcspn(*at, "\n");
		*at += **at == '\n';
		if (found && number)
			return number;
	}
	return 0;
}

static void checkzone_free(struct checkzone *check)
{
	free(check->file);
	buf_clear(&check->text);
	free(check);
}

static void judge(
    const struct process_end *end, const char *said, struct err *err)
{
	struct buf words = BUF_INIT(WORDS_MAX);

	checkzone_words(said, WORDS_MAX - 1, &words);
	if (end->timed_out)
		err_set(err, ERR_SYSTEM, "nsd-checkzone takes too long");
	else if (end->status == 1)
		err_set(err, ERR_INPUT, "nsd-checkzone refuses it: %s",
		    buf_text(&words));
	else
		err_set(err, ERR_SYSTEM, "nsd-checkzone ended with status %d",
		    end->status);
	buf_clear(&words);
}

static void on_end(void *arg, const struct process_end *end)
{
	struct checkzone *check = arg;
	const char *said = *end->errors ? end->errors : end->out;
	bool good = !end->timed_out && end->status == 0;

	check->process = NULL;
	check->checkers->running--;
	if (check->checkers->first)
		loop_timer_set(check->checkers->turn, 0);
	if (!good)
		judge(end, said, &check->err);
	check->done(check->arg, good ? NULL : &check->err, said);
	checkzone_free(check);
}

static bool run(struct checkzone *check, const struct buf *text)
{
	char program[PATH_MAX];
	const char *argv[] = { program, check->zone,
		check->file ? check->file : "-", NULL };
	struct process_options options = { .argv = argv,
		.timeout = CHECK_TIMEOUT,
		.done = on_end,
		.arg = check };

	if (!program_find("nsd-checkzone", program, &check->err))
		return false;
	if (!check->file) {
		options.input = buf_text(text);
		options.input_len = text->len;
	}
	check->process =
	    process_start(check->checkers->loop, &options, &check->err);
	check->checkers->running += check->process != NULL;
	return check->process != NULL;
}

static void line_up(struct checkzone *check)
{
	struct checkers *checkers = check->checkers;

	*checkers->last = check;
	checkers->last = &check->next;
}

static void leave_line(struct checkzone *check)
{
	struct checkers *checkers = check->checkers;
	struct checkzone **at = &checkers->first;

	while (*at && *at != check)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = check->next;
	check->next = NULL;
	if (!*at)
		checkers->last = at;
}

static void on_turn(void *arg)
{
	struct checkers *checkers = arg;
	struct checkzone *check = checkers->first;

	if (!check || (checkers->running >= RUNNING_MAX && !*check->err.text))
		return;
	leave_line(check);
	if (checkers->first)
		loop_timer_set(checkers->turn, 0);
	if (!*check->err.text && run(check, &check->text)) {
		buf_clear(&check->text);
		return;
	}
	check->done(check->arg, &check->err, "");
	checkzone_free(check);
}

struct checkers *checkers_new(struct loop *loop)
{
	struct checkers *checkers = xcalloc(1, sizeof(*checkers));

	checkers->loop = loop;
	checkers->last = &checkers->first;
	checkers->turn = loop_timer_new(loop, on_turn, checkers);
	return checkers;
}

void checkers_free(struct checkers *checkers)
{
	if (!checkers)
		return;
	loop_timer_free(checkers->turn);
	free(checkers);
}

/* A checker that cannot be run is reported from the loop too. */
struct checkzone *checkzone_start(struct checkers *checkers, const char *zone,
    const char *file, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said), void *arg)
{
	struct checkzone *check = xcalloc(1, sizeof(*check));

	check->checkers = checkers;
	check->zone = zone;
	check->file = file ? xstrdup(file) : NULL;
	check->text = (struct buf)BUF_INIT(UINT32_MAX);
	check->done = done;
	check->arg = arg;
	if (checkers->running < RUNNING_MAX && !checkers->first &&
	    run(check, text))
		return check;
	if (!file && !*check->err.text)
		buf_add(&check->text, buf_text(text), text->len);
	line_up(check);
	if (*check->err.text)
		loop_timer_set(checkers->turn, 0);
	return check;
}

void checkzone_stop(struct checkzone *check)
{
	if (!check)
		return;
	if (check->process) {
		process_signal(check->process, SIGKILL);
		process_detach(check->process);
		check->checkers->running--;
	}
	leave_line(check);
	if (check->checkers->first)
		loop_timer_set(check->checkers->turn, 0);
	checkzone_free(check);
}
