/* SPDX-License-Identifier: Apache-2.0 */
/*
 * git.h - the git program, on one repository.
 *
 * Never through a shell.  Nothing that the machine or the user configured
 * counts: no system file, no global one, no variable of git or ssh, no HOME; a
 * uid without an entry in passwd and a repository of another owner are fine.
 * Each call has a deadline, and with it everything that git started ends.
 *
 * The room: access has what a remote wants, stream the language of
 * git-fast-import(1).
 */
#ifndef CONTROLLER_PUBLISH_GIT_GIT_H
#define CONTROLLER_PUBLISH_GIT_GIT_H

#include "controller/base/process.h"
#include "zonegen/base/mem.h"

#define GIT_ENV 16
#define GIT_TIME 60000 /* ms for what is done on our disk */

struct git {
	struct loop *loop;
	const char *directory; /* the repository, absolute; borrowed */
	struct arena arena;
	const char *env[GIT_ENV + 1]; /* added to ours, NULL at the end */
	size_t nenv;
};

struct git_call {
	const char *const *words; /* "fsck", "--quiet", ..., NULL */
	const char *input;        /* for its stdin, or NULL */
	size_t input_len, limit;  /* as process_options */
	uint64_t timeout;         /* ms; 0: GIT_TIME */
	void (*done)(void *arg, const struct process_end *end);
	void *arg;
};

void git_open(struct git *git, struct loop *loop, const char *directory);
/* A variable for it, "K=V"; copied. */
void git_set(struct git *git, const char *text);
void git_close(struct git *git); /* unopened is fine */
/* As process_start(). */
struct process *git_start(const struct git *git, const struct git_call *call,
    struct err *err) MUST_CHECK;
/* The same for callers without a loop: it waits, without a deadline. */
bool git_run(const struct git *git, const struct git_call *call,
    struct process_result *result, struct err *err) MUST_CHECK;
/* Why it failed, in words: the last thing that it complained of. */
void git_words(const struct process_end *end, struct err *err);
/* Did it fail for something beside the repository: no room, no right? */
bool git_blames_machine(const struct process_end *end);

#endif
