/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/resolve/cut.h"

#include <string.h>

uint16_t cut_type(const struct cut *cut)
{
	if (cut->over || cut->above)
		return 0;
	if (cut->ns && !cut->bare)
		return RR_NS;
	return cut->dname ? RR_DNAME : 0;
}

bool cut_has_lame(const struct cut *cut, const char *target)
{
	for (size_t i = 0; i < cut->ntargets; i++)
		if (!strcmp(cut->targets[i].name, target))
			return cut->targets[i].lame;
	return false;
}

bool glue_from(const struct glue *glue, const struct entry *entry)
{
	if (!glue || (!glue->count && !glue->configured))
		return false;
	if (entry_configured(entry))
		return true;
	for (size_t i = 0; i < glue->count; i++)
		if (!strcmp(
			glue->namespaces[i], origin_namespace(entry->origin)))
			return true;
	return false;
}
