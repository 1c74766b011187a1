/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.c - commands wait in line.  The first is sent over the socket or
 * given to nsd-control; its reply, or the deadline, ends it and starts the
 * next.  A failure to start is reported from the loop too, by the deadline.
 */
#include "controller/publish/nsd/control.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "controller/base/process.h"
#include "controller/base/unixaddress.h"
#include "controller/publish/nsd/program.h"
#include "zonegen/base/mem.h"

#define WORDS_MAX 8           /* of a command */
#define DEADLINE 5000         /* ms, from connecting to the end of the reply */
#define REPLY_MAX (64u << 20) /* octets: zonestatus of very many zones */

struct control_request {
	struct control_request *next;
	struct buf command, lines; /* as the caller gave them */
	struct buf text;           /* what is sent over the socket */
	void (*done)(void *arg, const struct control_reply *reply);
	void *arg;
};

struct control {
	struct loop *loop;
	struct sockaddr_un address;
	char *config; /* not NULL: for nsd-control */
	struct process *process;
	struct control_request *first; /* under way when running */
	struct control_request **last;
	bool running, closed;
	int fd;
	struct loop_fd *handle;
	struct loop_timer *deadline;
	size_t sent;
	struct buf reply;
	struct err failure; /* of the start; reported by the deadline */
	bool failed;
	pid_t peer;
};

static void on_deadline(void *arg);

bool control_aim(struct control *control, const struct control_target *target,
    struct err *err)
{
	if (!target->config &&
	    !unixaddress_set(&control->address, target->socket, err))
		return false;
	free(control->config);
	control->config = target->config ? xstrdup(target->config) : NULL;
	return true;
}

struct control *control_new(
    struct loop *loop, const struct control_target *target, struct err *err)
{
	struct control *control = xcalloc(1, sizeof(*control));

	if (!control_aim(control, target, err)) {
		free(control);
		return NULL;
	}
	control->loop = loop;
	control->last = &control->first;
	control->fd = -1;
	control->deadline = loop_timer_new(loop, on_deadline, control);
	control->reply = (struct buf)BUF_INIT(REPLY_MAX);
	return control;
}

static void request_free(struct control_request *request)
{
	buf_clear(&request->command);
	buf_clear(&request->lines);
	buf_clear(&request->text);
	free(request);
}

static void hang_up(struct control *control)
{
	loop_timer_stop(control->deadline);
	if (control->process) {
		process_signal(control->process, SIGKILL);
		process_detach(control->process);
	}
	control->process = NULL;
	loop_fd_free(control->handle);
	control->handle = NULL;
	if (control->fd >= 0)
		close(control->fd);
	control->fd = -1;
}

void control_close(struct control *control)
{
	hang_up(control);
	control->closed = true;
}

void control_free(struct control *control)
{
	if (!control)
		return;
	hang_up(control);
	while (control->first) {
		struct control_request *request = control->first;

		control->first = request->next;
		request_free(request);
	}
	loop_timer_free(control->deadline);
	buf_clear(&control->reply);
	free(control->config);
	free(control);
}

bool control_judge(const char *reply, struct err *err)
{
	if (!*reply)
		return err_set(err, ERR_INPUT, "nsd replied nothing");
	for (const char *line = reply; *line;) {
		size_t len = strcspn(line, "\n");

		if (!strncmp(line, "error", 5))
			return err_set(err, ERR_INPUT, "nsd replied '%.*s'",
			    (int)(len < 300 ? len : 300), line);
		line += len + (line[len] == '\n');
	}
	return true;
}

