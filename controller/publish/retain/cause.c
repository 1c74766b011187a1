/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/cause.h"

#include "controller/object/part/object.h"
#include "controller/publish/retain/rows.h"

/*
 * Is the object there as it was?  An object that was decided about in this
 * process has its digest itself; else the last version's file has it.
 */
static bool is_same(
    const struct store *store, const char *kind, const struct origin *origin)
{
	const struct object *object =
	    store_get(store, kind_find(kind), origin_key(origin));
	uint64_t before;

	if (!object || !origin_same_uid(object->origin, origin))
		return false;
	before =
	    object->origin->digest ? object->origin->digest : origin->digest;
	return before == object->digest;
}

bool cause_is_configuration(const struct loss *loss, const struct zone *zone,
    const struct trusts *trusts, const struct store *store, bool reconfigured)
{
	size_t count;
	struct origin *const *origins =
	    rrsets_origins(loss->last, loss->at, &count);

	for (size_t i = 0; i < count; i++) {
		const struct source_trust *source;

		if (rows_is_unknown(origins[i]))
			return false;
		source = trust_claims(trusts, origins[i]);
		if (!source)
			continue;
		if (!reconfigured ||
		    !is_same(store, source->kind, origins[i]) ||
		    zone_asks(zone, loss->name, origins[i]) == ASKING_LOST)
			return false;
	}
	return count > 0;
}
