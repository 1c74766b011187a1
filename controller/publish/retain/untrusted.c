/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/untrusted.h"

#include "zonegen/base/mem.h"

struct retaining {
	const struct trusts *trusts;
	const struct sources *sources;
	uint32_t doubted;               /* kinds, a bit each */
	bool any_unheard;               /* some source is TRUST_NONE */
	const struct source_trust *row; /* of the origin before */
	struct overlay *out;
};

bool retain_is_unknown(const struct origin *origin)
{
	return origin_is_of(origin, ORIGIN_UNKNOWN);
}

struct retained *retain_rrset(struct overlay *out, enum retain_reason reason,
    const char *name, const struct rrsets *last, uint16_t type,
    struct origin *origin, unsigned rank)
{
	/* The last rank, so that any claim replaces it. */
	bool unknown = !origin || retain_is_unknown(origin);
	struct origin *known = unknown
	    ? origin_new(ORIGIN_UNKNOWN, "", name, "", AGE_UNKNOWN)
	    : origin_ref(origin);
	struct retained *row = NULL;
	struct arena arena = { 0 };
	struct rrset set;

	if (rrsets_read(last, type, &arena, &set))
		row = overlay_retain(out, reason, known,
		    unknown ? RANK_LAST : rank, name, set.type, set.records,
		    set.count);
	arena_clear(&arena);
	origin_unref(known); /* the row has its own */
	return row;
}

/* Most origins are of the same kind as the one before. */
static const struct source_trust *row_of(
    struct retaining *retaining, const struct origin *origin)
{
	if (!retaining->row || !origin_is_of(origin, retaining->row->kind))
		retaining->row = trust_claims(retaining->trusts, origin);
	return retaining->row;
}

/* One row for each untrusted origin: each of them may return alone. */
static void retain_known(struct retaining *retaining,
    const struct zone_name *name, uint16_t type, struct origin *const *origins,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct origin *origin = origins[i];
		const struct source_trust *source = row_of(retaining, origin);

		if (trust_doubts(source,
			sources_read(retaining->sources, origin->text),
			retaining->doubted))
			retain_rrset(retaining->out, RETAIN_UNTRUSTED,
			    name->name, name->last, type, origin, source->rank);
	}
}

/*
 * The origins are looked at first, because an RRset is hardly ever retained
 * and reading the records of all of them would be most of a change's cost.
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

		/* An RRset that was retained as unknown before is so again. */
		if (count && !retain_is_unknown(origins[0]))
			retain_known(retaining, name, type, origins, count);
		else if (retaining->any_unheard)
			retain_rrset(retaining->out, RETAIN_UNTRUSTED,
			    name->name, name->last, type, NULL, 0);
	}
}

void untrusted_decide(const struct zone *zone, const struct trusts *trusts,
    const struct sources *sources, struct overlay *out)
{
	struct retaining retaining = { .trusts = trusts,
		.sources = sources,
		.doubted = trust_doubted(trusts),
		.any_unheard = !trust_complete(trusts),
		.out = out };
	struct zone_name name;
	size_t at = 0;

	if (!retaining.doubted)
		return;
	while (zone_next(zone, &at, &name))
		retain_name(&retaining, &name);
	overlay_sort(out);
}
