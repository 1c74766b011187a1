/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/checkzone.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/process.h"
#include "controller/publish/program.h"
#include "zonegen/mem.h"
#include "zonegen/version.h"

#define CHECK_TIMEOUT 60000 /* ms; a million records take a second */
#define WORDS_MAX 200       /* octets of what it says that go into an error */
#define ERROR "error: "

struct checkzone {
	struct process *process;
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

void checkzone_part(const struct version *version, struct buf *out)
{
	buf_add(out, buf_text(&version->file), version->head_len);
	for (size_t i = 0; i < version->plan.nnames; i++) {
		size_t len;
		const char *text =
		    rrsets_text(version->plan.names[i].new, &len);

		buf_add(out, text, len);
	}
}

/* Behind the time and the word "error", where there is one. */
static const char *behind_error(const char *line)
{
	size_t len = strcspn(line, "\n");
	const char *error = memmem(line, len, ERROR, strlen(ERROR));

	return error ? error + strlen(ERROR) : line;
}

/* Behind ":LINE: ", with its number; NULL: there is none in this line. */
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

static void on_end(void *arg, const struct process_end *end)
{
	struct checkzone *check = arg;
	const char *said = *end->errors ? end->errors : end->out;
	struct buf words = BUF_INIT(WORDS_MAX);
	struct err err;

	check->process = NULL;
	if (end->timed_out)
		err_set(&err, ERR_SYSTEM, "nsd-checkzone takes too long");
	else if (end->status > 1)
		err_set(&err, ERR_SYSTEM, "nsd-checkzone ended with status %d",
		    end->status);
	checkzone_words(said, WORDS_MAX - 1, &words);
	if (!end->timed_out && end->status == 1)
		err_set(&err, ERR_INPUT, "nsd-checkzone refuses it: %s",
		    buf_text(&words));
	check->done(
	    check->arg, end->timed_out || end->status ? &err : NULL, said);
	buf_clear(&words);
	free(check);
}

struct checkzone *checkzone_start(struct loop *loop, const char *zone,
    const char *file, const struct buf *text,
    void (*done)(void *arg, const struct err *err, const char *said), void *arg,
    struct err *err)
{
	char program[PATH_MAX];
	const char *argv[] = { program, zone, file ? file : "-", NULL };
	struct process_options options = {
		.argv = argv, .timeout = CHECK_TIMEOUT, .done = on_end
	};
	struct checkzone *check;

	if (!program_find("nsd-checkzone", program, err))
		return NULL;
	if (!file) {
		options.input = buf_text(text);
		options.input_len = text->len;
	}
	check = xcalloc(1, sizeof(*check));
	check->done = done;
	check->arg = arg;
	options.arg = check;
	check->process = process_start(loop, &options, err);
	if (!check->process) {
		free(check);
		return NULL;
	}
	return check;
}

void checkzone_stop(struct checkzone *check)
{
	if (!check)
		return;
	process_signal(check->process, SIGKILL);
	process_detach(check->process);
	free(check);
}
