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
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/publish/world.h"
#include "zonegen/mem.h"

#define ZONE(name)                                            \
	"- name: " name "\n"                                  \
	"  nameservers:\n"                                    \
	"  - {name: ns1." name ", addresses: [192.0.2.53]}\n" \
	"  soa: {contact: root@example.net}\n"
#define RUN "  run: true\n"

enum { NOERROR = 0, SERVFAIL = 2, NXDOMAIN = 3, REFUSED = 5 };

static struct world world;

static int set_up(void **state)
{
	(void)state;
	world_begin(&world);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_end(&world);
	return 0;
}

static void start(const char *zones)
{
	world_start(&world, world_config(&world, zones, RUN));
}

/* Started, with one Ingress served; its serial. */
static uint32_t start_with_www(void)
{
	start(ZONE("a.test"));
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	return world_served(&world, "a.test", 0);
}

static const char *wanted_name, *wanted_address;

static bool has_address(struct world *of)
{
	return !strcmp(world_address(of, wanted_name), wanted_address);
}

/*
 * Sooner or later: for a moment after a reload the process that NSD is about
 * to end still answers from the old zone.
 */
static void assert_address(const char *name, const char *address)
{
	wanted_name = name;
	wanted_address = address;
	world_until(&world, has_address);
}

static char *zone_text(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "state/zones/%s.zone", name);
	return file_read(world.dir, path);
}

static uint32_t changed_to(const char *ip, uint32_t serial)
{
	world_ingress(&world, "www", "www.a.test", ip);
	return world_served(&world, "a.test", serial);
}

static void a_change_is_served(void **state)
{
	uint32_t serial = start_with_www(), next;

	(void)state;
	assert_address("www.a.test", "192.0.2.1");
	next = changed_to("192.0.2.2", serial);
	assert_true(serial_later(next, serial));
	assert_address("www.a.test", "192.0.2.2");
	assert_address("ns1.a.test", "192.0.2.53");
	world_forget(&world, "www");
	world_served(&world, "a.test", next);
	assert_address("www.a.test", "");
	world_stop(&world);
}

/* No source has anything: SOA and NS alone are published (Q5). */
static void an_empty_cluster_is_served(void **state)
{
	(void)state;
	start(ZONE("a.test"));
	world_sync(&world);
	world_served(&world, "a.test", 0);
	assert_address("ns1.a.test", "192.0.2.53");
	world_stop(&world);
}

/* Without a single list nothing is published, nor configured in NSD. */
static void nothing_before_the_sources(void **state)
{
	char *text;

	(void)state;
	start(ZONE("a.test"));
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_says(&world, "a.test", REFUSED);
	text = zone_text("a.test");
	assert_string_equal(text, "");
	free(text);
	world_stop(&world);
}

/* The same objects again: no new serial, not even a new file (Q3). */
static void no_change_no_version(void **state)
{
	uint32_t serial = start_with_www();
	char *before = zone_text("a.test"), *after;

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
	after = zone_text("a.test");
	assert_string_equal(before, after);
	free(before);
	free(after);
	world_stop(&world);
}

/* Zones beside and inside each other, all of one turn. */
static void several_zones(void **state)
{
	(void)state;
	start(ZONE("a.test") ZONE("b.test") ZONE("sub.a.test"));
	world_sync(&world);
	world_ingress(&world, "one", "www.a.test", "192.0.2.1");
	world_ingress(&world, "two", "www.b.test", "192.0.2.2");
	world_ingress(&world, "three", "www.sub.a.test", "192.0.2.3");
	world_served(&world, "a.test", 0);
	world_served(&world, "b.test", 0);
	world_served(&world, "sub.a.test", 0);
	assert_address("www.a.test", "192.0.2.1");
	assert_address("www.b.test", "192.0.2.2");
	assert_address("www.sub.a.test", "192.0.2.3");
	world_stop(&world);
}

/* It is started again, and serves what it served. */
static void nsd_is_killed(void **state)
{
	uint32_t serial = start_with_www();

	(void)state;
	assert_int_equal(kill(world_nsd(&world), SIGKILL), 0);
	changed_to("192.0.2.2", serial);
	assert_address("www.a.test", "192.0.2.2");
	world_stop(&world);
}

