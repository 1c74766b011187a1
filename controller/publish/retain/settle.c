/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/settle.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

/* One wanted name. */
struct wait {
	int64_t since; /* ms */
	bool seen;     /* in this decision */
	char key[];    /* of its loss */
};

static bool is_one(const struct loss *loss)
{
	return !loss->update &&
	    (loss->state == LOSS_OPEN || loss->state == LOSS_HELD);
}

static void lower(int64_t *next, int64_t end)
{
	if (end < *next)
		*next = end;
}

/* --- Wanted names --- */

static struct wait *wait_for(
    struct settling *settling, const struct loss *loss, int64_t now)
{
	struct wait *wait = map_get(&settling->waits, loss->key);
	size_t size = strlen(loss->key) + 1;

	if (wait)
		return wait;
	wait = xmalloc(sizeof(*wait) + size);
	wait->since = now;
	memcpy(wait->key, loss->key, size);
	map_put(&settling->waits, wait->key, wait);
	return wait;
}

static void forget_waits(struct settling *settling, bool all)
{
	struct wait *wait;
	size_t at = 0;

	while ((wait = map_next(&settling->waits, &at)))
		if (all || !wait->seen) {
			map_remove(&settling->waits, wait->key);
			free(wait);
		} else {
			wait->seen = false;
		}
}

static void judge_wanted(struct settling *settling,
    const struct settle_rule *rule, struct losses *losses, int64_t *next)
{
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];
		struct wait *wait;

		if (!loss->wanted || !is_one(loss))
			continue;
		wait = wait_for(settling, loss, rule->now);
		wait->seen = true;
		if (loss->state != LOSS_OPEN ||
		    rule->now >= wait->since + rule->wanted)
			continue;
		loss->state = LOSS_SETTLING;
		lower(next, wait->since + rule->wanted);
	}
	forget_waits(settling, false);
}

/* --- All of them together --- */

static bool judge_all(struct settling *settling, const struct settle_rule *rule,
    struct losses *losses, int64_t *next)
{
	size_t count = 0;
	bool held = false;
	int64_t end;

	for (size_t i = 0; i < losses->count; i++) {
		count += is_one(&losses->list[i]) ||
		    losses->list[i].state == LOSS_SETTLING;
		held |= losses->list[i].state == LOSS_HELD;
	}
	/* A hold ended because objects returned: the others may return too. */
	if (!settling->count || (settling->held && !held))
		settling->first = rule->now;
	if (count != settling->count)
		settling->last = rule->now;
	settling->count = count;
	settling->held = held;
	end = settling->last + SETTLE_QUIET;
	if (end > settling->first + SETTLE_MOST)
		end = settling->first + SETTLE_MOST;
	if (!count || rule->now >= end)
		return true;
	for (size_t i = 0; i < losses->count; i++)
		if (is_one(&losses->list[i]) &&
		    losses->list[i].state == LOSS_OPEN)
			losses->list[i].state = LOSS_SETTLING;
	lower(next, end);
	return false;
}

bool settle_judge(struct settling *settling, const struct settle_rule *rule,
    struct losses *losses, int64_t *next)
{
	judge_wanted(settling, rule, losses, next);
	return !rule->guarded || judge_all(settling, rule, losses, next);
}

void settle_clear(struct settling *settling)
{
	forget_waits(settling, true);
	map_clear(&settling->waits);
	*settling = (struct settling){ 0 };
}
