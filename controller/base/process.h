/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process.h - other programs: started, watched, ended.
 *
 * The only place that starts them.  No shell: argv goes to execvp() as it is.
 * A program inherits its stdin, stdout and stderr and no other descriptor;
 * stdin is /dev/null unless it gets input.
 */
#ifndef CONTROLLER_BASE_PROCESS_H
#define CONTROLLER_BASE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "controller/base/loop.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct process;

struct process_end {
	int status;      /* exit code, 128 + signal, 127: could not be run */
	bool timed_out;  /* and was killed for it */
	const char *out; /* what it printed, cut at the limit */
	size_t out_len;
	const char *errors; /* on stderr */
};

struct process_options {
	const char *const *argv;     /* NULL at the end */
	const char *const *env;      /* added "K=V" in place of ours, or NULL */
	const char *const *withheld; /* prefixes of ours it lacks, or NULL */
	const char *input;           /* for its stdin, or NULL */
	size_t input_len;
	size_t limit;     /* of out and of errors; 0: 64 KiB */
	uint64_t timeout; /* ms, then SIGKILL, for its session; 0: none */
	int log_fd;       /* out and errors go there instead; 0: no */
	bool session;     /* setsid(): it may outlive us */
	void (*done)(void *arg, const struct process_end *end);
	void *arg;
};

/*
 * NULL with *err when the process cannot be forked.  done is called once, from
 * the loop; the handle is freed after it.
 */
struct process *process_start(struct loop *loop,
    const struct process_options *options, struct err *err) MUST_CHECK;
pid_t process_pid(const struct process *process);
void process_signal(struct process *process, int number);
/*
 * Kills the process and its session and frees the handle; done is not called.
 */
void process_kill(struct process *process); /* NULL is fine */
/* Frees the handle and lets the process run on; done is not called. */
void process_detach(struct process *process);

/* Runs that program in place of this one; returns when it cannot. */
void process_become(const char *const *argv, struct err *err);

/*
 * The same for callers without a loop: it waits.  timeout and done are unused.
 */
struct process_result {
	int status;
	struct buf out, errors;
};
bool process_run(const struct process_options *options,
    struct process_result *result, struct err *err) MUST_CHECK;
void process_result_clear(struct process_result *result);

#endif
