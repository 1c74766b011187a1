/* SPDX-License-Identifier: Apache-2.0 */
/*
 * httpd.c - connections are counted and given a deadline as they come; evhttp
 * reads their requests; an answer is filled, sent, and ends the connection.
 */
#include "controller/serve/httpd.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "controller/base/jsonwriter.h"
#include "controller/base/loop.h"
#include "zonegen/base/mem.h"

#define BODY_MAX ((size_t)64 << 20) /* octets of an answer */
#define SCHEMA 1

const struct httpd_limits httpd_limits = {
	.wall = 5000,
	.head = 8192,
	.body = 4096,
	.connections = 64,
};

/*
 * A connection.  It has a reference to the bufferevent, which can therefore be
 * timed out whether evhttp still has it or not.
 */
struct client {
	struct client *next;
	struct httpd *httpd;
	struct bufferevent *stream;
	struct loop_timer *deadline;
};

struct httpd {
	struct loop *loop;
	const struct httpd_limits *limits;
	void (*answer)(void *arg, const struct httpd_request *request,
	    struct httpd_answer *out);
	void *arg;
	struct evhttp *evhttp;
	struct evhttp_bound_socket **sockets;
	size_t nsockets, sockets_cap;
	struct client *clients;
	unsigned nclients;
};

/* --- Clients come and go --- */

static void let_in(struct httpd *httpd, bool in)
{
	for (size_t i = 0; i < httpd->nsockets; i++) {
		struct evconnlistener *listener =
		    evhttp_bound_socket_get_listener(httpd->sockets[i]);

		if (in)
			evconnlistener_enable(listener);
		else
			evconnlistener_disable(listener);
	}
}

static void forget(struct client *client)
{
	struct httpd *httpd = client->httpd;
	struct client **at = &httpd->clients;

	while (*at != client)
		at = &(*at)->next;
	*at = client->next;
	loop_timer_free(client->deadline);
	bufferevent_decref(client->stream);
	free(client);
	if (httpd->nclients-- == httpd->limits->connections)
		let_in(httpd, true);
}

/* The connection takes too long: evhttp is told, and closes it. */
static void on_deadline(void *arg)
{
	struct client *client = arg;
	struct bufferevent *stream = client->stream;

	bufferevent_incref(stream);
	forget(client);
	bufferevent_trigger_event(
	    stream, BEV_EVENT_TIMEOUT | BEV_EVENT_READING, 0);
	bufferevent_decref(stream);
}

static struct bufferevent *on_connection(struct event_base *base, void *arg)
{
	struct httpd *httpd = arg;
	struct client *client = xcalloc(1, sizeof(*client));

	client->httpd = httpd;
	client->stream = bufferevent_socket_new(base, -1, 0);
	if (!client->stream)
		abort(); /* out of memory */
	bufferevent_incref(client->stream);
	client->deadline = loop_timer_new(httpd->loop, on_deadline, client);
	loop_timer_set(client->deadline, httpd->limits->wall);
	client->next = httpd->clients;
	httpd->clients = client;
	if (++httpd->nclients == httpd->limits->connections)
		let_in(httpd, false);
	return client->stream;
}

/* The answer was sent; evhttp closes the connection. */
static void on_complete(struct evhttp_request *request, void *arg)
{
	struct httpd *httpd = arg;
	struct bufferevent *stream = evhttp_connection_get_bufferevent(
	    evhttp_request_get_connection(request));
	struct client *client = httpd->clients;

	while (client && client->stream != stream)
		client = client->next;
	if (client)
		forget(client);
}

/* --- Requests --- */

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
	buf_reset(&answer->body);
	jsonwriter_object(&writer, NULL);
	jsonwriter_number(&writer, "schemaVersion", SCHEMA);
	jsonwriter_text(&writer, "message", message);
	jsonwriter_end_object(&writer);
	buf_putc(&answer->body, '\n');
}

void httpd_fail_method(struct httpd_answer *answer, const char *allow)
{
	httpd_fail(answer, HTTP_BADMETHOD, "only %s", allow);
	answer->allow = allow;
}

static bool is_allowed(const struct httpd *httpd, enum evhttp_cmd_type method)
{
	return method == EVHTTP_REQ_GET || method == EVHTTP_REQ_HEAD ||
	    (method == EVHTTP_REQ_POST && httpd->limits->posts);
}

/* The body is in pieces, or there is none. */
static void take_body(
    struct evhttp_request *request, struct httpd_request *asked)
{
	struct evbuffer *body = evhttp_request_get_input_buffer(request);

