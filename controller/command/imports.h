/* SPDX-License-Identifier: Apache-2.0 */
/*
 * imports.h - which records of a foreign zone the configuration should have.
 *
 * Those that no object asks for, at names that no object's records belong to:
 * a record of the configuration comes before all objects, so it would take the
 * name away from them (D6: the configuration comes first).
 */
#ifndef CONTROLLER_COMMAND_IMPORTS_H
#define CONTROLLER_COMMAND_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/config/config.h"
#include "zonegen/base/mem.h"
#include "zonegen/foreign/foreign.h"
#include "zonegen/zone/zoneset.h"

struct imports {
	struct imports_row {
		struct record record; /* its TTL is 1 at least */
		const char *name;     /* the foreign zone's, as the record's */
		const char *why;      /* it is left out; NULL: it is not */
		/* Left out, but published all the same: by whoever has it. */
		bool elsewhere;
	} * rows; /* one each, in the order of the zone */
	size_t count, chosen;
	struct arena arena; /* of the reasons */
};

/* at: the zone's place in the set, which has the objects and is resolved. */
void imports_choose(struct imports *out, const struct foreign *foreign,
    const struct config *config, const struct zoneset *zones, size_t at);
void imports_clear(struct imports *imports);

#endif
