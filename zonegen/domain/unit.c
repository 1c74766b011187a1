/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/domain/unit.h"

#include <string.h>

#include "zonegen/record/name.h"

const char *unit_base(const char *name, const char *zone, enum unit_part *part)
{
	const char *apex = name + strlen(name) - strlen(zone);
	const char *base = name;

	*part = UNIT_BASE;
	if (name != apex && name_is_wildcard(name)) {
		base = name_parent(name);
		*part = UNIT_WILD;
	}
	for (const char *at = name; at && at < apex; at = name_parent(at))
		if (*at == '_') {
			base = name_parent(at);
			*part = UNIT_UNDER;
		}
	return base;
}
