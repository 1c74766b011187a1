/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.c - the nameservers, names and sizes of each zone are checked first,
 * then NSD's paths; static records and templates have files of their own. At
 * the end the drafts become the two arrays of struct config.
 */
#include "controller/config/check.h"

#include <string.h>
#include <sys/un.h>

#include "controller/config/catalog.h"
#include "controller/config/read/endpoint.h"
#include "controller/config/secondaries.h"
#include "controller/config/statics.h"
#include "controller/config/templates.h"
#include "zonegen/base/map.h"
#include "zonegen/claim/finding.h"
#include "zonegen/record/name.h"

/* The name of a zone is part of its file names, which have NAME_MAX octets. */
#define ZONE_NAME_MAX 240

static bool is_among(
    const struct record *list, size_t count, const struct record *record)
{
	for (size_t i = 0; i < count; i++)
		if (!record_compare(&list[i], record))
			return true;
	return false;
}

/* The addresses of one nameserver as records; "" was refused before. */
static void check_addresses(struct reader *reader,
    const struct draft_nameserver *draft, struct nameserver *out)
{
	const char *path = reader_member(reader, draft->path, "addresses");
	struct record *list = arena_alloc(
	    reader->arena, (draft->addresses.count + 1) * sizeof(*list));
	struct err err;

	out->addresses = list;
	for (size_t i = 0; i < draft->addresses.count; i++) {
		const char *text = draft->addresses.list[i];
		struct record *record = &list[out->count];

		if (!*text)
			continue;
		if (!record_address(record, text, reader->arena, &err))
			reader_refuse(reader, reader_element(reader, path, i),
			    "%s", err.text);
		else if (record_is_unspecified(record))
			reader_refuse(reader, reader_element(reader, path, i),
			    "'%.80s' is %s", text, record_odd(record));
		else if (is_among(list, out->count, record))
			reader_refuse(reader, reader_element(reader, path, i),
			    "'%.80s' is in the list already", text);
		else
			out->count++;
	}
}

/* Glue: addresses inside the zone, none outside. */
static void check_glue(struct reader *reader, const struct draft_zone *zone,
    const struct draft_nameserver *draft)
{
	const char *path = reader_member(reader, draft->path, "addresses");
	bool inside = name_within(draft->name, zone->settings.name);
	bool any = draft->addresses.count || draft->service;

	if (inside && !any)
		reader_refuse(reader, path,
		    "'%s' is inside the zone and needs an address or a Service",
		    draft->name);
	else if (!inside && any)
		reader_refuse(reader, path,
		    "'%s' is outside the zone, its addresses come from there",
		    draft->name);
	if (draft->addresses.count && draft->service)
		reader_refuse(reader, path,
		    "there can be addresses or a Service, not both");
}

static void check_nameservers(struct reader *reader, struct draft_zone *zone)
{
	const struct draft_nameserver *drafts = zone->nameservers.items;
	struct map names = MAP_INIT;
	struct nameserver *servers = arena_alloc(
	    reader->arena, (zone->nameservers.count + 1) * sizeof(*servers));
	const char **services = arena_alloc(
	    reader->arena, (zone->nameservers.count + 1) * sizeof(*services));

	for (size_t i = 0; i < zone->nameservers.count; i++) {
		const char *name = drafts[i].name;

		servers[i].name = name;
		services[i] = drafts[i].service;
		check_addresses(reader, &drafts[i], &servers[i]);
		if (!name)
			continue;
		if (zone->settings.name)
			check_glue(reader, zone, &drafts[i]);
		if (map_get(&names, name))
			reader_refuse(reader,
			    reader_member(reader, drafts[i].path, "name"),
			    "'%s' is in the list already", name);
		map_put(&names, name, &servers[i]);
	}
	map_clear(&names);
	zone->settings.nameservers = servers;
	zone->settings.nnameservers = zone->nameservers.count;
	zone->config.nameserver_services = services;
	if (!zone->settings.soa.primary && zone->nameservers.count)
		zone->settings.soa.primary = servers[0].name;
}

static uint64_t lint_bits(const struct strings *checks)
{
	enum finding_id id;
	uint64_t bits = 0;

	for (size_t i = 0; i < checks->count; i++)
		if (finding_switch(checks->list[i], &id))
			bits |= finding_bit(id);
	return bits;
}

/* Else secondaries answer nothing from then to their next try. */
static void check_expire(
    struct reader *reader, const struct draft_zone *zone, const struct soa *soa)
{
	uint64_t least = (uint64_t)soa->refresh + soa->retry;

	if (soa->expire < least)
		reader_refuse(reader,
		    reader_member(reader, zone->path, "soa.expire"),
		    "must not be below refresh and retry together, which are "
		    "%llu: secondaries would give up before they try again",
		    (unsigned long long)least);
}

/* "_0" to "_9": see publish/trial/probe.h. */
static bool is_reserved(const char *zone)
{
	return zone[0] == '_' && zone[1] >= '0' && zone[1] <= '9' && !zone[2];
}

static void check_zone(
    struct reader *reader, const struct draft *draft, struct draft_zone *zone)
{
	struct zone_settings *settings = &zone->settings;
	const char *name = settings->name;
	char file[NAME_FILE_SIZE];

