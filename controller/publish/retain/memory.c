/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/memory.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"

bool memory_unsaved(struct memory *memory)
{
	bool unsaved = memory->window.unsaved || memory->graces.unsaved ||
	    memory->approvals.unsaved || memory->hold.unsaved ||
	    memory->refusals.unsaved;

	memory->window.unsaved = memory->graces.unsaved = false;
	memory->approvals.unsaved = memory->hold.unsaved = false;
	memory->refusals.unsaved = false;
	return unsaved;
}

static void memory_clear(struct memory *memory)
{
	window_clear(&memory->window);
	graces_clear(&memory->graces);
	hold_clear(&memory->hold);
	approvals_clear(&memory->approvals);
	settle_clear(&memory->settling);
	refusals_clear(&memory->refusals);
	*memory = (struct memory)MEMORY_INIT;
}

struct zone_overlay *overlays_of(struct overlays *overlays, const char *zone)
{
	struct zone_overlay *found = map_get(&overlays->by_zone, zone);

	if (found)
		return found;
	found = xcalloc(1, sizeof(*found));
	found->memory = (struct memory)MEMORY_INIT;
	found->zone = xstrdup(zone);
	overlays->list = xgrow(overlays->list, overlays->count, &overlays->cap,
	    sizeof(struct zone_overlay *));
	overlays->list[overlays->count++] = found;
	map_put(&overlays->by_zone, found->zone, found);
	return found;
}

void overlays_clear(struct overlays *overlays)
{
	map_clear(&overlays->by_zone);
	for (size_t i = 0; i < overlays->count; i++) {
		overlay_clear(&overlays->list[i]->overlay);
		memory_clear(&overlays->list[i]->memory);
		free(overlays->list[i]->zone);
		free(overlays->list[i]);
	}
	free(overlays->list);
	*overlays = (struct overlays)OVERLAYS_INIT;
}
