/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/confirm.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

#define ANSWER_TIMEOUT 250 /* ms until a datagram counts as lost */
#define PAUSE_MAX 20       /* ms */
#define DEADLINE_MIN 2000  /* ms */
#define RIGHT_ENOUGH 3     /* answers in a row */
#define RIGHT_PAUSE 2      /* ms between them */
#define REJECTED_ENOUGH 2

struct confirm {
	struct loop *loop;
	struct asker *asker;
	struct confirm_options options;
	uint64_t started, deadline; /* ms of the loop's clock */
	unsigned right, rejected;   /* answers in a row */
	struct query *query;
	struct loop_timer *pause;
	struct answer last;
};

uint64_t confirm_deadline(size_t records)
{
	uint64_t ms = 1000 + records / 500; /* 2 us a record */

	return ms < DEADLINE_MIN ? DEADLINE_MIN : ms;
}

void confirm_stop(struct confirm *confirm)
{
	if (!confirm)
		return;
	asker_cancel(confirm->query);
	loop_timer_free(confirm->pause);
	free(confirm);
}

static void end(struct confirm *confirm, enum confirmation verdict)
{
	struct answer last = confirm->last;

	confirm->options.done(confirm->options.arg, verdict, &last);
	confirm_stop(confirm);
}

static void count(struct confirm *confirm, const struct answer *answer)
{
	const struct confirm_options *options = &confirm->options;
	bool right = answer->has_serial &&
	    (options->fresh || answer->serial == options->serial);

	confirm->last = *answer;
	confirm->right = right ? confirm->right + 1 : 0;
	confirm->rejected =
	    answer->ede == EDE_NOT_READY ? confirm->rejected + 1 : 0;
}

static void on_answer(void *arg, const struct answer *answer)
{
	struct confirm *confirm = arg;
	uint64_t now = loop_now(confirm->loop);
	uint64_t pause = 1 + (now - confirm->started) / 16;
	bool late = now >= confirm->deadline;

	confirm->query = NULL;
	count(confirm, answer);
	if (confirm->right >= RIGHT_ENOUGH)
		end(confirm, CONFIRM_SERVED);
	else if (confirm->rejected >= REJECTED_ENOUGH &&
	    (late || confirm->options.was_served || confirm->options.fresh))
		end(confirm, CONFIRM_REJECTED);
	else if (late && !confirm->right)
		end(confirm, CONFIRM_UNSERVED);
	else if (confirm->right)
		loop_timer_set(confirm->pause, RIGHT_PAUSE);
	else
		loop_timer_set(
		    confirm->pause, pause < PAUSE_MAX ? pause : PAUSE_MAX);
}

static void ask(void *arg)
{
	struct confirm *confirm = arg;

	confirm->query = asker_ask(confirm->asker, confirm->options.zone,
	    ANSWER_TIMEOUT, on_answer, confirm);
}

struct confirm *confirm_start(struct loop *loop, struct asker *asker,
    const struct confirm_options *options)
{
	struct confirm *confirm = xcalloc(1, sizeof(*confirm));

	confirm->loop = loop;
	confirm->asker = asker;
	confirm->options = *options;
	confirm->started = loop_now(loop);
	confirm->deadline = confirm->started + options->deadline;
	confirm->pause = loop_timer_new(loop, ask, confirm);
	ask(confirm);
	return confirm;
}
