/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_statedir.c - the lock, the sweep, and reading what is there.
 */
#include "controller/publish/statedir.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/publish/world.h"

static char dir[64], path[128];
static struct statedir statedir;

static int set_up(void **state)
{
	(void)state;
	temp_dir(dir);
	snprintf(path, sizeof(path), "%s/state", dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	statedir_close(&statedir);
	remove_dir(dir);
	return 0;
}

static void open_it(void)
{
	struct err err;

	if (!statedir_open(&statedir, path, &err))
		fail_msg("%s", err.text);
}

static void makes_what_is_missing(void **state)
{
	struct stat st;

	(void)state;
	open_it();
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
	assert_int_equal(faccessat(statedir.dir, "zones", W_OK, 0), 0);
}

static void does_not_make_parents(void **state)
{
	struct err err;

	(void)state;
	snprintf(path, sizeof(path), "%s/no/state", dir);
	assert_false(statedir_open(&statedir, path, &err));
	assert_int_equal(err.kind, ERR_SYSTEM);
	assert_int_equal(statedir.dir, -1);
}

static void a_file_is_no_directory(void **state)
{
	struct err err;

	(void)state;
	file_write(dir, "state", "");
	assert_false(statedir_open(&statedir, path, &err));
}

static void one_at_a_time(void **state)
{
	struct statedir second;
	char words[64];
	struct err err;

	(void)state;
	open_it();
	assert_false(statedir_open(&second, path, &err));
	snprintf(words, sizeof(words), "in use by process %ld", (long)getpid());
	assert_non_null(strstr(err.text, words));
	statedir_close(&statedir);
	open_it();
}

static void sweeps_temporaries(void **state)
{
	char *text;

	(void)state;
	open_it();
	file_write(path, ".overlay.json.tmp", "x");
	file_write(path, "zones/.a.zone.tmp", "x");
	file_write(path, "zones/a.zone", "kept");
	statedir_close(&statedir);
	open_it();
	assert_int_not_equal(
	    faccessat(statedir.dir, ".overlay.json.tmp", F_OK, 0), 0);
	assert_int_not_equal(
	    faccessat(statedir.zones, ".a.zone.tmp", F_OK, 0), 0);
	text = file_read(path, "zones/a.zone");
	assert_string_equal(text, "kept");
	free(text);
}

static void reads_whole_files(void **state)
{
	char *text = NULL;
	struct err err;
	size_t len;

	(void)state;
	open_it();
	file_write(path, "file", "12345");
	assert_true(statedir_read(statedir.dir, "file", 5, &text, &len, &err));
	assert_int_equal(len, 5);
	assert_string_equal(text, "12345");
	free(text);
	assert_false(statedir_read(statedir.dir, "file", 4, &text, &len, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_false(statedir_read(statedir.dir, "none", 4, &text, &len, &err));
	assert_int_equal(err.kind, ERR_ABSENT);
	assert_false(
	    statedir_read(statedir.dir, "zones", 1 << 20, &text, &len, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(symlinkat("file", statedir.dir, "link"), 0);
	assert_false(statedir_read(statedir.dir, "link", 5, &text, &len, &err));
	assert_int_equal(err.kind, ERR_SYSTEM);
}

static void sets_aside_without_loss(void **state)
{
	struct err err;
	char *text;

	(void)state;
	open_it();
	file_write(path, "f", "one");
	assert_true(statedir_set_aside(statedir.dir, "f", &err));
	file_write(path, "f", "two");
	assert_true(statedir_set_aside(statedir.dir, "f", &err));
	text = file_read(path, "f.bad-1");
	assert_string_equal(text, "one");
	free(text);
	text = file_read(path, "f.bad-2");
	assert_string_equal(text, "two");
	free(text);
	assert_false(statedir_set_aside(statedir.dir, "f", &err));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(makes_what_is_missing),
		TEST(does_not_make_parents),
		TEST(a_file_is_no_directory),
		TEST(one_at_a_time),
		TEST(sweeps_temporaries),
		TEST(reads_whole_files),
		TEST(sets_aside_without_loss),
	};

	statedir = (struct statedir)STATEDIR_INIT;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
