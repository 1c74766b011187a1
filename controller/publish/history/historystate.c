/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/historystate.h"

#include <unistd.h>

#include "controller/publish/history/snapshot.h"

bool history_is_begun(const struct history *h)
{
	static const char *const names[] = { "HEAD", "objects", "refs" };
	struct arena arena = { .chunk = 0 };
	bool begun = false;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		begun |= access(arena_printf(&arena, "%s/%s", h->git.directory,
				    names[i]),
			     F_OK) == 0;
	arena_clear(&arena);
	return begun;
}

struct process *history_start(struct history *h, const struct git *git,
    const struct git_call *call, const struct buf *input, struct err *err)
{
	struct git_call whole = *call;

	whole.arg = h;
	if (input) {
		whole.input = buf_text(input);
		whole.input_len = input->len;
	}
	return git_start(git, &whole, err);
}

void history_call(struct history *h, const char *const *words,
    const struct buf *input, size_t limit, uint64_t timeout,
    void (*done)(void *arg, const struct process_end *end))
{
	const struct git_call call = {
		.words = words,
		.limit = limit,
		.timeout = timeout,
		.done = done,
	};

	h->work = history_start(h, &h->git, &call, input, &h->err);
	if (!h->work)
		history_fail(h);
}

bool history_came(struct history *h, const struct process_end *end)
{
	h->work = NULL;
	if (!end->timed_out && !end->status)
		return true;
	git_words(end, &h->err);
	history_fail(h);
	return false;
}

void history_doubt(struct history *h)
{
	while (h->ntaken) {
		struct pending_zone *zone = h->taken[--h->ntaken];

		/* It is asked for anew, with another serial. */
		if (zone->wants)
			snapshot_drop(
			    h->statedir, zone->zone, zone->flight.last);
		pending_doubt(zone);
	}
}

void history_fail(struct history *h)
{
	history_doubt(h);
	h->tell(h, (struct ledger_event){ .what = LEDGER_FAILED });
}

void history_done(struct history *h, size_t commits)
{
	h->tell(h,
	    (struct ledger_event){ .what = LEDGER_DONE, .commits = commits });
}
