/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_statedir.c - the lock, the sweep, and reading what is there.
 */
#include "controller/publish/state/statedir.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

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

	if (!statedir_open(&statedir, path, 0, &err))
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
	assert_false(statedir_open(&statedir, path, 0, &err));
	assert_int_equal(err.kind, ERR_SYSTEM);
	assert_int_equal(statedir.dir, -1);
}

static void a_file_is_no_directory(void **state)
{
	struct err err;

	(void)state;
	file_write(dir, "state", "");
	assert_false(statedir_open(&statedir, path, 0, &err));
}

/* Of another process, which says what went wrong by its exit status. */
static int open_in_a_child(pid_t holder)
{
	struct statedir second;
	char words[64];
	struct err err;
	int status;
	pid_t pid;

	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		snprintf(words, sizeof(words), "in use by process %ld",
		    (long)holder);
		if (statedir_open(&second, path, 0, &err))
			_exit(0);
		_exit(strstr(err.text, words) ? 1 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void one_at_a_time(void **state)
{
	(void)state;
	open_it();
	assert_int_equal(open_in_a_child(getpid()), 1);
	statedir_close(&statedir);
	assert_int_equal(open_in_a_child(getpid()), 0);
	open_it();
}

static int release[2];

static void on_alarm(int signal)
{
	(void)signal;
	close(release[1]);
}

/* Another process holds it until this one waits for it. */
static void it_is_waited_for(void **state)
{
	int ready[2];
	char octet;
	pid_t pid;
	struct err err;

	(void)state;
	assert_int_equal(pipe(ready) | pipe(release), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(release[1]);
		open_it();
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		_exit((int)read(release[0], &octet, 1));
	}
	assert_int_equal(read(ready[0], &octet, 1), 1);
	assert_false(statedir_open(&statedir, path, 0, &err));
	signal(SIGALRM, on_alarm);
	alarm(1);
	assert_true(statedir_open(&statedir, path, 30000, &err));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(release[0]);
	close(ready[0]);
	close(ready[1]);
}

/* It was killed just after it had forked. */
static void a_child_does_not_hold_it(void **state)
{
	int ready[2], end[2];
	char octet = 0;
	pid_t parent;

	(void)state;
	assert_int_equal(pipe(ready) | pipe(end), 0);
	parent = fork();
	assert_true(parent >= 0);
	if (parent == 0) {
		open_it();
		if (fork() == 0) {
			close(end[1]);
			if (write(ready[1], "", 1) != 1)
				_exit(1);
			_exit((int)read(end[0], &octet, 1));
		}
		_exit(0);
	}
	assert_int_equal(waitpid(parent, NULL, 0), parent);
	assert_int_equal(read(ready[0], &octet, 1), 1);
	open_it();
	close(end[0]);
	close(end[1]);
	close(ready[0]);
	close(ready[1]);
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
		TEST(it_is_waited_for),
		TEST(a_child_does_not_hold_it),
		TEST(sweeps_temporaries),
		TEST(reads_whole_files),
		TEST(sets_aside_without_loss),
	};

	statedir = (struct statedir)STATEDIR_INIT;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
