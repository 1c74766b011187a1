/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sending.c - each call of git is a function that starts it and one that takes
 * its end, in the order they follow each other.
 */
#include "controller/publish/history/sending.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/history/historystate.h"

#define SEND_TIME 120000 /* ms for a call that goes over the network */
#define REMOTE "refs/k8s-nsd/remote"

static void tell(struct history *h, enum pushing_happening what)
{
	h->tell_push(h,
	    (struct pushing_event){
		.what = what,
		.more = strcmp(h->pushed, h->tip) != 0,
	    });
}

static void fail(struct history *h, const struct process_end *end)
{
	if (end)
		git_words(end, &h->push_err);
	tell(h, PUSHING_FAILED);
}

static void ask(struct history *h, const struct git *git,
    const char *const *words, const struct buf *input,
    void (*done)(void *arg, const struct process_end *end))
{
	const struct git_call call = {
		.words = words,
		.timeout = SEND_TIME,
		.done = done,
	};

	h->sent = history_start(h, git, &call, input, &h->push_err);
	if (!h->sent)
		fail(h, NULL);
}

/* A call that did its work; else the step has failed. */
static bool came(struct history *h, const struct process_end *end)
{
	h->sent = NULL;
	if (!end->timed_out && !end->status)
		return true;
	fail(h, end);
	return false;
}

/* The key may be another one by now. */
static bool approach(struct history *h)
{
	access_close(&h->access);
	if (access_open(&h->access, h->loop, &h->config->git, &h->push_err))
		return true;
	fail(h, NULL);
	return false;
}

/* --- Looking --- */

static void on_pushed_is(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!came(h, end))
		return;
	memcpy(h->pushed, h->seen, sizeof(h->pushed));
	tell(h, PUSHING_READY);
}

static void write_pushed(struct history *h, const char *id,
    void (*done)(void *arg, const struct process_end *end))
{
	const char *const words[] = { "update-ref", "refs/k8s-nsd/pushed", id,
		NULL };

	ask(h, &h->git, words, NULL, done);
}

/* Is what the remote has part of what we have? */
static void on_ours(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	h->sent = NULL;
	if (end->timed_out || end->status > 1)
		fail(h, end);
	else if (end->status)
		tell(h, PUSHING_FOREIGN);
	else
		write_pushed(h, h->seen, on_pushed_is);
}

static void ask_ours(struct history *h)
{
	const char *const words[] = { "merge-base", "--is-ancestor", h->seen,
		h->tip, NULL };

	ask(h, &h->git, words, NULL, on_ours);
}

/* Is what we pushed part of what the remote has? */
static void on_kept(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	h->sent = NULL;
	if (end->timed_out || end->status > 1)
		fail(h, end);
	else if (end->status)
		tell(h, PUSHING_LOST);
	else
		ask_ours(h);
}

static void on_fetched(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	const char *const words[] = { "merge-base", "--is-ancestor", h->pushed,
		h->seen, NULL };

	if (!came(h, end))
		return;
	if (h->accepting)
		tell(h, PUSHING_FOREIGN);
	else if (*h->pushed)
		ask(h, &h->git, words, NULL, on_kept);
	else
		ask_ours(h);
}

static void fetch(struct history *h)
{
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "fetch", "--quiet", "--no-tags",
		"--no-write-fetch-head", h->config->git.remote,
		arena_printf(&arena, "+%s:" REMOTE, h->seen), NULL };

	ask(h, &h->access.git, words, NULL, on_fetched);
	arena_clear(&arena);
}

static void on_listed(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	const char *at = end->out;
	char line[STREAM_ID_SIZE + 1];
	size_t len = strcspn(at, "\t");

	if (!came(h, end))
		return;
	*h->seen = '\0';
	if (len && len < STREAM_ID_SIZE) {
		memcpy(line, at, len);
		line[len] = '\n';
		line[len + 1] = '\0';
		at = line;
		if (!stream_id(&at, h->seen))
			*h->seen = '\0';
	}
	if (!h->accepting && !strcmp(h->seen, h->pushed))
		tell(h, PUSHING_READY);
	else if (*h->seen)
		fetch(h);
	else
		tell(h, h->accepting ? PUSHING_FOREIGN : PUSHING_LOST);
}

