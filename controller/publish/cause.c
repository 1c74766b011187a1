/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/cause.h"

#include <string.h>

#include "controller/publish/retain.h"

static bool is_there(const struct store *store, const struct origin *origin)
{
	const struct kind *kind = kind_find(origin->kind);
	const char *key = strchr(origin->text, ' ') + 1;
	const struct object *object = kind ? store_get(store, kind, key) : NULL;

	return object && !strcmp(object->uid, origin->uid);
}

bool cause_is_configuration(const struct loss *loss, const struct zone *zone,
    const struct trusts *trusts, const struct store *store, bool reconfigured)
{
	size_t count;
	struct origin *const *origins =
	    rrsets_origins(loss->last, loss->at, &count);

	for (size_t i = 0; i < count; i++) {
		if (retain_is_unknown(origins[i]))
			return false;
		if (!trust_claims(trusts, origins[i]->kind))
			continue;
		if (!reconfigured || !is_there(store, origins[i]) ||
		    zone_asks(zone, loss->name, origins[i]) == ASKING_LOST)
			return false;
	}
	return count > 0;
}
