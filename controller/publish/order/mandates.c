/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/order/mandates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/publish/retain/window.h"
#include "zonegen/base/mem.h"

static struct mandate *find(const struct mandates *mandates, const char *zone)
{
	for (size_t i = 0; i < mandates->count; i++)
		if (!strcmp(mandates->list[i].zone, zone))
			return &mandates->list[i];
	return NULL;
}

const struct mandate *mandates_find(
    const struct mandates *mandates, const char *zone)
{
	return find(mandates, zone);
}

static struct mandate *add(
    struct mandates *mandates, const char *zone, int64_t since)
{
	struct mandate *added;

	mandates->list = xgrow(mandates->list, mandates->count, &mandates->cap,
	    sizeof(*mandates->list));
	added = &mandates->list[mandates->count++];
	*added = (struct mandate){ .zone = xstrdup(zone), .since = since };
	return added;
}

void mandates_set(struct mandates *mandates, const struct mandate_wish *wish)
{
	struct mandate *mandate = find(mandates, wish->zone);

	if (!mandate)
		mandate = add(mandates, wish->zone, wish->now->wall);
	mandate->stated = *wish->stated;
	mandate->life = wish->life;
	mandate->until = wish->life ? wish->now->ms + wish->life : NEVER;
	mandate->serial = wish->serial;
	mandate->lost = wish->lost;
	snprintf(mandate->commit, sizeof(mandate->commit), "%s",
	    wish->commit ? wish->commit : "");
}

bool mandates_end(struct mandates *mandates, const char *zone)
{
	struct mandate *mandate = find(mandates, zone);

	if (!mandate)
		return false;
	free(mandate->zone);
	*mandate = mandates->list[--mandates->count];
	return true;
}

bool mandates_expire(
    struct mandates *mandates, int64_t now, struct mandate *out)
{
	for (size_t i = 0; i < mandates->count; i++)
		if (mandates->list[i].until <= now) {
			*out = mandates->list[i];
			mandates->list[i] = mandates->list[--mandates->count];
			return true;
		}
	return false;
}

int64_t mandates_next(const struct mandates *mandates, int64_t other)
{
	for (size_t i = 0; i < mandates->count; i++)
		if (mandates->list[i].until < other)
			other = mandates->list[i].until;
	return other;
}

void mandates_copy(const struct mandates *mandates, struct mandates *out)
{
	for (size_t i = 0; i < mandates->count; i++) {
		const struct mandate *from = &mandates->list[i];
		struct mandate *to = add(out, from->zone, from->since);
		char *zone = to->zone;

		*to = *from;
		to->zone = zone;
	}
}

void mandates_clear(struct mandates *mandates)
{
	for (size_t i = 0; i < mandates->count; i++)
		free(mandates->list[i].zone);
	free(mandates->list);
	*mandates = (struct mandates){ .count = 0 };
}
