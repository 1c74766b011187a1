/* SPDX-License-Identifier: Apache-2.0 */
/*
 * making.h - versions of the first zone of a world, for tests.
 */
#ifndef TESTS_UNIT_ZONEGEN_VERSION_MAKING_H
#define TESTS_UNIT_ZONEGEN_VERSION_MAKING_H

#include "tests/unit/zonegen/world.h"
#include "zonegen/version/version.h"

struct zone *making_zone(const struct world *world);
/* Of what is asked for now; version_free(). */
struct version *making_version(struct world *world, uint32_t serial);
/* Makes it the last version. */
void making_last(struct world *world, uint32_t serial);
/* All of .origins, a piece after another; to be cleared. */
struct buf making_origins(struct world *world,
    bool (*next)(const struct zone *zone, size_t *at, struct buf *out));

#endif
