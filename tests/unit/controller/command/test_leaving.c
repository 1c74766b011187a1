/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_leaving.c - for whom an NSD leaves, while a process says so and no
 * longer.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "controller/command/leaving.h"
#include "tests/test.h"

#define HOUR 3600000

/* An address of loopback that no other process has, and what stands behind. */
static const char *own(char out[64], const char *behind)
{
	unsigned pid = (unsigned)getpid();

	snprintf(out, 64, "127.%u.%u.%u%s", 1 + (pid >> 16 & 127),
	    pid >> 8 & 255, pid & 255, behind);
	return out;
}

static pid_t leave(const char *server)
{
	pid_t child = fork();
	struct err err;

	assert_true(child >= 0);
	if (!child) {
		alarm(120); /* not longer than a test that failed */
		_exit(!leaving_stay(server, HOUR, &err));
	}
	return child;
}

static void await(const char *server, bool seen)
{
	alarm(60);
	while (leaving_seen(server) != seen)
		sched_yield();
	alarm(0);
}

/* It has nothing to do but to wait: that it has tried is behind it. */
static void await_sleep(pid_t child)
{
	char path[64], state = '?';
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)child);
	alarm(60);
	while (state != 'S') {
		file = fopen(path, "re");
		assert_non_null(file);
		assert_int_equal(fscanf(file, "%*d %*s %c", &state), 1);
		fclose(file);
	}
	alarm(0);
}

static void end(pid_t child)
{
	int status;

	assert_int_equal(kill(child, SIGTERM), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static const struct row {
	const char *name;
	const char *left, *probed; /* what stands behind the address */
	bool seen;
} rows[] = {
	{ "the same", "@5353", "@5353", true },
	{ "port 53 need not be written", "", "@53", true },
	{ "nor by who asks", "@53", "", true },
	{ "another port", "@5353", "@5354", false },
	{ "a port that begins alike", "@535", "@5353", false },
	{ "no address", "@53", "@x", false },
};

static void check(void **state)
{
	const struct row *row = *state;
	char left[64], probed[64];
	pid_t child;

	own(left, row->left);
	own(probed, row->probed);
	assert_false(leaving_seen(left));
	child = leave(left);
	await(left, true);
	assert_int_equal(leaving_seen(probed), row->seen);
	end(child);
	assert_false(leaving_seen(left));
	assert_false(leaving_seen(probed));
}

static void the_second_takes_over(void **state)
{
	char server[64];
	pid_t first, second;

	(void)state;
	own(server, "");
	first = leave(server);
	await(server, true);
	second = leave(server);
	await_sleep(second);
	end(first);
	await(server, true);
	end(second);
	assert_false(leaving_seen(server));
}

static void it_ends(void **state)
{
	char server[64];
	struct err err;

	(void)state;
	assert_true(leaving_stay(own(server, ""), 1, &err));
	assert_false(leaving_seen(server));
}

static void it_ends_while_another_leaves(void **state)
{
	char server[64];
	struct err err;
	pid_t other;

	(void)state;
	own(server, "");
	other = leave(server);
	await(server, true);
	assert_true(leaving_stay(server, 1, &err));
	assert_true(leaving_seen(server));
	end(other);
}

static void no_address(void **state)
{
	struct err err;

	(void)state;
	assert_false(leaving_stay("localhost", HOUR, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.text, "bad address 'localhost'");
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(the_second_takes_over),
		cmocka_unit_test(it_ends),
		cmocka_unit_test(it_ends_while_another_leaves),
		cmocka_unit_test(no_address));
}
