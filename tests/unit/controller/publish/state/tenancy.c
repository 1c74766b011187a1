/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/publish/state/tenancy.h"

#include <stdio.h>
#include <string.h>

const char *const tenancy_tenants[TENANTS] = { "a", "b", "play", "web" };
const unsigned tenancy_homes[TENANTS + 1] = { 0, 16, 28, 35, 40 };

const char *tenancy_name(unsigned i, char out[64])
{
	if (i < HOME)
		snprintf(out, 64, "w%u", i);
	else
		snprintf(out, 64, "%s%u", tenancy_tenants[(i - HOME) / POOL],
		    (i - HOME) % POOL);
	return out;
}

int tenancy_of(const struct origin *origin)
{
	for (int i = 0; i < TENANTS; i++)
		if (!strcmp(origin_namespace(origin), tenancy_tenants[i]))
			return i;
	return -1;
}

static char names[NAMES][80];

const char *tenancy_full(unsigned i)
{
	char name[64];

	if (!*names[i])
		snprintf(names[i], 80, "%s.a.test", tenancy_name(i, name));
	return names[i];
}

int tenancy_whose(const struct rrsets *rrsets)
{
	size_t count;

	if (!rrsets_count(rrsets))
		return -1;
	return tenancy_of(rrsets_origins(rrsets, 0, &count)[0]);
}
