/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Anybody's zone file again, this time for its records: what is kept of it is a
 * last version.  An even first octet: the zone is not told.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "zonegen/foreign/foreignfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_zone(const struct foreign *foreign)
{
	const struct zone_settings settings = {
		.name = foreign->zone, .header = "", .ttl = 60
	};
	struct zone *zone = zone_new(&settings);
	struct err err;

	assert(foreign_load(foreign, zone, &err));
	assert(zone_serial(zone) == foreign->soa.serial);
	zone_free(zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *zone = size && *data % 2 ? "example.com" : NULL;
	struct foreign foreign;
	struct err err;

	if (!size)
		return 0;
	if (foreignfile_read(
		&foreign, (const char *)data + 1, size - 1, zone, &err))
		check_zone(&foreign);
	for (size_t i = 0; i < foreign.nleft; i++)
		for (const char *c = foreign.left[i].why; *c; c++)
			assert(*c >= ' ' && *c < 0x7f);
	foreign_clear(&foreign);
	return 0;
}
