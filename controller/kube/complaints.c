/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/complaints.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/kube/wire/event.h"
#include "zonegen/base/mem.h"

#define MOST 1000 /* remembered; the store knows them all */

struct complaint {
	char *why;
	char key[];
};

static void drop(struct complaint *complaint)
{
	if (!complaint)
		return;
	free(complaint->why);
	free(complaint);
}

void complaints_add(
    struct complaints *complaints, struct slice object, const char *why)
{
	struct complaint *complaint;
	char key[512];

	event_key(object, key, sizeof(key));
	complaint = map_get(&complaints->map, key);
	if (complaint && !strcmp(complaint->why, why))
		return;
	if (complaint) {
		free(complaint->why);
		complaint->why = xstrdup(why);
	} else {
		if (complaints->map.count >= MOST)
			return;
		complaint = xmalloc(sizeof(*complaint) + strlen(key) + 1);
		memcpy(complaint->key, key, strlen(key) + 1);
		complaint->why = xstrdup(why);
		map_put(&complaints->map, complaint->key, complaint);
	}
	log_event(LOG_WARNING, "object refused", "kind", complaints->kind,
	    "object", key, "reason", why);
}

void complaints_forget(struct complaints *complaints, struct slice object)
{
	char key[512];

	if (!complaints->map.count)
		return;
	event_key(object, key, sizeof(key));
	drop(map_remove(&complaints->map, key));
}

void complaints_clear(struct complaints *complaints)
{
	struct complaint *complaint;
	size_t at = 0;

	while ((complaint = map_next(&complaints->map, &at)))
		drop(complaint);
	map_clear(&complaints->map);
}
