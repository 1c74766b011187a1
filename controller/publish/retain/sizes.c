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
	sizes->list[sizes->count++] = (struct size){ rrsets, until };
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

bool sizes_lost(const struct sizes *sizes, int64_t born, int64_t went)
{
	return sizes->count && born < sizes->list[0].until &&
	    went >= sizes->list[0].until;
}

void sizes_clear(struct sizes *sizes)
{
	free(sizes->list);
	*sizes = (struct sizes){ 0 };
}
