/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/trust.h"

#include "controller/source/source.h"

/* How long the API must have said "absent" before it is believed. */
#define ABSENT_FOR 300000 /* ms */

static enum trust judge(
    const struct source_status *status, uint64_t now, uint64_t *recheck)
{
	uint64_t age = now > status->since ? now - status->since : 0;

	if (status->synced)
		return TRUST_FULL;
	if (status->state != SOURCE_ABSENT)
		return TRUST_NONE;
	if (age >= ABSENT_FOR)
		return TRUST_FULL;
	if (!*recheck || ABSENT_FOR - age < *recheck)
		*recheck = ABSENT_FOR - age;
	return TRUST_ABSENT;
}

void trust_read(struct trusts *out, const struct store *store,
    const struct config *config, uint64_t now, struct arena *arena)
{
	*out = (struct trusts){ .list = arena_alloc(arena,
				    config->resources.count *
					sizeof(*out->list)) };
	for (size_t i = 0; i < config->resources.count; i++) {
		const struct kind *kind = kind_find(config->resources.list[i]);

		if (!kind)
			continue;
		out->list[out->count++] = (struct source_trust){
			.kind = kind->name,
			.rank = source_rank(config, kind->name),
			.trust = judge(
			    store_status(store, kind), now, &out->recheck),
		};
	}
}

bool trust_settled(const struct trusts *trusts)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (trusts->list[i].trust == TRUST_NONE)
			return false;
	return true;
}

bool trust_partial(const struct trusts *trusts)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (trusts->list[i].trust != TRUST_FULL)
			return true;
	return false;
}
