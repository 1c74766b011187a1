/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child.c - NSD is started, started again when it ends, with growing pauses,
 * and stopped: by a command first, then by SIGTERM, then by SIGKILL.
 */
#include "controller/publish/nsd/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/base/process.h"
#include "controller/publish/nsd/program.h"
#include "controller/publish/nsd/xfrdirs.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define LOG_NAME "nsd.log"
#define LOG_SIZE_MAX (16 << 20) /* octets; then a new log begins */
#define RETRY_MIN 50            /* ms */
#define RETRY_MAX 30000
#define STEADY 60000       /* ms of life after which a start was a success */
#define STOP_ASK_EVERY 50  /* ms */
#define STOP_PATIENCE 3000 /* ms, then SIGTERM; as long again: SIGKILL */

struct child {
	struct loop *loop;
	struct control *control;
	const struct statedir *statedir;
	void (*started)(void *arg, pid_t pid);
	void *arg;
	struct process *process; /* NULL: not running, or adopted */
	uint64_t since;          /* when it was started */
	uint64_t retry;
	bool waiting; /* for the timer, before the next start */
	bool complained;
	bool failing;         /* it ended soon after its last start */
	off_t log_start;      /* octets of the log before that start */
	char last_words[256]; /* the error that was logged last */
	struct loop_timer *timer;
	void (*stopped)(void *arg); /* not NULL: stopping */
	void *stopped_arg;
	bool asking; /* "stop" was sent, and no reply came yet */
	uint64_t stop_since;
};

static void on_timer(void *arg);

struct child *child_new(struct loop *loop, struct control *control,
    const struct statedir *statedir, void (*started)(void *arg, pid_t pid),
    void *arg)
{
	struct child *child = xcalloc(1, sizeof(*child));

	child->loop = loop;
	child->control = control;
	child->statedir = statedir;
	child->started = started;
	child->arg = arg;
	child->retry = RETRY_MIN;
	child->timer = loop_timer_new(loop, on_timer, child);
	return child;
}

void child_free(struct child *child)
{
	if (!child)
		return;
	process_detach(child->process);
	loop_timer_free(child->timer);
	free(child);
}

static void wait_for_retry(struct child *child)
{
	child->waiting = true;
	loop_timer_set(child->timer, child->retry);
	child->retry =
	    child->retry * 2 < RETRY_MAX ? child->retry * 2 : RETRY_MAX;
}

static void say_stopped(struct child *child)
{
	void (*stopped)(void *arg) = child->stopped;

	child->stopped = NULL;
	loop_timer_stop(child->timer);
	stopped(child->stopped_arg);
}

/*
 * NSD's first error since its last start: "[time] nsd[1]: error: words".  out
 * is empty when there is none.
 */
