/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain.h"

#include <limits.h>
#include <string.h>

#include "zonegen/mem.h"

#define UNKNOWN "Unknown" /* the kind of an origin that was lost */

struct retaining {
	const struct trusts *trusts;
	const struct sources *sources;
	bool any_unheard;   /* a source of which nothing is known */
	struct arena arena; /* of the records of one RRset */
	struct overlay *out;
};

static void add_row(struct retaining *retaining, const struct zone_name *name,
    uint16_t type, struct origin *origin, unsigned rank)
{
	struct rrset set;

	if (rrsets_read(name->last, type, &retaining->arena, &set))
		overlay_retain(retaining->out, RETAIN_UNTRUSTED, origin, rank,
		    name->name, set.type, set.records, set.count);
	arena_clear(&retaining->arena);
}

/* One row for each untrusted origin: each of them may come back alone. */
static void retain_known(struct retaining *retaining,
    const struct zone_name *name, uint16_t type, struct origin *const *origins,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct origin *origin = origins[i];
		const struct source_trust *source =
		    trust_in_doubt(retaining->trusts, origin,
			sources_read(retaining->sources, origin->text));

		/* The rank of today: files keep none. */
		if (source)
			add_row(retaining, name, type, origin, source->rank);
	}
}

/* Behind everything in age and rank, so that any live claim replaces it. */
static void retain_unknown(
    struct retaining *retaining, const struct zone_name *name, uint16_t type)
{
	struct origin *origin;

	if (!retaining->any_unheard)
		return;
	origin = origin_new(UNKNOWN, "", name->name, "", AGE_UNKNOWN);
	add_row(retaining, name, type, origin, RANK_LAST);
	origin_unref(origin);
}

/*
 * Whose an RRset is decides first: hardly ever is one retained, and reading
 * the records of all would be most of what a change costs.
 */
static void retain_name(
    struct retaining *retaining, const struct zone_name *name)
{
	size_t sets = rrsets_count(name->last);

	for (size_t i = 0; i < sets; i++) {
		uint16_t type = rrsets_type(name->last, i);
		size_t count;
		struct origin *const *origins =
		    rrsets_origins(name->last, i, &count);

		/* What was retained as unknown before is so again. */
		if (count && !origin_is_of(origins[0], UNKNOWN))
			retain_known(retaining, name, type, origins, count);
		else
			retain_unknown(retaining, name, type);
	}
}

void retain_decide(const struct zone *zone, const struct trusts *trusts,
    const struct sources *sources, struct overlay *out)
{
	struct retaining retaining = { .trusts = trusts,
		.sources = sources,
		.any_unheard = !trust_settled(trusts),
		.out = out };
	struct zone_name name;
	size_t at = 0;

	if (!trust_doubted(trusts))
		return;
	while (zone_next(zone, &at, &name))
		retain_name(&retaining, &name);
	overlay_sort(out);
}
