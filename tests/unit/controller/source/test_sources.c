/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_sources.c - from changes in the store to the zone.
 *
 * Which objects look at a change is tested in test_lookup.c; here, that they
 * are worked on, each once, and nobody else.
 */
#include "controller/source/sources.h"

#include <string.h>

#include "controller/source/source.h"
#include "tests/test.h"
#include "zonegen/base/buf.h"
#include "zonegen/version/version.h"

#define ZONE_HEAD                                                 \
	"; k8s-nsd zone example.com\n$ORIGIN example.com.\n"      \
	"@\t3600\tIN\tSOA\tns.example.net. root.example.com. (\n" \
	"\t1\t; serial\n\t900 300 1209600 60 )\n"                 \
	"@\t3600\tIN\tNS\tns.example.net.\n"
#define INGRESS(name, host, ip)                                          \
	"{\"metadata\":{\"namespace\":\"web\",\"name\":\"" name          \
	"\"},\"spec\":{\"rules\":[{\"host\":\"" host                     \
	"\"}]},\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"" ip \
	"\"}]}}}"

static const struct nameserver nameservers[] = {
	{ .name = "ns.example.net" },
};
static struct zone_settings settings[] = {
	{
	    .name = "example.com",
	    .ttl = 60,
	    .max_ttl = 604800,
	    .soa = { "ns.example.net", "root.example.com", 900, 300, 1209600,
		60, 3600 },
	    .nameservers = nameservers,
	    .nnameservers = 1,
	    .header = "; k8s-nsd zone example.com\n",
	    .max_records = 100,
	    .max_types = 100,
	},
};
static struct zone_config zone_configs[] = { { .service_names = true } };

static const char *const both_kinds[] = { "Ingress", "Service" };
static const char *const turned[] = { "Service", "Ingress" };

static struct config config(const char *const *kinds, size_t count)
{
	return (struct config){
		.settings = settings,
		.zones = zone_configs,
		.nzones = 1,
		.resources = { kinds, count },
	};
}

struct world {
	struct config config;
	struct store *store;
	struct sources *sources;
	struct zoneset *set;
};

static struct world begin(struct config rules)
{
	struct world world = {
		.config = rules,
		.store = store_new(),
		.set = zoneset_new(settings, 1),
	};

	world.sources = sources_new(world.store);
	return world;
}

static void end(struct world *world)
{
	zoneset_free(world->set);
	sources_free(world->sources);
	store_free(world->store);
}

static void put(struct world *world, const char *kind, const char *text)
{
	struct err err;

	if (!store_put(world->store, kind_find(kind), text, strlen(text), &err))
		fail_msg("%s", err.text);
}

static void listed(struct world *world)
{
	for (size_t i = 0; i < kind_count(); i++)
		store_commit(world->store, kind_at(i));
}

/* How many objects were worked on while kinds could not be trusted. */
static size_t doubting_pass(struct world *world, uint32_t doubted)
{
	size_t worked =
	    sources_pass(world->sources, &world->config, world->set, doubted);

	zone_resolve(zoneset_at(world->set, 0));
	return worked;
}

static size_t pass(struct world *world)
{
	return doubting_pass(world, 0);
}

/* The zone's lines below its head. */
static void assert_zone(struct world *world, const char *want)
{
	struct err err;
	struct version *version =
	    version_new(zoneset_at(world->set, 0), 1, &err);
	struct buf text = BUF_INIT(10000);

	assert_non_null(version);
	buf_printf(&text, "%s%s", ZONE_HEAD, want);
	assert_string_equal(buf_text(&version->file), buf_text(&text));
	buf_clear(&text);
	version_free(version);
}

static size_t findings(struct world *world)
{
	struct findings list = { 0 };
	size_t count;

	zoneset_findings(world->set, &list);
	count = list.count;
	findings_clear(&list);
	return count;
}

