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
    const struct rrset *set, struct origin *origin)
{
	overlay_retain(retaining->out, RETAIN_UNTRUSTED, origin, name->name,
	    set->type, set->records, set->count);
	origin_unref(origin); /* the row has its own */
}

/* One row for each untrusted origin: each of them may come back alone. */
static void retain_known(struct retaining *retaining,
    const struct zone_name *name, const struct rrset *set)
{
	for (size_t i = 0; i < set->norigins; i++) {
		const struct origin *origin = set->origins[i];
		const struct source_trust *source =
		    trust_in_doubt(retaining->trusts, origin->kind,
			sources_read(retaining->sources, origin->text));

		/* The rank of today: files keep none. */
		if (source)
			add_row(retaining, name, set,
			    origin_from_text(origin->text, origin->uid,
				source->rank, origin->created));
	}
}

/* An RRset that was retained as unknown before is so again. */
static bool is_known(const struct rrset *set)
{
	return set->norigins > 0 && strcmp(set->origins[0]->kind, UNKNOWN) != 0;
}

/* Behind everything in age and rank, so that any live claim replaces it. */
static void retain_unknown(struct retaining *retaining,
    const struct zone_name *name, const struct rrset *set)
{
	if (retaining->any_unheard)
		add_row(retaining, name, set,
		    origin_new(
			UNKNOWN, "", name->name, "", UINT_MAX, AGE_UNKNOWN));
}

static void retain_name(
    struct retaining *retaining, const struct zone_name *name)
{
	size_t count = rrsets_count(name->last);

	for (size_t i = 0; i < count; i++) {
		struct rrset set;

		if (!rrsets_read(name->last, rrsets_type(name->last, i),
			&retaining->arena, &set))
			continue;
		if (is_known(&set))
			retain_known(retaining, name, &set);
		else
			retain_unknown(retaining, name, &set);
		arena_clear(&retaining->arena);
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
