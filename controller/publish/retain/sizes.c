/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/sizes.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define SIZES_APART 10000 /* ms: of versions closer together one counts */

void sizes_see(struct sizes *sizes, size_t rrsets, int64_t until)
{
	size_t n = sizes->count;

	while (n && sizes->list[n - 1].rrsets <= rrsets)
		n--;
	sizes->count = n;
	if (n && until - sizes->list[n - 1].until < SIZES_APART)
		return;
	sizes->list = xgrow(sizes->list, n, &sizes->cap, sizeof(*sizes->list));
	sizes->list[sizes->count++] =
	    (struct size){ .rrsets = rrsets, .until = until };
}

bool sizes_same(const struct sizes *a, const struct sizes *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (a->list[i].rrsets != b->list[i].rrsets ||
		    a->list[i].until != b->list[i].until)
			return false;
	return a->count == b->count;
}

void sizes_copy(struct sizes *to, const struct sizes *from)
{
	to->count = 0;
	for (size_t i = 0; i < from->count; i++)
		sizes_see(to, from->list[i].rrsets, from->list[i].until);
}

void sizes_slide(struct sizes *sizes, int64_t before)
{
	size_t old = 0;

	while (old < sizes->count && sizes->list[old].until < before)
		old++;
	sizes->count -= old;
	if (old)
		memmove(sizes->list, sizes->list + old,
		    sizes->count * sizeof(*sizes->list));
}

size_t sizes_most(const struct sizes *sizes)
{
	return sizes->count ? sizes->list[0].rrsets : 0;
}

bool sizes_had(const struct sizes *sizes, int64_t born)
{
	return !sizes->count || born < sizes->list[0].until;
}

static bool is_lost(const struct size *size, int64_t born, int64_t went)
{
	return born < size->until && went >= size->until;
}

bool sizes_lost(const struct sizes *sizes, int64_t born, int64_t went)
{
	for (size_t i = 0; i < sizes->count; i++)
		if (is_lost(&sizes->list[i], born, went))
			return true;
	return false;
}

void sizes_begin(struct sizes *sizes)
{
	sizes->unseen = 0;
	for (size_t i = 0; i < sizes->count; i++)
		sizes->list[i].gone = sizes->list[i].excused = 0;
}

void sizes_count(struct sizes *sizes, int64_t born, int64_t went, bool excused)
{
	if (!sizes->count)
		sizes->unseen += !excused;
	for (size_t i = 0; i < sizes->count; i++) {
		struct size *size = &sizes->list[i];

		if (!is_lost(size, born, went))
			continue;
		size->gone += !excused;
		size->excused += excused && size->excused < size->rrsets;
	}
}

/* All of it, if that is enough to matter; a share of enough; little. */
static int weigh(const struct share *share, size_t least)
{
	if (share->of >= SIZES_ALL_OF && share->gone >= share->of)
		return 2;
	return share->of >= least;
}

static bool is_worse(const struct share *a, const struct share *b, size_t least)
{
	int d = weigh(a, least) - weigh(b, least);

	return d ? d > 0
		 : (uint64_t)a->gone * b->of > (uint64_t)b->gone * a->of;
}

void sizes_share(const struct sizes *sizes, size_t least, struct share *out)
{
	out->gone = out->of = sizes->unseen;
	for (size_t i = 0; i < sizes->count; i++) {
		const struct size *size = &sizes->list[i];
		struct share share = { .gone = size->gone,
			.of = size->rrsets - size->excused };

		/* It cannot have had less than it loses. */
		if (share.of < share.gone)
			share.of = share.gone;
		if (i && !is_worse(&share, out, least))
			continue;
		out->gone = share.gone;
		out->of = share.of;
	}
}

void sizes_clear(struct sizes *sizes)
{
	free(sizes->list);
	*sizes = (struct sizes){ 0 };
}
