/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_object.c - a document of a tenant: decoded, kept, turned into claims.
 *
 * The first octet chooses the kind, the rest is the document.  Whatever it
 * is: what is kept is what the headers of object/ promise, names that come out
 * are names, records are at most what a record may be, findings are one line
 * each.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/config/read/annotationword.h"
#include "controller/object/kind/dnsendpoint.h"
#include "controller/object/kind/endpointslice.h"
#include "controller/object/kind/gateway.h"
#include "controller/object/kind/listenerset.h"
#include "controller/object/kind/node.h"
#include "controller/object/kind/route.h"
#include "controller/object/kind/service.h"
#include "controller/object/kinds.h"
#include "controller/object/lookup.h"
#include "controller/object/part/field.h"
#include "controller/object/store.h"
#include "controller/source/claims.h"
#include "controller/source/source.h"
#include "zonegen/base/buf.h"
#include "zonegen/record/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* By the first octet, from '0' on. */
static const char *const kinds[] = { "Ingress", "Service", "DNSEndpoint",
	"Gateway", "ListenerSet", "HTTPRoute", "GRPCRoute", "TLSRoute",
	"TCPRoute", "UDPRoute", "EndpointSlice", "Node", "Namespace" };

static const char *const prefixes[] = { "external-dns.alpha.kubernetes.io/",
	"external-dns.kubernetes.io/", "coredns.io/" };

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
	.annotations_read = { annotationword_all, 6 },
	.annotation_prefixes = { prefixes, 3 },
	.tls_hosts = true,
	.publish_cluster_ip = true,
	.node_port = true,
	.wildcard_listeners = true,
	.unknown_types = true,
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
		assert(!strpbrk(buf_text(&text),
		    rr_type_is_address(record->type) ? "\n\r;()\"$ " : "\n\r"));
		/* One record may be asked for with several TTLs. */
		assert(!i || record_compare(record - 1, record) < 0 ||
		    record[-1].ttl < record->ttl);
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

/* Reads all of it; one that may be missing is NULL then. */
static void check_text(const char *text, bool optional)
{
	assert(text ? strlen(text) < 1 << 24 : optional);
}

static void check_list(const char *const *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		check_text(list[i], false);
		assert(*list[i]);
	}
}

static void check_from(const struct from_namespaces *from)
{
	const struct selector *selector = &from->selector;

	assert(from->from <= FROM_SELECTOR);
	for (size_t i = 0; i < selector->count; i++) {
		const struct selector_term *term = &selector->terms[i];
		bool lists = term->op <= SELECTOR_NOT_IN;

		check_text(term->key, false);
		for (size_t v = 0; v < term->count; v++)
			check_text(term->values[v], false);
		if (from->from != FROM_SELECTOR)
			continue;
		assert(term->op <= SELECTOR_ABSENT && *term->key);
		assert(lists == (term->count > 0));
	}
}

static void check_listeners(const struct listener *list, uint32_t count)
{
	assert(count <= FIELD_FEW);
	for (uint32_t i = 0; i < count; i++) {
		check_text(list[i].name, false);
		check_text(list[i].hostname, true);
		check_text(list[i].protocol, false);
		check_from(&list[i].allowed);
		assert(list[i].port <= UINT16_MAX);
		assert(list[i].nkinds <= FIELD_FEW);
		for (uint32_t k = 0; k < list[i].nkinds; k++) {
			check_text(list[i].kinds[k].group, true);
			check_text(list[i].kinds[k].kind, false);
		}
	}
}

static void check_gateway(const struct object *object)
{
	const struct gateway *gateway = (const struct gateway *)object;

	check_text(gateway->class, true);
	check_listeners(gateway->listeners, gateway->nlisteners);
	check_from(&gateway->allowed_sets);
	for (uint32_t i = 0; i < gateway->naddresses; i++) {
		check_text(gateway->addresses[i].type, false);
		check_text(gateway->addresses[i].value, false);
	}
}

static void check_listenerset(const struct object *object)
{
	const struct listenerset *set = (const struct listenerset *)object;

	check_text(set->parent.group, true);
	check_text(set->parent.kind, true);
	check_text(set->parent.namespace, true);
	check_text(set->parent.name, false);
	check_listeners(set->listeners, set->nlisteners);
}

