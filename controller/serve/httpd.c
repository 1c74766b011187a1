/* SPDX-License-Identifier: Apache-2.0 */
/*
 * httpd.c - a connection is accepted, its request is read, the answer is sent,
 * and what the client still sends is read until it hangs up: without that the
 * kernel would reset the connection and the client might lose the answer.
 */
#include "controller/serve/httpd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "controller/base/acceptor.h"
#include "controller/base/jsonwriter.h"
#include "controller/base/log.h"
#include "controller/serve/requesthead.h"
#include "zonegen/base/mem.h"

#define BODY_MAX ((size_t)64 << 20) /* octets of an answer */
#define HEAD_MAX 2048               /* of its head */
#define SCHEMA 1

const struct httpd_limits httpd_limits = {
	.wall = 5000,
	.head = 8192,
	.body = 4096,
	.connections = 64,
};

/* Where there are too many connections, the last of these goes first. */
enum connection_stage { SENDING, READING, DRAINING };

struct connection {
	struct connection *next; /* an older one */
	struct httpd *httpd;
	int fd;
	struct loop_fd *handle;
	struct loop_timer *deadline;
	enum connection_stage stage;
	struct buf head, body; /* of the request, then of the answer */
	size_t seen;           /* octets of the head that were searched */
	bool headed;           /* the head is whole */
	struct requesthead request;
	size_t sent; /* octets of head and body */
};

struct httpd {
	struct loop *loop;
	const struct httpd_limits *limits;
	void (*answer)(void *arg, const struct httpd_request *request,
	    struct httpd_answer *out);
	void *arg;
	struct acceptor **ports;
	size_t nports, ports_cap;
	struct connection *connections; /* the newest first */
	unsigned nconnections;
};

/* --- Answers --- */

