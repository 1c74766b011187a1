/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/hold.h"

#include <stdlib.h>

bool hold_any(const struct hold *hold)
{
	return hold->deletions || hold->updates;
}

void hold_clear(struct hold *hold)
{
	for (size_t i = 0; i < HOLD_NAMES; i++)
		free(hold->names[i]);
	buf_clear(&hold->lines);
	*hold = (struct hold)HOLD_INIT;
}
