/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_object.c - a document of a tenant: decoded, kept, turned into claims.
 *
 * The first octet chooses the kind, the rest is the document.  Whatever it
 * is: names that come out are names, records are at most what a record may be,
 * findings are one line each.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "controller/object/kind.h"
#include "controller/object/store.h"
#include "controller/source/ingress.h"
#include "controller/source/service.h"
#include "zonegen/buf.h"
#include "zonegen/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const kinds[] = { "Ingress", "Service" };

static struct zone_settings zones[] = {
	{ .name = "example.com" },
	{ .name = "dev.example.com" },
};
static struct zone_config zone_configs[] = {
	{ .service_names = true },
	{ .service_names = true },
};
static const struct config config = {
	.settings = zones,
	.zones = zone_configs,
	.nzones = 2,
	.resources = { kinds, 2 },
	.tls_hosts = true,
	.publish_cluster_ip = true,
};

static void check_records(const struct claim *claim)
{
	struct buf text = BUF_INIT(1 << 20);

	for (size_t i = 0; i < claim->count; i++) {
		const struct record *record = &claim->records[i];

		assert(record->size <= RECORD_MAX);
		assert(record->ttl <= TTL_MAX);
		buf_reset(&text);
		record_print(record, &text);
		assert(text.len && strlen(buf_text(&text)) == text.len);
		assert(!strpbrk(buf_text(&text), "\n\r;()\"$ "));
		assert(!i || record_compare(record - 1, record) < 0);
	}
	buf_clear(&text);
}

static void check_claims(const struct claims *claims)
{
	char name[NAME_SIZE];
	struct err err;

	for (size_t i = 0; i < claims->count; i++) {
		const char *own = claims->list[i].name;

		assert(name_parse(own, strlen(own), name, &err));
		assert(!strcmp(own, name));
		assert(!i || name_compare(own, claims->list[i - 1].name) > 0);
		check_records(&claims->list[i]);
	}
	for (size_t i = 0; i < claims->findings.count; i++) {
		const char *text = claims->findings.list[i].sentence;

		for (; *text; text++)
			assert((unsigned char)*text >= ' ' && *text != 0x7f);
	}
}

static void claim(const struct store *store, const struct object *object)
{
	struct claims claims = {
		.config = &config,
		.store = store,
		.object = object,
		.origin = object->key,
	};

	if (!strcmp(object->kind->name, "Ingress"))
		ingress_claims(&claims);
	else
		service_claims(&claims);
	check_claims(&claims);
	findings_clear(&claims.findings);
	arena_clear(&claims.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings findings = { 0 };
	const char *text = (const char *)data + 1;
	const struct kind *kind;
	struct store_change change;
	struct store *store;
	struct err err;
	bool good;

	if (!size)
		return 0;
	store = store_new();
	kind = kind_find(kinds[data[0] % 2]);
	store_begin(store, kind);
	good = store_put(store, kind, text, size - 1, &err);
	store_commit(store, kind);
	assert(store_next(store, &change) == good);
	if (good)
		claim(store, change.object);
	store_findings(store, &findings);
	assert(findings.count == !good);
	findings_clear(&findings);
	if (!store_delete(store, kind, text, size - 1, &err))
		assert(!good);
	assert(store_next(store, &change) == good);
	store_free(store);
	return 0;
}
