/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/source.h"

#include <string.h>

#include "controller/source/ingress.h"
#include "controller/source/service.h"
#include "zonegen/base.h"

static const struct source sources[] = {
	{ "Ingress", ingress_claims },
	{ "Service", service_claims },
};

static const struct source *find(const char *kind)
{
	for (size_t i = 0; i < ARRAY_LEN(sources); i++)
		if (!strcmp(sources[i].kind, kind))
			return &sources[i];
	return NULL;
}

unsigned source_rank(const struct config *config, const char *kind)
{
	size_t i = 0;

	while (i < config->resources.count &&
	    strcmp(config->resources.list[i], kind) != 0)
		i++;
	return (unsigned)i;
}

static void take_away(struct zoneset *set, const struct store_change *change)
{
	struct arena arena = { 0 };

	zoneset_remove(set,
	    arena_printf(&arena, "%s %s", change->kind->name, change->key));
	arena_clear(&arena);
}

/* The claims of one object, which is of a kind that may claim. */
static void replace(const struct source *source, unsigned rank,
    struct store *store, const struct config *config, struct zoneset *set,
    const struct object *object)
{
	struct origin *origin = origin_new(source->kind, object->namespace,
	    object->name, object->uid, rank, object->created);
	struct claims claims = {
		.config = config,
		.store = store,
		.object = object,
		.origin = origin->text,
	};

	source->claims(&claims);
	if (claims.count || claims.findings.count)
		zoneset_replace(
		    set, origin, claims.list, claims.count, &claims.findings);
	else
		zoneset_remove(set, origin->text);
	findings_clear(&claims.findings);
	arena_clear(&claims.arena);
	origin_unref(origin);
}

bool source_pass(
    struct store *store, const struct config *config, struct zoneset *set)
{
	struct store_change change;
	bool any = false;

	while (store_next(store, &change)) {
		const struct source *source = find(change.kind->name);
		unsigned rank = source_rank(config, change.kind->name);

		any = true;
		if (!source)
			continue;
		if (change.object && rank < config->resources.count)
			replace(
			    source, rank, store, config, set, change.object);
		else
			take_away(set, &change);
	}
	return any;
}