static void read_last_words(const struct child *child, char *out, size_t size)
{
	int fd = openat(child->statedir->dir, LOG_NAME, O_RDONLY | O_CLOEXEC);
	char text[4096];
	const char *words;
	ssize_t n = -1;

	*out = '\0';
	if (fd >= 0) {
		n = pread(fd, text, sizeof(text) - 1, child->log_start);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
	words = strstr(text, "error: ");
	if (words)
		snprintf(out, size, "%.*s", (int)strcspn(words + 7, "\n"),
		    words + 7);
}

/* An end with the same error as the one before is not logged again. */
static void say_ended(struct child *child, const struct process_end *end)
{
	char words[sizeof(child->last_words)];

	read_last_words(child, words, sizeof(words));
	if (child->failing && !strcmp(words, child->last_words))
		return;
	memcpy(child->last_words, words, sizeof(words));
	log_event(LOG_ERROR, "nsd ended", "status",
	    log_u((unsigned long long)end->status), "error",
	    *words ? words : NULL, "log", LOG_NAME);
}

static void on_end(void *arg, const struct process_end *end)
{
	struct child *child = arg;

	child->process = NULL;
	if (child->stopped) {
		say_stopped(child);
		return;
	}
	if (loop_now(child->loop) - child->since >= STEADY) {
		child->retry = RETRY_MIN;
		child->failing = false;
	}
	say_ended(child, end);
	child->failing = true;
	wait_for_retry(child);
}

/* Appends, so that an NSD that outlived the controller keeps its log. */
static int open_log(
    const struct statedir *statedir, off_t *size, struct err *err)
{
	struct stat st;
	int fd;

	if (fstatat(statedir->dir, LOG_NAME, &st, 0) == 0 &&
	    st.st_size > LOG_SIZE_MAX)
		renameat(statedir->dir, LOG_NAME, statedir->dir, LOG_NAME ".1");
	fd = openat(statedir->dir, LOG_NAME,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		err_errno(err, "cannot open '%s'", LOG_NAME);
	*size = fd >= 0 && fstat(fd, &st) == 0 ? st.st_size : 0;
	return fd;
}

static bool start(struct child *child, struct err *err)
{
	char program[PATH_MAX];
	struct buf conf = BUF_INIT(PATH_MAX);
	int log_fd = -1;

	if (!program_find("nsd", program, err))
		return false;
	log_fd = open_log(child->statedir, &child->log_start, err);
	if (log_fd < 0)
		return false;
	xfrdirs_sweep(child->statedir->nsd);
	buf_printf(&conf, "%s/nsd.conf", child->statedir->nsd_path);
	child->process = process_start(child->loop,
	    &(struct process_options){
		.argv = (const char *const[]){ program, "-d", "-c",
		    buf_text(&conf), NULL },
		.log_fd = log_fd,
		.session = true,
		.done = on_end,
		.arg = child,
	    },
	    err);
	close(log_fd);
	buf_clear(&conf);
	return child->process != NULL;
}

static void try_start(struct child *child)
{
	struct err err;

	child->since = loop_now(child->loop);
	if (!start(child, &err)) {
		if (!child->complained)
			log_event(
			    LOG_ERROR, "cannot start nsd", "error", err.text);
		child->complained = true;
		wait_for_retry(child);
		return;
	}
	child->complained = false;
	log_event(child->failing ? LOG_DEBUG : LOG_INFO, "nsd started", "pid",
	    log_u((unsigned long long)process_pid(child->process)));
	child->started(child->arg, process_pid(child->process));
}

void child_absent(struct child *child)
{
	if (!child->process && !child->waiting && !child->stopped)
		try_start(child);
}

/* --- Stopping --- */

/* Signals NSD when it does not stop in time; true: nothing is left to do. */
static bool escalate(struct child *child, bool absent)
{
	uint64_t waited = loop_now(child->loop) - child->stop_since;

	if (!child->process)
		return absent || waited >= 2 * STOP_PATIENCE;
	if (waited >= 2 * STOP_PATIENCE)
		process_signal(child->process, SIGKILL);
	else if (waited >= STOP_PATIENCE || absent)
		process_signal(child->process, SIGTERM);
	return false;
}

/* Without a reply NSD may be running still: it is asked again. */
static void on_stop_reply(void *arg, const struct control_reply *reply)
{
	struct child *child = arg;

	child->asking = false;
	if (!child->stopped)
		return;
	if (escalate(child, reply->err.kind == ERR_ABSENT))
		say_stopped(child);
}

static void ask_stop(struct child *child)
{
	child->asking = true;
	control_send(child->control, "stop", NULL, on_stop_reply, child);
}

/* The timer goes on while a reply is waited for, which may take long. */
static void on_stop_timer(struct child *child)
{
	if (escalate(child, false)) {
		say_stopped(child);
		return;
	}
	if (!child->asking)
		ask_stop(child);
	loop_timer_set(child->timer, STOP_ASK_EVERY);
}

static void on_timer(void *arg)
{
	struct child *child = arg;

	child->waiting = false;
	if (child->stopped)
		on_stop_timer(child);
	/* Otherwise child_absent() starts it. */
}

void child_stop(struct child *child, void (*done)(void *arg), void *arg)
{
	child->stopped = done;
	child->stopped_arg = arg;
	child->stop_since = loop_now(child->loop);
	ask_stop(child);
	loop_timer_set(child->timer, STOP_ASK_EVERY);
}
