/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grace.c - each loss of an address is matched with the claims that still ask
 * for the name and lost their address.  Rows that no loss needed in this pass
 * are forgotten, unless their source is in doubt.
 */
#include "controller/publish/retain/grace.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/retain/window.h"
#include "zonegen/base/mem.h"

/* Names and uids have no blanks, so the key is unambiguous. */
static void print_key(
    struct buf *out, const char *name, const struct origin *origin)
{
	char uid[ORIGIN_UID_SIZE];

	buf_printf(
	    out, "%s %s %s", name, origin_uid(origin, uid), origin->text);
}

static struct grace *find(
    const struct graces *graces, const char *name, const struct origin *origin)
{
	struct buf key = BUF_INIT(1u << 16);
	struct grace *grace;

	print_key(&key, name, origin);
	grace = map_get(&graces->by_key, buf_text(&key));
	buf_clear(&key);
	return grace;
}

struct grace *grace_of(
    struct graces *graces, const char *name, struct origin *origin)
{
	struct grace *grace = find(graces, name, origin);
	struct buf key = BUF_INIT(1u << 16);

	if (grace)
		return grace;
	grace = xcalloc(1, sizeof(*grace));
	print_key(&key, name, origin);
	grace->key = xstrdup(buf_text(&key));
	grace->name = xstrdup(name);
	grace->origin = origin_ref(origin);
	grace->until = NEVER;
	map_put(&graces->by_key, grace->key, grace);
	graces->unsaved = true;
	buf_clear(&key);
	return grace;
}

static void forget(struct graces *graces, struct grace *grace)
{
	map_remove(&graces->by_key, grace->key);
	origin_unref(grace->origin);
	free(grace->name);
	free(grace->key);
	free(grace);
	graces->unsaved = true;
}

static bool is_same(const struct origin *a, const struct origin *b)
{
	return !strcmp(a->text, b->text) && origin_same_uid(a, b);
}

/* Does the last version have an address of that origin? */
static bool has_left(const struct zone *zone, const struct grace *grace)
{
	const struct rrsets *last = zone_last(zone, grace->name);

	for (size_t i = 0; i < rrsets_count(last); i++) {
		size_t count;
		struct origin *const *origins = rrsets_origins(last, i, &count);

		for (size_t j = 0; j < count; j++)
			if (rr_type_is_address(rrsets_type(last, i)) &&
			    is_same(origins[j], grace->origin))
				return true;
	}
	return false;
}

static void judge_loss(struct graces *graces, const struct zone *zone,
    struct loss *loss, int64_t length, int64_t now)
{
	size_t count;
	struct origin *const *origins =
	    rrsets_origins(loss->last, loss->at, &count);

	for (size_t i = 0; i < count; i++) {
		struct grace *grace;

		if (zone_asks(zone, loss->name, origins[i]) != ASKING_LOST)
			continue;
		if (loss->state == LOSS_OPEN || loss->state == LOSS_GRACE)
			grace = grace_of(graces, loss->name, origins[i]);
		else
			grace = find(graces, loss->name, origins[i]);
		if (!grace)
			continue;
		grace->seen = true;
		if (grace->until > now + length)
			grace->until = now + length;
		if (grace->until > now && loss->state == LOSS_OPEN)
			loss->state = LOSS_GRACE;
	}
}

/* May the loss still exist although it was not seen in this pass? */
static bool is_in_doubt(const struct grace *grace, const struct trusts *trusts,
    const struct sources *sources)
{
	return trust_in_doubt(trusts, grace->origin,
		   sources_read(sources, grace->origin->text)) != NULL;
}

int64_t grace_judge(struct graces *graces, const struct zone *zone,
    const struct trusts *trusts, const struct sources *sources,
    struct losses *losses, int64_t length, int64_t now)
{
	int64_t next = NEVER;
	struct grace *grace;
	size_t at = 0;

	while ((grace = map_next(&graces->by_key, &at)))
		grace->seen = false;
	for (size_t i = 0; i < losses->count; i++) {
		struct loss *loss = &losses->list[i];

		if (!loss->update && rr_type_is_address(loss->type))
			judge_loss(graces, zone, loss, length, now);
	}
	at = 0;
	while ((grace = map_next(&graces->by_key, &at)))
		if (!grace->seen &&
		    !(is_in_doubt(grace, trusts, sources) &&
			has_left(zone, grace)))
			forget(graces, grace);
		else if (grace->until > now && grace->until < next)
			next = grace->until;
	return next;
}

bool grace_has(const struct graces *graces, const struct loss *loss,
    const struct origin *origin, int64_t now)
{
	const struct grace *grace = find(graces, loss->name, origin);

	return grace && grace->seen && grace->until > now;
}

void graces_clear(struct graces *graces)
{
	struct grace *grace;
	size_t at = 0;

	while ((grace = map_next(&graces->by_key, &at)))
		forget(graces, grace);
	map_clear(&graces->by_key);
	*graces = (struct graces){ 0 };
}
