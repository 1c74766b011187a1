/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "zonegen/version/load.h"
#include "zonegen/zone/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The zone file, a NUL, its .origins.  What loads is written again as it was.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct zone_settings settings = {
		.name = "example.com",
		.soa = { .primary = "ns1.example.com",
		    .contact = "hostmaster.example.com" },
		.header = "",
		.max_records = 100,
		.max_types = 100,
	};
	const uint8_t *end = size ? memchr(data, '\0', size) : NULL;
	size_t len = end ? (size_t)(end - data) : size;
	const char *origins = end ? (const char *)end + 1 : "";
	size_t origins_len = end ? size - len - 1 : 0, lost;
	struct zone *zone = zone_new(&settings);
	struct zone_name name;
	struct err err;

	if (load_version(zone, (const char *)data, len, origins, origins_len,
		&lost, &err)) {
		size_t total = 0, at = 0, n;

		while (zone_next(zone, &at, &name)) {
			(void)rrsets_text(name.last, &n);
			total += n;
		}
		assert(total < len);
		zone_resolve(zone);
	}
	zone_free(zone);
	return 0;
}
