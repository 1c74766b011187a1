/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/guard.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define ALL_OF 3 /* RRsets: a smaller zone may lose all of them */

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

static bool exceeds(
    const struct guard_rule *rule, size_t count, size_t of, uint32_t percent)
{
	if (percent == GUARD_NEVER || !count)
		return false;
	if (of >= ALL_OF && count >= of)
		return true;
	return of >= rule->min_rrsets &&
	    (uint64_t)count * 100 > (uint64_t)of * percent;
}

static void tell_name(struct hold *hold, const char *name, size_t *told)
{
	if (*told == HOLD_NAMES ||
	    (*told && !strcmp(hold->names[*told - 1], name)))
		return;
	hold->names[(*told)++] = xstrdup(name);
}

static void tell(struct hold *hold, const struct losses *losses)
{
	size_t told = 0;

	for (size_t i = 0; i < losses->count; i++) {
		const struct loss *loss = &losses->list[i];

		if (loss->state != LOSS_HELD)
			continue;
		hold->deletions += !loss->update;
		hold->updates += loss->update;
		tell_name(hold, loss->name, &told);
		buf_puts(&hold->lines, loss->line);
		buf_putc(&hold->lines, '\n');
	}
	if (hold_any(hold))
		digest_hex(buf_text(&hold->lines), hold->lines.len, hold->plan);
}

void guard_judge(const struct guard_rule *rule, const struct share *share,
    struct losses *losses, int64_t wall, struct hold *hold)
{
	bool deletes = exceeds(rule, share->gone, share->of, rule->deletes);
	bool unsaved = hold->unsaved;
	int64_t since = hold->since;
	bool updates = exceeds(rule, share->changed, share->of, rule->updates);

	hold_clear(hold);
	hold->unsaved = unsaved;
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];

		if (loss->state == LOSS_OPEN &&
		    (loss->update ? updates : deletes))
			loss->state = LOSS_HELD;
	}
	tell(hold, losses);
	hold->since = hold_any(hold) ? since ? since : wall : 0;
	hold->unsaved |= hold->since != since;
	if (!hold_any(hold))
		return;
	hold->gone = share->gone;
	hold->changed = share->changed;
	hold->of = share->of;
}
