/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "controller/base/process.h"
#include "tests/test.h"

struct seen {
	struct loop *loop;
	int status;
	bool timed_out;
	char out[200], errors[200];
};

static void on_done(void *arg, const struct process_end *end)
{
	struct seen *seen = arg;

	seen->status = end->status;
	seen->timed_out = end->timed_out;
	snprintf(seen->out, sizeof(seen->out), "%s", end->out);
	snprintf(seen->errors, sizeof(seen->errors), "%s", end->errors);
	loop_stop(seen->loop);
}

static const struct row {
	const char *name;
	const char *argv[4];
	const char *input;
	size_t limit;
	uint64_t timeout;
	int status;
	const char *out, *errors;
	bool timed_out;
} rows[] = {
	{ "prints", { "echo", "a b" }, .out = "a b\n" },
	{ "fails", { "sh", "-c", "echo no >&2; exit 3" }, .status = 3,
	    .errors = "no\n" },
	{ "killed", { "sh", "-c", "kill -TERM $$" }, .status = 128 + SIGTERM },
	{ "reads its input", { "cat" }, .input = "some text",
	    .out = "some text" },
	{ "does not read its input", { "true" }, .input = "text" },
	{ "has no input", { "cat" }, .out = "" },
	{ "prints more than the limit", { "echo", "0123456789" }, .limit = 4,
	    .out = "0123" },
	{ "is not there", { "/nonexistent/program" }, .status = 127,
	    .errors = "cannot run '/nonexistent/program': No such file or "
		      "directory\n" },
	{ "no shell looks at it", { "echo", "$HOME;`id`" },
	    .out = "$HOME;`id`\n" },
	{ "too slow", { "sleep", "1000" }, .timeout = 1,
	    .status = 128 + SIGKILL, .timed_out = true },
};

static struct process_options options_of(const struct row *row)
{
	return (struct process_options){
		.argv = row->argv,
		.input = row->input,
		.input_len = row->input ? strlen(row->input) : 0,
		.limit = row->limit,
		.timeout = row->timeout,
	};
}

static void on_the_loop(void **state)
{
	const struct row *row = *state;
	struct process_options options = options_of(row);
	struct seen seen = { .loop = loop_new() };
	struct err err;

	options.done = on_done;
	options.arg = &seen;
	assert_non_null(process_start(seen.loop, &options, &err));
	loop_run(seen.loop);
	assert_int_equal(seen.status, row->status);
	assert_int_equal(seen.timed_out, row->timed_out);
	assert_string_equal(seen.out, row->out ? row->out : "");
	assert_string_equal(seen.errors, row->errors ? row->errors : "");
	loop_free(seen.loop);
}

static void waiting(void **state)
{
	const struct row *row = *state;
	struct process_options options = options_of(row);
	struct process_result result;
	struct err err;

	if (row->timeout)
		return;
	assert_true(process_run(&options, &result, &err));
	assert_int_equal(result.status, row->status);
	assert_string_equal(buf_text(&result.out), row->out ? row->out : "");
	process_result_clear(&result);
}

/* Five descriptors are needed; with fewer nothing runs and none leaks. */
static void out_of_descriptors(void **state)
{
	static const char *const argv[] = { "true", NULL };
	struct process_options options = { .argv = argv };
	struct loop *loop = loop_new();
	struct rlimit old, few;
	int lowest = dup(0);

	(void)state;
	close(lowest);
	getrlimit(RLIMIT_NOFILE, &old);
	for (int left = 0; left < 5; left++) {
		struct process *process;
		struct err err;

		few = old;
		few.rlim_cur = (rlim_t)(lowest + left);
		setrlimit(RLIMIT_NOFILE, &few);
		process = process_start(loop, &options, &err);
		setrlimit(RLIMIT_NOFILE, &old);
		assert_null(process);
		assert_int_equal(err.kind, ERR_SYSTEM);
		assert_int_equal(dup(0), lowest);
		close(lowest);
	}
	loop_free(loop);
}

static void its_environment(void **state)
{
	static const char *const argv[] = { "env", NULL };
	static const char *const env[] = { "WORD=hello", NULL };
	struct process_options options = { .argv = argv, .env = env };
	struct process_result result;
	struct err err;

	(void)state;
	setenv("WORD", "nonsense", true);
	assert_true(process_run(&options, &result, &err));
	assert_non_null(strstr(buf_text(&result.out), "WORD=hello\n"));
	assert_null(strstr(buf_text(&result.out), "WORD=nonsense"));
	process_result_clear(&result);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	return RUN_ROWS(rows, on_the_loop) + RUN_ROWS(rows, waiting) +
	    RUN_TESTS(cmocka_unit_test(its_environment),
		cmocka_unit_test(out_of_descriptors));
}
