/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signing.c - the draft's commits are listed, then each is made again on top of
 * the one before: a run of git for each, because a signature covers its parent.
 */
#include "controller/publish/history/signing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/history/historystate.h"

#define LIST_MAX (1u << 30)

void signing_stop(struct history *h)
{
	struct signing *s = &h->signing;

	if (s->key >= 0)
		close(s->key);
	s->key = -1;
	buf_clear(&s->list);
}

static void end(struct history *h, const char *commit)
{
	signing_stop(h);
	h->signing.done(h, commit);
}

static bool came(struct history *h, const struct process_end *done)
{
	h->work = NULL;
	if (!done->timed_out && !done->status)
		return true;
	git_words(done, &h->err);
	end(h, "");
	return false;
}

static void call(
    struct history *h, const struct git *git, const struct git_call *call)
{
	h->work = git_start(git, call, &h->err);
	if (!h->work)
		end(h, "");
}

/* --- One commit --- */

static void set(
    struct git *git, const char *name, const char *value, size_t len)
{
	struct buf text = BUF_INIT(4096);

	buf_printf(&text, "%s=%.*s", name, (int)len, value);
	git_set(git, buf_text(&text));
	buf_clear(&text);
}

/* "NAME <EMAIL>", and the two dates as seconds, up to a newline each. */
static void set_people(struct git *git, const char *author,
    const char *authored, const char *committed)
{
	size_t name = strcspn(author, "<"), email = strcspn(author, ">");
	struct buf date = BUF_INIT(64);

	set(git, "GIT_AUTHOR_NAME", author, name - 1);
	set(git, "GIT_COMMITTER_NAME", author, name - 1);
	set(git, "GIT_AUTHOR_EMAIL", author + name + 1, email - name - 1);
	set(git, "GIT_COMMITTER_EMAIL", author + name + 1, email - name - 1);
	buf_printf(&date, "@%lld +0000", strtoll(authored, NULL, 10));
	set(git, "GIT_AUTHOR_DATE", buf_text(&date), date.len);
	buf_reset(&date);
	buf_printf(&date, "@%lld +0000", strtoll(committed, NULL, 10));
	set(git, "GIT_COMMITTER_DATE", buf_text(&date), date.len);
	buf_clear(&date);
}

static void next(struct history *h);

static void on_signed(void *arg, const struct process_end *done)
{
	struct history *h = arg;
	const char *at = done->out;

	if (!came(h, done))
		return;
	if (stream_id(&at, h->signing.parent)) {
		next(h);
		return;
	}
	err_set(&h->err, ERR_SYSTEM, "git told no signed commit");
	end(h, "");
}

/* tree, author date, committer date, a line each; then the message. */
static void sign(struct history *h, const char *record)
{
	struct signing *s = &h->signing;
	struct arena arena = { .chunk = 0 };
	const char *authored = strchr(record, '\n') + 1;
	const char *committed = strchr(authored, '\n') + 1;
	const char *message = strchr(committed, '\n') + 1;
	const char *const words[] = { "-c", "gpg.format=ssh", "commit-tree",
		arena_printf(&arena, "-S%s", s->path),
		arena_printf(
		    &arena, "%.*s", (int)strcspn(record, "\n"), record),
		*s->parent ? "-p" : NULL, s->parent, NULL };
	struct git git;

	git_open(&git, h->loop, h->git.directory);
	set_people(&git, h->config->git.author, authored, committed);
	call(h, &git,
	    &(struct git_call){
		.words = words,
		.input = message,
		.input_len = strlen(message),
		.done = on_signed,
		.arg = h,
	    });
	git_close(&git);
	arena_clear(&arena);
}

static void next(struct history *h)
{
	struct signing *s = &h->signing;
	const char *record = buf_text(&s->list) + s->at;

	if (s->at >= s->list.len) {
		end(h, s->parent);
		return;
	}
	s->at += strlen(record) + 1;
	sign(h, record);
}

/* --- All of them --- */

static bool is_record(const char *text)
{
	for (int i = 0; i < 3; i++) {
		text = strchr(text, '\n');
		if (!text++)
			return false;
	}
	return true;
}

static void on_listed(void *arg, const struct process_end *done)
{
	struct history *h = arg;
	struct signing *s = &h->signing;

	if (!came(h, done))
		return;
	buf_add(&s->list, done->out, done->out_len);
	for (size_t at = 0; at < s->list.len;
	     at += strlen(s->list.data + at) + 1)
		if (!is_record(s->list.data + at)) {
			err_set(&h->err, ERR_SYSTEM, "git told no commits");
			end(h, "");
			return;
		}
	next(h);
}

void signing_start(struct history *h, const char *base,
    void (*done)(struct history *history, const char *commit))
{
	struct signing *s = &h->signing;
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "log", "--reverse", "-z",
		"--format=%T%n%at%n%ct%n%B", HISTORY_DRAFT,
		*base ? arena_printf(&arena, "^%s", base) : NULL, NULL };

	*s = (struct signing){
		.key = -1, .list = BUF_INIT(LIST_MAX), .done = done
	};
	memcpy(s->parent, base, strlen(base) + 1);
	if (!h->config->git.signing_key)
		end(h, HISTORY_DRAFT);
	else if (!access_keep(
		     h->config->git.signing_key, &s->key, s->path, &h->err))
		end(h, "");
	else
		call(h, &h->git,
		    &(struct git_call){
			.words = words,
			.limit = LIST_MAX,
			.done = on_listed,
			.arg = h,
		    });
	arena_clear(&arena);
}
