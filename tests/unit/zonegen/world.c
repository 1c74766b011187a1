/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/zonegen/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

struct line {
	size_t origin;
	char owner[256];
	bool has_record;
	struct record record;
};

struct asker {
	char kind[32], namespace[64], name[64];
	long age;
	unsigned rank;
};

static void must(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "test text: %s\n", what);
		abort();
	}
}

static void make_zone(struct world *w, struct zone_settings *s,
    const char *name, const char *address)
{
	struct nameserver *server = arena_alloc(&w->arena, sizeof(*server));
	struct record *record = arena_alloc(&w->arena, sizeof(*record));
	struct err err;

	must(record_address(record, address, &w->arena, &err), err.text);
	*server = (struct nameserver){
		.name = arena_printf(&w->arena, "ns1.%s", name),
		.addresses = record,
		.count = 1,
	};
	*s = (struct zone_settings){
		.name = name,
		.ttl = 60,
		.max_ttl = 604800,
		.soa = { .primary = server->name,
		    .contact = arena_printf(&w->arena, "hostmaster.%s", name),
		    .refresh = 900,
		    .retry = 300,
		    .expire = 1209600,
		    .minimum = 60,
		    .ttl = 3600 },
		.nameservers = server,
		.nnameservers = 1,
		.header = arena_printf(&w->arena, "; k8s-nsd zone %s\n", name),
		.max_records = 5,
		.max_types = 3,
	};
}

void world_open(struct world *w, size_t zones, bool union_namespaces)
{
	*w = (struct world){ 0 };
	make_zone(w, &w->settings[0], "example.com", "192.0.2.53");
	make_zone(w, &w->settings[1], "dev.example.com", "192.0.2.54");
	w->settings[0].union_namespaces = union_namespaces;
	w->settings[1].union_namespaces = union_namespaces;
	w->set = zoneset_new(w->settings, zones);
}

static void add_static(struct world *w, struct claim *claim, const char *text)
{
	struct record *record = arena_alloc(&w->arena, sizeof(*record));
	char owner[256], type[16];
	unsigned ttl;
	int at = 0;
	struct err err;

	must(sscanf(text, "%255s %u %15s %n", owner, &ttl, type, &at) == 3,
	    text);
	must(record_parse(record, rr_type_parse(type), text + at,
		 strlen(text + at), &w->arena, &err),
	    text);
	record->ttl = ttl;
	*claim = (struct claim){ .name = arena_strdup(&w->arena, owner),
		.records = record,
		.count = 1 };
}

void world_configure(
    struct world *w, const char *statics, const char *administrator)
{
	char *copy = xstrdup(statics), *rest = copy, *line;
	struct claim *claims =
	    arena_alloc(&w->arena, (strlen(statics) + 1) * sizeof(*claims));
	const char **list = arena_alloc(&w->arena, sizeof(*list));
	struct zone_settings *settings = &w->settings[0];

	settings->statics = claims;
	while ((line = strsep(&rest, "\n")))
		if (*line)
			add_static(w, &claims[settings->nstatics++], line);
	*list = administrator;
	settings->administrators = list;
	settings->nadministrators = administrator != NULL;
	free(copy);
	world_reset(w);
}

void world_adopt(struct world *w)
{
	struct zone *zone = zoneset_at(w->set, 0);
	struct version *version;
	struct err err;

	zone_resolve(zone);
	version = version_new(zone, 1, &err);
	must(version != NULL, err.text);
	version_adopt(zone, version);
	version_free(version);
}

void world_reset(struct world *w)
{
	size_t zones = zoneset_count(w->set);

	zoneset_free(w->set);
	w->set = zoneset_new(w->settings, zones);
}

static size_t get_origin(struct world *w, const struct asker *asker)
{
	for (size_t i = 0; i < w->norigins; i++)
		if (!strcmp(w->origins[i].kind, asker->kind) &&
		    !strcmp(w->origins[i].namespace, asker->namespace) &&
		    !strcmp(w->origins[i].name, asker->name))
			return i;
	w->origins =
	    xreallocarray(w->origins, w->norigins + 1, sizeof(*w->origins));
	w->origins[w->norigins] = *asker;
	return w->norigins++;
}

