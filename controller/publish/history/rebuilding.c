/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rebuilding.c - git exports them without their files' contents, and imports
 * them under a ref of their own; then the refs change all at once.
 */
#include "controller/publish/history/rebuilding.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/history/historystate.h"
#include "controller/publish/history/signing.h"

#define DRAFT HISTORY_DRAFT
#define EXPORT_MAX (1u << 30)

/* A mark that no export comes to. */
#define ACCEPTANCE 2000000000
#define STRING_OF(word) #word
#define STRING(word) STRING_OF(word)

/* --- The stream --- */

struct reading {
	const char *at, *end;
};

/* The next line, its newline in it; false: there is none. */
static bool next_line(struct reading *r, const char **line, size_t *len)
{
	const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));

	if (!stop)
		return false;
	*line = r->at;
	*len = (size_t)(stop - r->at) + 1;
	r->at = stop + 1;
	return true;
}

static bool begins(const char *line, size_t len, const char *word)
{
	return len > strlen(word) && !strncmp(line, word, strlen(word));
}

/* Up to the end of the first message, which must not be read as lines. */
static bool pass_message(struct reading *r)
{
	const char *line;
	size_t len, count;

	while (next_line(r, &line, &len)) {
		if (!begins(line, len, "data "))
			continue;
		count = strtoul(line + 5, NULL, 10);
		if (count > (size_t)(r->end - r->at))
			return false;
		r->at += count;
		return true;
	}
	return false;
}

bool rebuilding_move(const char *stream, size_t len, const char *parent,
    struct buf *out, struct err *err)
{
	struct reading r = { stream, stream + len };
	const char *line, *before;
	size_t line_len;

	if (!pass_message(&r))
		return err_set(
		    err, ERR_INPUT, "git exported no commit that is whole");
	buf_add(out, stream, (size_t)(r.at - stream));
	before = r.at;
	if (next_line(&r, &line, &line_len) && !begins(line, line_len, "from "))
		r.at = before;
	buf_printf(out, "from %s\n", parent);
	buf_add(out, r.at, (size_t)(r.end - r.at));
	return (len < EXPORT_MAX && buf_ok(out)) ||
	    err_set(err, ERR_INPUT, "too many commits");
}

/* --- The refs --- */

static void on_moved(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	h->accepting = false;
	history_done(h, 0);
}

/* Our branch, and what the remote is known to have, at once. */
static void change_refs(struct history *h, const char *to, bool draft)
{
	struct buf input = BUF_INIT(4096);

	buf_printf(&input, "update refs/heads/%s %s %s\n",
	    h->config->git.branch, to, h->tip);
	if (draft)
		buf_puts(&input, "delete " DRAFT "\n");
	if (*h->seen)
		buf_printf(&input, "update refs/k8s-nsd/pushed %s\n", h->seen);
	else
		buf_puts(&input, "delete refs/k8s-nsd/pushed\n");
	if (h->accepting)
		buf_puts(&input, "delete refs/k8s-nsd/stopped\n");
	history_call(h, (const char *const[]){ "update-ref", "--stdin", NULL },
	    &input, 0, 0, on_moved);
	buf_clear(&input);
}

static void on_signed(struct history *h, const char *commit)
{
	if (*commit)
		change_refs(h, commit, true);
	else
		history_fail(h);
}

static void on_imported(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (history_came(h, end))
		signing_start(h, h->seen, on_signed);
}

/* --- What an operator accepted --- */

static void print_acceptance(const struct history *h, struct buf *out)
{
	buf_printf(out,
	    "history: the history of the remote is accepted\n\n"
	    "The remote lacked commits that were pushed to it.  They are kept "
	    "in the\ncontroller's repository as %s.\n\n"
	    "Accepted-By: %s\nAccepted-Reason: %s\nLost-Commit: %s\n",
	    h->lost, h->accepted_by, h->accepted_reason, h->tip);
}

/* "100644 blob ID\tPATH" and a NUL: files of zones as they were pushed. */
static void add_pushed_file(
    const struct history *h, const char *line, struct buf *out)
{
	const char *folder = h->config->git.path, *path = strchr(line, '\t');
	const char *name = path ? path + 1 + strlen(folder) : NULL;
	char id[STREAM_ID_SIZE];
	size_t len = path ? (size_t)(path - line) : 0;

	if (len < 12 || len - 12 >= sizeof(id) ||
	    strncmp(line, "100644 blob ", 12) != 0 ||
	    strncmp(path + 1, folder, strlen(folder)) != 0 ||
	    strchr(name, '/') || strpbrk(name, "\n\"") ||
	    !(strstr(name, ".zone") || strstr(name, ".origins")))
		return;
	memcpy(id, line + 12, len - 12);
	id[len - 12] = '\0';
	stream_file(out, id, path + 1);
}

static void add_acceptance(
    struct history *h, const char *files, size_t len, struct buf *out)
{
	struct buf message = BUF_INIT(8192);

	print_acceptance(h, &message);
	stream_commit(out,
	    &(struct stream_commit){
		.ref = DRAFT,
		.parent = h->seen,
		.author = h->config->git.author,
		.authored = loop_wall(h->loop),
		.committed = loop_wall(h->loop),
		.message = buf_text(&message),
		.message_len = message.len,
	    },
	    ACCEPTANCE);
	for (const char *at = files; at < files + len; at += strlen(at) + 1)
		add_pushed_file(h, at, out);
	buf_putc(out, '\n');
	buf_clear(&message);
}

/* --- What is rebuilt --- */

static void import(struct history *h, const struct process_end *end)
{
	struct buf stream = BUF_INIT(UINT32_MAX);
	const char *base = h->accepting ? ":" STRING(ACCEPTANCE) : h->seen;

	buf_add(&stream, buf_text(&h->text), h->text.len);
	if (end->out_len &&
	    !rebuilding_move(end->out, end->out_len, base, &stream, &h->err)) {
		buf_clear(&stream);
		history_fail(h);
		return;
	}
	stream_end(&stream);
	history_call(h,
	    (const char *const[]){
		"fast-import", "--quiet", "--done", "--date-format=raw", NULL },
	    &stream, 0, 0, on_imported);
	buf_clear(&stream);
}

static void on_exported(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	if (end->out_len || h->accepting)
		import(h, end);
	else
		change_refs(h, h->seen, false); /* all of ours are there */
}

/* Ours that the remote has not; what it lost is in the acceptance. */
static void export_ours(struct history *h)
{
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "fast-export", "--no-data",
		"--reference-excluded-parents", "--refspec",
		arena_printf(
		    &arena, "refs/heads/%s:" DRAFT, h->config->git.branch),
		arena_printf(&arena, "^%s", h->accepting ? h->pushed : h->seen),
		arena_printf(&arena, "refs/heads/%s", h->config->git.branch),
		NULL };

	history_call(h, words, NULL, EXPORT_MAX, 0, on_exported);
	arena_clear(&arena);
}

static void on_files(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	add_acceptance(h, end->out, end->out_len, &h->text);
	export_ours(h);
}

static void on_dropped(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	const char *const words[] = { "ls-tree", "-r", "-z", "--full-tree",
		h->pushed, NULL };

	buf_reset(&h->text);
	if (!history_came(h, end))
		return;
	if (h->accepting)
		history_call(h, words, NULL, EXPORT_MAX, 0, on_files);
	else
		export_ours(h);
}

void rebuilding_start(struct history *h)
{
	/* Of one that was not ended. */
	history_call(h,
	    (const char *const[]){ "update-ref", "-d", DRAFT, NULL }, NULL, 0,
	    0, on_dropped);
}
