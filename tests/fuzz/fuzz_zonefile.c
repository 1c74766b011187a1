/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The zone file, a NUL, its .origins, a NUL, overlay.json.  What loads is
 * written again as it was, whatever of it the overlay says where it is from.
 */
#include <assert.h>
#include <string.h>

#include "controller/publish/state/overlayfile.h"
#include "zonegen/version/load.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct text {
	const char *at;
	size_t len;
};

/* Up to the next NUL, which is passed over. */
static struct text next(struct text *rest)
{
	const char *end = rest->len ? memchr(rest->at, '\0', rest->len) : NULL;
	struct text part = *rest;

	if (!end) {
		rest->len = 0;
		return part;
	}
	part.len = (size_t)(end - rest->at);
	rest->at += part.len + 1;
	rest->len -= part.len + 1;
	return part;
}

/* The records as they are printed. */
static size_t count(const struct zone *zone)
{
	size_t total = 0, at = 0, n;
	struct zone_name name;

	while (zone_next(zone, &at, &name)) {
		(void)rrsets_text(name.last, &n);
		total += n;
	}
	return total;
}

static void retain(struct zone *zone, struct text json)
{
	static const char *const kinds[] = { "Ingress", "Service" };
	const struct config config = { .resources = { kinds, 2 } };
	const struct instant now = { 5000, 1795429416 };
	struct buf before = BUF_INIT(1u << 24), after = BUF_INIT(1u << 24);
	struct overlays overlays = OVERLAYS_INIT;
	struct err err;

	if (overlayfile_parse(
		json.at, json.len, &config, &now, &overlays, &err)) {
		(void)version_reprint(zone, &before);
		zone_overlay(
		    zone, &overlays_of(&overlays, zone_name(zone))->overlay);
		load_retained(zone);
		(void)version_reprint(zone, &after);
		assert(before.len == after.len &&
		    !memcmp(before.data, after.data, before.len));
	}
	overlays_clear(&overlays);
	buf_clear(&before);
	buf_clear(&after);
}

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
	struct text rest = { (const char *)data, size };
	struct text file = next(&rest), origins = next(&rest);
	struct zone *zone = zone_new(&settings);
	struct err err;
	size_t lost;

	if (load_version(zone, file.at, file.len, origins.at, origins.len,
		&lost, &err)) {
		assert(count(zone) < file.len);
		retain(zone, rest);
		zone_resolve(zone);
	}
	zone_free(zone);
	return 0;
}
