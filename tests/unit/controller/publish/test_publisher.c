/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_publisher.c - from objects to answers of a real NSD.
 */
#include "controller/publish/publisher.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/publish/publication/publicationstate.h"
#include "controller/publish/zones.h"
#include "tests/test.h"
#include "tests/unit/controller/publish/world.h"

static struct world world;

static void a_change_is_served(void **state)
{
	uint32_t serial = world_www(&world), next;

	(void)state;
	world_expect(&world, "www.a.test", "192.0.2.1");
	next = world_change(&world, "192.0.2.2", serial);
	assert_true(serial_later(next, serial));
	world_expect(&world, "www.a.test", "192.0.2.2");
	world_expect(&world, "ns1.a.test", "192.0.2.53");
	world_forget(&world, "www");
	world_served(&world, "a.test", next);
	world_expect(&world, "www.a.test", "");
	world_stop(&world);
}

/*
 * No source has anything: SOA and NS alone are published (Q5: the last version
 * is on disk).
 */
static void an_empty_cluster_is_served(void **state)
{
	(void)state;
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	world_served(&world, "a.test", 0);
	world_expect(&world, "ns1.a.test", "192.0.2.53");
	world_stop(&world);
}

/* Without a single list nothing is published, nor configured in NSD. */
static void nothing_before_the_sources(void **state)
{
	char *text;

	(void)state;
	world_open(&world, ZONE("a.test"));
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_says(&world, "a.test", RCODE_REFUSED);
	text = world_zone(&world, "a.test");
	assert_string_equal(text, "");
	free(text);
	world_stop(&world);
}

static void list(const char *kind)
{
	store_begin(world.store, kind_find(kind));
	store_commit(world.store, kind_find(kind));
	store_set_state(world.store, kind_find(kind), SOURCE_LIVE, "",
	    loop_now(world.loop));
}

/*
 * A source that is listed does not stand for those that are not yet (Q1: an
 * untrusted source changes nothing).
 */
static void nothing_before_every_source(void **state)
{
	char *text;

	(void)state;
	world_open(&world, ZONE("a.test"));
	store_set_state(world.store, kind_find("Service"), SOURCE_SYNCING, "",
	    loop_now(world.loop));
	list("Ingress");
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_says(&world, "a.test", RCODE_REFUSED);
	list("EndpointSlice");
	world_says(&world, "a.test", RCODE_REFUSED);
	text = world_zone(&world, "a.test");
	assert_string_equal(text, "");
	free(text);
	list("Service");
	world_served(&world, "a.test", 0);
	world_expect(&world, "www.a.test", "192.0.2.1");
	world_stop(&world);
}

/* The same objects: no new serial, no new file (Q3: no change, no version). */
static void no_change_no_version(void **state)
{
	uint32_t serial = world_www(&world);
	char *before = world_zone(&world, "a.test"), *after;

	(void)state;
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	/* A Service nobody asked about, and then a change elsewhere. */
	world_put(&world, "Service",
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"x\"},"
	    "\"spec\":{\"type\":\"ClusterIP\"}}");
	store_mark_all(world.store);
	publisher_kick(world.publisher);
	world_served(&world, "a.test", 0);
	assert_int_equal(world.answer.serial, serial);
	after = world_zone(&world, "a.test");
	assert_string_equal(before, after);
	free(before);
	free(after);
	world_stop(&world);
}

/* Zones beside and inside each other, all of one turn. */
static void several_zones(void **state)
{
	(void)state;
	world_open(&world, ZONE("a.test") ZONE("b.test") ZONE("sub.a.test"));
	world_sync(&world);
	world_ingress(&world, "one", "www.a.test", "192.0.2.1");
	world_ingress(&world, "two", "www.b.test", "192.0.2.2");
	world_ingress(&world, "three", "www.sub.a.test", "192.0.2.3");
	world_served(&world, "a.test", 0);
	world_served(&world, "b.test", 0);
	world_served(&world, "sub.a.test", 0);
	world_expect(&world, "www.a.test", "192.0.2.1");
	world_expect(&world, "www.b.test", "192.0.2.2");
	world_expect(&world, "www.sub.a.test", "192.0.2.3");
	world_stop(&world);
}

