/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secondaries.c - the keys are checked first, then each secondary: its
 * addresses, its keys, what it may do without one.  At the end the zones get
 * theirs.
 */
#include "controller/config/secondaries.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/record/name.h"

#define DNS_PORT 53
#define OPEN_V4 28 /* shorter prefixes need a key */
#define OPEN_V6 60
/* The names of a zone's secondaries are the name of its pattern in NSD. */
#define NAMES_MAX 400

/* One element of secondaries that is being checked. */
struct making {
	struct reader *reader;
	struct draft *draft;
	const struct draft_secondary *from;
	struct secondary *to;
};

static const char *member(const struct making *c, const char *key)
{
	return reader_member(c->reader, c->from->path, key);
}

/* --- Keys --- */

/* NSD, BIND and Knot take more, but not all of them the same. */
static bool plain_name(const char *name)
{
	return *name &&
	    !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-")];
}

static const struct tsig_key *find_key(
    const struct config *config, const char *text)
{
	char name[NAME_SIZE];
	struct err err;

	if (!name_parse(text, strlen(text), name, &err))
		return NULL;
	for (size_t i = 0; i < config->ntsig; i++)
		if (config->tsig[i].name && !strcmp(config->tsig[i].name, name))
			return &config->tsig[i];
	return NULL;
}

static void read_keys(struct draft *draft, struct reader *reader)
{
	const struct draft_key *drafts = draft->keys.items;
	struct tsig_key *list =
	    arena_alloc(reader->arena, (draft->keys.count + 1) * sizeof(*list));
	struct config *config = &draft->config;

	config->tsig = list;
	for (size_t i = 0; i < draft->keys.count; i++) {
		const struct tsig_key *key = &drafts[i].key;
		const char *at = reader_member(reader, drafts[i].path, "name");

		list[i] = *key;
		if (key->name && !plain_name(key->name))
			reader_refuse(reader, at,
			    "must be letters, digits, '-', '_' and dots, not "
			    "'%.80s'",
			    key->name);
		else if (key->name && find_key(config, key->name))
			reader_refuse(reader, at, "'%s' is in the list already",
			    key->name);
		config->ntsig = i + 1;
	}
}

/* The keys that are named in a list; a missing one is refused. */
static const struct tsig_key *const *pick_keys(const struct making *c,
    const char *key, const struct strings *names, size_t *count)
{
	const struct tsig_key **list =
	    arena_alloc(c->reader->arena, (names->count + 1) * sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->list[i];
		const struct tsig_key *found =
		    find_key(&c->draft->config, name);

		if (found)
			list[(*count)++] = found;
		else if (*name)
			reader_refuse(c->reader, member(c, key),
			    "there is no key '%.80s' in tsig", name);
	}
	return list;
}

/* --- Addresses --- */

static void read_notify(const struct making *c)
{
	const struct strings *texts = &c->from->notify;
	struct endpoint *list =
	    arena_alloc(c->reader->arena, (texts->count + 1) * sizeof(*list));

	c->to->notify = list;
	for (size_t i = 0; i < texts->count; i++) {
		struct endpoint *endpoint = &list[c->to->nnotify];
		const char *path =
		    reader_element(c->reader, member(c, "notify"), i);

		if (!*texts->list[i])
			continue;
		if (!endpoint_parse_at(texts->list[i], DNS_PORT, endpoint))
			reader_refuse(c->reader, path,
			    "must be ADDRESS or ADDRESS@PORT, not '%.80s'",
			    texts->list[i]);
		else if (endpoint->any)
			reader_refuse(c->reader, path,
			    "must be one address, not '%.80s'", texts->list[i]);
		else
			c->to->nnotify++;
	}
}

/* What may transfer without a key, and why not; NULL: it may. */
static const char *closed_because(const struct prefix *prefix)
{
	const char *local = prefix_local(prefix);

	if (prefix->length < (prefix->v6 ? OPEN_V6 : OPEN_V4))
		return "so many addresses";
	return local;
}

static void check_open(
    const struct making *c, const char *path, const struct prefix *prefix)
{
	const char *why = closed_because(prefix);

	if (c->from->tsig.count)
		return;
	if (!c->from->insecure)
		reader_refuse(c->reader, path,
		    "'%s' needs a key in tsig, or insecureTransfer: true",
		    prefix->text);
	else if (why)
		reader_refuse(c->reader, path,
		    "'%s' needs a key in tsig: insecureTransfer is not for "
		    "%s%s",
		    prefix->text, why,
		    why == prefix_local(prefix)
			? " addresses, which others have too"
			: "");
}

static const struct prefix *read_prefixes(struct reader *reader,
    const char *path, const struct strings *texts, size_t *count)
{
	struct prefix *list =
	    arena_alloc(reader->arena, (texts->count + 1) * sizeof(*list));
	struct err err;

	*count = 0;
	for (size_t i = 0; i < texts->count; i++)
		if (!*texts->list[i])
			continue;
		else if (prefix_parse(texts->list[i], &list[*count], &err))
			(*count)++;
		else
			reader_refuse(reader, reader_element(reader, path, i),
			    "%s", err.text);
	return list;
}

