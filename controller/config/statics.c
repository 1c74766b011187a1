/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statics.c - zones[].records: records in the syntax of a zone file (RFC 1035
 * 5.1), one each, on one line: OWNER [TTL] [CLASS] TYPE RDATA.
 *
 * Names are relative to the zone unless they end in a dot.  No directives, no
 * parentheses, no comments, and nothing that the cluster could not ask for
 * either: what is wrong with a record is told when the file is read.
 */
#include "controller/config/statics.h"

#include <string.h>

#include "zonegen/base/map.h"
#include "zonegen/base/number.h"
#include "zonegen/record/name.h"

#define BLANKS " \t"
#define FORM "must be OWNER [TTL] [CLASS] TYPE RDATA"

struct statics {
	struct reader *reader;
	const struct draft *draft;
	const struct map *zones; /* all of them, by name */
	const struct draft_zone *zone;
	const char *path;  /* of the record that is being read */
	struct map firsts; /* of the records of each name */
	struct claim *claims;
	size_t count;
};

static void refuse(struct statics *s, const char *why)
{
	reader_refuse(s->reader, s->path, "%s", why);
}

/* The next word; NULL at the end.  *len may be 0 only there. */
static const char *next_word(const char **at, size_t *len)
{
	const char *word = *at + strspn(*at, BLANKS);

	*len = strcspn(word, BLANKS);
	*at = word + *len;
	return *len ? word : NULL;
}

/* The owner, absolute; false: refused. */
static bool read_owner(
    struct statics *s, const char *word, size_t len, char name[NAME_SIZE])
{
	const char *zone = s->zone->settings.name, *text;
	struct err err;

	if (len == 1 && *word == '@')
		text = zone;
	else if (word[len - 1] == '.')
		text =
		    arena_printf(&s->reader->scratch, "%.*s", (int)len, word);
	else
		text = arena_printf(
		    &s->reader->scratch, "%.*s.%s", (int)len, word, zone);
	if (!name_parse_record(text, strlen(text), name, &err))
		refuse(s, err.text);
	else if (!name_within(name, zone))
		refuse(s, "its owner is not in the zone");
	else
		return true;
	return false;
}

/* Seconds from 1 to TTL_MAX; 0: it is no number. */
static uint32_t ttl_of(const char *word, size_t len)
{
	uint64_t value;

	return number_read(word, len, TTL_MAX, &value) ? (uint32_t)value : 0;
}

/* TTL and class in either order, then the type. */
static bool read_type(struct statics *s, const char **at, struct record *record)
{
	char type[16] = "";
	const char *word;
	size_t len;

	while ((word = next_word(at, &len))) {
		uint32_t ttl = ttl_of(word, len);

		if (ttl && !record->ttl) {
			record->ttl = ttl;
		} else if (len != 2 || strncmp(word, "IN", 2) != 0) {
			memcpy(type, word, len < 15 ? len : 15);
			break;
		}
	}
	record->type = rr_type_parse(type);
	if (!word)
		refuse(s, FORM);
	else if (!record->type && strchr("-+0123456789", *type))
		reader_refuse(s->reader, s->path,
		    "'%.*s' is no TTL of 1 to %d seconds, and no type: " FORM,
		    (int)(len < 40 ? len : 40), word, TTL_MAX);
	else if (!record->type)
		reader_refuse(s->reader, s->path,
		    "'%.*s' is no type that can be published%s",
		    (int)(len < 40 ? len : 40), word, rr_type_hint(type));
	else if (rr_type_is_private(record->type) &&
	    !s->draft->config.unknown_types)
		reader_refuse(s->reader, s->path,
		    "'%s' is not published, unknownTypes is off", type);
	else
		return true;
	return false;
}

static bool is_nameserver(const struct zone_settings *zone, const char *name)
{
	for (size_t i = 0; i < zone->nnameservers; i++)
		if (zone->nameservers[i].name &&
		    !strcmp(zone->nameservers[i].name, name))
			return true;
	return false;
}

