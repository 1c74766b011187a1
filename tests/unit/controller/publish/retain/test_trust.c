/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_trust.c - whom to trust, and what hangs on it (Q1).
 */
#include "controller/publish/retain/trust.h"

#include "tests/test.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

static const struct judged {
	const char *name;
	enum source_state state;
	bool synced, dropped;
	enum trust trust;
	bool partial;
} judged[] = {
	{ "unknown", SOURCE_UNKNOWN, false, false, TRUST_NONE },
	{ "first list under way", SOURCE_SYNCING, false, false, TRUST_NONE },
	{ "forbidden from the start", SOURCE_FORBIDDEN, false, false,
	    TRUST_NONE },
	{ "lost", SOURCE_LOST, false, false, TRUST_NONE },
	{ "absent", SOURCE_ABSENT, false, false, TRUST_ABSENT },
	{ "absent for good", SOURCE_ABSENT, false, true, TRUST_FULL },
	{ "served again after that", SOURCE_SYNCING, false, true, TRUST_NONE },
	{ "live", SOURCE_LIVE, true, false, TRUST_FULL },
	{ "forbidden later", SOURCE_FORBIDDEN, true, false, TRUST_FULL },
	{ "listing again", SOURCE_SYNCING, true, false, TRUST_FULL },
	{ "without a file", SOURCE_SYNCING, true, false, TRUST_PARTIAL, true },
	{ "not even the rest", SOURCE_SYNCING, false, false, TRUST_NONE, true },
};

static void check_trust(void **state)
{
	const struct judged *row = *state;
	const char *const kinds[] = { "Ingress" };
	struct config config = { .resources = { kinds, 1 } };
	struct store *store = store_new();
	const struct kind *kind = kind_find("Ingress");
	struct arena arena = { .chunk = 0 };
	struct trusts trusts;

	if (row->synced) {
		store_begin(store, kind);
		store_commit(store, kind);
	}
	if (row->dropped)
		store_drop(store, kind);
	store_set_partial(store, kind, row->partial);
	store_set_state(store, kind, row->state, "", 5000);
	/* Another reason is no other state. */
	store_set_state(store, kind, row->state, "trouble", 6000);
	trust_read(&trusts, store, &config, &arena);
	assert_int_equal(trusts.count, 1);
	assert_int_equal(trusts.list[0].trust, row->trust);
	assert_int_equal(trust_complete(&trusts), row->trust != TRUST_NONE);
	assert_int_equal(trust_doubted(&trusts),
	    row->trust == TRUST_FULL ? 0 : 1u << kind_index(kind));
	/* What is not served is certain: a cluster need not have all kinds. */
	assert_int_equal(trust_uncertain(&trusts),
	    row->trust == TRUST_NONE || row->trust == TRUST_PARTIAL);
	assert_int_equal(trust_unread(&trusts),
	    row->trust == TRUST_PARTIAL ? 0 : trust_doubted(&trusts));
	arena_clear(&arena);
	store_free(store);
}

/* Which kinds are read, with "*" the ones that claim. */
static const struct wanted {
	const char *name;
	const char *resources[5];
	bool node_port;
	const char *want;
	bool nameserver; /* the zone's nameserver is a Service */
} wanted[] = {
	{ "an Ingress looks at nothing", { "Ingress" }, false, "Ingress*" },
	{ "a Service", { "Service" }, false, "EndpointSlice Service*" },
	{ "a Service of type NodePort", { "Service" }, true,
	    "Node EndpointSlice Service*" },
	{ "nodes are nobody's but Services'", { "Ingress" }, true, "Ingress*" },
	{ "nodes that claim", { "Service", "Node" }, false,
	    "Node* EndpointSlice Service*" },
	{ "a route", { "TLSRoute" }, false,
	    "Namespace Gateway ListenerSet TLSRoute*" },
	{ "a Gateway alone", { "Gateway" }, false, "Gateway*" },
	{ "routes and Gateways", { "UDPRoute", "Gateway", "HTTPRoute" }, false,
	    "Namespace Gateway* ListenerSet HTTPRoute* UDPRoute*" },
	{ "a DNSEndpoint", { "DNSEndpoint" }, false, "DNSEndpoint*" },
	{ "a Service that a nameserver has its addresses from", { "Ingress" },
	    true, "Ingress* Service", true },
	{ "one that claims as well", { "Service" }, false,
	    "EndpointSlice Service*", true },
};

