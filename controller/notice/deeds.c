/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/notice/deeds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

#define CHANGES_MAX 1000 /* that are looked at */
#define NAMES_MAX 900    /* octets of the names of one object */

struct deed {
	struct buf text;
	size_t names, more; /* names in the text, and those without room */
	char last[NAME_SIZE];
	bool gone;
	char key[]; /* "+Ingress web/www" */
};

static struct deed *deed_of(struct map *deeds, const char *origin, bool gone)
{
	size_t size = strlen(origin) + 2;
	char *key = xmalloc(size);
	struct deed *deed;

	snprintf(key, size, "%c%s", gone ? '-' : '+', origin);
	deed = map_get(deeds, key);
	if (!deed) {
		deed = xcalloc(1, sizeof(*deed) + size);
		memcpy(deed->key, key, size);
		deed->gone = gone;
		deed->text = (struct buf)BUF_INIT(2 * NAMES_MAX);
		buf_puts(&deed->text, gone ? "no longer served: " : "served: ");
		map_put(deeds, deed->key, deed);
	}
	free(key);
	return deed;
}

static void add_name(struct deed *deed, const char *name)
{
	/* The types of one name follow each other. */
	if (!strcmp(deed->last, name))
		return;
	snprintf(deed->last, sizeof(deed->last), "%s", name);
	if (deed->text.len + strlen(name) > NAMES_MAX) {
		deed->more++;
		return;
	}
	buf_printf(&deed->text, "%s%s", deed->names++ ? ", " : "", name);
}

static void gather(struct map *deeds, const struct change *change)
{
	bool gone = change->op == CHANGE_REMOVE;
	const struct rrsets *rrsets = gone ? change->old : change->new;

	for (size_t i = 0; i < rrsets_count(rrsets); i++) {
		struct origin *const *origins;
		size_t count;

		if (rrsets_type(rrsets, i) != change->type)
			continue;
		origins = rrsets_origins(rrsets, i, &count);
		for (size_t j = 0; j < count; j++)
			add_name(deed_of(deeds, origins[j]->text, gone),
			    change->name);
	}
}

void deeds_tell(const struct plan *plan,
    void (*tell)(void *arg, const char *origin, bool gone, const char *text),
    void *arg)
{
	struct plan_at at = { 0 };
	struct map deeds = MAP_INIT;
	struct change change;
	struct deed *deed;
	size_t next = 0;

	for (size_t i = 0; i < CHANGES_MAX && plan_next(plan, &at, &change);
	     i++)
		gather(&deeds, &change);
	while ((deed = map_next(&deeds, &next))) {
		if (deed->more)
			buf_printf(&deed->text, " and %zu more", deed->more);
		tell(arg, deed->key + 1, deed->gone, buf_text(&deed->text));
		buf_clear(&deed->text);
		free(deed);
	}
	map_clear(&deeds);
}