static void objects_come_change_and_go(void **state)
{
	struct world world = begin(config(both_kinds, 2));
	static const char gone[] = INGRESS("b", "", "");
	struct err err;

	(void)state;
	put(&world, "Ingress", INGRESS("a", "a.example.com", "192.0.2.1"));
	put(&world, "Ingress", INGRESS("b", "b.example.com", "192.0.2.2"));
	assert_int_equal(pass(&world), 0); /* not listed yet */
	assert_zone(&world, "");
	listed(&world);
	assert_int_equal(pass(&world), 2);
	assert_zone(&world,
	    "a\t60\tIN\tA\t192.0.2.1\n"
	    "b\t60\tIN\tA\t192.0.2.2\n");
	assert_int_equal(pass(&world), 0);

	put(&world, "Ingress", INGRESS("a", "c.example.com", "192.0.2.3"));
	assert_true(store_delete(
	    world.store, kind_find("Ingress"), gone, strlen(gone), &err));
	assert_int_equal(pass(&world), 2);
	assert_zone(&world, "c\t60\tIN\tA\t192.0.2.3\n");
	end(&world);
}

static void findings_go_with_their_cause(void **state)
{
	struct world world = begin(config(both_kinds, 2));

	(void)state;
	listed(&world);
	put(&world, "Ingress", INGRESS("a", "a b", "192.0.2.1"));
	put(&world, "Ingress", INGRESS("b", "www.example.net", "192.0.2.1"));
	pass(&world);
	assert_int_equal(findings(&world), 2);
	put(&world, "Ingress", INGRESS("a", "", "192.0.2.1"));
	put(&world, "Ingress", INGRESS("b", "b.example.com", "192.0.2.1"));
	pass(&world);
	assert_int_equal(findings(&world), 0);
	end(&world);
}

#define SERVICE                                                            \
	"{\"metadata\":{\"namespace\":\"web\",\"name\":\"www\"},\"spec\":" \
	"{\"type\":\"LoadBalancer\",\"externalIPs\":[\"192.0.2.9\"]}}"

