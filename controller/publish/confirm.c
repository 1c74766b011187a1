/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/confirm.h"

#include <stdlib.h>

#include "zonegen/mem.h"

#define ANSWER_TIMEOUT 250 /* ms until a datagram counts as lost */
#define PAUSE_MAX 20       /* ms */
#define DEADLINE_MIN 2000  /* ms */

struct confirm {
	struct loop *loop;
	struct asker *asker;
	const char *zone;
	uint32_t serial;
	uint64_t started, deadline; /* ms of the loop's clock */
	struct question *question;
	struct loop_timer *pause;
	struct answer last;
	void (*done)(void *arg, bool served, const struct answer *last);
	void *arg;
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
	question_cancel(confirm->question);
	loop_timer_free(confirm->pause);
	free(confirm);
}

static void end(struct confirm *confirm, bool served)
{
	struct answer last = confirm->last;

	confirm->done(confirm->arg, served, &last);
	confirm_stop(confirm);
}

static void on_answer(void *arg, const struct answer *answer)
{
	struct confirm *confirm = arg;
	uint64_t now = loop_now(confirm->loop);
	uint64_t pause = 1 + (now - confirm->started) / 16;

	confirm->question = NULL;
	confirm->last = *answer;
	if (answer->has_serial && answer->serial == confirm->serial)
		end(confirm, true);
	else if (now >= confirm->deadline)
		end(confirm, false);
	else
		loop_timer_set(
		    confirm->pause, pause < PAUSE_MAX ? pause : PAUSE_MAX);
}

static void ask(void *arg)
{
	struct confirm *confirm = arg;

	confirm->question = asker_ask(
	    confirm->asker, confirm->zone, ANSWER_TIMEOUT, on_answer, confirm);
}

struct confirm *confirm_start(struct loop *loop, struct asker *asker,
    const char *zone, uint32_t serial, uint64_t deadline,
    void (*done)(void *arg, bool served, const struct answer *last), void *arg)
{
	struct confirm *confirm = xcalloc(1, sizeof(*confirm));

	confirm->loop = loop;
	confirm->asker = asker;
	confirm->zone = zone;
	confirm->serial = serial;
	confirm->started = loop_now(loop);
	confirm->deadline = confirm->started + deadline;
	confirm->done = done;
	confirm->arg = arg;
	confirm->pause = loop_timer_new(loop, ask, confirm);
	ask(confirm);
	return confirm;
}
