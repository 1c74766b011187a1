/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/door.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/serve/listening.h"
#include "zonegen/base/mem.h"

#define AGAIN 1000 /* ms between tries */

struct side {
	char *address;
	struct listening listening; /* its socket is httpd's */
	bool open, failing;         /* failing: that was logged */
};

struct door {
	struct loop *loop;
	const char *what;
	struct httpd *httpd;
	struct side *sides;
	size_t count;
	struct loop_timer *again;
};

static void log_side(
    const struct door *door, const struct side *side, const struct err *err)
{
	struct buf message = BUF_INIT(100);

	buf_printf(&message, "%s is %s", door->what,
	    err ? "not available" : "available");
	log_event(err ? LOG_ERROR : LOG_INFO, buf_text(&message), "address",
	    side->address, "error", err ? err->text : NULL);
	buf_clear(&message);
}

static bool try_side(struct door *door, struct side *side)
{
	struct err err;

	if (*side->address == '/'
		? !listening_unix(&side->listening, side->address, 0660, &err)
		: !listening_tcp(&side->listening, side->address, &err)) {
		if (!side->failing)
			log_side(door, side, &err);
		side->failing = true;
		return false;
	}
	if (side->failing)
		log_side(door, side, NULL);
	side->failing = false;
	side->open = true;
	httpd_add(door->httpd, side->listening.fd);
	side->listening.fd = -1; /* httpd's now */
	return true;
}

static void try_all(void *arg)
{
	struct door *door = arg;
	bool all = true;

	for (size_t i = 0; i < door->count; i++)
		if (!door->sides[i].open)
			all &= try_side(door, &door->sides[i]);
	if (!all)
		loop_timer_set(door->again, AGAIN);
}

static struct door *open_door(
    struct loop *loop, const struct door_options *options)
{
	struct door *door = xcalloc(1, sizeof(*door));

	door->loop = loop;
	door->what = options->what;
	door->httpd =
	    httpd_new(loop, options->limits, options->answer, options->arg);
	door->count = options->addresses.count;
	door->sides = xcalloc(door->count + 1, sizeof(*door->sides));
	for (size_t i = 0; i < door->count; i++)
		door->sides[i] = (struct side){
			.address = xstrdup(options->addresses.list[i]),
			.listening = LISTENING_INIT,
		};
	door->again = loop_timer_new(loop, try_all, door);
	try_all(door);
	return door;
}

void door_close(struct door *door)
{
	if (!door)
		return;
	for (size_t i = 0; i < door->count; i++) {
		listening_close(&door->sides[i].listening);
		free(door->sides[i].address);
	}
	httpd_free(door->httpd);
	loop_timer_free(door->again);
	free(door->sides);
	free(door);
}

static bool is_at(const struct door *door, const struct strings *addresses)
{
	size_t same = 0;

	if (door->count != addresses->count)
		return false;
	while (same < door->count &&
	    !strcmp(door->sides[same].address, addresses->list[same]))
		same++;
	return same == door->count;
}

void door_keep(
    struct door **door, struct loop *loop, const struct door_options *options)
{
	if (*door && is_at(*door, &options->addresses))
		return;
	door_close(*door);
	*door = open_door(loop, options);
}