static void on_released(void *arg)
{
	struct world *released = arg;

	released->released = true;
}

static bool was_released(struct world *of)
{
	return of->released;
}

static void reconfigure_with(const char *zones, const char *what)
{
	struct config *former = world.config;

	world.released = false;
	world.config = world_config(&world, zones, what);
	publisher_reconfigure(
	    world.publisher, world.config, on_released, &world);
	world_until(&world, was_released);
	config_free(former);
}

static void reconfigure(const char *zones)
{
	reconfigure_with(zones, "  run: true\n");
}

/* One zone goes, one comes, one stays as it is. */
static void zones_come_and_go(void **state)
{
	uint32_t serial;

	(void)state;
	world_open(&world, ZONE("a.test") ZONE("b.test"));
	world_sync(&world);
	world_ingress(&world, "one", "www.a.test", "192.0.2.1");
	world_ingress(&world, "three", "www.c.test", "192.0.2.3");
	serial = world_served(&world, "a.test", 0);
	world_served(&world, "b.test", 0);

	reconfigure(ZONE("a.test") ZONE("c.test"));
	world_says(&world, "b.test", RCODE_REFUSED);
	world_served(&world, "c.test", 0);
	world_expect(&world, "www.c.test", "192.0.2.3");
	assert_int_equal(world_served(&world, "a.test", 0), serial);
	world_expect(&world, "www.a.test", "192.0.2.1");
	world_stop(&world);
}

static bool a_fails(struct world *of)
{
	struct publisher_view view;

	return publisher_look(of->publisher, &view) &&
	    view.zones->publications[0]->stage.failing;
}

/*
 * The file cannot be written for a while: nothing is lost, and another zone
 * does not wait for it (W3: whole files).
 */
static void a_file_cannot_be_written(void **state)
{
	uint32_t a, b;
	char temp[128];

	(void)state;
	world_open(&world, ZONE("a.test") ZONE("b.test"));
	world_sync(&world);
	a = world_served(&world, "a.test", 0);
	b = world_served(&world, "b.test", 0);
	/* A directory in the place of the temporary file. */
	snprintf(
	    temp, sizeof(temp), "%s/state/zones/.a.test.zone.tmp", world.dir);
	assert_int_equal(mkdir(temp, 0700), 0);
	world_ingress(&world, "one", "www.a.test", "192.0.2.1");
	world_ingress(&world, "two", "www.b.test", "192.0.2.2");
	world_served(&world, "b.test", b);
	assert_int_equal(world_served(&world, "a.test", 0), a);
	assert_int_equal(rmdir(temp), 0);
	world_served(&world, "a.test", a);
	world_expect(&world, "www.a.test", "192.0.2.1");
	world_stop(&world);
}

/* What fails waits for its retry, whatever else changes. */
static void what_fails_waits(void **state)
{
	const struct publication *publication;
	struct publisher_view view;
	char temp[128], ip[32];
	uint32_t b;

	(void)state;
	world_open(&world, ZONE("a.test") ZONE("b.test"));
	world_sync(&world);
	(void)world_served(&world, "a.test", 0);
	b = world_served(&world, "b.test", 0);
	snprintf(
	    temp, sizeof(temp), "%s/state/zones/.a.test.zone.tmp", world.dir);
	assert_int_equal(mkdir(temp, 0700), 0);
	world_ingress(&world, "one", "www.a.test", "192.0.2.1");
	world_until(&world, a_fails);
	assert_true(publisher_look(world.publisher, &view));
	publication = view.zones->publications[0];
	for (unsigned i = 0; i < 10; i++) {
		uint64_t due = publication->stage.not_before;

		snprintf(ip, sizeof(ip), "192.0.2.%u", i);
		world_ingress(&world, "one", "www.a.test", ip);
		world_ingress(&world, "two", "www.b.test", ip);
		b = world_served(&world, "b.test", b);
		assert_true(publication->stage.not_before >= due);
	}
	assert_int_equal(rmdir(temp), 0);
	world_expect(&world, "www.a.test", ip);
	world_stop(&world);
}