static void read_transfer(const struct making *c)
{
	const char *path = member(c, "transfer");

	c->to->transfer = read_prefixes(
	    c->reader, path, &c->from->transfer, &c->to->ntransfer);
	for (size_t i = 0; i < c->to->ntransfer; i++)
		check_open(c, path, &c->to->transfer[i]);
}

/* "off", an address, or the first one that is notified. */
static void read_query(const struct making *c)
{
	const char *text = c->from->query;
	struct endpoint *endpoint;

	c->to->query = c->to->nnotify ? &c->to->notify[0] : NULL;
	c->to->asks_service = c->from->service && !c->to->nnotify;
	if (!text)
		return;
	c->to->query = NULL;
	c->to->asks_service = false;
	if (!strcmp(text, "off"))
		return;
	endpoint = arena_alloc(c->reader->arena, sizeof(*endpoint));
	if (!endpoint_parse_at(text, DNS_PORT, endpoint) || endpoint->any)
		reader_refuse(c->reader, member(c, "query"),
		    "must be off, ADDRESS or ADDRESS@PORT, not '%.80s'", text);
	c->to->query = endpoint;
}

/* --- A secondary --- */

static bool plain_label(const char *name)
{
	return name && *name && strlen(name) <= 63 && *name != '-' &&
	    !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static const struct secondary *find_secondary(
    const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->nsecondaries; i++)
		if (config->secondaries[i].name &&
		    !strcmp(config->secondaries[i].name, name))
			return &config->secondaries[i];
	return NULL;
}

static void check_name(const struct making *c)
{
	const char *name = c->from->name;

	if (name && !plain_label(name))
		reader_refuse(c->reader, member(c, "name"),
		    "must be lower-case letters, digits and '-', not '%.80s'",
		    name);
	else if (name && find_secondary(&c->draft->config, name))
		reader_refuse(c->reader, member(c, "name"),
		    "'%s' is in the list already", name);
}

static void check_keys(const struct making *c)
{
	const struct draft_secondary *from = c->from;
	bool notified = from->notify_tsig.count;

	c->to->keys = pick_keys(c, "tsig", &from->tsig, &c->to->nkeys);
	c->to->notify_keys = pick_keys(c, notified ? "notifyTsig" : "tsig",
	    notified ? &from->notify_tsig : &(struct strings){ 0 },
	    &c->to->nnotify_keys);
	if (!notified) {
		c->to->notify_keys = c->to->keys;
		c->to->nnotify_keys = c->to->nkeys;
	}
	if (from->insecure && from->tsig.count)
		reader_refuse(c->reader, member(c, "insecureTransfer"),
		    "has no use beside tsig: no transfer goes without the key");
	if (from->service && !from->tsig.count)
		reader_refuse(c->reader, member(c, "service"),
		    "needs a key in tsig: addresses of a cluster change");
}

static void read_secondary(const struct making *c)
{
	const struct draft_secondary *from = c->from;

	c->to->name = from->name;
	c->to->service = from->service;
	check_name(c);
	check_keys(c);
	read_notify(c);
	read_transfer(c);
	read_query(c);
	if (!from->notify.count && !from->transfer.count && !from->service)
		reader_refuse(c->reader, from->path,
		    "has neither notify nor transfer nor service");
}

static void read_all(struct draft *draft, struct reader *reader)
{
	const struct draft_secondary *drafts = draft->secondaries.items;
	size_t count = draft->secondaries.count;
	struct secondary *list =
	    arena_alloc(reader->arena, (count + 1) * sizeof(*list));
	struct config *config = &draft->config;

	config->secondaries = list;
	for (size_t i = 0; i < count; i++) {
		read_secondary(
		    &(struct making){ reader, draft, &drafts[i], &list[i] });
		config->nsecondaries = i + 1;
	}
}

/* --- Zones --- */

static int compare_names(const void *x, const void *y)
{
	const struct secondary *const *a = x, *const *b = y;

	return strcmp((*a)->name, (*b)->name);
}

static void read_zone(
    const struct config *config, struct reader *reader, struct draft_zone *zone)
{
	const struct strings *names = &zone->secondaries;
	const char *path = reader_member(reader, zone->path, "secondaries");
	const struct secondary **list =
	    arena_alloc(reader->arena, (names->count + 1) * sizeof(*list));
	size_t count = 0, octets = 0;

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->list[i];

		list[count] = *name ? find_secondary(config, name) : NULL;
		octets += strlen(name) + 1;
		if (list[count])
			count++;
		else if (*name)
			reader_refuse(reader, reader_element(reader, path, i),
			    "there is no '%.80s' in secondaries", name);
	}
	if (octets > NAMES_MAX)
		reader_refuse(reader, path,
		    "the names must not have more than %d octets together",
		    NAMES_MAX);
	if (count)
		qsort(list, count, sizeof(*list), compare_names);
	zone->config.secondaries = list;
	zone->config.nsecondaries = count;
}

void secondaries_read(struct draft *draft, struct reader *reader)
{
	struct draft_zone *zones = draft->zones.items;
	struct config *config = &draft->config;

	read_keys(draft, reader);
	read_all(draft, reader);
	config->limits_queries = reader_has(reader, "nsd.allowQuery");
	config->allow_query = read_prefixes(reader, "nsd.allowQuery",
	    &draft->allow_query, &config->nallow_query);
	for (size_t i = 0; i < draft->zones.count; i++)
		read_zone(config, reader, &zones[i]);
}