/* Which kind comes first, both ways round, and kinds that are not read. */
static void resources_are_the_precedence(void **state)
{
	static const struct {
		const char *const *kinds;
		size_t count;
		const char *want;
	} rows[] = {
		{ both_kinds, 2, "www.web\t60\tIN\tA\t192.0.2.1\n" },
		{ turned, 2, "www.web\t60\tIN\tA\t192.0.2.9\n" },
		{ turned, 1, "www.web\t60\tIN\tA\t192.0.2.9\n" },
		{ turned, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct world world =
		    begin(config(rows[i].kinds, rows[i].count));

		put(&world, "Ingress",
		    INGRESS("a", "www.web.example.com", "192.0.2.1"));
		put(&world, "Service", SERVICE);
		listed(&world);
		pass(&world);
		assert_zone(&world, rows[i].want);
		assert_int_equal(findings(&world), rows[i].count == 2);
		end(&world);
	}
}

/* The same store under other rules. */
static void everything_again(void **state)
{
	struct world world = begin(config(both_kinds, 2));

	(void)state;
	put(&world, "Service", SERVICE);
	listed(&world);
	pass(&world);
	assert_zone(&world, "www.web\t60\tIN\tA\t192.0.2.9\n");
	world.config.namespaces = (struct strings){ both_kinds, 2 };
	assert_int_equal(pass(&world), 0);
	store_mark_all(world.store);
	assert_int_equal(pass(&world), 1);
	assert_zone(&world, "");
	assert_int_equal(findings(&world), 1);
	end(&world);
}

static void rank(void **state)
{
	struct config rules = config(both_kinds, 2);

	(void)state;
	assert_int_equal(source_rank(&rules, "Ingress"), 0);
	assert_int_equal(source_rank(&rules, "Service"), 1);
	assert_int_equal(source_rank(&rules, "Node"), 2);
}

#define META(namespace, name)                                                  \
	"{\"metadata\":{\"namespace\":\"" namespace "\",\"name\":\"" name "\"" \
						    "},"
#define ROUTE(name, parent)                                                  \
	META("web", name)                                                    \
	"\"spec\":{\"hostnames\":[\"" name ".example.com\"],\"parentRefs\":" \
	"[{\"name\":\"" parent "\"}]}}"
#define GATEWAY(name, ip)                                                    \
	META("web", name)                                                    \
	"\"spec\":{\"listeners\":[{\"name\":\"a\",\"protocol\":\"HTTP\"}]}," \
	"\"status\":{\"addresses\":[{\"value\":\"" ip "\"}]}}"

static const char *const route_kinds[] = { "HTTPRoute", "Ingress" };

/* Three routes of two Gateways, and an Ingress. */
static struct world begin_routes(void)
{
	struct world world = begin(config(route_kinds, 2));

	put(&world, "HTTPRoute", ROUTE("a", "main"));
	put(&world, "HTTPRoute", ROUTE("b", "main"));
	put(&world, "HTTPRoute", ROUTE("c", "other"));
	put(&world, "Ingress", INGRESS("i", "i.example.com", "192.0.2.9"));
	put(&world, "Gateway", GATEWAY("main", "192.0.2.1"));
	return world;
}

static uint32_t bit(const char *kind)
{
	return UINT32_C(1) << kind_index(kind_find(kind));
}

#define ABI                         \
	"a\t60\tIN\tA\t192.0.2.1\n" \
	"b\t60\tIN\tA\t192.0.2.1\n" \
	"i\t60\tIN\tA\t192.0.2.9\n"

/* Whoever looked at what changed, once each: two, one, none. */
static void only_who_looked(void **state)
{
	struct world world = begin_routes();
	static const char gone[] = GATEWAY("main", "");
	struct err err;

	(void)state;
	listed(&world);
	/* The Gateway is an object that may claim, too. */
	assert_int_equal(pass(&world), 5);
	assert_zone(&world, ABI);
	put(&world, "Gateway", GATEWAY("main", "192.0.2.2"));
	assert_int_equal(pass(&world), 3);
	assert_zone(&world,
	    "a\t60\tIN\tA\t192.0.2.2\nb\t60\tIN\tA\t192.0.2.2\n"
	    "i\t60\tIN\tA\t192.0.2.9\n");
	put(&world, "Gateway", GATEWAY("other", "192.0.2.3"));
	put(&world, "HTTPRoute", ROUTE("c", "other"));
	assert_int_equal(pass(&world), 2);
	put(&world, "Gateway", GATEWAY("nobodys", "192.0.2.4"));
	assert_int_equal(pass(&world), 1);
	put(&world, "HTTPRoute", ROUTE("b", "other"));
	assert_int_equal(pass(&world), 1);
	assert_true(store_delete(
	    world.store, kind_find("Gateway"), gone, strlen(gone), &err));
	assert_int_equal(pass(&world), 2);
	assert_zone(&world,
	    "b\t60\tIN\tA\t192.0.2.3\nc\t60\tIN\tA\t192.0.2.3\n"
	    "i\t60\tIN\tA\t192.0.2.9\n");
	end(&world);
}

/* What was found in a list that never ended leaves nothing behind. */
static void a_list_that_ends_late(void **state)
{
	struct world world = begin_routes();
	const struct kind *gateways = kind_find("Gateway");

	(void)state;
	store_commit(world.store, kind_find("HTTPRoute"));
	store_commit(world.store, kind_find("Ingress"));
	assert_int_equal(pass(&world), 4);
	assert_zone(&world, "i\t60\tIN\tA\t192.0.2.9\n");
	store_begin(world.store, gateways);
	put(&world, "Gateway", GATEWAY("other", "192.0.2.3"));
	store_commit(world.store, gateways);
	assert_int_equal(pass(&world), 2);
	assert_zone(
	    &world, "c\t60\tIN\tA\t192.0.2.3\ni\t60\tIN\tA\t192.0.2.9\n");
	end(&world);
}

/*
 * An object that looked at a kind in doubt changes nothing; others do (Q1: an
 * untrusted source changes nothing).
 */
static void doubts_come_and_go(void **state)
{
	struct world world = begin_routes();

	(void)state;
	listed(&world);
	assert_int_equal(doubting_pass(&world, bit("ListenerSet")), 5);
	assert_zone(&world, ABI);
	assert_int_equal(doubting_pass(&world, bit("Gateway")), 3);
	assert_zone(&world, "i\t60\tIN\tA\t192.0.2.9\n");
	/* One for each: the names of those that have any are still theirs. */
	assert_int_equal(findings(&world), 3);
	assert_int_equal(
	    sources_read(world.sources, "HTTPRoute web/a"), bit("Gateway"));
	assert_int_equal(sources_read(world.sources, "Ingress web/i"), 0);
	assert_int_equal(doubting_pass(&world, bit("Gateway")), 0);
	assert_int_equal(pass(&world), 3);
	assert_zone(&world, ABI);
	assert_int_equal(findings(&world), 1);
	end(&world);
}

/* An object that is gone, or may not claim any more, looks at nothing. */
static void what_was_looked_at_is_forgotten(void **state)
{
	struct world world = begin_routes();
	static const char gone[] = ROUTE("a", "");
	struct err err;

	(void)state;
	listed(&world);
	pass(&world);
	assert_true(store_delete(
	    world.store, kind_find("HTTPRoute"), gone, strlen(gone), &err));
	assert_int_equal(pass(&world), 1);
	assert_int_equal(sources_read(world.sources, "HTTPRoute web/a"), 0);
	put(&world, "Gateway", GATEWAY("main", "192.0.2.2"));
	assert_int_equal(pass(&world), 2);
	world.config.resources.list = both_kinds;
	store_mark_all(world.store);
	pass(&world);
	assert_int_equal(sources_read(world.sources, "HTTPRoute web/b"), 0);
	assert_zone(&world, "i\t60\tIN\tA\t192.0.2.9\n");
	end(&world);
}

static bool always(void *arg)
{
	(void)arg;
	return true;
}

/* Up to the first pause; true: nothing is left. */
static bool piece(struct world *world)
{
	const struct pause pause = { .due = always };

	return sources_some(
	    world->sources, &world->config, world->set, 0, &pause);
}

/*
 * Between the pieces objects come, change and go, those too that were worked on
 * already; what is decided afterwards is about what was claimed.
 */
static void the_store_changes_between_pieces(void **state)
{
	struct world world = begin(config(both_kinds, 2));
	static const char gone[] = INGRESS("b", "", "");
	struct err err;

	(void)state;
	put(&world, "Ingress", INGRESS("a", "a.example.com", "192.0.2.1"));
	put(&world, "Ingress", INGRESS("b", "b.example.com", "192.0.2.2"));
	put(&world, "Ingress", INGRESS("c", "c.example.com", "192.0.2.3"));
	listed(&world);
	assert_false(piece(&world));
	assert_false(piece(&world));
	put(&world, "Ingress", INGRESS("a", "a.example.com", "192.0.2.4"));
	put(&world, "Ingress", INGRESS("d", "b.example.com", "192.0.2.5"));
	assert_true(store_delete(
	    world.store, kind_find("Ingress"), gone, strlen(gone), &err));
	while (!piece(&world))
		;
	zone_resolve(zoneset_at(world.set, 0));
	assert_zone(&world,
	    "a\t60\tIN\tA\t192.0.2.4\nb\t60\tIN\tA\t192.0.2.5\n"
	    "c\t60\tIN\tA\t192.0.2.3\n");
	put(&world, "Ingress", INGRESS("c", "c.example.com", "192.0.2.6"));
	sources_decided(world.sources, world.set);
	assert_int_equal(pass(&world), 1);
	sources_decided(world.sources, world.set);
	end(&world);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_come_change_and_go),
		cmocka_unit_test(findings_go_with_their_cause),
		cmocka_unit_test(resources_are_the_precedence),
		cmocka_unit_test(everything_again),
		cmocka_unit_test(rank),
		cmocka_unit_test(only_who_looked),
		cmocka_unit_test(a_list_that_ends_late),
		cmocka_unit_test(doubts_come_and_go),
		cmocka_unit_test(what_was_looked_at_is_forgotten),
		cmocka_unit_test(the_store_changes_between_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
