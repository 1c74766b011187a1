/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/statistics.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

#define PAUSE 5000        /* ms between two commands */
#define LIFE 300000       /* ms that a reply is good for */
#define REPLY_MAX 1048576 /* octets that are kept */

struct statistics {
	struct loop *loop;
	struct control *control;
	bool asking;
	uint64_t asked, came; /* ms; 0: never */
	struct buf text;
};

struct statistics *statistics_new(struct loop *loop, struct control *control)
{
	struct statistics *statistics = xcalloc(1, sizeof(*statistics));

	statistics->loop = loop;
	statistics->control = control;
	statistics->text = (struct buf)BUF_INIT(REPLY_MAX);
	return statistics;
}

void statistics_free(struct statistics *statistics)
{
	if (!statistics)
		return;
	buf_clear(&statistics->text);
	free(statistics);
}

static void on_reply(void *arg, const struct control_reply *reply)
{
	struct statistics *statistics = arg;

	statistics->asking = false;
	buf_clear(&statistics->text);
	statistics->came = 0;
	if (!reply->ok)
		return;
	buf_puts(&statistics->text, reply->text);
	if (buf_ok(&statistics->text))
		statistics->came = loop_now(statistics->loop);
}

void statistics_renew(struct statistics *statistics)
{
	uint64_t now = loop_now(statistics->loop);

	if (statistics->asking ||
	    (statistics->asked && now - statistics->asked < PAUSE))
		return;
	statistics->asking = true;
	statistics->asked = now;
	control_send(
	    statistics->control, "stats_noreset", NULL, on_reply, statistics);
}

const char *statistics_text(const struct statistics *statistics)
{
	uint64_t age = loop_now(statistics->loop) - statistics->came;

	return statistics->came && age < LIFE ? buf_text(&statistics->text)
					      : NULL;
}