/* A zone.list that would keep it from starting is mended (W6). */
static void nsd_is_killed_and_its_list_lost(void **state)
{
	uint32_t serial = start_with_www();

	(void)state;
	assert_int_equal(kill(world_nsd(&world), SIGKILL), 0);
	file_write(world.dir, "state/zone.list", "");
	changed_to("192.0.2.2", serial);
	assert_address("www.a.test", "192.0.2.2");
	world_stop(&world);
}

/* A clean end stops NSD; the same objects make no new version (Q5). */
static void a_restart_changes_nothing(void **state)
{
	uint32_t serial = start_with_www(), again;
	char *before = zone_text("a.test"), *after;

	(void)state;
	world_stop(&world);
	again = start_with_www();
	assert_int_equal(again, serial);
	after = zone_text("a.test");
	assert_string_equal(before, after);
	free(before);
	free(after);
	again = changed_to("192.0.2.2", serial);
	assert_true(serial_later(again, serial));
	world_stop(&world);
}

/* After a crash of ours NSD is still there, and adopted. */
static void a_crash_leaves_nsd(void **state)
{
	uint32_t serial = start_with_www();
	int pid = world_nsd(&world);

	(void)state;
	world_crash(&world);
	assert_address("www.a.test", "192.0.2.1");
	assert_int_equal(start_with_www(), serial);
	assert_int_equal(world_nsd(&world), pid);
	changed_to("192.0.2.2", serial);
	assert_int_equal(world_nsd(&world), pid);
	world_stop(&world);
	/* Ours in this process, whoever adopted it. */
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void sync_kind(const char *name, enum source_state state)
{
	const struct kind *kind = kind_find(name);

	if (state == SOURCE_LIVE) {
		store_begin(world.store, kind);
		store_commit(world.store, kind);
	}
	store_set_state(world.store, kind, state, "", loop_now(world.loop));
}

/*
 * Services are not there after a restart: what they had stays, while an
 * Ingress changes (Q1), until their list is complete.
 */
static void an_untrusted_source_is_retained(void **state)
{
	uint32_t serial;
	char *overlay;

	(void)state;
	start(ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_put(&world, "Service",
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"db\"},"
	    "\"spec\":{\"type\":\"LoadBalancer\"},\"status\":{"
	    "\"loadBalancer\":{\"ingress\":[{\"ip\":\"192.0.2.9\"}]}}}");
	serial = world_served(&world, "a.test", 0);
	assert_address("db.web.a.test", "192.0.2.9");
	world_stop(&world);

	start(ZONE("a.test"));
	sync_kind("Ingress", SOURCE_LIVE);
	sync_kind("Service", SOURCE_ABSENT);
	world_ingress(&world, "www", "www.a.test", "192.0.2.2");
	serial = world_served(&world, "a.test", serial);
	assert_address("www.a.test", "192.0.2.2");
	assert_address("db.web.a.test", "192.0.2.9");
	overlay = file_read(world.dir, "state/overlay.json");
	assert_non_null(strstr(overlay, "\"origin\":\"Service web/db\""));
	free(overlay);

	sync_kind("Service", SOURCE_LIVE);
	world_served(&world, "a.test", serial);
	assert_address("db.web.a.test", "");
	overlay = file_read(world.dir, "state/overlay.json");
	assert_string_equal(overlay, "{\"schemaVersion\":1,\"rows\":[]}\n");
	free(overlay);
	world_stop(&world);
}

/* Edited by hand: set aside, and published anew with a later serial. */
static void a_damaged_file_is_set_aside(void **state)
{
	uint32_t serial = start_with_www(), next;
	char *text;

	(void)state;
	world_stop(&world);
	file_write(world.dir, "state/zones/a.test.zone",
	    "$ORIGIN a.test.\n@ 60 IN SOA ns1 root ( 2000000000 1 1 1 1 )\n"
	    "@ IN NS ns1\nns1 IN A 192.0.2.99\n");
	start(ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	next = world_served(&world, "a.test", serial);
	if (next == 2000000000) /* what NSD found before us */
		next = world_served(&world, "a.test", next);
	assert_int_equal(next, 2000000001);
	text = file_read(world.dir, "state/zones/a.test.zone.bad-1");
	assert_non_null(strstr(text, "192.0.2.99"));
	free(text);
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

static void reconfigure(const char *zones)
{
	struct config *former = world.config;

	world.released = false;
	world.config = world_config(&world, zones, RUN);
	publisher_reconfigure(
	    world.publisher, world.config, on_released, &world);
	world_until(&world, was_released);
	config_free(former);
}

/* One zone goes, one comes, one stays as it is. */
static void zones_come_and_go(void **state)
{
	uint32_t serial;

	(void)state;
	start(ZONE("a.test") ZONE("b.test"));
	world_sync(&world);
	world_ingress(&world, "one", "www.a.test", "192.0.2.1");
	world_ingress(&world, "three", "www.c.test", "192.0.2.3");
	serial = world_served(&world, "a.test", 0);
	world_served(&world, "b.test", 0);

	reconfigure(ZONE("a.test") ZONE("c.test"));
	world_says(&world, "b.test", REFUSED);
	world_served(&world, "c.test", 0);
	assert_address("www.c.test", "192.0.2.3");
	assert_int_equal(world_served(&world, "a.test", 0), serial);
	assert_address("www.a.test", "192.0.2.1");
	world_stop(&world);
}

/* A zone that went while we were away leaves NSD when we are back. */
static void a_zone_goes_between_runs(void **state)
{
	(void)state;
	start(ZONE("a.test") ZONE("b.test"));
	world_sync(&world);
	world_served(&world, "a.test", 0);
	world_served(&world, "b.test", 0);
	world_crash(&world);
	start(ZONE("a.test"));
	world_sync(&world);
	world_says(&world, "b.test", REFUSED);
	world_served(&world, "a.test", 0);
	world_stop(&world);
}

/*
 * The file cannot be written for a while: nothing is lost, and another zone
 * does not wait for it (W3).
 */
static void a_file_cannot_be_written(void **state)
{
	uint32_t a, b;
	char temp[128];

	(void)state;
	start(ZONE("a.test") ZONE("b.test"));
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
	assert_address("www.a.test", "192.0.2.1");
	world_stop(&world);
}

/* The checker's word: what it refuses is not published, the rest is. */
static void a_version_is_refused(void **state)
{
	char path[512], bin[128], *before = xstrdup(getenv("PATH"));
	uint32_t serial = start_with_www();

	(void)state;
	world_stop(&world);
	snprintf(bin, sizeof(bin), "%s/nsd-checkzone", world.dir);
	file_write(world.dir, "nsd-checkzone",
	    "#!/bin/sh\necho 'not today' >&2\nexit 1\n");
	assert_int_equal(chmod(bin, 0755), 0);
	snprintf(path, sizeof(path), "%s:%s", world.dir, before);
	setenv("PATH", path, 1);
	start(ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.2");
	world_served(&world, "a.test", 0);
	setenv("PATH", before, 1);
	/* Another change, and a good checker. */
	assert_int_equal(world.answer.serial, serial);
	world_ingress(&world, "www", "www.a.test", "192.0.2.3");
	world_served(&world, "a.test", serial);
	assert_address("www.a.test", "192.0.2.3");
	free(before);
	world_stop(&world);
}

static void only_one_controller(void **state)
{
	struct publisher *second;
	struct err err;

	(void)state;
	start(ZONE("a.test"));
	second = publisher_start(world.loop, world.store, world.config, &err);
	assert_null(second);
	assert_non_null(strstr(err.text, "is in use by process "));
	world_sync(&world);
	world_served(&world, "a.test", 0);
	world_stop(&world);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_change_is_served),
		TEST(an_empty_cluster_is_served),
		TEST(nothing_before_the_sources),
		TEST(no_change_no_version),
		TEST(several_zones),
		TEST(nsd_is_killed),
		TEST(nsd_is_killed_and_its_list_lost),
		TEST(a_restart_changes_nothing),
		TEST(a_crash_leaves_nsd),
		TEST(an_untrusted_source_is_retained),
		TEST(a_damaged_file_is_set_aside),
		TEST(zones_come_and_go),
		TEST(a_zone_goes_between_runs),
		TEST(a_file_cannot_be_written),
		TEST(a_version_is_refused),
		TEST(only_one_controller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
