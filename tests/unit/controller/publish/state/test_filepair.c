/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_filepair.c - which files there are after each step, and after a kill at
 * any of them.
 */
#include "controller/publish/state/filepair.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

static char dir[64];
static struct statedir statedir;
static struct filepair pair;

static int set_up(void **state)
{
	struct err err;

	(void)state;
	temp_dir(dir);
	assert_true(statedir_open(&statedir, dir, 0, &err));
	filepair_open(&pair, &statedir, "a.test");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	filepair_abandon(&pair);
	statedir_close(&statedir);
	remove_dir(dir);
	return 0;
}

static void expect(const char *suffix, const char *text)
{
	char name[64], *there;

	snprintf(name, sizeof(name), "zones/a.test.%s", suffix);
	there = file_read(dir, name);
	assert_string_equal(there, text);
	free(there);
}

static const char *origins; /* as next_origins() gives them; NULL: not */

/* An octet at a time. */
static bool next_origins(const struct zone *zone, size_t *at, struct buf *out)
{
	(void)zone;
	if (!origins[*at])
		return false;
	buf_putc(out, origins[(*at)++]);
	return origins[*at] != '\0';
}

static void put(const char *file, const char *with, bool keep)
{
	struct buf text = BUF_INIT(1000);
	struct err err;

	origins = with;
	buf_puts(&text, file);
	assert_true(filepair_write(
	    &pair, &text, NULL, with ? next_origins : NULL, &err));
	assert_true(filepair_place(&pair, keep, &err));
	assert_false(filepair_touched(&pair));
	assert_true(filepair_sync(&pair, &err));
	buf_clear(&text);
}

static void a_life(void **state)
{
	struct err err;

	(void)state;
	put("one", "o1", true);
	expect("zone", "one");
	assert_false(filepair_has_good(&pair));
	filepair_drop_good(&pair);
	put("two", NULL, true);
	expect("zone", "two");
	expect("origins", "o1");
	expect("zone.good", "one");
	expect("origins.good", "o1");
	/* Not seen served: what was before it stays the good one. */
	put("three", "o3", true);
	expect("zone.good", "one");
	filepair_drop_good(&pair);
	assert_false(filepair_has_good(&pair));
	expect("origins.good", "");
	put("four", "o4", true);
	expect("zone.good", "three");
	assert_true(filepair_restore(&pair, &err));
	expect("zone", "three");
	expect("origins", "o3");
	assert_false(filepair_has_good(&pair));
	assert_false(filepair_restore(&pair, &err));
	expect("zone", "three");
}

static void is_readable(const char *suffix)
{
	char path[256];
	struct stat there;

	snprintf(path, sizeof(path), "%s/zones/a.test.%s", dir, suffix);
	assert_int_equal(stat(path, &there), 0);
	assert_int_equal(there.st_mode, S_IFREG | 0644);
}

/* Zones are no secret: others may look at them, and copy them (W1). */
static void everybody_may_read_them(void **state)
{
	mode_t mask = umask(0);

	(void)state;
	put("one", "o1", true);
	filepair_drop_good(&pair);
	put("two", "o2", true);
	umask(mask);
	is_readable("zone");
	is_readable("origins");
	is_readable("zone.good");
	is_readable("origins.good");
}

/* A disk that did not let them go when they were abandoned. */
static void left_over_temporaries(void **state)
{
	static const char *const left[] = { "zone", "origins", "zone.good",
		"origins.good" };
	char name[64];

	(void)state;
	put("one", "o1", true);
	for (size_t i = 0; i < ARRAY_LEN(left); i++) {
		snprintf(name, sizeof(name), "zones/.a.test.%s.tmp", left[i]);
		file_write(dir, name, "x");
	}
	file_write(dir, "zones/.b.a.test.zone.tmp", "another's");
	filepair_drop_good(&pair);
	for (size_t i = 0; i < ARRAY_LEN(left); i++) {
		snprintf(name, sizeof(name), ".a.test.%s.tmp", left[i]);
		assert_int_equal(faccessat(statedir.zones, name, F_OK, 0), -1);
	}
	assert_int_equal(
	    faccessat(statedir.zones, ".b.a.test.zone.tmp", F_OK, 0), 0);
	expect("zone", "one");
}

/* What is put back is read by NSD: it is later than what it replaces. */
static void put_back_is_later(void **state)
{
	struct stat before, after;
	struct err err;

	(void)state;
	put("one", "o1", true);
	filepair_drop_good(&pair);
	put("two", "o2", true);
	before = pair.there;
	assert_true(filepair_restore(&pair, &err));
	after = pair.there;
	assert_true(after.st_mtim.tv_sec > before.st_mtim.tv_sec ||
	    (after.st_mtim.tv_sec == before.st_mtim.tv_sec &&
		after.st_mtim.tv_nsec > before.st_mtim.tv_nsec));
}

/* A kill between the links and the new files: the same content twice. */
static void killed_after_the_links(void **state)
{
	struct buf text = BUF_INIT(1000);
	struct err err;

	(void)state;
	put("one", "o1", true);
	buf_puts(&text, "two");
	origins = "o2";
	assert_true(filepair_write(&pair, &text, NULL, next_origins, &err));
	buf_clear(&text);
	assert_int_equal(linkat(statedir.zones, "a.test.zone", statedir.zones,
			     "a.test.zone.good", 0),
	    0);
	filepair_open(&pair, &statedir, "a.test");
	expect("zone", "one");
	expect("zone.good", "one");
	put("two", "o2", true);
	expect("zone.good", "one");
	expect("zone", "two");
}