	if (settings->ttl > settings->max_ttl)
		reader_refuse(reader, reader_member(reader, zone->path, "ttl"),
		    "must not be above maxTTL, which is %u", settings->max_ttl);
	if (name && strlen(name_for_file(name, file)) > ZONE_NAME_MAX)
		reader_refuse(reader, reader_member(reader, zone->path, "name"),
		    "must not be longer than %d octets", ZONE_NAME_MAX);
	if (name && is_reserved(name))
		reader_refuse(reader, reader_member(reader, zone->path, "name"),
		    "'%s' is a name under which NSD is asked what it loads",
		    name);
	check_nameservers(reader, zone);
	check_expire(reader, zone, &settings->soa);
	settings->max_records = draft->max_records;
	settings->max_types = draft->max_types;
	settings->union_namespaces = draft->config.union_namespaces;
	settings->lint_off = lint_bits(&zone->lint_off);
	if (name &&
	    (name_within(name, "in-addr.arpa") ||
		name_within(name, "ip6.arpa")))
		zone->config.service_names = false;
}

static void check_zones(struct draft *draft, struct reader *reader)
{
	struct draft_zone *zones = draft->zones.items;
	struct map names = MAP_INIT;

	for (size_t i = 0; i < draft->zones.count; i++) {
		const char *name = zones[i].settings.name;
		const struct draft_zone *same =
		    name ? map_get(&names, name) : NULL;

		check_zone(reader, draft, &zones[i]);
		if (same)
			reader_refuse(reader,
			    reader_member(reader, zones[i].path, "name"),
			    "'%s' is %s already", name, same->path);
		else if (name)
			map_put(&names, name, &zones[i]);
	}
	map_clear(&names);
}

/* It has a default, and a length that a socket can have. */
static void check_socket(struct reader *reader, const char **path,
    const char *key, const char *fallback_dir, const char *name)
{
	if (!*path)
		*path = arena_printf(
		    reader->arena, "%s/%s.sock", fallback_dir, name);
	/* sun_path, its NUL included. */
	if (strlen(*path) >= sizeof((struct sockaddr_un){ 0 }.sun_path))
		reader_refuse(
		    reader, key, "'%s' is too long for a socket", *path);
}

static void check_nsd(struct reader *reader, struct config *config)
{
	struct endpoint first;

	if (!config->nsd_files)
		config->nsd_files = config->directory;
	check_socket(reader, &config->nsd_socket, "nsd.socket",
	    config->nsd_files, "nsd");
	check_socket(reader, &config->control_socket, "control.socket",
	    config->directory, "control");
	if (config->nsd_config && !config->exec_control)
		reader_refuse(reader, "nsd.config",
		    "is only read with nsd.controlMode: exec");
	if (!config->nsd_config && config->exec_control)
		config->nsd_config = arena_printf(
		    reader->arena, "%s/nsd.conf", config->nsd_files);
	if (config->query || !config->listen.count)
		return;
	if (!endpoint_parse(config->listen.list[0], &first))
		return;
	if (first.any)
		config->query = arena_printf(reader->arena, "%s@%u",
		    first.v6 ? "::1" : "127.0.0.1", first.port);
	else
		config->query = config->listen.list[0];
}

/* The two arrays of struct config. */
static void collect_zones(struct draft *draft, struct reader *reader)
{
	const struct draft_zone *zones = draft->zones.items;
	struct config *config = &draft->config;

	config->nzones = draft->zones.count;
	config->settings = arena_alloc(
	    reader->arena, (config->nzones + 1) * sizeof(*config->settings));
	config->zones = arena_alloc(
	    reader->arena, (config->nzones + 1) * sizeof(*config->zones));
	for (size_t i = 0; i < config->nzones; i++) {
		config->settings[i] = zones[i].settings;
		config->zones[i] = zones[i].config;
	}
}

static bool is_read(const struct config *config, const char *kind)
{
	for (size_t i = 0; i < config->resources.count; i++)
		if (!strcmp(config->resources.list[i], kind))
			return true;
	return false;
}

/* Do labels of the kind decide anything (A6: filters)? */
static bool has_use(const struct config *config, const char *kind)
{
	static const char *const routes[] = { "HTTPRoute", "GRPCRoute",
		"TLSRoute", "TCPRoute", "UDPRoute" };
	bool routed = false;

	if (is_read(config, kind))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(routes); i++)
		routed = routed || is_read(config, routes[i]);
	if (!strcmp(kind, "Gateway"))
		return routed;
	return !strcmp(kind, "Node") && config->node_port &&
	    is_read(config, "Service");
}

static void check_labels(struct reader *reader, const struct config *config)
{
	for (size_t i = 0; i < config->nselectors; i++) {
		const char *kind = config->selectors[i].kind;

		if (!has_use(config, kind))
			reader_refuse_key(reader,
			    arena_printf(
				&reader->scratch, "filters.labels.%s", kind),
			    "no %s is read: resources does not name the kind%s",
			    kind,
			    !strcmp(kind, "Gateway") ? ", nor any route" : "");
	}
}

void check_draft(struct draft *draft, struct reader *reader)
{
	catalog_check(draft, reader);
	check_zones(draft, reader);
	statics_read(draft, reader);
	secondaries_read(draft, reader);
	check_nsd(reader, &draft->config);
	if (draft->config.lease_namespace && !draft->config.lease)
		reader_refuse(reader, "lease", "name is missing");
	gitrule_check(draft, reader);
	templates_read(draft, reader);
	draft->config.selectors = draft->selectors.list;
	draft->config.nselectors = draft->selectors.count;
	check_labels(reader, &draft->config);
	collect_zones(draft, reader);
}