void httpd_fail(
    struct httpd_answer *answer, unsigned status, const char *fmt, ...)
{
	struct jsonwriter writer = { .out = &answer->body };
	char message[sizeof(((struct err *)NULL)->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	answer->status = status;
	answer->type = "application/json";
	answer->headers = NULL;
	buf_reset(&answer->body);
	jsonwriter_object(&writer, NULL);
	jsonwriter_number(&writer, "schemaVersion", SCHEMA);
	jsonwriter_text(&writer, "message", message);
	jsonwriter_end_object(&writer);
	buf_putc(&answer->body, '\n');
}

void httpd_fail_method(struct httpd_answer *answer, enum httpd_methods allowed)
{
	static const struct {
		const char *words, *header;
	} rows[] = {
		[HTTPD_READS] = { "GET, HEAD", "Allow: GET, HEAD\r\n" },
		[HTTPD_POST] = { "POST", "Allow: POST\r\n" },
		[HTTPD_ALL] = { "GET, HEAD, POST",
		    "Allow: GET, HEAD, POST\r\n" },
	};

	httpd_fail(answer, 405, "only %s", rows[allowed].words);
	answer->headers = rows[allowed].header;
}

static const char *phrase(unsigned status)
{
	static const struct {
		unsigned status;
		const char *phrase;
	} rows[] = {
		{ 200, "OK" },
		{ 400, "Bad Request" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 413, "Content Too Large" },
		{ 421, "Misdirected Request" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 501, "Not Implemented" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].status == status)
			return rows[i].phrase;
	return "Internal Server Error";
}

static void print_head(const struct httpd *httpd,
    const struct httpd_answer *answer, struct buf *out)
{
	time_t now = loop_wall(httpd->loop);
	char date[40];
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	buf_printf(out,
	    "HTTP/1.1 %u %s\r\n"
	    "Date: %s\r\n"
	    "Content-Length: %zu\r\n"
	    "Content-Type: %s\r\n"
	    "Cache-Control: no-store\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "Connection: close\r\n"
	    "%s\r\n",
	    answer->status, phrase(answer->status), date, answer->body.len,
	    answer->type, answer->headers ? answer->headers : "");
}

/* --- Connections --- */

static void hang_up(struct connection *connection)
{
	struct connection **at = &connection->httpd->connections;

	while (*at != connection)
		at = &(*at)->next;
	*at = connection->next;
	connection->httpd->nconnections--;
	loop_timer_free(connection->deadline);
	loop_fd_free(connection->handle);
	close(connection->fd);
	buf_clear(&connection->head);
	buf_clear(&connection->body);
	free(connection);
}

static void on_deadline(void *arg)
{
	hang_up(arg);
}

/* The answer was sent: only the client's end is waited for. */
static void drain(struct connection *connection)
{
	buf_clear(&connection->head);
	buf_clear(&connection->body);
	shutdown(connection->fd, SHUT_WR);
	connection->stage = DRAINING;
	loop_fd_want(connection->handle, LOOP_READ);
}

static void send_some(struct connection *connection)
{
	const struct buf *head = &connection->head, *body = &connection->body;
	size_t sent = connection->sent;
	bool in_head = sent < head->len;
	const char *from =
	    in_head ? head->data + sent : body->data + (sent - head->len);
	size_t len = in_head ? head->len - sent : head->len + body->len - sent;
	ssize_t n = send(connection->fd, from, len,
	    MSG_NOSIGNAL | (in_head && body->len ? MSG_MORE : 0));

	if (n < 0) {
		if (errno != EAGAIN && errno != EINTR)
			hang_up(connection);
		return;
	}
	connection->sent += (size_t)n;
	if (connection->sent == head->len + body->len)
		drain(connection);
}

static void send_answer(
    struct connection *connection, struct httpd_answer *answer)
{
	bool bodiless =
	    connection->headed && connection->request.method == METHOD_HEAD;

	if (!buf_ok(&answer->body)) {
		buf_clear(&answer->body);
		httpd_fail(answer, 500, "the answer is too long");
	}
	buf_clear(&connection->head);
	buf_clear(&connection->body);
	connection->head = (struct buf)BUF_INIT(HEAD_MAX);
	print_head(connection->httpd, answer, &connection->head);
	if (bodiless)
		buf_clear(&answer->body);
	connection->body = answer->body; /* the connection's now */
	connection->stage = SENDING;
	loop_fd_want(connection->handle, LOOP_WRITE);
}

static struct httpd_answer new_answer(void)
{
	return (struct httpd_answer){
		.status = 200,
		.type = "application/json",
		.body = BUF_INIT(BODY_MAX),
	};
}

static void refuse(
    struct connection *connection, unsigned status, const char *reason)
{
	struct httpd_answer answer = new_answer();

	httpd_fail(&answer, status, "%s", reason);
	send_answer(connection, &answer);
}

/* --- Requests --- */

static void answer_request(struct connection *connection)
{
	const struct httpd *httpd = connection->httpd;
	const struct requesthead *head = &connection->request;
	struct httpd_answer answer = new_answer();
	struct httpd_request asked = {
		.path = head->path,
		.query = head->query,
		.host = head->host,
		.post = head->method == METHOD_POST,
	};

	if (asked.post) {
		asked.body = buf_text(&connection->body);
		asked.body_len = head->body;
	}
	httpd->answer(httpd->arg, &asked, &answer);
	send_answer(connection, &answer);
}

static bool is_allowed(const struct connection *connection)
{
	enum requesthead_method method = connection->request.method;

	return method != METHOD_OTHER &&
	    (method != METHOD_POST || connection->httpd->limits->posts);
}

static void refuse_method(struct connection *connection)
{
	struct httpd_answer answer = new_answer();

	httpd_fail_method(&answer,
	    connection->httpd->limits->posts ? HTTPD_ALL : HTTPD_READS);
	send_answer(connection, &answer);
}

/* The head is whole, and perhaps some of the body behind it. */
static void take_head(struct connection *connection, size_t len)
{
	struct buf *head = &connection->head;
	struct err err;

	buf_add(&connection->body, head->data + len, head->len - len);
	connection->headed =
	    requesthead_parse(&connection->request, head->data, len, &err);
	if (!connection->headed)
		refuse(connection, connection->request.status, err.text);
	else if (!is_allowed(connection))
		refuse_method(connection);
	else if (connection->request.body > connection->httpd->limits->body)
		refuse(connection, 413, "the body is too large");
	else if (connection->request.method != METHOD_POST ||
	    connection->body.len >= connection->request.body)
		answer_request(connection);
}

static void take(struct connection *connection, const char *bytes, size_t len)
{
	struct buf *head = &connection->head;
	size_t whole;

	if (connection->headed) {
		buf_add(&connection->body, bytes, len);
		if (connection->body.len >= connection->request.body)
			answer_request(connection);
		return;
	}
	buf_add(head, bytes, len);
	whole = requesthead_length(head->data, head->len, &connection->seen);
	if (whole > connection->httpd->limits->head ||
	    (!whole && head->len >= connection->httpd->limits->head))
		refuse(connection, 431, "the head is too large");
	else if (whole)
		take_head(connection, whole);
}

static void read_some(struct connection *connection)
{
	char bytes[4096];
	ssize_t n = recv(connection->fd, bytes, sizeof(bytes), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0)
		hang_up(connection);
	else if (connection->stage == READING)
		take(connection, bytes, (size_t)n);
}

static void on_ready(void *arg, unsigned events)
{
	struct connection *connection = arg;

	(void)events;
	if (connection->stage == SENDING)
		send_some(connection);
	else
		read_some(connection);
}

/* --- Clients come --- */

static void make_room(struct httpd *httpd)
{
	struct connection *last = httpd->connections;

	for (struct connection *c = last; c; c = c->next)
		if (c->stage >= last->stage)
			last = c;
	hang_up(last);
}

static void let_in(void *arg, int fd)
{
	struct httpd *httpd = arg;
	struct connection *connection = xcalloc(1, sizeof(*connection));
	size_t most = httpd->limits->head + httpd->limits->body + 4096;

	while (httpd->nconnections >= httpd->limits->connections)
		make_room(httpd);
	connection->httpd = httpd;
	connection->fd = fd;
	connection->stage = READING;
	connection->head = connection->body = (struct buf)BUF_INIT(most);
	connection->handle =
	    loop_fd_new(httpd->loop, fd, LOOP_READ, on_ready, connection);
	connection->deadline =
	    loop_timer_new(httpd->loop, on_deadline, connection);
	loop_timer_set(connection->deadline, httpd->limits->wall);
	connection->next = httpd->connections;
	httpd->connections = connection;
	httpd->nconnections++;
}

/* --- The server --- */

struct httpd *httpd_new(struct loop *loop, const struct httpd_limits *limits,
    void (*answer)(void *arg, const struct httpd_request *request,
	struct httpd_answer *out),
    void *arg)
{
	struct httpd *httpd = xcalloc(1, sizeof(*httpd));

	httpd->loop = loop;
	httpd->limits = limits;
	httpd->answer = answer;
	httpd->arg = arg;
	return httpd;
}

void httpd_add(struct httpd *httpd, int fd)
{
	httpd->ports = xgrow(httpd->ports, httpd->nports, &httpd->ports_cap,
	    sizeof(struct acceptor *));
	httpd->ports[httpd->nports++] =
	    acceptor_new(httpd->loop, fd, let_in, httpd);
}

void httpd_free(struct httpd *httpd)
{
	if (!httpd)
		return;
	while (httpd->connections)
		hang_up(httpd->connections);
	for (size_t i = 0; i < httpd->nports; i++)
		acceptor_free(httpd->ports[i]);
	free(httpd->ports);
	free(httpd);
}
