/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_restart.c - what survives when NSD, or the controller, ends.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "controller/publish/publisher.h"
#include "tests/test.h"
#include "tests/unit/controller/publish/world.h"

static struct world world;

/* It is started again, and serves what it served. */
static void nsd_is_killed(void **state)
{
	uint32_t serial = world_www(&world);

	(void)state;
	assert_int_equal(kill(world_nsd(&world), SIGKILL), 0);
	world_change(&world, "192.0.2.2", serial);
	world_expect(&world, "www.a.test", "192.0.2.2");
	world_stop(&world);
}

/*
 * A zone.list that would keep it from starting is mended (W6: NSD as wanted).
 */
static void nsd_is_killed_and_its_list_lost(void **state)
{
	uint32_t serial = world_www(&world);

	(void)state;
	assert_int_equal(kill(world_nsd(&world), SIGKILL), 0);
	file_write(world.dir, "state/zone.list", "");
	world_change(&world, "192.0.2.2", serial);
	world_expect(&world, "www.a.test", "192.0.2.2");
	world_stop(&world);
}

/*
 * A clean end stops NSD; the same objects make no new version (Q5: the last
 * version is on disk).
 */
static void a_restart_changes_nothing(void **state)
{
	uint32_t serial = world_www(&world), again;
	char *before = world_zone(&world, "a.test"), *after;

	(void)state;
	world_stop(&world);
	again = world_www(&world);
	assert_int_equal(again, serial);
	after = world_zone(&world, "a.test");
	assert_string_equal(before, after);
	free(before);
	free(after);
	again = world_change(&world, "192.0.2.2", serial);
	assert_true(serial_later(again, serial));
	world_stop(&world);
}

/* After a crash of ours NSD is still there, and adopted. */
static void a_crash_leaves_nsd(void **state)
{
	uint32_t serial = world_www(&world);
	int pid = world_nsd(&world);

	(void)state;
	world_crash(&world);
	world_expect(&world, "www.a.test", "192.0.2.1");
	assert_int_equal(world_www(&world), serial);
	assert_int_equal(world_nsd(&world), pid);
	world_change(&world, "192.0.2.2", serial);
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
 * Services are not there after a restart: what they had stays until their list
 * is complete, while an Ingress changes (Q1: an untrusted source changes
 * nothing).
 */
static void an_untrusted_source_is_retained(void **state)
{
	uint32_t serial;
	char *overlay;

	(void)state;
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_put(&world, "Service",
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"db\"},"
	    "\"spec\":{\"type\":\"LoadBalancer\"},\"status\":{"
	    "\"loadBalancer\":{\"ingress\":[{\"ip\":\"192.0.2.9\"}]}}}");
	serial = world_served(&world, "a.test", 0);
	world_expect(&world, "db.web.a.test", "192.0.2.9");
	world_stop(&world);

	world_open(&world, ZONE("a.test"));
	sync_kind("EndpointSlice", SOURCE_LIVE);
	sync_kind("Ingress", SOURCE_LIVE);
	sync_kind("Service", SOURCE_ABSENT);
	world_ingress(&world, "www", "www.a.test", "192.0.2.2");
	serial = world_served(&world, "a.test", serial);
	world_expect(&world, "www.a.test", "192.0.2.2");
	world_expect(&world, "db.web.a.test", "192.0.2.9");
	overlay = file_read(world.dir, "state/overlay.json");
	assert_non_null(strstr(overlay, "\"origin\":\"Service web/db\""));
	free(overlay);

	sync_kind("Service", SOURCE_LIVE);
	world_served(&world, "a.test", serial);
	world_expect(&world, "db.web.a.test", "");
	overlay = file_read(world.dir, "state/overlay.json");
	assert_non_null(strstr(overlay, "\"rows\":[]"));
	free(overlay);
	world_stop(&world);
}

/* Edited by hand: set aside, and published anew with a later serial. */
static void a_damaged_file_is_set_aside(void **state)
{
	uint32_t serial = world_www(&world), next;
	char *text;

	(void)state;
	world_stop(&world);
	file_write(world.dir, "state/zones/a.test.zone",
	    "$ORIGIN a.test.\n@ 60 IN SOA ns1 root ( 2000000000 1 1 1 1 )\n"
	    "@ IN NS ns1\nns1 IN A 192.0.2.99\n");
	world_open(&world, ZONE("a.test"));
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

/* A zone that went while we were away leaves NSD when we are back. */
static void a_zone_goes_between_runs(void **state)
{
	(void)state;
	world_open(&world, ZONE("a.test") ZONE("b.test"));
	world_sync(&world);
	world_served(&world, "a.test", 0);
	world_served(&world, "b.test", 0);
	world_crash(&world);
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	world_says(&world, "b.test", RCODE_REFUSED);
	world_served(&world, "a.test", 0);
	world_stop(&world);
}

/* The checker's word: what it refuses is not published, the rest is. */
static void a_version_is_refused(void **state)
{
	char *before;
	uint32_t serial = world_www(&world);

	(void)state;
	world_stop(&world);
	before = path_script(world.dir, "nsd-checkzone",
	    "#!/bin/sh\necho 'not today' >&2\nexit 1\n");
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.2");
	world_served(&world, "a.test", 0);
	path_restore(before);
	/* Another change, and a good checker. */
	assert_int_equal(world.answer.serial, serial);
	world_ingress(&world, "www", "www.a.test", "192.0.2.3");
	world_served(&world, "a.test", serial);
	world_expect(&world, "www.a.test", "192.0.2.3");
	world_stop(&world);
}

static void only_one_controller(void **state)
{
	struct err err;
	int status;
	pid_t pid;

	(void)state;
	world_open(&world, ZONE("a.test"));
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (publisher_start(
			world.loop, world.store, world.config, &err))
			_exit(0);
		_exit(strstr(err.text, "is in use by process ") ? 1 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	world_sync(&world);
	world_served(&world, "a.test", 0);
	world_stop(&world);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WORLD_TEST(nsd_is_killed),
		WORLD_TEST(nsd_is_killed_and_its_list_lost),
		WORLD_TEST(a_restart_changes_nothing),
		WORLD_TEST(a_crash_leaves_nsd),
		WORLD_TEST(an_untrusted_source_is_retained),
		WORLD_TEST(a_damaged_file_is_set_aside),
		WORLD_TEST(a_zone_goes_between_runs),
		WORLD_TEST(a_version_is_refused),
		WORLD_TEST(only_one_controller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