/* A link that a kill left half-way, and an old good one, do no harm. */
static void left_over_links(void **state)
{
	(void)state;
	put("one", "o1", true);
	file_write(dir, "zones/.a.test.zone.good.tmp", "junk");
	file_write(dir, "zones/a.test.zone.good", "stale");
	file_write(dir, "zones/a.test.origins.good", "stale");
	pair.served = true;
	put("two", "o2", true);
	expect("zone.good", "one");
	expect("origins.good", "o1");
	assert_int_equal(
	    faccessat(statedir.zones, ".a.test.zone.good.tmp", F_OK, 0), -1);
}

/* What nobody saw served is not what there is to go back to. */
static void never_served(void **state)
{
	(void)state;
	put("one", "o1", true);
	put("two", "o2", true);
	assert_false(filepair_has_good(&pair));
	filepair_drop_good(&pair);
	put("three", "o3", true);
	/* Once more, after a failure: it is in place already. */
	put("three", "o3", true);
	expect("zone.good", "two");
	/* The next process: that in place may be bad. */
	filepair_open(&pair, &statedir, "a.test");
	put("four", "o4", true);
	expect("zone.good", "two");
	filepair_drop_good(&pair);
	filepair_open(&pair, &statedir, "a.test");
	put("five", "o5", true);
	expect("zone.good", "four");
}

static void set_time(time_t seconds, long ns)
{
	pair.there.st_mtim =
	    (struct timespec){ .tv_sec = seconds, .tv_nsec = ns };
}

static bool is_past(time_t seconds, long ns)
{
	return filepair_is_past(
	    &pair, &(struct timespec){ .tv_sec = seconds, .tv_nsec = ns });
}

/* A clock that was set back, if only by a part of a second. */
static void is_its_time_over(void **state)
{
	(void)state;
	set_time(100, 500);
	assert_true(is_past(101, 0));
	assert_true(is_past(100, 501));
	assert_false(is_past(100, 500));
	assert_false(is_past(100, 499));
	assert_false(is_past(99, 999999999));
}

/* Once more with a time before that; seconds and ns that it has then. */
static void rewrite(int64_t before, time_t seconds, long ns)
{
	static const struct zone_settings settings = { .name = "a.test",
		.header = "" };
	struct zone *zone = zone_new(&settings);
	struct stat there;
	char path[128];
	struct err err;

	assert_true(filepair_rewrite(&pair, zone, false, before, &err));
	assert_false(filepair_touched(&pair));
	snprintf(path, sizeof(path), "%s/zones/a.test.zone", dir);
	assert_int_equal(stat(path, &there), 0);
	assert_int_equal(there.st_mtim.tv_sec, seconds);
	assert_int_equal(there.st_mtim.tv_nsec, ns);
	zone_free(zone);
}

/* Whatever the clock says now. */
static void it_is_of_then(void **state)
{
	time_t now = time(NULL);
	struct err err;

	(void)state;
	put("one", "o1", true);
	set_time(1000, 999999999);
	rewrite(1500, 1499, 0);
	rewrite(1400, 1499, 1); /* never before what it replaces */
	rewrite(0, 1499, 2);
	set_time(1000, 999999999);
	rewrite(0, 1001, 0);
	assert_true(filepair_renew(&pair, &err));
	assert_false(filepair_touched(&pair));
	assert_true(pair.there.st_mtim.tv_sec >= now - 1);
}

static void others_are_noticed(void **state)
{
	(void)state;
	assert_false(filepair_touched(&pair));
	put("one", "o1", true);
	assert_false(filepair_touched(&pair));
	filepair_drop_good(&pair);
	assert_false(filepair_touched(&pair));
	file_write(dir, "zones/a.test.zone", "two");
	assert_true(filepair_touched(&pair));
	put("three", "o3", false);
	assert_false(filepair_touched(&pair));
	assert_int_equal(unlinkat(statedir.zones, "a.test.zone", 0), 0);
	assert_true(filepair_touched(&pair));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static void descriptor_is_of_ours(void **state)
{
	char text[8] = "";
	int fd;

	(void)state;
	assert_int_equal(filepair_descriptor(&pair), -1);
	put("one\n", NULL, false);
	fd = filepair_descriptor(&pair);
	assert_true(fd >= 0);
	/* It stays what it was, whatever gets its name. */
	put("two\n", NULL, false);
	assert_int_equal(read(fd, text, sizeof(text)), 4);
	assert_string_equal(text, "one\n");
	close(fd);
	file_write(dir, "zones/a.test.zone", "2.0\n");
	assert_int_equal(filepair_descriptor(&pair), -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_life),
		TEST(everybody_may_read_them),
		TEST(never_served),
		TEST(is_its_time_over),
		TEST(it_is_of_then),
		TEST(put_back_is_later),
		TEST(killed_after_the_links),
		TEST(left_over_links),
		TEST(left_over_temporaries),
		TEST(others_are_noticed),
		TEST(descriptor_is_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