static void check_wanted(void **state)
{
	const struct wanted *row = *state;
	const char *const services[] = { NULL,
		row->nameserver ? "dns/nsd" : NULL };
	struct zone_settings settings = { .name = "a.test", .nnameservers = 2 };
	struct zone_config zone = { .nameserver_services = services };
	struct config config = { .resources = { row->resources, 0 },
		.settings = &settings,
		.zones = &zone,
		.nzones = 1,
		.node_port = row->node_port };
	struct store *store = store_new();
	struct arena arena = { .chunk = 0 };
	struct buf text = BUF_INIT(1000);
	struct trusts trusts;

	while (row->resources[config.resources.count])
		config.resources.count++;
	trust_read(&trusts, store, &config, &arena);
	for (size_t i = 0; i < trusts.count; i++) {
		buf_printf(&text, "%s%s%s", i ? " " : "", trusts.list[i].kind,
		    trusts.list[i].claims ? "*" : "");
		assert_int_equal(trusts.list[i].trust, TRUST_NONE);
	}
	assert_string_equal(buf_text(&text), row->want);
	assert_false(trust_complete(&trusts));
	buf_clear(&text);
	arena_clear(&arena);
	store_free(store);
}

enum { FULL = TRUST_FULL, GONE = TRUST_ABSENT, NONE = TRUST_NONE };
enum { NOTHING, AT_GATEWAYS, AT_SETS, AT_BOTH };

static const struct doubt {
	const char *name;
	const char *kind;
	int route, gateway, set;
	int looked;
	bool doubt;
} doubts[] = {
	{ "all trusted", "HTTPRoute", FULL, FULL, FULL, AT_BOTH, false },
	{ "its kind is not", "HTTPRoute", NONE, FULL, FULL, AT_BOTH, true },
	{ "its kind is absent", "HTTPRoute", GONE, FULL, FULL, NOTHING, true },
	{ "it looked at Gateways", "HTTPRoute", FULL, NONE, FULL, AT_GATEWAYS,
	    true },
	{ "it looked at absent Gateways", "HTTPRoute", FULL, GONE, FULL,
	    AT_GATEWAYS, true },
	{ "it looked at others", "HTTPRoute", FULL, NONE, FULL, AT_SETS,
	    false },
	{ "it looked at nothing", "HTTPRoute", FULL, NONE, GONE, NOTHING,
	    false },
	{ "it looked at both", "HTTPRoute", FULL, FULL, GONE, AT_BOTH, true },
	{ "a kind that is looked at, but does not claim", "Gateway", NONE, NONE,
	    NONE, AT_BOTH, false },
	{ "a kind that is not read", "Service", NONE, NONE, NONE, AT_BOTH,
	    false },
};

static void check_doubt(void **state)
{
	const struct doubt *row = *state;
	struct source_trust list[] = {
		{ "HTTPRoute", 3, (enum trust)row->route, true },
		{ "Gateway", 4, (enum trust)row->gateway, false },
		{ "ListenerSet", 4, (enum trust)row->set, false },
	};
	const struct trusts trusts = { list, ARRAY_LEN(list) };
	const struct source_trust *found;
	struct origin *origin =
	    origin_new(row->kind, "web", "www", "", AGE_UNKNOWN);
	uint32_t looked = 0;

	if (row->looked & AT_GATEWAYS)
		looked |= 1u << kind_index(kind_find("Gateway"));
	if (row->looked & AT_SETS)
		looked |= 1u << kind_index(kind_find("ListenerSet"));
	found = trust_in_doubt(&trusts, origin, looked);
	origin_unref(origin);
	assert_int_equal(found != NULL, row->doubt);
	if (found)
		assert_int_equal(found->rank, 3);
}

int main(void)
{
	return RUN_ROWS(judged, check_trust) + RUN_ROWS(wanted, check_wanted) +
	    RUN_ROWS(doubts, check_doubt);
}
