/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/confirm.h"

#include <stdlib.h>

#include "controller/publish/transfer/zonelist.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define ANSWER_TIMEOUT 250 /* ms until a datagram counts as lost */
#define PAUSE_MAX 20       /* ms */
#define DEADLINE_MIN 2000  /* ms */
#define RIGHT_ENOUGH 3     /* answers in a row */
#define RIGHT_PAUSE 2      /* ms between them */
#define REJECTED_ENOUGH 2
#define LOOKS 6          /* at "zonestatus" */
#define LOOK_TIMEOUT 250 /* ms until its reply is not waited for */

struct confirm {
	struct loop *loop;
	struct asker *asker;
	struct confirm_options options;
	uint64_t started, deadline; /* ms of the loop's clock */
	unsigned right, rejected;   /* answers in a row */
	struct query *query;
	struct control_request *look; /* at "zonestatus" */
	unsigned looks;
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
	control_ignore(confirm->look);
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

static void wait(struct confirm *confirm, uint64_t ms)
{
	loop_timer_set(confirm->pause, ms < PAUSE_MAX ? ms : PAUSE_MAX);
}

/* --- What NSD says itself --- */

static bool may_look(const struct confirm *confirm)
{
	return confirm->options.control && confirm->looks < LOOKS;
}

static void on_looked(void *arg, const struct control_reply *reply)
{
	struct confirm *confirm = arg;
	const char *at = reply->text;
	struct zonestatus status;

	confirm->look = NULL;
	if (!zonestatus_next(&at, &status) || !status.has_serial)
		confirm->looks = LOOKS; /* it does not say */
	else if (status.serial == confirm->options.serial) {
		end(confirm, CONFIRM_SERVED);
		return;
	}
	wait(confirm, (uint64_t)1 << confirm->looks);
}

static void look(struct confirm *confirm)
{
	struct buf command = BUF_INIT(2 * NAME_FILE_SIZE);
	char text[NAME_FILE_SIZE];

	buf_printf(&command, "zonestatus %s",
	    name_for_file(confirm->options.zone, text));
	confirm->looks++;
	confirm->look = control_send(confirm->options.control,
	    buf_text(&command), NULL, on_looked, confirm);
	loop_timer_set(confirm->pause, LOOK_TIMEOUT);
	buf_clear(&command);
}

/* --- What it answers --- */

static void on_answer(void *arg, const struct answer *answer)
{
	struct confirm *confirm = arg;
	uint64_t now = loop_now(confirm->loop);
	uint64_t pause = 1 + (now - confirm->started) / 16;
	bool late = now >= confirm->deadline;

	confirm->query = NULL;
	count(confirm, answer);
	if (confirm->right && may_look(confirm))
		look(confirm);
	else if (confirm->right >= RIGHT_ENOUGH)
		end(confirm, CONFIRM_SERVED);
	else if (confirm->rejected >= REJECTED_ENOUGH &&
	    (late || confirm->options.was_served || confirm->options.fresh))
		end(confirm, CONFIRM_REJECTED);
	else if (late && !confirm->right)
		end(confirm, CONFIRM_UNSERVED);
	else
		wait(confirm, confirm->right ? RIGHT_PAUSE : pause);
}

static void ask(void *arg)
{
	struct confirm *confirm = arg;

	if (confirm->look) {
		control_ignore(confirm->look);
		confirm->look = NULL;
		confirm->looks = LOOKS;
	}
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
