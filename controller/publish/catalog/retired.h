/* SPDX-License-Identifier: Apache-2.0 */
/*
 * retired.h - zones that are not configured any more and are served all the
 * same, because secondaries still have them from the catalog.
 *
 * As long as the catalog lists a zone, secondaries transfer it.  When the
 * removal was approved and published, they need a while to hear of it; a zone
 * that is refused to them meanwhile is an alarm for nothing.  So NSD keeps a
 * zone for another day.
 *
 * The file, retired, has a line for each: NAME, its pattern for NSD, and the
 * time since which the catalog does not list it, or 0.
 */
#ifndef CONTROLLER_PUBLISH_CATALOG_RETIRED_H
#define CONTROLLER_PUBLISH_CATALOG_RETIRED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/err.h"
#include "zonegen/zone/zone.h"

#define RETIRED_FILE "retired"
#define RETIRED_FOR (24 * 3600) /* s, after it was delisted */

struct retired_zone {
	char *name, *pattern;
	int64_t delisted; /* s since 1970; 0: the catalog lists it */
};

struct retired {
	struct retired_zone *list;
	size_t count, cap;
	bool unsaved;
};

/* A missing file has none; a line that is malformed is passed over. */
void retired_load(struct retired *retired, int dir);
/* Only if something changed. */
bool retired_save(struct retired *retired, int dir, struct err *err) MUST_CHECK;
void retired_clear(struct retired *retired);

/* The zone is listed and not configured any more; it may be there already. */
void retired_add(
    struct retired *retired, const char *name, const char *pattern);
/* It is configured again. */
void retired_remove(struct retired *retired, const char *name);
const struct retired_zone *retired_find(
    const struct retired *retired, const char *name);

/*
 * Zones that the catalog's last version has no more begin their day.  catalog
 * NULL: there is none any more, and all begin it.  The name of one whose day is
 * over, which is removed and which the caller frees; NULL: none.
 */
char *retired_expire(
    struct retired *retired, const struct zone *catalog, int64_t wall);
/* Has the catalog's last version changed what is known of one? */
bool retired_owed(const struct retired *retired, const struct zone *catalog);
/* When the next day is over, in s since 1970; 0: none has begun. */
int64_t retired_next(const struct retired *retired);

#endif
