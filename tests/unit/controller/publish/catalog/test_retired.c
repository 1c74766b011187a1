/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_retired.c - zones that stay for a day, over restarts and whatever is in
 * their file.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/catalog/listed.h"
#include "controller/publish/catalog/retired.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"
#include "zonegen/version/version.h"

#define DAY RETIRED_FOR

static const struct zone_settings settings = {
	.name = "catalog.invalid",
	.header = "",
	.ttl = 60,
	.max_ttl = 60,
	.max_records = 100,
	.max_types = 100,
	.soa = { .primary = "invalid", .contact = "invalid", .ttl = 60 },
	.nameservers = &(const struct nameserver){ .name = "invalid" },
	.nnameservers = 1,
	.closed = true,
};
/* All zones, the catalog's last version listing a.example and b.example. */
struct world {
	struct zone_settings settings[3];
	struct zoneset *set;
	struct zone *catalog;
};

static void world_open(struct world *world, bool a, bool b)
{
	const bool served[] = { a, b, false };
	struct version *version;
	struct err err;

	world->settings[0] =
	    (struct zone_settings){ .name = "a.example", .header = "" };
	world->settings[1] =
	    (struct zone_settings){ .name = "b.example", .header = "" };
	world->settings[2] = settings;
	world->set = zoneset_new(world->settings, 3);
	listed_follow(world->set, served);
	world->catalog = zoneset_at(world->set, 2);
	zone_resolve(world->catalog);
	version = version_new(world->catalog, 1, &err);
	assert_non_null(version);
	version_adopt(world->catalog, version);
	version_free(version);
}

static void world_close(struct world *world)
{
	zoneset_free(world->set);
}

static void lists(void **state)
{
	struct world world;
	char name[LISTED_SIZE], zone[NAME_SIZE];
	size_t at = 0;

	(void)state;
	world_open(&world, true, false);
	listed_name("a.example", "catalog.invalid", name);
	assert_int_equal(strlen(name), 40 + strlen(".zones.catalog.invalid"));
	/* It must never be another one. */
	assert_string_equal(name,
	    "b8e7453371a024daae06f3164492c0afcde134c7"
	    ".zones.catalog.invalid");
	assert_true(listed_has(world.catalog, "a.example"));
	assert_false(listed_has(world.catalog, "b.example"));
	assert_true(listed_next(world.catalog, &at, zone));
	assert_string_equal(zone, "a.example");
	assert_false(listed_next(world.catalog, &at, zone));
	/* No name in it is anybody's. */
	assert_null(zoneset_find(world.set, name));
	assert_null(zoneset_find(world.set, "catalog.invalid"));
	world_close(&world);
}

/* Once listed, a zone that is not served stays; a new one waits. */
static void follows(void **state)
{
	static const bool none[3], second[3] = { false, true };
	struct world world;

	(void)state;
	world_open(&world, true, false);
	assert_false(listed_owed(world.set, none));
	assert_true(listed_owed(world.set, second));
	listed_follow(world.set, none);
	zone_resolve(world.catalog);
	assert_false(version_differs(world.catalog));
	listed_follow(world.set, second);
	zone_resolve(world.catalog);
	assert_true(version_differs(world.catalog));
	world_close(&world);
}

static void stays_for_a_day(void **state)
{
	struct world with, without;
	struct retired retired = { .count = 0 };
	char *ended;

	(void)state;
	world_open(&with, true, true);
	world_open(&without, true, false);
	retired_add(&retired, "b.example", "primary+east");
	retired_add(&retired, "b.example", "primary");
	assert_int_equal(retired.count, 1);
	assert_string_equal(
	    retired_find(&retired, "b.example")->pattern, "primary+east");
	assert_null(retired_expire(&retired, with.catalog, 1000));
	assert_null(retired_expire(&retired, with.catalog, 1000 + 10 * DAY));
	assert_int_equal(retired_next(&retired), 0);
	assert_false(retired_owed(&retired, with.catalog));
	assert_true(retired_owed(&retired, without.catalog));
	assert_null(retired_expire(&retired, without.catalog, 2000));
	assert_false(retired_owed(&retired, without.catalog));
	assert_int_equal(retired_next(&retired), 2000 + DAY);
	assert_null(retired_expire(&retired, without.catalog, 2000 + DAY - 1));
	ended = retired_expire(&retired, without.catalog, 2000 + DAY);
	assert_string_equal(ended, "b.example");
	free(ended);
	assert_int_equal(retired.count, 0);
	retired_clear(&retired);
	world_close(&with);
	world_close(&without);
}