	asked->post = true;
	asked->body_len = evbuffer_get_length(body);
	asked->body = (const char *)evbuffer_pullup(body, -1);
	if (!asked->body)
		asked->body = "";
}

static void fill(struct httpd *httpd, struct evhttp_request *request,
    struct httpd_answer *answer)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	enum evhttp_cmd_type method = evhttp_request_get_command(request);
	struct httpd_request asked = {
		.path = uri ? evhttp_uri_get_path(uri) : NULL,
		.query = uri ? evhttp_uri_get_query(uri) : NULL,
	};

	if (!is_allowed(httpd, method)) {
		httpd_fail_method(answer,
		    httpd->limits->posts ? "GET, HEAD, POST" : "GET, HEAD");
		return;
	}
	if (!asked.path)
		asked.path = "";
	if (method == EVHTTP_REQ_POST)
		take_body(request, &asked);
	httpd->answer(httpd->arg, &asked, answer);
	if (!buf_ok(&answer->body))
		httpd_fail(answer, HTTP_INTERNAL, "the answer is too long");
}

static void add_header(
    struct evhttp_request *request, const char *key, const char *value)
{
	if (evhttp_add_header(
		evhttp_request_get_output_headers(request), key, value) < 0)
		abort(); /* out of memory, or a wrong header */
}

static const char *phrase(unsigned status)
{
	switch (status) {
	case HTTP_OK:
		return "OK";
	case HTTP_BADREQUEST:
		return "Bad Request";
	case HTTP_NOTFOUND:
		return "Not Found";
	case HTTP_BADMETHOD:
		return "Method Not Allowed";
	case HTTP_SERVUNAVAIL:
		return "Service Unavailable";
	default:
		return "Internal Server Error";
	}
}

static void send_answer(
    struct evhttp_request *request, const struct httpd_answer *answer)
{
	bool head = evhttp_request_get_command(request) == EVHTTP_REQ_HEAD;
	struct evbuffer *body = evbuffer_new();
	char length[24];

	if (!body ||
	    (!head &&
		evbuffer_add(body, buf_text(&answer->body), answer->body.len)))
		abort();
	snprintf(length, sizeof(length), "%zu", answer->body.len);
	add_header(request, "Content-Length", length);
	add_header(request, "Content-Type", answer->type);
	add_header(request, "Cache-Control", "no-store");
	add_header(request, "Connection", "close");
	if (answer->status == HTTP_BADMETHOD)
		add_header(request, "Allow", answer->allow);
	evhttp_send_reply(
	    request, (int)answer->status, phrase(answer->status), body);
	evbuffer_free(body);
}

static void on_request(struct evhttp_request *request, void *arg)
{
	struct httpd_answer answer = {
		.status = HTTP_OK,
		.type = "application/json",
		.body = BUF_INIT(BODY_MAX),
	};
	struct httpd *httpd = arg;

	evhttp_request_set_on_complete_cb(request, on_complete, httpd);
	fill(httpd, request, &answer);
	send_answer(request, &answer);
	buf_clear(&answer.body);
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
	httpd->evhttp = evhttp_new(loop_base(loop));
	if (!httpd->evhttp)
		abort();
	evhttp_set_max_headers_size(httpd->evhttp, (ev_ssize_t)limits->head);
	evhttp_set_max_body_size(httpd->evhttp, (ev_ssize_t)limits->body);
	/* All methods: fill() answers those that are not allowed. */
	evhttp_set_allowed_methods(httpd->evhttp,
	    EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_HEAD |
		EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS |
		EVHTTP_REQ_TRACE | EVHTTP_REQ_CONNECT | EVHTTP_REQ_PATCH);
	evhttp_set_bevcb(httpd->evhttp, on_connection, httpd);
	evhttp_set_gencb(httpd->evhttp, on_request, httpd);
	return httpd;
}

void httpd_add(struct httpd *httpd, int fd)
{
	struct evhttp_bound_socket *socket =
	    evhttp_accept_socket_with_handle(httpd->evhttp, fd);

	if (!socket)
		abort();
	httpd->sockets = xgrow(httpd->sockets, httpd->nsockets,
	    &httpd->sockets_cap, sizeof(struct evhttp_bound_socket *));
	httpd->sockets[httpd->nsockets++] = socket;
}

void httpd_free(struct httpd *httpd)
{
	struct client *client;

	if (!httpd)
		return;
	/* This ends the connections; their references are dropped after it. */
	evhttp_free(httpd->evhttp);
	while ((client = httpd->clients)) {
		httpd->clients = client->next;
		loop_timer_free(client->deadline);
		bufferevent_decref(client->stream);
		free(client);
	}
	free(httpd->sockets);
	free(httpd);
}