const char *statics_misplaced(
    const struct zone_settings *zone, const char *name, uint16_t type)
{
	bool apex = !strcmp(name, zone->name);
	bool cuts = type == RR_NS || type == RR_DNAME || type == RR_DS;

	if (apex && (cuts || type == RR_CNAME))
		return "the apex of a zone cannot have this type";
	if (cuts && name_is_wildcard(name))
		return "a wildcard cannot have this type";
	if ((rr_type_is_address(type) || cuts) && is_nameserver(zone, name))
		return "the name belongs to a nameserver of the zone";
	return NULL;
}

/* Does it belong to another zone, which lies between it and its own? */
static bool is_below_child(const struct statics *s, const char *name)
{
	const char *own = s->zone->settings.name;

	for (; name && strcmp(name, own) != 0; name = name_parent(name))
		if (map_get(s->zones, name))
			return true;
	return false;
}

/* Why a record must not stand at this name, or NULL. */
static const char *misplaced(
    const struct statics *s, const char *name, uint16_t type)
{
	const char *why = statics_misplaced(&s->zone->settings, name, type);

	if (!why && is_below_child(s, name))
		why = "the name belongs to another zone";
	return why;
}

/* Why it cannot stand beside the others of the configuration, or NULL. */
static const char *conflict(
    struct statics *s, const char *name, struct record *record)
{
	const struct record *first = map_get(&s->firsts, name);
	bool alias = record->type == RR_CNAME;
	char target[NAME_SIZE];

	if (alias && record_target(record, target) && !strcmp(target, name))
		return "an alias of itself";
	if (first && (alias || first->type == RR_CNAME))
		return "an alias has its name for itself alone, and this name "
		       "has two records";
	if (!first)
		map_put(&s->firsts, name, record);
	return NULL;
}

static void read_record(struct statics *s, const char *text)
{
	struct record *record = arena_alloc(s->reader->arena, sizeof(*record));
	struct record head = { .ttl = 0 };
	char name[NAME_SIZE];
	const char *word, *why, *owner;
	struct err err;
	size_t len;

	word = next_word(&text, &len);
	if (!word) {
		refuse(s, FORM);
		return;
	}
	if (*word == '$') {
		refuse(s,
		    "directives are not read here: each record stands "
		    "by itself, and is absolute or below the zone");
		return;
	}
	if (!read_owner(s, word, len, name) || !read_type(s, &text, &head))
		return;
	text += strspn(text, BLANKS);
	why = misplaced(s, name, head.type);
	if (why) {
		refuse(s, why);
		return;
	}
	if (!record_parse_in(record, head.type, text, strlen(text),
		s->zone->settings.name, s->reader->arena, &err)) {
		refuse(s, err.text);
		return;
	}
	record->ttl = head.ttl;
	owner = arena_strdup(s->reader->arena, name);
	why = conflict(s, owner, record);
	if (why)
		refuse(s, why);
	else
		s->claims[s->count++] = (struct claim){
			.name = owner, .records = record, .count = 1
		};
}

void statics_read(struct draft *draft, struct reader *reader)
{
	struct draft_zone *zones = draft->zones.items;
	struct map by_name = MAP_INIT;

	for (size_t i = 0; i < draft->zones.count; i++)
		if (zones[i].settings.name)
			map_put(&by_name, zones[i].settings.name, &zones[i]);
	for (size_t i = 0; i < draft->zones.count; i++) {
		struct draft_zone *zone = &zones[i];
		struct statics s = { reader, draft, &by_name, zone, NULL,
			MAP_INIT, NULL, 0 };

		zone->settings.administrators = zone->administrators.list;
		zone->settings.nadministrators = zone->administrators.count;
		s.claims = arena_alloc(reader->arena,
		    (zone->records.count + 1) * sizeof(*s.claims));
		for (size_t j = 0;
		     zone->settings.name && j < zone->records.count; j++) {
			s.path = arena_printf(
			    &reader->scratch, "%s.records[%zu]", zone->path, j);
			read_record(&s, zone->records.list[j]);
		}
		zone->settings.statics = s.claims;
		zone->settings.nstatics = s.count;
		map_clear(&s.firsts);
	}
	map_clear(&by_name);
}
