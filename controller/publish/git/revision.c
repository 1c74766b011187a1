/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/git/revision.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX ((size_t)1 << 28) /* octets of both files */

struct revision {
	const struct git *git;
	struct process *process;
	struct loop_timer *failed; /* it could not even be begun */
	char *word, *first, *second;
	struct revision_files files;
	struct buf texts[2];
	struct err err;
	void (*done)(
	    void *arg, struct revision_files *files, const struct err *err);
	void *arg;
};

bool revision_check(const char *word, struct err *err)
{
	size_t len = strlen(word);

	for (const char *at = word; *at; at++)
		if (*at <= ' ' || *at >= 0x7f)
			return err_set(err, ERR_INPUT,
			    "revision '%.80s' is not one word of ASCII", word);
	if (!len || len > REVISION_WORD_MAX || *word == '-')
		return err_set(err, ERR_INPUT,
		    "revision '%.80s' is no name of a commit", word);
	return true;
}

void revision_stop(struct revision *r)
{
	if (!r)
		return;
	process_kill(r->process);
	loop_timer_free(r->failed);
	buf_clear(&r->texts[0]);
	buf_clear(&r->texts[1]);
	free(r->word);
	free(r->first);
	free(r->second);
	free(r);
}

static void end(struct revision *r, const struct err *err)
{
	r->done(r->arg, &r->files, err);
	revision_stop(r);
}

static void on_failed(void *arg)
{
	struct revision *r = arg;

	end(r, &r->err);
}

static void call(struct revision *r, const char *const *words,
    const struct buf *input,
    void (*done)(void *arg, const struct process_end *))
{
	r->process = git_start(r->git,
	    &(struct git_call){ .words = words,
		.input = input ? buf_text(input) : NULL,
		.input_len = input ? input->len : 0,
		.limit = FILE_MAX,
		.done = done,
		.arg = r },
	    &r->err);
	if (!r->process)
		loop_timer_set(r->failed, 0);
}

/*
 * "ID blob SIZE\nDATA\n", or "NAME missing\n".  false: it is something else.
 * *there: it is in the commit.
 */
static bool take(const char **at, const char *end, struct buf *out, bool *there)
{
	const char *stop = memchr(*at, '\n', (size_t)(end - *at)), *size;
	unsigned long len;
	char *last;

	*there = false;
	if (!stop)
		return false;
	size = memmem(*at, (size_t)(stop - *at), " blob ", 6);
	if (!size) {
		*at = stop + 1;
		return stop - *at >= 8 || true;
	}
	errno = 0;
	len = strtoul(size + 6, &last, 10);
	if (errno || last != stop || len >= (size_t)(end - stop - 1))
		return false;
	buf_add(out, stop + 1, len);
	*at = stop + 1 + len + 1;
	*there = true;
	return true;
}

static void on_files(void *arg, const struct process_end *process)
{
	struct revision *r = arg;
	const char *at = process->out, *stop = at + process->out_len;
	bool there, also;
	struct err err;

	r->process = NULL;
	if (process->status) {
		git_words(process, &err);
		end(r, &err);
		return;
	}
	if (!take(&at, stop, &r->texts[0], &there) ||
	    !take(&at, stop, &r->texts[1], &also)) {
		err_set(&err, ERR_INPUT, "git told something else than files");
		end(r, &err);
	} else if (!there) {
		err_set(&err, ERR_INPUT, "commit %.12s has no '%.300s'",
		    r->files.commit, r->first);
		end(r, &err);
	} else {
		end(r, NULL);
	}
}

static void on_commit(void *arg, const struct process_end *process)
{
	static const char *const words[] = { "cat-file", "--batch", NULL };
	struct buf input = BUF_INIT(1u << 14);
	struct revision *r = arg;
	const char *at = process->out;
	struct err err;

	r->process = NULL;
	if (process->status || !stream_id(&at, r->files.commit)) {
		git_words(process, &err);
		err_set(
		    &err, ERR_INPUT, "git knows no commit '%.80s'", r->word);
		end(r, &err);
		return;
	}
	buf_printf(&input, "%s:%s\n%s:%s\n", r->files.commit, r->first,
	    r->files.commit, r->second);
	call(r, words, &input, on_files);
	buf_clear(&input);
}

struct revision *revision_read(const struct git *git, const char *word,
    const char *first, const char *second,
    void (*done)(
	void *arg, struct revision_files *files, const struct err *err),
    void *arg)
{
	struct revision *r = xcalloc(1, sizeof(*r));
	struct arena arena = { .chunk = 0 };

	r->git = git;
	r->word = xstrdup(word);
	r->first = xstrdup(first);
	r->second = xstrdup(second);
	r->texts[0] = r->texts[1] = (struct buf)BUF_INIT(FILE_MAX);
	r->files.first = &r->texts[0];
	r->files.second = &r->texts[1];
	r->done = done;
	r->arg = arg;
	r->failed = loop_timer_new(git->loop, on_failed, r);
	call(r,
	    (const char *const[]){ "rev-parse", "--verify", "--end-of-options",
		arena_printf(&arena, "%s^{commit}", word), NULL },
	    NULL, on_commit);
	arena_clear(&arena);
	return r;
}