/* Writes as much as possible; false: the connection is broken. */
static bool send_some(struct control *control)
{
	const struct buf *text = &control->first->text;
	ssize_t n;

	n = send(control->fd, text->data + control->sent,
	    text->len - control->sent, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return err_errno(&control->failure, "cannot write to nsd");
	if (n > 0)
		control->sent += (size_t)n;
	return true;
}

static bool all_sent(const struct control *control)
{
	return control->sent == control->first->text.len;
}

static void on_ready(void *arg, unsigned events);

/* Connects and writes at once; false with ->failure. */
static bool dial(struct control *control)
{
	struct ucred peer = { .pid = 0 };
	socklen_t size = sizeof(peer);

	control->fd =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (control->fd < 0)
		return err_errno(&control->failure, "cannot make a socket");
	if (connect(control->fd, (struct sockaddr *)&control->address,
		sizeof(control->address)) < 0) {
		bool absent = errno == ENOENT || errno == ECONNREFUSED;

		err_errno(&control->failure, "cannot connect to '%s'",
		    control->address.sun_path);
		control->failure.kind = absent ? ERR_ABSENT : ERR_NETWORK;
		return false;
	}
	if (getsockopt(control->fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0)
		control->peer = peer.pid;
	if (!send_some(control)) {
		control->failure.kind = ERR_NETWORK;
		return false;
	}
	control->handle = loop_fd_new(control->loop, control->fd,
	    LOOP_READ | (all_sent(control) ? 0u : (unsigned)LOOP_WRITE),
	    on_ready, control);
	return true;
}

static void on_exit_of(void *arg, const struct process_end *end);
static void on_end(struct control *control);

/* "nsd-control -c FILE WORD..."; words of commands have no blanks. */
static bool run(struct control *control)
{
	struct control_request *request = control->first;
	char program[PATH_MAX], *rest = request->command.data;
	const char *argv[WORDS_MAX + 4] = { program, "-c", control->config };
	struct process_options options = { .argv = argv,
		.limit = REPLY_MAX,
		.done = on_exit_of,
		.arg = control };

	for (size_t i = 3; rest && i < WORDS_MAX + 3; i++)
		argv[i] = strsep(&rest, " ");
	if (request->lines.len) {
		options.input = buf_text(&request->lines);
		options.input_len = request->lines.len;
	}
	if (!program_find("nsd-control", program, &control->failure))
		return false;
	control->process =
	    process_start(control->loop, &options, &control->failure);
	return control->process != NULL;
}

static void start_first(struct control *control)
{
	control->running = true;
	control->sent = 0;
	control->peer = 0;
	buf_reset(&control->reply);
	control->failed = control->config ? !run(control) : !dial(control);
	loop_timer_set(control->deadline, control->failed ? 0 : DEADLINE);
}

/* Reports the reply to the first request and starts the next one. */
static void finish(struct control *control, struct control_reply *reply)
{
	struct control_request *request = control->first;

	hang_up(control);
	control->first = request->next;
	if (!control->first)
		control->last = &control->first;
	control->running = false;
	reply->peer = control->peer;
	request->done(request->arg, reply);
	request_free(request);
	if (control->first && !control->running)
		start_first(control);
}

static void fail(struct control *control, const struct err *err)
{
	struct control_reply reply = { .err = *err, .text = "" };

	finish(control, &reply);
}

static void on_deadline(void *arg)
{
	struct control *control = arg;
	struct err err;

	if (control->failed) {
		err = control->failure;
	} else {
		err_set(&err, ERR_NETWORK, "no reply from nsd within %d s",
		    DEADLINE / 1000);
	}
	fail(control, &err);
}

/* nsd-control's own errors are on stderr; NSD's reply is on stdout. */
static void on_exit_of(void *arg, const struct process_end *end)
{
	struct control *control = arg;
	int len = (int)strcspn(end->errors, "\n");
	struct err err;

	control->process = NULL;
	if (end->status == 0 || *end->out) {
		buf_puts(&control->reply, end->out);
		on_end(control);
		return;
	}
	err_set(&err,
	    strstr(end->errors, "connect (") ? ERR_ABSENT : ERR_NETWORK,
	    "nsd-control: %.*s", len < 200 ? len : 200, end->errors);
	fail(control, &err);
}

static void on_end(struct control *control)
{
	/* A copy: done() may send the next command. */
	struct buf text = control->reply;
	struct control_reply reply = { .text = buf_text(&text) };

	control->reply = (struct buf)BUF_INIT(REPLY_MAX);
	reply.ok = buf_ok(&text)
	    ? control_judge(reply.text, &reply.err)
	    : err_set(&reply.err, ERR_INPUT, "reply of nsd is too long");
	finish(control, &reply);
	buf_clear(&text);
}

static void on_ready(void *arg, unsigned events)
{
	struct control *control = arg;
	char bytes[16384];
	ssize_t n;

	if (events & LOOP_WRITE) {
		/* When writing fails the reply may say why: read below. */
		if (!send_some(control) || all_sent(control))
			loop_fd_want(control->handle, LOOP_READ);
	}
	if (!(events & LOOP_READ))
		return;
	n = recv(control->fd, bytes, sizeof(bytes), 0);
	if (n > 0) {
		buf_add(&control->reply, bytes, (size_t)n);
	} else if (n == 0) {
		on_end(control);
	} else if (errno != EAGAIN && errno != EINTR) {
		err_errno(&control->failure, "cannot read from nsd");
		control->failure.kind = ERR_NETWORK;
		fail(control, &control->failure);
	}
}

struct control_request *control_send(struct control *control,
    const char *command, const struct buf *lines,
    void (*done)(void *arg, const struct control_reply *reply), void *arg)
{
	struct control_request *request = xcalloc(1, sizeof(*request));

	request->command = request->lines = request->text =
	    (struct buf)BUF_INIT(SIZE_MAX / 4);
	buf_puts(&request->command, command);
	buf_printf(&request->text, "NSDCT1 %s\n", command);
	if (lines) {
		buf_add(&request->lines, buf_text(lines), lines->len);
		buf_add(&request->text, buf_text(lines), lines->len);
		buf_puts(&request->text, "\x04\n");
	}
	request->done = done;
	request->arg = arg;
	*control->last = request;
	control->last = &request->next;
	if (!control->running && !control->closed)
		start_first(control);
	return request;
}

static void pass_over(void *arg, const struct control_reply *reply)
{
	(void)arg;
	(void)reply;
}

void control_ignore(struct control_request *request)
{
	if (request)
		request->done = pass_over;
}
