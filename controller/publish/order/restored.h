/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restored.h - an old version of a zone, served again (U6: an old version
 * restored).
 *
 * Its two files are read as those of a last version are: whatever is not of
 * that form is refused.  Then it can be compared with the last version, and
 * claimed in a zone: the origins of then ask for the records of then.  What the
 * configuration brings is not of it.
 */
#ifndef CONTROLLER_PUBLISH_ORDER_RESTORED_H
#define CONTROLLER_PUBLISH_ORDER_RESTORED_H

#include "controller/config/config.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/digest.h"
#include "zonegen/zone/zone.h"

#define RESTORED_MAX ((size_t)1 << 28) /* octets of a file */

struct restored {
	struct zone *was; /* the old version is its last one; NULL: none */
	struct buf file, origins;
};

/*
 * Of these texts, for the zone of settings.  ERR_INPUT: it is no version of
 * this zone that was written here.  restored_clear() in any case.
 */
bool restored_read(struct restored *out, const struct zone_settings *settings,
    struct err *err) MUST_CHECK;
void restored_clear(struct restored *restored);

/* What would change: a line each, "- LINE" or "+ LINE" of the zone file. */
struct restored_plan {
	size_t added, removed; /* lines */
	struct buf lines;
	char digest[DIGEST_SIZE]; /* of these, of the zone and of the commit */
};
/* From the last version of now to the old one; clear .lines. */
void restored_compare(const struct restored *restored, const struct zone *now,
    const char *commit, struct restored_plan *out);

/* The zone, which has no claims yet, has those of the old version. */
void restored_claim(const struct restored *restored,
    const struct config *config, struct zone *zone);

/*
 * Its files, in the folder of the zones: NAME.COMMIT.zone.restored and
 * NAME.COMMIT.origins.restored, of twelve digits of the commit.  So those of
 * the version that stands stay as they are until another one does.  Read,
 * .file and .origins are filled.
 */
bool restored_save(int zones, const char *zone, const char *commit,
    const struct restored *restored, struct err *err) MUST_CHECK;
bool restored_load(int zones, const char *zone, const char *commit,
    struct restored *out, struct err *err) MUST_CHECK;
void restored_remove(int zones, const char *zone, const char *commit);

#endif
