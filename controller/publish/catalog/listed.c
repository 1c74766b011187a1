/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/catalog/listed.h"

#include <stdio.h>
#include <string.h>

#include "zonegen/base/digest.h"
#include "zonegen/base/mem.h"

#define LABEL 40 /* digits of the digest */

void listed_name(const char *zone, const char *catalog, char out[LISTED_SIZE])
{
	char digest[DIGEST_SIZE];

	digest_hex(zone, strlen(zone), digest);
	snprintf(out, LISTED_SIZE, "%.*s.zones.%s", LABEL, digest, catalog);
}

bool listed_has(const struct zone *catalog, const char *zone)
{
	char name[LISTED_SIZE];

	listed_name(zone, zone_name(catalog), name);
	return rrsets_count(zone_last(catalog, name)) > 0;
}

bool listed_next(const struct zone *catalog, size_t *at, char zone[NAME_SIZE])
{
	struct zone_name name;
	bool found = false;

	while (!found && zone_next(catalog, at, &name)) {
		struct arena arena = { 0 };
		struct rrset set = { 0 };

		found = rrsets_read(name.last, RR_PTR, &arena, &set) &&
		    record_target(&set.records[0], zone);
		arena_clear(&arena);
	}
	return found;
}

static void claim(struct zone *catalog, const char *zone)
{
	struct arena arena = { 0 };
	struct origin *origin =
	    origin_new("Catalog", "", zone, "", AGE_UNKNOWN);
	struct record record;
	char name[LISTED_SIZE];
	const struct claim claim = {
		.name = name, .records = &record, .count = 1
	};

	listed_name(zone, zone_name(catalog), name);
	record_host(&record, RR_PTR, zone, &arena);
	zone_claim(catalog, origin, 0, &claim);
	origin_unref(origin);
	arena_clear(&arena);
}

/* It is behind all others. */
struct zone *listed_catalog(const struct zoneset *set)
{
	size_t count = zoneset_count(set);
	struct zone *last = count ? zoneset_at(set, count - 1) : NULL;

	return last && zone_settings(last)->closed ? last : NULL;
}

void listed_follow(struct zoneset *set, const bool *served)
{
	struct zone *catalog = listed_catalog(set);

	for (size_t i = 0; catalog && i + 1 < zoneset_count(set); i++) {
		const char *zone = zone_name(zoneset_at(set, i));

		if (served[i] || listed_has(catalog, zone))
			claim(catalog, zone);
	}
}

bool listed_owed(const struct zoneset *set, const bool *served)
{
	struct zone *catalog = listed_catalog(set);

	for (size_t i = 0; catalog && i + 1 < zoneset_count(set); i++)
		if (served[i] &&
		    !listed_has(catalog, zone_name(zoneset_at(set, i))))
			return true;
	return false;
}
