/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/memory.h"

bool memory_unsaved(struct memory *memory)
{
	bool unsaved = memory->window.unsaved || memory->graces.unsaved ||
	    memory->approvals.unsaved || memory->hold.unsaved;

	memory->window.unsaved = memory->graces.unsaved = false;
	memory->approvals.unsaved = memory->hold.unsaved = false;
	return unsaved;
}

void memory_clear(struct memory *memory)
{
	window_clear(&memory->window);
	graces_clear(&memory->graces);
	hold_clear(&memory->hold);
	approvals_clear(&memory->approvals);
	*memory = (struct memory)MEMORY_INIT;
}
