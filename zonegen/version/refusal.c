/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/refusal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"
#include "zonegen/claim/origin.h"

#define WORDS_MAX 300

struct refused_namespace *refusal_of(
    struct refusals *refusals, const char *namespace)
{
	struct refused_namespace *found =
	    map_get(&refusals->by_namespace, namespace);

	if (found)
		return found;
	found = xcalloc(1, sizeof(*found));
	found->namespace = xstrdup(namespace);
	map_put(&refusals->by_namespace, found->namespace, found);
	refusals->unsaved = true;
	return found;
}

/* One refusal, of however many records. */
static void lengthen(struct refused_namespace *refusal, int64_t now)
{
	refusal->wait = refusal->wait ? 2 * refusal->wait : REFUSAL_LEAST;
	if (refusal->wait > REFUSAL_MOST)
		refusal->wait = REFUSAL_MOST;
	refusal->until = now + refusal->wait;
}

static void add_row(const struct exclusion *row,
    const struct refused_namespace *refusal, int64_t now, int64_t wall,
    struct exclusions *out)
{
	struct exclusion added = *row;
	struct buf words = BUF_INIT(WORDS_MAX);
	time_t when = (time_t)(wall + (refusal->until - now) / 1000);
	char stamp[32];
	struct tm tm;

	gmtime_r(&when, &tm);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &tm);
	buf_printf(&words, "%.200s, tried again at %s", row->words, stamp);
	added.words = buf_text(&words);
	added.until = refusal->until;
	added.open = false; /* it ends by its time */
	exclusions_add(out, &added);
	buf_clear(&words);
}

void refusals_add(struct refusals *refusals, const struct exclusions *rows,
    int64_t now, int64_t wall, struct exclusions *out)
{
	struct map longer = MAP_INIT; /* those that this refusal lengthened */

	for (size_t i = 0; i < rows->count; i++) {
		const struct exclusion *row = &rows->list[i];
		struct origin *origin =
		    origin_from_text(row->origin, "", AGE_UNKNOWN);
		struct refused_namespace *refusal = refusal_of(
		    refusals, origin ? origin_namespace(origin) : "");

		origin_unref(origin);
		if (!map_get(&longer, refusal->namespace)) {
			lengthen(refusal, now);
			map_put(&longer, refusal->namespace, refusal);
		}
		add_row(row, refusal, now, wall, out);
	}
	refusals->unsaved |= rows->count > 0;
	map_clear(&longer);
}

bool refusals_any(const struct refusals *refusals)
{
	return refusals->by_namespace.count > 0;
}

static void drop(struct refusals *refusals, struct refused_namespace *refusal)
{
	map_remove(&refusals->by_namespace, refusal->namespace);
	free(refusal->namespace);
	free(refusal);
}

int64_t refusals_expire(struct refusals *refusals, int64_t now)
{
	struct refused_namespace *refusal;
	int64_t next = INT64_MAX;
	size_t at = 0;

	while ((refusal = map_next(&refusals->by_namespace, &at))) {
		int64_t end = refusal->until + REFUSAL_MOST;

		if (end <= now) {
			drop(refusals, refusal);
			refusals->unsaved = true;
			continue;
		}
		if (end < next)
			next = end;
	}
	return next;
}

void refusals_clear(struct refusals *refusals)
{
	struct refused_namespace *refusal;
	size_t at = 0;

	while ((refusal = map_next(&refusals->by_namespace, &at)))
		drop(refusals, refusal);
	map_clear(&refusals->by_namespace);
}
