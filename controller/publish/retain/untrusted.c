/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/untrusted.h"

#include "controller/publish/retain/rows.h"

struct retaining {
	const struct trusts *trusts;
	const struct sources *sources;
	uint32_t doubted;               /* kinds, a bit each */
	bool any_unheard;               /* some object may not be known */
	const struct source_trust *row; /* of the origin before */
	struct overlay *out;
};

/* Most origins are of the same kind as the one before. */
static const struct source_trust *row_of(
    struct retaining *retaining, const struct origin *origin)
{
	if (!retaining->row || !origin_is_of(origin, retaining->row->kind))
		retaining->row = trust_claims(retaining->trusts, origin);
	return retaining->row;
}

/* One row for each untrusted origin: each of them may return alone. */
static void retain_known(struct retaining *retaining, struct rows *rows,
    struct origin *const *origins, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct origin *origin = origins[i];
		const struct source_trust *source = row_of(retaining, origin);

		if (trust_doubts(source,
			sources_read(retaining->sources, origin->text),
			retaining->doubted))
			rows_add(rows, RETAIN_UNTRUSTED, origin, source->rank);
	}
}

static void retain_name(
    struct retaining *retaining, const struct zone_name *name)
{
	size_t sets = rrsets_count(name->last);

	for (size_t i = 0; i < sets; i++) {
		size_t count;
		struct origin *const *origins =
		    rrsets_origins(name->last, i, &count);
		struct rows rows;

		rows_begin(&rows, retaining->out, name->name, name->last,
		    rrsets_type(name->last, i));
		/* An RRset that was retained as unknown before is so again. */
		if (count && !rows_is_unknown(origins[0]))
			retain_known(retaining, &rows, origins, count);
		else if (retaining->any_unheard)
			rows_add(&rows, RETAIN_UNTRUSTED, NULL, 0);
		rows_end(&rows);
	}
}

/* Most zones have nothing that the kinds in doubt could have brought. */
static bool may_retain(
    const struct retaining *retaining, const struct zone *zone)
{
	const struct trusts *trusts = retaining->trusts;

	if (retaining->doubted & sources_all_read(retaining->sources))
		return true;
	if (retaining->any_unheard && zone_last_has(zone, ORIGIN_UNKNOWN))
		return true;
	for (size_t i = 0; i < trusts->count; i++)
		if (trusts->list[i].trust != TRUST_FULL &&
		    zone_last_has(zone, trusts->list[i].kind))
			return true;
	return false;
}

void untrusted_decide(const struct zone *zone, const struct trusts *trusts,
    const struct sources *sources, struct overlay *out)
{
	struct retaining retaining = { .trusts = trusts,
		.sources = sources,
		.doubted = trust_doubted(trusts),
		.any_unheard = trust_uncertain(trusts),
		.out = out };
	struct zone_name name;
	size_t at = 0;

	if (!retaining.doubted || !may_retain(&retaining, zone))
		return;
	while (zone_next(zone, &at, &name))
		retain_name(&retaining, &name);
	overlay_sort(out);
}
