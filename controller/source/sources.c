/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/sources.h"

#include <stdio.h>
#include <stdlib.h>

#include "controller/source/claims.h"
#include "controller/source/source.h"
#include "zonegen/base/mem.h"

struct sources {
	struct store *store;
	struct lookup lookup;
	uint32_t doubted; /* in the last pass */
	/* Objects that claimed in the last pass; good until the store changes.
	 */
	const struct object **taken;
	size_t ntaken, cap;
	bool decided; /* something was decided about all objects before */
};

struct sources *sources_new(struct store *store)
{
	struct sources *sources = xcalloc(1, sizeof(*sources));

	sources->store = store;
	sources->lookup = (struct lookup){
		.store = store,
		.reads = reads_new(),
		.slices = slices_new(),
	};
	return sources;
}

void sources_free(struct sources *sources)
{
	if (!sources)
		return;
	reads_free(sources->lookup.reads);
	slices_free(sources->lookup.slices);
	free(sources->taken);
	free(sources);
}

static void mark(void *arg, const struct kind *kind, const char *key)
{
	store_mark(arg, kind, key);
}

static void keep_names(struct claims *claims, uint32_t doubted)
{
	size_t i = 0;

	while (!(doubted >> i & 1))
		i++;
	claims_keep_names(claims, SOURCE_UNTRUSTED,
	    arena_printf(&claims->arena,
		"it depends on %s, which is not in sync: its records do not "
		"change",
		kind_at(i)->name));
}

/* The claims of one object, which is of a kind that may claim. */
static void replace(struct sources *sources, const struct source *source,
    const struct config *config, struct zoneset *set,
    const struct object *object)
{
	struct reads *reads = sources->lookup.reads;
	struct origin *origin = object->origin;
	struct claims claims = {
		.config = config,
		.zones = set,
		.lookup = &sources->lookup,
		.object = object,
		.origin = origin->text,
	};
	uint32_t doubted;

	reads_begin(reads);
	source->claims(&claims);
	reads_end(reads, object->kind, origin->text);
	claims_trim(&claims);
	doubted = reads_kinds(reads, origin->text) & sources->doubted;
	if (doubted)
		keep_names(&claims, doubted);
	if (claims.count || claims.findings.count)
		zoneset_replace(set, origin, source_rank(config, source->kind),
		    claims.list, claims.count, &claims.findings);
	else
		zoneset_remove(set, origin->text);
	claims_clear(&claims);
}

static void take(struct sources *sources, const struct object *object)
{
	sources->taken = xgrow(sources->taken, sources->ntaken, &sources->cap,
	    sizeof(struct object *));
	sources->taken[sources->ntaken++] = object;
}

static void take_away(struct sources *sources, struct zoneset *set,
    const struct store_change *change)
{
	char origin[OBJECT_KEY_SIZE + 64];

	snprintf(
	    origin, sizeof(origin), "%s %s", change->kind->name, change->key);
	reads_forget(sources->lookup.reads, origin);
	zoneset_remove(set, origin);
}

size_t sources_pass(struct sources *sources, const struct config *config,
    struct zoneset *set, uint32_t doubted)
{
	uint32_t turned = sources->doubted ^ doubted;
	struct store_change change;
	size_t worked = 0;

	sources->doubted = doubted;
	sources->ntaken = 0;
	if (turned)
		reads_of_kinds(
		    sources->lookup.reads, turned, mark, sources->store);
	while (store_next(sources->store, &change)) {
		const char *kind = change.kind->name;
		const struct source *source = source_find(kind);

		lookup_changed(&sources->lookup, &change, mark, sources->store);
		if (!source)
			continue;
		worked++;
		if (change.object && source_claims(config, kind))
			replace(sources, source, config, set, change.object);
		else
			take_away(sources, set, &change);
		if (change.object)
			take(sources, change.object);
	}
	return worked;
}

/* The .origins files of the zones that it claims in have the former digest. */
static void restate(const struct zoneset *set, const struct object *object)
{
	const struct claimant *claimant =
	    zoneset_claimant(set, object->origin->text);
	const char *name;

	for (size_t i = 0; claimant && (name = claimant_name(claimant, i)); i++)
		zone_restate(zoneset_find(set, name));
}

static void decided(const struct zoneset *set, const struct object *object)
{
	struct origin *origin = object->origin;

	if (origin->digest == object->digest)
		return;
	if (origin->digest)
		restate(set, object);
	origin->digest = object->digest;
}

void sources_decided(struct sources *sources, const struct zoneset *set)
{
	const struct object *object;

	for (size_t i = 0; i < sources->ntaken; i++)
		decided(set, sources->taken[i]);
	for (size_t i = 0; !sources->decided && i < kind_count(); i++)
		for (size_t at = 0;
		     (object = store_each(sources->store, kind_at(i), &at));)
			decided(set, object);
	sources->decided = true;
	sources->ntaken = 0;
}

uint32_t sources_read(const struct sources *sources, const char *origin)
{
	return reads_kinds(sources->lookup.reads, origin);
}

struct strings sources_endpoints(
    const struct sources *sources, const char *service, struct arena *arena)
{
	const struct kind *kind = kind_find("EndpointSlice");
	struct strings all = { 0 };
	const void *at = NULL;
	const char **list, *key;
	size_t most = 0;

	while ((key = slices_next(sources->lookup.slices, service, &at))) {
		const struct object *slice =
		    store_get(sources->store, kind, key);

		if (slice)
			most +=
			    ((const struct endpointslice *)slice)->naddresses;
	}
	list = arena_alloc(arena, (most + 1) * sizeof(*list));
	at = NULL;
	while ((key = slices_next(sources->lookup.slices, service, &at))) {
		const struct endpointslice *slice =
		    (const struct endpointslice *)store_get(
			sources->store, kind, key);

		for (size_t i = 0; slice && i < slice->naddresses; i++)
			list[all.count++] =
			    arena_strdup(arena, slice->addresses[i]);
	}
	all.list = list;
	return all;
}
