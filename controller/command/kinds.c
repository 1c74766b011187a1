/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/kinds.h"

#include <stdlib.h>

#include "controller/source/source.h"
#include "zonegen/base/mem.h"

struct kinds kinds_of(const struct config *config)
{
	struct kinds kinds = { 0 };

	kinds.list = xcalloc(kind_count(), sizeof(*kinds.list));
	for (size_t i = 0; i < kind_count(); i++)
		if (source_wants(config, kind_at(i)->name))
			kinds.list[kinds.count++] = kind_at(i);
	return kinds;
}

bool kinds_equal(const struct kinds *a, const struct kinds *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->list[i] != b->list[i])
			return false;
	return true;
}

void kinds_clear(struct kinds *kinds)
{
	free(kinds->list);
	*kinds = (struct kinds){ 0 };
}
