/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/claim/kindset.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

void kindset_clear(struct kindset *set)
{
	for (size_t i = 0; i < set->count; i++)
		free(set->kinds[i]);
	*set = (struct kindset){ 0 };
}

void kindset_add(struct kindset *set, const struct origin *origin)
{
	if (set->all ||
	    (set->count && origin_is_of(origin, set->kinds[set->recent])))
		return;
	for (size_t i = 0; i < set->count; i++) {
		if (origin_is_of(origin, set->kinds[i])) {
			set->recent = i;
			return;
		}
	}
	set->all = set->count == KINDSET_MAX;
	if (set->all)
		return;
	set->recent = set->count;
	set->kinds[set->count] = xstrdup(origin->text);
	*strchr(set->kinds[set->count++], ' ') = '\0';
}

bool kindset_has(const struct kindset *set, const char *kind)
{
	for (size_t i = 0; i < set->count; i++)
		if (!strcmp(set->kinds[i], kind))
			return true;
	return set->all;
}
