/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/secondary/recall.h"

#include <stdlib.h>

#include "controller/publish/secondary/sounding.h"
#include "zonegen/base/mem.h"

/* A server with one of the keys that it may have. */
struct recall_question {
	struct recall *recall;
	struct sounding *sounding;
};

struct recall {
	struct recall_question *list;
	size_t count, open;
	uint32_t *serials;
	size_t nserials, serials_cap;
	struct loop_timer *timer; /* for the end when there is nobody */
	void (*done)(void *arg, const struct recalled *recalled);
	void *arg;
};

void recall_stop(struct recall *recall)
{
	if (!recall)
		return;
	for (size_t i = 0; i < recall->count; i++)
		sounding_stop(recall->list[i].sounding);
	loop_timer_free(recall->timer);
	free(recall->list);
	free(recall->serials);
	free(recall);
}

static void on_end(void *arg)
{
	struct recall *recall = arg;
	const struct recalled recalled = {
		.serials = recall->serials,
		.count = recall->nserials,
	};

	recall->done(recall->arg, &recalled);
	recall_stop(recall);
}

static void on_asked(void *arg, const struct asked *asked)
{
	struct recall_question *question = arg;
	struct recall *recall = question->recall;

	question->sounding = NULL;
	recall->open--;
	if (asked->counts && !asked->trouble && asked->answer.has_serial) {
		recall->serials = xgrow(recall->serials, recall->nserials,
		    &recall->serials_cap, sizeof(*recall->serials));
		recall->serials[recall->nserials++] = asked->answer.serial;
	}
	/* From the loop: this question is about to be freed. */
	if (!recall->open)
		loop_timer_set(recall->timer, 0);
}

/*
 * Each server under each of its keys: it may have only one of them.  Without a
 * loop they are only counted.
 */
static size_t each(struct recall *recall, struct loop *loop,
    const struct transfers *transfers, const struct zone_config *config,
    const char *zone)
{
	size_t count = 0;

	for (size_t i = 0; i < config->nsecondaries; i++) {
		const struct secondary *secondary = config->secondaries[i];
		size_t keys = servers_keys(transfers, secondary), at = 0;
		struct endpoint server;

		while (servers_next(transfers, secondary, &at, &server))
			for (size_t k = 0; k < (keys ? keys : 1); k++) {
				struct recall_question *question;

				count++;
				if (!loop)
					continue;
				question = &recall->list[count - 1];
				question->recall = recall;
				question->sounding = sounding_start(loop,
				    &(struct sounding_options){
					.zone = zone,
					.server = &server,
					.key = servers_key(
					    transfers, secondary, k),
					.tcp = true,
					.done = on_asked,
					.arg = question,
				    });
			}
	}
	return count;
}

struct recall *recall_start(struct loop *loop,
    const struct transfers *transfers, const struct zone_config *config,
    const char *zone, void (*done)(void *arg, const struct recalled *recalled),
    void *arg)
{
	struct recall *recall = xcalloc(1, sizeof(*recall));

	recall->done = done;
	recall->arg = arg;
	recall->timer = loop_timer_new(loop, on_end, recall);
	recall->count = each(recall, NULL, transfers, config, zone);
	recall->list = xcalloc(recall->count + 1, sizeof(*recall->list));
	recall->open = recall->count;
	(void)each(recall, loop, transfers, config, zone);
	if (!recall->count)
		loop_timer_set(recall->timer, 0);
	return recall;
}
