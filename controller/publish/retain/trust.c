/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/trust.h"

#include "controller/source/source.h"

static enum trust judge(const struct source_status *status)
{
	if (status->partial)
		return status->synced ? TRUST_PARTIAL : TRUST_NONE;
	if (status->synced || (status->state == SOURCE_ABSENT && status->gone))
		return TRUST_FULL;
	return status->state == SOURCE_ABSENT ? TRUST_ABSENT : TRUST_NONE;
}

void trust_read(struct trusts *out, const struct store *store,
    const struct config *config, struct arena *arena)
{
	*out = (struct trusts){
		.list = arena_alloc(arena, kind_count() * sizeof(*out->list)),
	};
	for (size_t i = 0; i < kind_count(); i++) {
		const struct kind *kind = kind_at(i);

		if (!source_wants(config, kind->name))
			continue;
		out->list[out->count++] = (struct source_trust){
			.kind = kind->name,
			.rank = source_rank(config, kind->name),
			.trust = judge(store_status(store, kind)),
			.claims = source_claims(config, kind->name),
		};
	}
}

bool trust_complete(const struct trusts *trusts)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (trusts->list[i].trust == TRUST_NONE)
			return false;
	return true;
}

static uint32_t bits_but(const struct trusts *trusts, enum trust but)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < trusts->count; i++) {
		const struct source_trust *row = &trusts->list[i];

		if (row->trust != TRUST_FULL && row->trust != but)
			bits |= UINT32_C(1) << kind_index(kind_find(row->kind));
	}
	return bits;
}

uint32_t trust_doubted(const struct trusts *trusts)
{
	return bits_but(trusts, TRUST_FULL);
}

bool trust_uncertain(const struct trusts *trusts)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (trusts->list[i].trust == TRUST_NONE ||
		    trusts->list[i].trust == TRUST_PARTIAL)
			return true;
	return false;
}

uint32_t trust_unread(const struct trusts *trusts)
{
	return bits_but(trusts, TRUST_PARTIAL);
}

const struct source_trust *trust_claims(
    const struct trusts *trusts, const struct origin *origin)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (trusts->list[i].claims &&
		    origin_is_of(origin, trusts->list[i].kind))
			return &trusts->list[i];
	return NULL;
}

const struct source_trust *trust_in_doubt(
    const struct trusts *trusts, const struct origin *origin, uint32_t read)
{
	const struct source_trust *row = trust_claims(trusts, origin);

	return trust_doubts(row, read, trust_doubted(trusts)) ? row : NULL;
}

bool trust_doubts(
    const struct source_trust *row, uint32_t read, uint32_t doubted)
{
	return row && (row->trust != TRUST_FULL || (read & doubted));
}

void trust_missing(const struct trusts *trusts, struct buf *out)
{
	for (size_t i = 0; i < trusts->count; i++)
		if (trusts->list[i].trust == TRUST_NONE)
			buf_printf(out, "%s%s", out->len ? "," : "",
			    trusts->list[i].kind);
}