void sending_look(struct history *h)
{
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "ls-remote", "--quiet",
		h->config->git.remote,
		arena_printf(&arena, "refs/heads/%s", h->config->git.branch),
		NULL };

	if (approach(h))
		ask(h, &h->access.git, words, NULL, on_listed);
	arena_clear(&arena);
}

/* --- Pushing --- */

static void on_noted(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!came(h, end))
		return;
	memcpy(h->pushed, h->pushing_id, sizeof(h->pushed));
	h->pushed_at = loop_wall(h->loop);
	h->unpushed -= h->pushing_count;
	h->oldest = h->oldest_after;
	pending_pushed(&h->pending);
	tell(h, PUSHING_DONE);
}

/* "!", the refspec, "[remote rejected] (hook declined)". */
static void on_pushed(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	const char *at = strstr(end->out, "!\t");
	const char *words = at ? strchr(at + 2, '\t') : NULL;

	h->sent = NULL;
	h->crossing = false;
	if (!end->status && !end->timed_out) {
		write_pushed(h, h->pushing_id, on_noted);
	} else if (words && !strncmp(words + 1, "[rejected]", 10)) {
		tell(h, PUSHING_MOVED);
	} else if (words) {
		err_set(&h->push_err, ERR_SYSTEM, "the remote refuses: %.*s",
		    (int)strcspn(words + 1, "\r\n"), words + 1);
		fail(h, NULL);
	} else {
		fail(h, end);
	}
}

void sending_push(struct history *h)
{
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "push", "--porcelain", "--quiet",
		h->config->git.remote,
		arena_printf(
		    &arena, "%s:refs/heads/%s", h->tip, h->config->git.branch),
		NULL };

	memcpy(h->pushing_id, h->tip, sizeof(h->tip));
	pending_push(&h->pending);
	h->pushing_count = h->unpushed;
	h->oldest_after = 0;
	h->crossing = true;
	ask(h, &h->access.git, words, NULL, on_pushed);
	arena_clear(&arena);
}

/* That the remote has it is noted still, if it said so. */
void sending_cut(struct history *h)
{
	if (h->pushing.step != PUSHING_PUSH || !h->crossing)
		return;
	process_kill(h->sent);
	h->sent = NULL;
	h->crossing = false;
	tell(h, PUSHING_CUT);
}

/* --- Keeping --- */

static void on_stopped(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!came(h, end))
		return;
	log_event(LOG_ERROR,
	    "the remote lacks commits that were pushed: pushing stops until "
	    "git-accept",
	    "remote", h->config->git.remote, "pushed", h->pushed, "kept",
	    h->lost);
	tell(h, PUSHING_DONE);
}

static void on_lost(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	struct buf input = BUF_INIT(1024);
	unsigned count = 1;

	if (!came(h, end))
		return;
	for (const char *at = end->out; *at; at++)
		count += *at == '\n';
	err_set(&h->push_err, ERR_SYSTEM,
	    "the remote lacks commits that were pushed");
	buf_printf(&input,
	    "create refs/k8s-nsd/lost/%u %s\nupdate refs/k8s-nsd/stopped %s\n",
	    count, h->tip, h->tip);
	snprintf(h->lost, sizeof(h->lost), "refs/k8s-nsd/lost/%u", count);
	ask(h, &h->git, (const char *const[]){ "update-ref", "--stdin", NULL },
	    &input, on_stopped);
	buf_clear(&input);
}

void sending_keep(struct history *h)
{
	ask(h, &h->git,
	    (const char *const[]){ "for-each-ref", "--format=%(refname)",
		"refs/k8s-nsd/lost", NULL },
	    NULL, on_lost);
}