static void check_route(const struct object *object)
{
	const struct route *route = (const struct route *)object;

	check_list(route->hostnames, route->nhostnames);
	assert(route->nparents <= FIELD_FEW);
	for (uint32_t i = 0; i < route->nparents; i++) {
		const struct parent *parent = &route->parents[i];

		check_text(parent->to.group, true);
		check_text(parent->to.kind, true);
		check_text(parent->to.namespace, true);
		check_text(parent->to.name, false);
		check_text(parent->section, true);
		assert(parent->port <= UINT16_MAX);
	}
}

static void check_dnsendpoint(const struct object *object)
{
	const struct dnsendpoint *endpoint = (const struct dnsendpoint *)object;

	for (uint32_t i = 0; i < endpoint->nentries; i++) {
		const struct endpoint_entry *entry = &endpoint->entries[i];

		check_text(entry->name, false);
		check_text(entry->type, false);
		check_text(entry->fault, true);
		assert(entry->ttl <= (entry->bad_ttl ? 0 : TTL_MAX));
		assert(!entry->fault || !entry->ntargets);
		for (uint32_t t = 0; t < entry->ntargets; t++)
			assert(strlen(entry->targets[t].text) ==
			    entry->targets[t].len);
	}
}

static void check_endpointslice(const struct object *object)
{
	const struct endpointslice *slice =
	    (const struct endpointslice *)object;

	check_text(slice->service, true);
	check_list(slice->addresses, slice->naddresses);
}

static void check_node(const struct object *object)
{
	const struct node *node = (const struct node *)object;

	check_text(node->hostname, true);
	check_list(node->internal, node->ninternal);
	check_list(node->external, node->nexternal);
}

static void check_service(const struct object *object)
{
	const struct service *service = (const struct service *)object;

	check_list(service->cluster_ips, service->ncluster_ips);
	check_list(service->external_ips, service->nexternal_ips);
	for (uint32_t i = 0; i < service->nports; i++) {
		check_text(service->ports[i].protocol, false);
		assert(service->ports[i].node_port <= UINT16_MAX);
	}
}

static void check_object(const struct object *object)
{
	static const struct {
		const char *kind;
		void (*check)(const struct object *object);
	} rows[] = {
		{ "Service", check_service },
		{ "DNSEndpoint", check_dnsendpoint },
		{ "Gateway", check_gateway },
		{ "ListenerSet", check_listenerset },
		{ "HTTPRoute", check_route },
		{ "GRPCRoute", check_route },
		{ "TLSRoute", check_route },
		{ "TCPRoute", check_route },
		{ "UDPRoute", check_route },
		{ "EndpointSlice", check_endpointslice },
		{ "Node", check_node },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strcmp(rows[i].kind, object->kind->name))
			rows[i].check(object);
}

static void claim(const struct store *store, const struct object *object)
{
	const struct source *source = source_find(object->kind->name);
	struct lookup lookup = { store, reads_new(), slices_new() };
	struct zoneset *set = zoneset_new(config.settings, config.nzones);
	struct claims claims = {
		.config = &config,
		.zones = set,
		.lookup = &lookup,
		.object = object,
		.origin = object_key(object),
	};

	reads_begin(lookup.reads);
	if (source)
		source->claims(&claims);
	reads_end(lookup.reads, object->kind, object_key(object));
	check_claims(&claims);
	claims_clear(&claims);
	zoneset_free(set);
	slices_free(lookup.slices);
	reads_free(lookup.reads);
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
	kind = kind_find(kinds[(uint8_t)(data[0] - '0') % ARRAY_LEN(kinds)]);
	store_begin(store, kind);
	good = store_put(store, kind, text, size - 1, &err);
	store_commit(store, kind);
	assert(store_next(store, &change) == good);
	if (good) {
		check_object(change.object);
		claim(store, change.object);
	}
	store_findings(store, &findings);
	assert(findings.count == !good);
	findings_clear(&findings);
	if (!store_delete(store, kind, text, size - 1, &err))
		assert(!good);
	assert(store_next(store, &change) == good);
	store_free(store);
	return 0;
}
