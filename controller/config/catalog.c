/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/catalog.h"

#include <string.h>

#include "zonegen/record/name.h"

#define NOBODY "invalid" /* RFC 9432 4.1 */
#define TTL 60
#define NAME_MOST 200 /* octets: its members stand before it */

static void check_name(const struct draft *draft, struct reader *reader)
{
	const struct draft_zone *zones = draft->zones.items;

	if (strlen(draft->catalog) > NAME_MOST)
		reader_refuse(reader, "catalog.name",
		    "must not be longer than %d octets", NAME_MOST);
	for (size_t i = 0; i < draft->zones.count; i++) {
		const char *name = zones[i].settings.name;

		if (name &&
		    (name_within(name, draft->catalog) ||
			name_within(draft->catalog, name)))
			reader_refuse(reader, "catalog.name",
			    "must be a name of its own, not in or above the "
			    "zone '%.200s'",
			    name);
	}
}

static void make(
    struct draft *draft, struct reader *reader, struct draft_zone *out)
{
	struct draft_nameserver *server =
	    arena_alloc(&reader->scratch, sizeof(*server));
	const char **version = arena_alloc(reader->arena, sizeof(*version));

	*server =
	    (struct draft_nameserver){ .path = "catalog", .name = NOBODY };
	*version = "version TXT \"2\"";
	*out = (struct draft_zone){
		.path = "catalog",
		.settings = { .name = draft->catalog,
		    .ttl = TTL,
		    .max_ttl = TTL,
		    .soa = { .primary = NOBODY,
			.contact = NOBODY,
			.refresh = 900,
			.retry = 300,
			.expire = 1209600,
			.minimum = TTL,
			.ttl = TTL },
		    .closed = true },
		.config = { .guard = { .all = true,
				.updates = GUARD_NEVER,
				.namespaces = GUARD_NEVER } },
		.nameservers = { .items = server, .count = 1 },
		.secondaries = draft->catalog_secondaries,
	};
	out->records = (struct strings){ .list = version, .count = 1 };
}

void catalog_check(struct draft *draft, struct reader *reader)
{
	size_t count = draft->zones.count;
	struct draft_zone *zones;

	if (!draft->catalog) {
		if (reader_has(reader, "catalog.secondaries"))
			reader_refuse(reader, "catalog", "name is missing");
		return;
	}
	check_name(draft, reader);
	zones = arena_alloc(&reader->scratch, (count + 1) * sizeof(*zones));
	if (count)
		memcpy(zones, draft->zones.items, count * sizeof(*zones));
	make(draft, reader, &zones[count]);
	draft->zones.items = zones;
	draft->zones.count++;
}

bool catalog_find(const struct config *config, size_t *at)
{
	*at = config->nzones ? config->nzones - 1 : 0;
	return config->nzones && config->settings[*at].closed;
}
