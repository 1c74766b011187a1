/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_guard.c - what is held is served by a real NSD until it is approved.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/publish/obeying.h"
#include "controller/publish/publisher.h"
#include "controller/publish/state/overlayfile.h"
#include "controller/publish/zones.h"
#include "tests/test.h"
#include "tests/unit/controller/publish/world.h"

#define NAMES 10

static struct world world;
static const struct statement nobody;

static void put_all(const char *ip)
{
	char name[16], host[32];

	for (int i = 0; i < NAMES; i++) {
		snprintf(name, sizeof(name), "w%d", i);
		snprintf(host, sizeof(host), "w%d.a.test", i);
		world_ingress(&world, name, host, ip);
	}
}

static void forget_all(void)
{
	char name[16];

	for (int i = 0; i < NAMES; i++) {
		snprintf(name, sizeof(name), "w%d", i);
		world_forget(&world, name);
	}
}

static const struct hold *hold(void)
{
	const struct zone_overlay *found;
	struct publisher_view view;

	if (!publisher_look(world.publisher, &view))
		return NULL;
	found = map_get(&view.zones->overlays.by_zone, "a.test");
	return found ? &found->memory.hold : NULL;
}

static bool is_held(struct world *of)
{
	(void)of;
	return hold() && hold_any(hold());
}

static bool is_released(struct world *of)
{
	return !is_held(of);
}

/* All of a zone goes: it stays, and says what it holds. */
static void open_held(void)
{
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	put_all("192.0.2.1");
	world_served(&world, "a.test", 0);
	world_expect(&world, "w9.a.test", "192.0.2.1");
	forget_all();
	world_until(&world, is_held);
	assert_int_equal(hold()->deletions, NAMES);
	assert_int_equal(hold()->gone, NAMES);
	assert_int_equal(hold()->of, NAMES);
	assert_true(hold()->since > 0);
	assert_string_equal(hold()->names[0], "w0.a.test");
	assert_string_equal(hold()->names[NAMES - 1], "w9.a.test");
	/* Something else goes out beside it. */
	world_ingress(&world, "new", "new.a.test", "192.0.2.7");
	world_expect(&world, "new.a.test", "192.0.2.7");
	world_expect(&world, "w0.a.test", "192.0.2.1");
}

static void refused(const char *zone, const char *plan, const char *why)
{
	struct err err;

	assert_false(obeying_approve(
	    publisher_obeying(world.publisher), zone, plan, &nobody, &err));
	assert_string_equal(err.text, why);
}

static void approved(void **state)
{
	char why[128];
	struct err err;
	char plan[DIGEST_SIZE];

	(void)state;
	open_held();
	memcpy(plan, hold()->plan, DIGEST_SIZE);
	snprintf(why, sizeof(why),
	    "zone 'a.test': the plan that is held is '%.12s', not "
	    "'000000000000'",
	    plan);
	refused("a.test", "000000000000", why);
	refused("a.test", "00000000000",
	    "zone 'a.test': plan '00000000000' is not 12 to 64 hexadecimal "
	    "digits");
	refused("b.test", plan, "zone 'b.test' is not configured");
	plan[APPROVAL_DIGITS] = '\0';
	assert_true(obeying_approve(
	    publisher_obeying(world.publisher), "a.test", plan, &nobody, &err));
	world_expect(&world, "w0.a.test", "");
	world_expect(&world, "w9.a.test", "");
	world_expect(&world, "new.a.test", "192.0.2.7");
	world_until(&world, is_released);
	refused("a.test", "000000000000", "zone 'a.test': nothing is held");
	world_stop(&world);
}

/* Approved, and ended before it went out: the next one lets it go. */
static void approved_before_a_crash(void **state)
{
	struct err err;
	char *overlay;

	(void)state;
	open_held();
	assert_true(obeying_approve(publisher_obeying(world.publisher),
	    "a.test", hold()->plan, &nobody, &err));
	overlay = file_read(world.dir, "state/overlay.json");
	assert_non_null(strstr(overlay, "\"- w0.a.test A web\""));
	free(overlay);
	world_crash(&world);
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "new", "new.a.test", "192.0.2.7");
	world_expect(&world, "w0.a.test", "");
	world_expect(&world, "new.a.test", "192.0.2.7");
	world_stop(&world);
}

/* Held, and ended: the next one holds it. */
static void held_over_a_crash(void **state)
{
	int64_t since;

	(void)state;
	open_held();
	since = hold()->since;
	world_crash(&world);
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "new", "new.a.test", "192.0.2.8");
	world_expect(&world, "new.a.test", "192.0.2.8");
	world_expect(&world, "w0.a.test", "192.0.2.1");
	assert_int_equal(hold()->deletions, NAMES);
	assert_int_equal(hold()->since, since);
	put_all("192.0.2.2");
	world_expect(&world, "w9.a.test", "192.0.2.2");
	world_until(&world, is_released);
	world_stop(&world);
}

int main(void)
{
	return RUN_TESTS(WORLD_TEST(approved),
	    WORLD_TEST(approved_before_a_crash), WORLD_TEST(held_over_a_crash));
}
