/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process.c - a process from its pipes to its end: the pipes are made, the
 * child is forked, its output is collected by the loop, and the end is told
 * when the pid is reaped. process_run() does the same without a loop.
 */
#include "controller/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "zonegen/base/mem.h"

#define LIMIT_DEFAULT 65536

/* Our end of a pipe: output of the child, or its input. */
struct stream {
	int fd; /* -1: closed */
	struct loop_fd *handle;
	struct buf text;
};

enum { OUT, ERRORS, STREAMS };

struct process {
	pid_t pid;
	int pidfd;
	struct loop_fd *exited;
	struct loop_timer *deadline;
	struct stream streams[STREAMS];
	int input_fd;
	struct loop_fd *input_handle;
	struct buf input;
	bool session; /* its group is its own */
	bool timed_out;
	void (*done)(void *arg, const struct process_end *end);
	void *arg;
};

extern char **environ;

/* Runs in the child: only calls that are safe after fork(). */
static _Noreturn void run_child(
    const struct process_options *options, char *const *env, int fds[3])
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (options->session)
		setsid();
	for (int i = 0; i < 3; i++)
		if (dup2(fds[i], i) < 0)
			_exit(127);
	/*
	 * NSD faces the Internet and must not hold our streams to the API
	 * server.  Kernels before 5.9 rely on close-on-exec alone.
	 */
	close_range(3, ~0U, 0);
	execvpe(options->argv[0], (char *const *)options->argv, env);
	dprintf(2, "cannot run '%s': %s\n", options->argv[0], strerror(errno));
	_exit(127);
}

static bool same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return len == strcspn(b, "=") && !memcmp(a, b, len);
}

/*
 * A name must not stand there twice: some programs take the first, some the
 * last.
 */
static void set_env(char **env, size_t *count, const char *text)
{
	size_t at = 0;

	while (at < *count && !same_name(env[at], text))
		at++;
	env[at] = (char *)text;
	if (at == *count)
		++*count;
}

