/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/zonegen/babble.h"

#include <stdio.h>
#include <stdlib.h>

#include "zonegen/base/base.h"

static const char *const owners[] = { "", "w.", "a.w.", "b.a.w.", "*.w.",
	"_t.w.", "sub.", "ns.sub.", "x.sub.", "_t.x.sub.", "d.", "e.d." };
static const char *const values[] = { "A 192.0.2.1", "A 192.0.2.2",
	"AAAA 2001:db8::1", "CNAME w.example.com", "CNAME d.example.com",
	"CNAME out.example.net", "TXT \"x\"", "MX 10 w.example.com",
	"NS ns.sub.example.com", "NS out.example.net", "NS sub.example.com",
	"DNAME out.example.net", "DNAME w.example.com" };

static unsigned pick(unsigned *seed, size_t below)
{
	return (unsigned)rand_r(seed) % (unsigned)below;
}

void babble(struct world *world, const char *namespace, unsigned *seed)
{
	char line[256];

	for (unsigned i = 0, n = 1 + pick(seed, 3); i < n; i++) {
		unsigned age = pick(seed, 9), rank = pick(seed, 3);

		for (unsigned j = 0, m = 1 + pick(seed, 3); j < m; j++) {
			const char *owner =
			    owners[pick(seed, ARRAY_LEN(owners))];

			if (pick(seed, 8) == 0)
				snprintf(line, sizeof(line),
				    "K%u %s/o%u %u %u %sexample.com -\n", rank,
				    namespace, i, age, rank, owner);
			else
				snprintf(line, sizeof(line),
				    "K%u %s/o%u %u %u %sexample.com 0 %s\n",
				    rank, namespace, i, age, rank, owner,
				    values[pick(seed, ARRAY_LEN(values))]);
			world_read(world, line);
		}
	}
}
