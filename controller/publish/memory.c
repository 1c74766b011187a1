/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/memory.h"

void memory_clear(struct memory *memory)
{
	hold_clear(&memory->hold);
	approvals_clear(&memory->approvals);
	*memory = (struct memory)MEMORY_INIT;
}
