/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/zonegen/version/making.h"

#include "tests/test.h"

struct zone *making_zone(const struct world *world)
{
	return zoneset_at(world->set, 0);
}

struct version *making_version(struct world *world, uint32_t serial)
{
	struct version *version;
	struct err err;

	zone_resolve(making_zone(world));
	version = version_new(making_zone(world), serial, &err);
	assert_non_null(version);
	return version;
}

void making_last(struct world *world, uint32_t serial)
{
	struct version *version = making_version(world, serial);

	version_adopt(making_zone(world), version);
	version_free(version);
}

struct buf making_origins(struct world *world,
    bool (*next)(const struct zone *zone, size_t *at, struct buf *out))
{
	struct buf text = BUF_INIT(UINT32_MAX);
	size_t at = 0;

	while (next(making_zone(world), &at, &text))
		;
	return text;
}