static void read_line(struct world *w, const char *text)
{
	struct asker asker = { 0 };
	struct line line = { 0 };
	char type[16] = "";
	unsigned ttl = 0;
	int at = 0, fields;
	struct err err;

	fields = sscanf(text, "%31s %63[^/]/%63s %ld %u %255s %u %15s %n",
	    asker.kind, asker.namespace, asker.name, &asker.age, &asker.rank,
	    line.owner, &ttl, type, &at);
	must(fields == 6 || fields == 8, text);
	if (!strcmp(asker.namespace, "-")) /* it belongs to none */
		*asker.namespace = '\0';
	if (fields == 8) {
		must(record_parse(&line.record, rr_type_parse(type), text + at,
			 strlen(text + at), &w->arena, &err),
		    text);
		line.record.ttl = ttl;
		line.has_record = true;
	}
	line.origin = get_origin(w, &asker);
	w->lines = xgrow(w->lines, w->count, &w->cap, sizeof(line));
	w->lines[w->count++] = line;
}

void world_read(struct world *w, const char *lines)
{
	char *copy = xstrdup(lines), *rest = copy, *line;

	while ((line = strsep(&rest, "\n")))
		if (*line)
			read_line(w, line);
	free(copy);
}

/* One claim per owner, of the lines that origin has there. */
static size_t collect(
    struct world *w, size_t at, struct claim *claims, struct record *records)
{
	size_t count = 0, used = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct line *first = &w->lines[i];
		bool again = false;

		if (first->origin != at)
			continue;
		for (size_t j = 0; j < i; j++)
			again |= w->lines[j].origin == at &&
			    !strcmp(w->lines[j].owner, first->owner);
		if (again)
			continue;
		claims[count] = (struct claim){ .name = first->owner,
			.records = records + used };
		for (size_t j = i; j < w->count; j++) {
			const struct line *line = &w->lines[j];

			if (line->origin != at || !line->has_record ||
			    strcmp(line->owner, first->owner) != 0)
				continue;
			records[used++] = line->record;
			claims[count].count++;
		}
		count++;
	}
	return count;
}

void world_put(struct world *w, size_t at)
{
	const struct asker *asker = &w->origins[at];
	struct origin *origin = origin_new(
	    asker->kind, asker->namespace, asker->name, "uid", asker->age);
	struct claim *claims = xcalloc(w->count, sizeof(*claims));
	struct record *records = xcalloc(w->count, sizeof(*records));
	struct findings findings = { 0 };

	zoneset_replace(w->set, origin, asker->rank, claims,
	    collect(w, at, claims, records), &findings);
	origin_unref(origin);
	free(claims);
	free(records);
}

void world_put_all(struct world *world)
{
	for (size_t i = 0; i < world->norigins; i++)
		world_put(world, i);
}

void world_remove(struct world *w, size_t at)
{
	const struct asker *asker = &w->origins[at];
	char text[256];

	snprintf(text, sizeof(text), "%s %s%s%s", asker->kind, asker->namespace,
	    *asker->namespace ? "/" : "", asker->name);
	zoneset_remove(w->set, text);
}

void world_forget(struct world *w)
{
	w->count = w->norigins = 0;
}

void world_close(struct world *w)
{
	zoneset_free(w->set);
	free(w->lines);
	free(w->origins);
	arena_clear(&w->arena);
}

const char *world_body(struct world *w, size_t at)
{
	struct zone *zone = zoneset_at(w->set, at);
	struct version *version;
	const char *body;
	struct err err;

	zone_resolve(zone);
	version = version_new(zone, 1, &err);
	must(version != NULL, err.text);
	body = arena_strdup(&w->arena, version->file.data + version->head_len);
	version_free(version);
	return body;
}

/* They are the world's afterwards, as text. */
const char *world_print(struct world *w, struct findings *findings)
{
	struct buf text = BUF_INIT(1 << 20);
	const char *copy;

	for (size_t i = 0; i < findings->count; i++)
		buf_printf(&text, "%s %s %s\n",
		    finding_word(findings->list[i].id), findings->list[i].name,
		    findings->list[i].origin);
	copy = arena_strdup(&w->arena, buf_text(&text));
	findings_clear(findings);
	buf_clear(&text);
	return copy;
}

const char *world_findings(struct world *w)
{
	struct findings findings = { 0 };

	for (size_t i = 0; i < zoneset_count(w->set); i++)
		zone_resolve(zoneset_at(w->set, i));
	zoneset_findings(w->set, &findings);
	return world_print(w, &findings);
}