static void is_listed_again(void **state)
{
	struct world with, without;
	struct retired retired = { .count = 0 };

	(void)state;
	world_open(&with, true, true);
	world_open(&without, true, false);
	retired_add(&retired, "b.example", "primary");
	assert_null(retired_expire(&retired, without.catalog, 2000));
	assert_null(retired_expire(&retired, with.catalog, 3000));
	assert_null(retired_expire(&retired, with.catalog, 3000 + 2 * DAY));
	retired_remove(&retired, "b.example");
	retired_remove(&retired, "b.example");
	assert_int_equal(retired.count, 0);
	retired_clear(&retired);
	world_close(&with);
	world_close(&without);
}

static void a_clock_that_was_set_back(void **state)
{
	struct world without;
	struct retired retired = { .count = 0 };
	char *ended;

	(void)state;
	world_open(&without, true, false);
	retired_add(&retired, "b.example", "primary");
	assert_null(retired_expire(&retired, without.catalog, 1000 * DAY));
	assert_null(retired_expire(&retired, without.catalog, 2000));
	ended = retired_expire(&retired, without.catalog, 2000 + DAY);
	assert_non_null(ended);
	free(ended);
	retired_clear(&retired);
	world_close(&without);
}

static void no_catalog_any_more(void **state)
{
	struct retired retired = { .count = 0 };
	char *ended;

	(void)state;
	retired_add(&retired, "b.example", "primary");
	assert_null(retired_expire(&retired, NULL, 2000));
	ended = retired_expire(&retired, NULL, 2000 + DAY);
	assert_non_null(ended);
	free(ended);
	retired_clear(&retired);
}

static const struct file {
	const char *name, *text, *again; /* what is saved of it */
} files[] = {
	{ "none", NULL, "" },
	{ "empty", "", "" },
	{ "two", "a.example primary 0\nb.example primary+east+w-1 1795429416\n",
	    "a.example primary 0\nb.example primary+east+w-1 1795429416\n" },
	{ "without its end", "a.example primary 5", "a.example primary 5\n" },
	{ "twice", "a.example primary 5\na.example primary 6\n",
	    "a.example primary 5\n" },
	{ "too few words", "a.example primary\na.example\n\n", "" },
	{ "too many words", "a.example primary 5 6\n", "" },
	{ "no name", "A.example primary 5\n. primary 5\n../x primary 5\n", "" },
	{ "no pattern", "a.example pri\"mary 5\na.example  5\n", "" },
	{ "no time", "a.example primary x\na.example primary -1\n", "" },
	{ "one good of three", "x\na.example primary 5\n\001\n",
	    "a.example primary 5\n" },
};

static void reads_file(void **state)
{
	const struct file *row = *state;
	struct retired retired = { .count = 0 };
	char path[64], *text;
	struct err err;
	int dir;

	temp_dir(path);
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (row->text)
		file_write(path, RETIRED_FILE, row->text);
	retired_load(&retired, dir);
	retired.unsaved = true;
	assert_true(retired_save(&retired, dir, &err));
	text = file_read(path, RETIRED_FILE);
	assert_string_equal(text, row->again);
	free(text);
	retired_clear(&retired);
	close(dir);
	remove_dir(path);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(follows),
		cmocka_unit_test(stays_for_a_day),
		cmocka_unit_test(is_listed_again),
		cmocka_unit_test(a_clock_that_was_set_back),
		cmocka_unit_test(no_catalog_any_more),
	};

	return RUN_ROWS(files, reads_file) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
