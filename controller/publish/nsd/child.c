/* SPDX-License-Identifier: Apache-2.0 */
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
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define LOG_NAME "nsd.log"
#define LOG_SIZE_MAX (16 << 20) /* octets; then the log starts anew */
#define RETRY_MIN 50            /* ms */
#define RETRY_MAX 30000
#define STEADY 60000       /* ms of life after which a start was a success */
#define STOP_ASK_EVERY 50  /* ms */
#define STOP_PATIENCE 3000 /* ms, then SIGTERM; as long again: SIGKILL */

struct nsd {
	struct loop *loop;
	struct control *control;
	const struct statedir *statedir;
	void (*started)(void *arg);
	void *arg;
	struct process *process; /* NULL: not running, or adopted */
	uint64_t since;          /* when it was started */
	uint64_t retry;
	bool waiting; /* for the timer, before the next start */
	bool complained;
	bool failing;         /* it ended soon after its last start */
	off_t log_start;      /* octets of the log before that start */
	char last_words[256]; /* of the end that was logged last */
	struct loop_timer *timer;
	void (*stopped)(void *arg); /* not NULL: stopping */
	void *stopped_arg;
	bool asking; /* to stop, and there was no reply yet */
	uint64_t stop_since;
};

static void on_timer(void *arg);

struct nsd *nsd_new(struct loop *loop, struct control *control,
    const struct statedir *statedir, void (*started)(void *arg), void *arg)
{
	struct nsd *nsd = xcalloc(1, sizeof(*nsd));

	nsd->loop = loop;
	nsd->control = control;
	nsd->statedir = statedir;
	nsd->started = started;
	nsd->arg = arg;
	nsd->retry = RETRY_MIN;
	nsd->timer = loop_timer_new(loop, on_timer, nsd);
	return nsd;
}

void nsd_free(struct nsd *nsd)
{
	if (!nsd)
		return;
	process_detach(nsd->process);
	loop_timer_free(nsd->timer);
	free(nsd);
}

static void wait_for_retry(struct nsd *nsd)
{
	nsd->waiting = true;
	loop_timer_set(nsd->timer, nsd->retry);
	nsd->retry = nsd->retry * 2 < RETRY_MAX ? nsd->retry * 2 : RETRY_MAX;
}

static void say_stopped(struct nsd *nsd)
{
	void (*stopped)(void *arg) = nsd->stopped;

	nsd->stopped = NULL;
	loop_timer_stop(nsd->timer);
	stopped(nsd->stopped_arg);
}

/*
 * Its first error since the last start: "[time] nsd[1]: error: words".  out
 * stays empty when there is none.
 */
