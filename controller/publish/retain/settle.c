/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/settle.h"

static bool is_one(const struct loss *loss)
{
	return !loss->update &&
	    (loss->state == LOSS_OPEN || loss->state == LOSS_HELD);
}

bool settle_judge(struct settling *settling, struct losses *losses, int64_t now,
    int64_t *next)
{
	size_t count = 0;
	bool held = false;
	int64_t end;

	for (size_t i = 0; i < losses->count; i++) {
		count += is_one(&losses->list[i]);
		held |= losses->list[i].state == LOSS_HELD;
	}
	/* A hold ended because objects returned: the others may return too. */
	if (!settling->count || (settling->held && !held))
		settling->first = now;
	if (count != settling->count)
		settling->last = now;
	settling->count = count;
	settling->held = held;
	end = settling->last + SETTLE_QUIET;
	if (end > settling->first + SETTLE_MOST)
		end = settling->first + SETTLE_MOST;
	if (!count || now >= end)
		return true;
	for (size_t i = 0; i < losses->count; i++)
		if (is_one(&losses->list[i]) &&
		    losses->list[i].state == LOSS_OPEN)
			losses->list[i].state = LOSS_SETTLING;
	if (end < *next)
		*next = end;
	return false;
}
