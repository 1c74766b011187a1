/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_journalfile.c - what is in the file after each entry, and that half an
 * entry never stays.
 */
#include "controller/publish/state/journalfile.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"
#include "zonegen/base/buf.h"

#define FILE_NAME "zones/a.test.journal"

static char dir[64];
static struct statedir statedir;
static struct journalfile journal;
static struct unsynced *unsynced;

static int set_up(void **state)
{
	struct err err;

	(void)state;
	temp_dir(dir);
	assert_true(statedir_open(&statedir, dir, 0, &err));
	unsynced = unsynced_open(statedir.dir);
	journalfile_open(&journal, &statedir, unsynced, "a.test");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	journalfile_close(&journal);
	unsynced_free(unsynced);
	statedir_close(&statedir);
	remove_dir(dir);
	return 0;
}

static bool append(const char *text)
{
	struct buf entry = BUF_INIT(1u << 20);
	struct err err;
	bool ok;

	buf_puts(&entry, text);
	ok = journalfile_append(&journal, &entry, &err);
	buf_clear(&entry);
	return ok;
}

static void expect(const char *text)
{
	char *there = file_read(dir, FILE_NAME);

	assert_string_equal(there, text);
	free(there);
}

static void entries_stand_behind_each_other(void **state)
{
	struct err err;

	(void)state;
	assert_false(journalfile_is_there(statedir.zones, "a.test"));
	assert_true(append("one\n"));
	assert_true(append("two\n"));
	assert_true(journal.unsynced);
	assert_true(journalfile_sync(&journal, &err));
	assert_false(journal.unsynced);
	expect("one\ntwo\n");
}

static void when_it_is_empty_there_is_none(void **state)
{
	struct err err;

	(void)state;
	assert_true(journalfile_empty(&journal, &err));
	assert_true(append("one\n"));
	assert_true(journalfile_empty(&journal, &err));
	assert_false(journalfile_is_there(statedir.zones, "a.test"));
	assert_false(journal.unsynced);
	assert_true(append("two\n"));
	expect("two\n");
}

static void that_of_a_process_before_is_not_added_to(void **state)
{
	struct err err;

	(void)state;
	assert_true(append("one\n"));
	journalfile_close(&journal);
	journalfile_open(&journal, &statedir, unsynced, "a.test");
	assert_true(journal.torn);
	assert_false(append("two\n"));
	expect("one\n");
	assert_true(journalfile_empty(&journal, &err));
	assert_true(append("two\n"));
	expect("two\n");
}

/* The system writes only so much of the second one. */
static void half_an_entry_is_taken_back(void **state)
{
	struct rlimit before, limit;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = 10;
	assert_true(append("one\n"));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_false(append("a second one\n"));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	expect("one\n");
	assert_false(journal.torn);
	assert_true(append("three\n"));
	expect("one\nthree\n");
}

/* Nobody knows what of it is on the disk, whatever a second sync says. */
static void nothing_follows_what_was_not_synced(void **state)
{
	struct err err;
	int ends[2];

	(void)state;
	assert_true(append("one\n"));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(dup2(ends[1], journal.fd), journal.fd);
	assert_false(journalfile_sync(&journal, &err));
	assert_false(append("two\n"));
	assert_true(journalfile_sync(&journal, &err));
	assert_false(append("two\n"));
	assert_true(journalfile_empty(&journal, &err));
	assert_true(append("three\n"));
	expect("three\n");
	close(ends[0]);
	close(ends[1]);
}

/* Before there is an entry: its name may be lost with the machine, too. */
static void the_zone_is_noted_first(void **state)
{
	char *there;

	(void)state;
	assert_true(append("one\n"));
	there = file_read(dir, UNSYNCED_FILE);
	assert_non_null(strstr(there, "\na.test\n"));
	free(there);
}

static void it_has_its_size(void **state)
{
	(void)state;
	assert_true(append("one\n"));
	journal.len = JOURNALFILE_MAX - 3;
	assert_false(append("two\n"));
	expect("one\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    entries_stand_behind_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    when_it_is_empty_there_is_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    that_of_a_process_before_is_not_added_to, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    half_an_entry_is_taken_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    nothing_follows_what_was_not_synced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    the_zone_is_noted_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    it_has_its_size, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
