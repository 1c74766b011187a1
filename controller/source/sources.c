/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/sources.h"

#include <stdio.h>
#include <stdlib.h>

#include "controller/object/kind/node.h"
#include "controller/source/claims.h"
#include "controller/source/source.h"
#include "zonegen/base/mem.h"

/* An object as it was when its claims were made; the store has its own. */
struct claiming {
	struct origin *origin; /* one reference */
	uint64_t digest;
};

struct sources {
	struct store *store;
	struct lookup lookup;
	uint32_t doubted; /* in the last pass */
	/* Objects that were worked on since something was decided. */
	struct claiming *taken;
	size_t ntaken, cap;
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

static void forget_taken(struct sources *sources)
{
	for (size_t i = 0; i < sources->ntaken; i++)
		origin_unref(sources->taken[i].origin);
	sources->ntaken = 0;
}

void sources_free(struct sources *sources)
{
	if (!sources)
		return;
	forget_taken(sources);
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
	    sizeof(*sources->taken));
	sources->taken[sources->ntaken++] = (struct claiming){
		.origin = origin_ref(object->origin),
		.digest = object->digest,
	};
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

/* 1: it is of a kind that may claim. */
static size_t work_on(struct sources *sources, const struct config *config,
    struct zoneset *set, const struct store_change *change)
{
	const char *kind = change->kind->name;
	const struct source *source = source_find(kind);

	lookup_changed(&sources->lookup, change, mark, sources->store);
	if (!source)
		return 0;
	if (change->object && source_claims(config, kind))
		replace(sources, source, config, set, change->object);
	else
		take_away(sources, set, change);
	if (change->object)
		take(sources, change->object);
	return 1;
}

static void doubt(struct sources *sources, uint32_t doubted)
{
	uint32_t turned = sources->doubted ^ doubted;

	sources->doubted = doubted;
	if (turned)
		reads_of_kinds(
		    sources->lookup.reads, turned, mark, sources->store);
}

size_t sources_pass(struct sources *sources, const struct config *config,
    struct zoneset *set, uint32_t doubted)
{
	struct store_change change;
	size_t worked = 0;

	doubt(sources, doubted);
	while (store_next(sources->store, &change))
		worked += work_on(sources, config, set, &change);
	return worked;
}

bool sources_some(struct sources *sources, const struct config *config,
    struct zoneset *set, uint32_t doubted, const struct pause *pause)
{
	struct store_change change;

	doubt(sources, doubted);
	while (store_next(sources->store, &change)) {
		(void)work_on(sources, config, set, &change);
		if (pause_due(pause))
			return false;
	}
	return true;
}

/* The .origins files of the zones that it claims in have the former digest. */
static void restate(const struct zoneset *set, const struct origin *origin)
{
	const struct claimant *claimant = zoneset_claimant(set, origin->text);
	const char *name;

	for (size_t i = 0; claimant && (name = claimant_name(claimant, i)); i++)
		zone_restate(zoneset_find(set, name));
}

void sources_decided(struct sources *sources, const struct zoneset *set)
{
	for (size_t i = 0; i < sources->ntaken; i++) {
		const struct claiming *taken = &sources->taken[i];

		if (taken->origin->digest == taken->digest)
			continue;
		if (taken->origin->digest)
			restate(set, taken->origin);
		taken->origin->digest = taken->digest;
	}
	forget_taken(sources);
}

uint32_t sources_read(const struct sources *sources, const char *origin)
{
	return reads_kinds(sources->lookup.reads, origin);
}

uint32_t sources_all_read(const struct sources *sources)
{
	return reads_all_kinds(sources->lookup.reads);
}

uint64_t sources_nodes_digest(const struct sources *sources)
{
	const struct kind *kind = kind_find("Node");
	const struct object *object;
	uint64_t digest = 0;
	size_t at = 0;

	/* In any order, as the store has it. */
	while ((object = store_each(sources->store, kind, &at)))
		digest += object->digest * 2 + 1;
	return digest;
}

static void add_all(const char **list, size_t *count,
    const char *const *addresses, uint32_t n, struct arena *arena)
{
	for (uint32_t i = 0; i < n; i++)
		list[(*count)++] = arena_strdup(arena, addresses[i]);
}

struct strings sources_nodes(const struct sources *sources, struct arena *arena)
{
	const struct kind *kind = kind_find("Node");
	const struct node *node;
	size_t most = 0, count = 0, at = 0;
	const char **list;

	while (
	    (node = (const struct node *)store_each(sources->store, kind, &at)))
		most += node->ninternal + node->nexternal + node->nblocks;
	list = arena_alloc(arena, (most + 1) * sizeof(*list));
	for (at = 0; (node = (const struct node *)store_each(
			  sources->store, kind, &at));) {
		add_all(list, &count, node->internal, node->ninternal, arena);
		add_all(list, &count, node->external, node->nexternal, arena);
		add_all(list, &count, node->blocks, node->nblocks, arena);
	}
	return (struct strings){ list, count };
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
