/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_unsynced.c - what is known of serials after the machine was lost, or
 * only the process.
 */
#include "controller/publish/state/unsynced.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/publish/state/statedir.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define BEYOND (100 + UNSYNCED_MOST)

static char dir[64];
static struct statedir statedir;
static struct unsynced *unsynced;

static int set_up(void **state)
{
	struct err err;

	(void)state;
	temp_dir(dir);
	assert_true(statedir_open(&statedir, dir, 0, &err));
	unsynced = unsynced_open(statedir.dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unsynced_free(unsynced);
	statedir_close(&statedir);
	remove_dir(dir);
	return 0;
}

/* The next process, on the same machine. */
static void again(void)
{
	unsynced_free(unsynced);
	unsynced = unsynced_open(statedir.dir);
}

/* The next process, after the machine was lost. */
static void another_boot(void)
{
	char *text = file_read(dir, UNSYNCED_FILE);

	assert_true(*text);
	text[0] = text[0] == 'x' ? 'y' : 'x';
	file_write(dir, UNSYNCED_FILE, text);
	free(text);
	again();
}

static void note(const char *zone)
{
	struct err err;

	if (!unsynced_note(unsynced, zone, &err))
		fail_msg("%s", err.text);
}

static void save(void)
{
	struct err err;

	assert_true(unsynced_save(unsynced, &err));
}

/* The serial that may have been seen of a zone; 0: nothing was lost. */
static uint32_t lost(const char *zone, uint32_t known)
{
	uint32_t floor;

	return unsynced_lost(unsynced, zone, known, &floor) ? floor : 0;
}

static void a_process_is_killed(void **state)
{
	(void)state;
	assert_int_equal(lost("a.test", 100), 0);
	note("a.test");
	again();
	assert_int_equal(lost("a.test", 100), 0);
	note("a.test");
	again();
	assert_int_equal(lost("a.test", 100), 0);
}

static void the_machine_is_lost(void **state)
{
	(void)state;
	note("b.test");
	note("a.test");
	another_boot();
	assert_int_equal(lost("a.test", 100), BEYOND);
	assert_int_equal(lost("b.test", UINT32_MAX), UNSYNCED_MOST - 1);
	assert_int_equal(lost("c.test", 100), 0);
}

/* Until a zone has a later version, whatever becomes of the processes. */
static void it_stays_known(void **state)
{
	(void)state;
	note("a.test");
	note("b.test");
	another_boot();
	assert_int_equal(lost("a.test", 100), BEYOND);
	note("c.test");
	again();
	assert_int_equal(lost("a.test", 100), BEYOND);
	assert_int_equal(lost("a.test", 150), BEYOND);
	assert_int_equal(lost("c.test", 100), 0);
	unsynced_settle(unsynced, "a.test", BEYOND);
	unsynced_settle(unsynced, "c.test", 100);
	save();
	again();
	assert_int_equal(lost("a.test", 100), BEYOND);
	/* It was not configured meanwhile. */
	assert_int_equal(lost("b.test", 100), BEYOND);
	unsynced_settle(unsynced, "a.test", BEYOND + 1);
	save();
	again();
	assert_int_equal(lost("a.test", BEYOND + 1), 0);
	assert_int_equal(lost("b.test", 100), BEYOND);
}

static void a_clean_end(void **state)
{
	(void)state;
	note("a.test");
	unsynced_settle(unsynced, "a.test", 100);
	save();
	assert_int_equal(faccessat(statedir.dir, UNSYNCED_FILE, F_OK, 0), -1);
	save();
}

/* What was noted of one that was lost is of that boot no more. */
static void noted_again(void **state)
{
	(void)state;
	note("a.test");
	another_boot();
	assert_int_equal(lost("a.test", 100), BEYOND);
	note("a.test");
	again();
	assert_int_equal(lost("a.test", BEYOND + 5), BEYOND);
}

/* What came behind the serials that it went on from may be lost like them. */
static void lost_twice(void **state)
{
	(void)state;
	note("a.test");
	note("b.test");
	another_boot();
	assert_int_equal(lost("a.test", 100), BEYOND);
	assert_int_equal(lost("b.test", 100), BEYOND);
	note("a.test");
	note("b.test");
	another_boot();
	assert_int_equal(lost("a.test", 1000), 1000 + UNSYNCED_MOST);
	assert_int_equal(lost("a.test", 1100), 1000 + UNSYNCED_MOST);
	/* Of b not even the first of them got to the disk. */
	assert_int_equal(lost("b.test", 100), BEYOND + UNSYNCED_MOST);
}

static void a_damaged_file(void **state)
{
	(void)state;
	file_write(dir, UNSYNCED_FILE,
	    "\n"
	    "a.test\n"
	    "a.test 7\n"
	    "no name at all!\n"
	    "b.test x\n"
	    "c.test 300\n"
	    "d.te");
	again();
	assert_int_equal(lost("a.test", 100), BEYOND);
	assert_int_equal(lost("b.test", 100), BEYOND);
	assert_int_equal(lost("c.test", 100), 300 + UNSYNCED_MOST);
	assert_int_equal(lost("d.te", 100), 0);
}

static void no_room(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(
	    mkdirat(statedir.dir, "." UNSYNCED_FILE ".tmp", 0700), 0);
	assert_false(unsynced_note(unsynced, "a.test", &err));
	assert_false(unsynced_note(unsynced, "a.test", &err));
	assert_int_equal(
	    unlinkat(statedir.dir, "." UNSYNCED_FILE ".tmp", AT_REMOVEDIR), 0);
	note("a.test");
	another_boot();
	assert_int_equal(lost("a.test", 100), BEYOND);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_process_is_killed),
		TEST(the_machine_is_lost),
		TEST(it_stays_known),
		TEST(a_clean_end),
		TEST(noted_again),
		TEST(lost_twice),
		TEST(a_damaged_file),
		TEST(no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