static bool is_withheld(const char *const *prefixes, const char *text)
{
	for (size_t i = 0; prefixes && prefixes[i]; i++)
		if (!strncmp(text, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

/*
 * The environment of this program without what is withheld; the added variables
 * replace those of the same name.
 */
static char **make_env(const struct process_options *options)
{
	const char *const *added = options->env;
	size_t n = 0, kept = 0, count = 0;
	char **env;

	while (environ[n])
		n++;
	while (added && added[count])
		count++;
	env = xcalloc(n + count + 1, sizeof(*env));
	for (size_t i = 0; i < n; i++)
		if (!is_withheld(options->withheld, environ[i]))
			env[kept++] = environ[i];
	for (size_t i = 0; i < count; i++)
		set_env(env, &kept, added[i]);
	return env;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* theirs: the child's 0, 1 and 2; ours: the other ends, or -1. */
static bool open_streams(const struct process_options *options, int theirs[3],
    int ours[3], struct err *err)
{
	for (int i = 0; i < 3; i++) {
		int ends[2];

		if (i ? options->log_fd > 0 : !options->input) {
			theirs[i] = i
			    ? fcntl(options->log_fd, F_DUPFD_CLOEXEC, 3)
			    : open("/dev/null", O_RDONLY | O_CLOEXEC);
			if (theirs[i] < 0)
				return err_errno(err, "cannot open a stream");
			continue;
		}
		if (pipe2(ends, O_CLOEXEC) < 0)
			return err_errno(err, "cannot make a pipe");
		theirs[i] = ends[i ? 1 : 0];
		ours[i] = ends[i ? 0 : 1];
		fcntl(ours[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

/* ours[]: our ends of the pipes; they belong to the caller after success. */
static pid_t spawn(
    const struct process_options *options, int ours[3], struct err *err)
{
	int theirs[3] = { -1, -1, -1 };
	char **env = make_env(options);
	pid_t pid = -1;

	for (int i = 0; i < 3; i++)
		ours[i] = -1;
	if (!open_streams(options, theirs, ours, err))
		goto out;
	pid = fork();
	if (pid == 0)
		run_child(options, env, theirs);
	if (pid < 0)
		err_errno(err, "cannot start '%s'", options->argv[0]);
out:
	for (int i = 0; i < 3; i++) {
		close_fd(&theirs[i]);
		if (pid < 0)
			close_fd(&ours[i]);
	}
	free(env);
	return pid;
}

/*
 * Octets past the limit are read and dropped, so that the child never blocks.
 */
static bool read_some(int fd, struct buf *text)
{
	char bytes[16384];
	ssize_t n = read(fd, bytes, sizeof(bytes));
	size_t room = text->limit - text->len;

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	buf_add(text, bytes, (size_t)n < room ? (size_t)n : room);
	return n > 0;
}

/* false when there is nothing more to write. */
static bool write_some(int fd, struct buf *input)
{
	ssize_t n = write(fd, input->data, input->len);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	buf_drop(input, (size_t)n);
	return input->len > 0;
}

static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void release(struct process *process)
{
	for (int i = 0; i < STREAMS; i++) {
		loop_fd_free(process->streams[i].handle);
		close_fd(&process->streams[i].fd);
		buf_clear(&process->streams[i].text);
	}
	loop_fd_free(process->input_handle);
	close_fd(&process->input_fd);
	buf_clear(&process->input);
	loop_fd_free(process->exited);
	close_fd(&process->pidfd);
	loop_timer_free(process->deadline);
	free(process);
}

/* Reads what is in the pipe now.  A grandchild may keep its other end open. */
static void drain(struct stream *stream)
{
	struct pollfd fd = { .fd = stream->fd, .events = POLLIN };

	while (stream->fd >= 0 && poll(&fd, 1, 0) > 0)
		if (!read_some(stream->fd, &stream->text))
			return;
}

static void finish(struct process *process, int status)
{
	struct process_end end = {
		.status = exit_status(status),
		.timed_out = process->timed_out,
	};

	for (int i = 0; i < STREAMS; i++)
		drain(&process->streams[i]);
	end.out = buf_text(&process->streams[OUT].text);
	end.out_len = process->streams[OUT].text.len;
	end.errors = buf_text(&process->streams[ERRORS].text);
	process->done(process->arg, &end);
	release(process);
}

static void on_exit_of(void *arg, unsigned events)
{
	struct process *process = arg;
	int status = 0;

	(void)events;
	if (waitpid(process->pid, &status, WNOHANG) != process->pid)
		return;
	finish(process, status);
}

static void on_stream(void *arg, unsigned events)
{
	struct stream *stream = arg;

	(void)events;
	if (read_some(stream->fd, &stream->text))
		return;
	loop_fd_free(stream->handle);
	stream->handle = NULL;
	close_fd(&stream->fd);
}

static void on_input(void *arg, unsigned events)
{
	struct process *process = arg;

	(void)events;
	if (write_some(process->input_fd, &process->input))
		return;
	loop_fd_free(process->input_handle);
	process->input_handle = NULL;
	close_fd(&process->input_fd);
}

/* The group exists a moment later than the process. */
static void kill_all(const struct process *process)
{
	if (process->session)
		kill(-process->pid, SIGKILL);
	kill(process->pid, SIGKILL);
}

static void on_deadline(void *arg)
{
	struct process *process = arg;

	process->timed_out = true;
	kill_all(process);
}

/* A process that cannot be watched must not run. */
static int watch_pid(pid_t pid, int ours[3], struct err *err)
{
	int pidfd = pidfd_open(pid, 0);

	if (pidfd >= 0)
		return pidfd;
	err_errno(err, "cannot watch a process");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	for (int i = 0; i < 3; i++)
		close_fd(&ours[i]);
	return -1;
}

struct process *process_start(
    struct loop *loop, const struct process_options *options, struct err *err)
{
	size_t limit = options->limit ? options->limit : LIMIT_DEFAULT;
	struct process *p;
	int ours[3];
	pid_t pid = spawn(options, ours, err);
	int pidfd = pid < 0 ? -1 : watch_pid(pid, ours, err);

	if (pidfd < 0)
		return NULL;
	p = xcalloc(1, sizeof(*p));
	p->pid = pid;
	p->session = options->session;
	p->done = options->done;
	p->arg = options->arg;
	p->pidfd = pidfd;
	p->exited = loop_fd_new(loop, p->pidfd, LOOP_READ, on_exit_of, p);
	for (int i = 0; i < STREAMS; i++) {
		struct stream *s = &p->streams[i];

		*s = (struct stream){ .fd = ours[i + 1],
			.text = BUF_INIT(limit) };
		if (s->fd >= 0)
			s->handle =
			    loop_fd_new(loop, s->fd, LOOP_READ, on_stream, s);
	}
	p->input = (struct buf)BUF_INIT(options->input_len);
	p->input_fd = ours[0];
	if (p->input_fd >= 0) {
		buf_add(&p->input, options->input, options->input_len);
		p->input_handle =
		    loop_fd_new(loop, p->input_fd, LOOP_WRITE, on_input, p);
	}
	p->deadline = loop_timer_new(loop, on_deadline, p);
	if (options->timeout)
		loop_timer_set(p->deadline, options->timeout);
	return p;
}

pid_t process_pid(const struct process *process)
{
	return process->pid;
}

void process_signal(struct process *process, int number)
{
	kill(process->pid, number);
}

void process_kill(struct process *process)
{
	if (!process)
		return;
	kill_all(process);
	waitpid(process->pid, NULL, 0);
	release(process);
}

void process_detach(struct process *process)
{
	if (process)
		release(process);
}

void process_become(const char *const *argv, struct err *err)
{
	signal(SIGPIPE, SIG_DFL);
	execvp(argv[0], (char *const *)argv);
	err_errno(err, "cannot run '%s'", argv[0]);
}

/* The waiting form uses poll(), which is less than a loop of its own. */
static void pump(int ours[3], struct buf *input, struct process_result *result)
{
	struct buf *texts[3] = { input, &result->out, &result->errors };

	while (ours[0] >= 0 || ours[1] >= 0 || ours[2] >= 0) {
		struct pollfd fds[3];

		for (int i = 0; i < 3; i++)
			fds[i] = (struct pollfd){ .fd = ours[i],
				.events = i ? POLLIN : POLLOUT };
		if (poll(fds, 3, -1) < 0 && errno != EINTR)
			return;
		for (int i = 0; i < 3; i++)
			if (ours[i] >= 0 && fds[i].revents &&
			    !(i ? read_some(ours[i], texts[i])
				: write_some(ours[i], input)))
				close_fd(&ours[i]);
	}
}

bool process_run(const struct process_options *options,
    struct process_result *result, struct err *err)
{
	size_t limit = options->limit ? options->limit : LIMIT_DEFAULT;
	struct buf input = BUF_INIT(options->input_len);
	int ours[3], status = 0;
	pid_t pid = spawn(options, ours, err);

	if (pid < 0)
		return false;
	buf_add(&input, options->input, options->input_len);
	*result = (struct process_result){ .out = BUF_INIT(limit),
		.errors = BUF_INIT(limit) };
	pump(ours, &input, result);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	result->status = exit_status(status);
	buf_clear(&input);
	return true;
}

void process_result_clear(struct process_result *result)
{
	buf_clear(&result->out);
	buf_clear(&result->errors);
}