static void fifty_changes(unsigned from)
{
	char ip[32];

	for (unsigned i = 0; i < 50; i++) {
		snprintf(ip, sizeof(ip), "198.51.100.%u", from + i);
		world_ingress(&world, "www", "www.a.test", ip);
	}
}

static bool is_written(struct world *of)
{
	char *text = world_zone(of, "a.test");
	bool is = strstr(text, "www\t60\tIN\tA\t198.51.100.49\n") != NULL;

	free(text);
	return is;
}

/*
 * What comes in one turn is one version, what comes while that is on its way
 * is another one (Q2: publications are spaced).
 */
static void changes_gather(void **state)
{
	uint32_t first;

	(void)state;
	world_open(&world, ZONE("a.test") "  serial: counter\n");
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	first = world_served(&world, "a.test", 0);
	fifty_changes(0);
	world_until(&world, is_written);
	fifty_changes(50);
	world_expect(&world, "www.a.test", "198.51.100.99");
	/* NSD's old process may answer once more: that is no third one. */
	assert_int_equal(world_served(&world, "a.test", first + 1), first + 2);
	world_stop(&world);
}

#define HOURLY "  run: true\npublish: {minInterval: 1h}\n"

/*
 * A change less than an interval after the last version waits, while the first
 * change of each other zone is published at once (Q2: publications are spaced).
 * They take longer than the pause that the first version of a.test would bring
 * about by itself.
 */
static void changes_wait_for_the_interval(void **state)
{
	static const char *const others[][2] = {
		{ "b.test", ZONE("a.test") ZONE("b.test") },
		{ "c.test", ZONE("a.test") ZONE("c.test") },
		{ "d.test", ZONE("a.test") ZONE("d.test") },
		{ "e.test", ZONE("a.test") ZONE("e.test") },
		{ "f.test", ZONE("a.test") ZONE("f.test") },
		{ "g.test", ZONE("a.test") ZONE("g.test") },
	};
	const char *what = "  run: true\npublish: {minInterval: 1h}\n";
	char *text;

	(void)state;
	world_start(&world, world_config(&world, ZONE("a.test"), what));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_served(&world, "a.test", 0);
	world_expect(&world, "www.a.test", "192.0.2.1");
	world_ingress(&world, "www", "www.a.test", "192.0.2.2");
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		reconfigure_with(others[i][1], what);
		world_served(&world, others[i][0], 0);
	}
	text = world_zone(&world, "a.test");
	assert_non_null(strstr(text, "192.0.2.1\n"));
	free(text);
	world_stop(&world);
}

/* NSD's new address is where it is asked, from its next start on. */
static void another_address(void **state)
{
	uint32_t serial = world_www(&world);
	int pid = world_nsd(&world);

	(void)state;
	world.port = free_port();
	reconfigure(ZONE("a.test"));
	assert_int_equal(world_nsd(&world), pid);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(world_served(&world, "a.test", 0), serial);
	world_change(&world, "192.0.2.2", serial);
	world_expect(&world, "www.a.test", "192.0.2.2");
	world_stop(&world);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WORLD_TEST(a_change_is_served),
		WORLD_TEST(an_empty_cluster_is_served),
		WORLD_TEST(nothing_before_the_sources),
		WORLD_TEST(nothing_before_every_source),
		WORLD_TEST(no_change_no_version),
		WORLD_TEST(several_zones),
		WORLD_TEST(zones_come_and_go),
		WORLD_TEST(a_file_cannot_be_written),
		WORLD_TEST(what_fails_waits),
		WORLD_TEST(changes_gather),
		WORLD_TEST(changes_wait_for_the_interval),
		WORLD_TEST(another_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
