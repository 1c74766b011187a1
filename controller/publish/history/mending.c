/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/mending.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/publish/history/historystate.h"
#include "controller/publish/state/statedir.h"

#define INSPECT_TIME 600000 /* ms */
#define COLLECT_TIME 300000

static void on_inspected(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	bool sound = !end->status || git_blames_machine(end);

	h->work = NULL;
	if (!sound)
		git_words(end, &h->err);
	h->tell(h,
	    (struct ledger_event){
		.what = sound ? LEDGER_SOUND : LEDGER_DAMAGED,
	    });
}

void mending_inspect(struct history *h)
{
	static const char *const words[] = { "fsck", "--connectivity-only",
		"--no-dangling", "--no-progress", "--no-reflogs", NULL };

	/* What is missing is made anew, and what is no repository stays. */
	if (!history_is_begun(h)) {
		h->tell(h, (struct ledger_event){ .what = LEDGER_SOUND });
		return;
	}
	h->work = history_start(h, &h->git,
	    &(struct git_call){
		.words = words,
		.timeout = INSPECT_TIME,
		.done = on_inspected,
	    },
	    NULL, &h->err);
	if (!h->work)
		h->tell(h, (struct ledger_event){ .what = LEDGER_SOUND });
}

void mending_put_aside(struct history *h)
{
	const char *slash = strrchr(h->git.directory, '/');
	struct arena arena = { .chunk = 0 };
	const char *parent = arena_printf(&arena, "%.*s",
	    (int)(slash - h->git.directory) + 1, h->git.directory);
	int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	ok = fd >= 0 ? statedir_set_aside(fd, slash + 1, &h->err)
		     : err_errno(&h->err, "cannot open '%s'", parent);
	if (fd >= 0)
		close(fd);
	arena_clear(&arena);
	if (!ok) {
		history_fail(h);
		return;
	}
	log_event(LOG_ERROR,
	    "git repository is damaged: put aside, and a new one is begun",
	    "directory", h->git.directory, "error", h->err.text);
	history_done(h, 0);
}

static void on_collected(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (history_came(h, end))
		history_done(h, 0);
}

void mending_collect(struct history *h)
{
	static const char *const words[] = { "gc", "--quiet",
		"--prune=2.weeks.ago", NULL };

	history_call(h, words, NULL, 0, COLLECT_TIME, on_collected);
}
