/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/kinds.h"

#include <stdlib.h>

#include "zonegen/mem.h"

struct kinds kinds_of(const struct config *config)
{
	const struct strings *resources = &config->resources;
	struct kinds kinds = { 0 };

	kinds.list = xcalloc(resources->count, sizeof(*kinds.list));
	for (size_t i = 0; i < resources->count; i++) {
		const struct kind *kind = kind_find(resources->list[i]);

		if (kind)
			kinds.list[kinds.count++] = kind;
	}
	return kinds;
}

void kinds_clear(struct kinds *kinds)
{
	free(kinds->list);
	*kinds = (struct kinds){ 0 };
}