static void read_last_words(const struct nsd *nsd, char *out, size_t size)
{
	int fd = openat(nsd->statedir->dir, LOG_NAME, O_RDONLY | O_CLOEXEC);
	char text[4096];
	const char *words;
	ssize_t n = -1;

	*out = '\0';
	if (fd >= 0) {
		n = pread(fd, text, sizeof(text) - 1, nsd->log_start);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
	words = strstr(text, "error: ");
	if (words)
		snprintf(out, size, "%.*s", (int)strcspn(words + 7, "\n"),
		    words + 7);
}

/* The same end again and again is one piece of news. */
static void say_ended(struct nsd *nsd, const struct process_end *end)
{
	char words[sizeof(nsd->last_words)];

	read_last_words(nsd, words, sizeof(words));
	if (nsd->failing && !strcmp(words, nsd->last_words))
		return;
	memcpy(nsd->last_words, words, sizeof(words));
	log_event(LOG_ERROR, "nsd ended", "status",
	    log_u((unsigned long long)end->status), "error",
	    *words ? words : NULL, "log", LOG_NAME, (char *)NULL);
}

static void on_end(void *arg, const struct process_end *end)
{
	struct nsd *nsd = arg;

	nsd->process = NULL;
	if (nsd->stopped) {
		say_stopped(nsd);
		return;
	}
	if (loop_now(nsd->loop) - nsd->since >= STEADY) {
		nsd->retry = RETRY_MIN;
		nsd->failing = false;
	}
	say_ended(nsd, end);
	nsd->failing = true;
	wait_for_retry(nsd);
}

/* Appending, so that what NSD writes after a crash of ours is kept too. */
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

static bool start(struct nsd *nsd, struct err *err)
{
	char program[PATH_MAX];
	struct buf conf = BUF_INIT(PATH_MAX);
	int log_fd = -1;

	if (!program_find("nsd", program, err))
		return false;
	log_fd = open_log(nsd->statedir, &nsd->log_start, err);
	if (log_fd < 0)
		return false;
	buf_printf(&conf, "%s/nsd.conf", nsd->statedir->path);
	nsd->process = process_start(nsd->loop,
	    &(struct process_options){
		.argv = (const char *const[]){ program, "-d", "-c",
		    buf_text(&conf), NULL },
		.log_fd = log_fd,
		.session = true,
		.done = on_end,
		.arg = nsd,
	    },
	    err);
	close(log_fd);
	buf_clear(&conf);
	return nsd->process != NULL;
}

static void try_start(struct nsd *nsd)
{
	struct err err;

	nsd->since = loop_now(nsd->loop);
	if (!start(nsd, &err)) {
		if (!nsd->complained)
			log_event(LOG_ERROR, "nsd cannot be started", "error",
			    err.text, (char *)NULL);
		nsd->complained = true;
		wait_for_retry(nsd);
		return;
	}
	nsd->complained = false;
	log_event(nsd->failing ? LOG_DEBUG : LOG_INFO, "nsd started", "pid",
	    log_u((unsigned long long)process_pid(nsd->process)), (char *)NULL);
	nsd->started(nsd->arg);
}

void nsd_absent(struct nsd *nsd)
{
	if (!nsd->process && !nsd->waiting && !nsd->stopped)
		try_start(nsd);
}

/* --- Stopping --- */

/* Less and less politely; true: no more can be done. */
static bool press(struct nsd *nsd, bool absent)
{
	uint64_t waited = loop_now(nsd->loop) - nsd->stop_since;

	if (!nsd->process)
		return absent || waited >= 2 * STOP_PATIENCE;
	if (waited >= 2 * STOP_PATIENCE)
		process_signal(nsd->process, SIGKILL);
	else if (waited >= STOP_PATIENCE || absent)
		process_signal(nsd->process, SIGTERM);
	return false;
}

/* Still there, or just not heard: look again. */
static void on_stop_reply(void *arg, const struct control_reply *reply)
{
	struct nsd *nsd = arg;

	nsd->asking = false;
	if (!nsd->stopped)
		return;
	if (press(nsd, reply->err.kind == ERR_ABSENT))
		say_stopped(nsd);
}

static void ask_stop(struct nsd *nsd)
{
	nsd->asking = true;
	control_send(nsd->control, "stop", NULL, on_stop_reply, nsd);
}

/* One that hears nothing does not hold us up: the reply may take long. */
static void on_stop_timer(struct nsd *nsd)
{
	if (press(nsd, false)) {
		say_stopped(nsd);
		return;
	}
	if (!nsd->asking)
		ask_stop(nsd);
	loop_timer_set(nsd->timer, STOP_ASK_EVERY);
}

static void on_timer(void *arg)
{
	struct nsd *nsd = arg;

	nsd->waiting = false;
	if (nsd->stopped)
		on_stop_timer(nsd);
	/* Otherwise the next sign of absence starts it. */
}

void nsd_stop(struct nsd *nsd, void (*done)(void *arg), void *arg)
{
	nsd->stopped = done;
	nsd->stopped_arg = arg;
	nsd->stop_since = loop_now(nsd->loop);
	ask_stop(nsd);
	loop_timer_set(nsd->timer, STOP_ASK_EVERY);
}
