/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_xfrdirs.c - what a killed NSD leaves goes, and nothing else.
 */
#include "controller/publish/nsd/xfrdirs.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

/* %d: the process; its directory has these files. */
static const struct row {
	const char *name;
	const char *dir;
	bool lives; /* the process */
	const char *files;
	bool stays;
} rows[] = {
	{ "a killed one", "nsd-xfr-%d", false,
	    "nsd.%d.task.0 nsd.%d.task.1 xfr.7", false },
	{ "it did nothing", "nsd-xfr-%d", false, "", false },
	{ "a living one", "nsd-xfr-%d", true, "nsd.%d.task.0", true },
	{ "somebody's file in it", "nsd-xfr-%d", false, "nsd.%d.task.0 mine",
	    true },
	{ "somebody's name", "nsd-xfr-%d.old", false, "nsd.%d.task.0", true },
	{ "no process", "nsd-xfr-0", false, "xfr.1", true },
	{ "not that name", "nsd-%d", false, "xfr.1", true },
};

static pid_t process(bool lives)
{
	pid_t pid = lives ? getpid() : fork();

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(0);
	if (!lives)
		assert_int_equal(waitpid(pid, NULL, 0), pid);
	return pid;
}

static void print(char out[64], const char *format, pid_t pid)
{
	const char *number = strstr(format, "%d");

	if (number)
		snprintf(out, 64, "%.*s%d%s", (int)(number - format), format,
		    (int)pid, number + 2);
	else
		snprintf(out, 64, "%s", format);
}

static void put_files(const char *in, const char *files, pid_t pid)
{
	char text[64], name[64], *word, *save;

	snprintf(text, sizeof(text), "%s", files);
	for (word = strtok_r(text, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		print(name, word, pid);
		file_write(in, name, "x");
	}
}

static void sweeps(void **state)
{
	const struct row *row = *state;
	char dir[64], name[64], path[160];
	pid_t pid = process(row->lives);
	int fd;

	temp_dir(dir);
	print(name, row->dir, pid);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(mkdir(path, 0700), 0);
	put_files(path, row->files, pid);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fd >= 0);
	xfrdirs_sweep(fd);
	assert_int_equal(faccessat(fd, name, F_OK, 0) == 0, row->stays);
	close(fd);
	remove_dir(dir);
}

/* Where a link leads is not looked at. */
static void a_link(void **state)
{
	char dir[64], name[64], path[160];
	pid_t pid = process(false);
	int fd;

	(void)state;
	temp_dir(dir);
	snprintf(path, sizeof(path), "%s/elsewhere", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	file_write(path, "nsd.1.task.0", "x");
	print(name, "nsd-xfr-%d", pid);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(symlinkat("elsewhere", fd, name), 0);
	xfrdirs_sweep(fd);
	assert_int_equal(faccessat(fd, "elsewhere/nsd.1.task.0", F_OK, 0), 0);
	close(fd);
	remove_dir(dir);
}

int main(void)
{
	static struct CMUnitTest tests[ARRAY_LEN(rows)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(a_link),
	};
	int failed;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].name,
			.test_func = sweeps,
			.initial_state = (void *)&rows[i] };
	failed = cmocka_run_group_tests_name("rows", tests, NULL, NULL);
	return failed +
	    cmocka_run_group_tests_name("others", others, NULL, NULL);
}
