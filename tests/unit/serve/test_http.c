/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests as clients send them, whole and in pieces, and what comes back.
 * "/echo" is answered with the query; the rest as routes.c does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "controller/serve/http.h"
#include "controller/serve/listening.h"
#include "controller/serve/routes.h"
#include "tests/test.h"
#include "tests/unit/serve/world.h"
#include "zonegen/mem.h"

struct server {
	char dir[64], path[96];
	struct loop *loop;
	struct loop_timer *turn, *limit;
	struct listening listening;
	struct httpd *httpd;
	struct world world;
	bool ignorant, late;
};

struct client {
	struct server *server;
	int fd;
	struct loop_fd *handle;
	struct buf got;
	bool ended;
};

static void on_request(
    void *arg, const struct httpd_request *request, struct httpd_answer *answer)
{
	struct server *server = arg;

	if (!strcmp(request->path, "/echo"))
		buf_puts(&answer->body, request->query ? request->query : "");
	else
		routes_answer(
		    server->ignorant ? NULL : &server->world.knowledge, request,
		    answer);
}

static void on_turn(void *arg)
{
	loop_stop(((struct server *)arg)->loop);
}

static void on_limit(void *arg)
{
	struct server *server = arg;

	server->late = true;
	loop_stop(server->loop);
}

static void begin(struct server *s, const struct httpd_limits *limits)
{
	struct err err;

	*s = (struct server){ .dir = "/tmp/k8s-nsd-test-XXXXXX" };
	assert_non_null(mkdtemp(s->dir));
	snprintf(s->path, sizeof(s->path), "%s/s", s->dir);
	s->loop = loop_new();
	s->turn = loop_timer_new(s->loop, on_turn, s);
	s->limit = loop_timer_new(s->loop, on_limit, s);
	loop_timer_set(s->limit, 60000);
	world_open(&s->world, "");
	world_put(&s->world,
	    INGRESS("web", "www", 1, "www.example.com", "192.0.2.1"));
	world_list(&s->world, "");
	world_pass(&s->world);
	if (!listening_unix(&s->listening, s->path, 0660, &err))
		fail_msg("%s", err.text);
	s->httpd = httpd_new(s->loop, limits, on_request, s);
	httpd_add(s->httpd, s->listening.fd);
	s->listening.fd = -1;
}

static void end(struct server *s)
{
	httpd_free(s->httpd);
	listening_close(&s->listening);
	assert_int_equal(rmdir(s->dir), 0);
	world_close(&s->world);
	loop_timer_free(s->turn);
	loop_timer_free(s->limit);
	loop_free(s->loop);
}

static void on_answer(void *arg, unsigned events)
{
	struct client *client = arg;
	char bytes[4096];
	ssize_t n = read(client->fd, bytes, sizeof(bytes));

	(void)events;
	if (n > 0) {
		buf_add(&client->got, bytes, (size_t)n);
		return;
	}
	client->ended = true;
	loop_fd_want(client->handle, 0);
	loop_stop(client->server->loop);
}

static void dial(struct client *client, struct server *server)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	*client =
	    (struct client){ .server = server, .got = BUF_INIT(1u << 20) };
	memcpy(address.sun_path, server->path, strlen(server->path));
	client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(client->fd >= 0);
	assert_int_equal(
	    connect(client->fd, (struct sockaddr *)&address, sizeof(address)),
	    0);
	client->handle =
	    loop_fd_new(server->loop, client->fd, LOOP_READ, on_answer, client);
}

static void turn(struct client *client, int times)
{
	struct server *server = client->server;

	for (int i = 0; i < times && !client->ended; i++) {
		loop_timer_set(server->turn, 0);
		loop_run(server->loop);
	}
}

/* What the server makes of it so far is done when this returns. */
static void send_piece(struct client *client, const char *bytes, size_t len)
{
	if (send(client->fd, bytes, len, MSG_NOSIGNAL) < 0)
		assert_true(errno == EPIPE || errno == ECONNRESET);
	turn(client, 3);
}

static void wait_end(struct client *client)
{
	while (!client->ended && !client->server->late)
		loop_run(client->server->loop);
	assert_false(client->server->late);
}

static void hang_up(struct client *client)
{
	loop_fd_free(client->handle);
	close(client->fd);
	buf_clear(&client->got);
}

#define HOST " HTTP/1.1\r\nHost: localhost\r\n"
#define GET(path) "GET " path HOST "\r\n"

static const struct row {
	const char *name;
	const char *request;
	const char *status;   /* what the answer begins with; "": no answer */
	const char *contains; /* behind the head */
	const char *header;
	bool bodiless;
} rows[] = {
	{ "a query", GET("/echo?a=b"), "HTTP/1.1 200 OK\r\n", "a=b" },
	{ "without one", GET("/echo"), "HTTP/1.1 200 OK\r\n", "" },
	{ "it is closed", GET("/echo"), "HTTP/1.1 200 OK\r\n", "",
	    "\r\nConnection: close\r\n" },
	{ "though the client would stay",
	    "GET /echo?x" HOST "Connection: keep-alive\r\n\r\n",
	    "HTTP/1.1 200 OK\r\n", "x", "\r\nConnection: close\r\n" },
	{ "two in a row: one answer", GET("/echo?x") GET("/echo?y"),
	    "HTTP/1.1 200 OK\r\n", "x" },
	{ "HTTP/1.0", "GET /echo?a HTTP/1.0\r\n\r\n", "HTTP/1.", "a" },
	{ "an absolute URL", GET("http://localhost/echo?a"),
	    "HTTP/1.1 200 OK\r\n", "a" },
	{ "JSON", GET("/v1/explain?name=www.example.com"),
	    "HTTP/1.1 200 OK\r\n", "\"state\":\"exists\"",
	    "\r\nContent-Type: application/json\r\n" },
	{ "a name, escaped", GET("/v1/explain?name=www%2Eexample.com"),
	    "HTTP/1.1 200 OK\r\n", "\"state\":\"exists\"" },
	{ "an object", GET("/v1/explain?object=Ingress%2Fweb%2Fwww"),
	    "HTTP/1.1 200 OK\r\n", "\"state\":\"read\"" },
	{ "an object, not escaped", GET("/v1/explain?object=Ingress/web/www"),
	    "HTTP/1.1 200 OK\r\n", "\"state\":\"read\"" },
	{ "nothing known is an answer", GET("/v1/explain?name=x.example.com"),
	    "HTTP/1.1 200 OK\r\n", "\"found\":false" },
	{ "HEAD", "HEAD /v1/explain?name=www.example.com" HOST "\r\n",
	    "HTTP/1.1 200 OK\r\n", "",
	    "\r\nContent-Length: ", .bodiless = true },
	{ "unknown path", GET("/v2/explain"), "HTTP/1.1 404 Not Found\r\n",
	    "{\"schemaVersion\":1,\"message\":\"there is no "
	    "'/v2/explain'\"}" },
	{ "below a known path", GET("/v1/explain/"), "HTTP/1.1 404 ", "" },
	{ "a file", GET("/v1/../../etc/passwd"), "HTTP/1.1 404 ", "" },
	{ "no question", GET("/v1/explain"), "HTTP/1.1 400 Bad Request\r\n",
	    "one parameter, name or object" },
	{ "two questions", GET("/v1/explain?name=a&object=b"), "HTTP/1.1 400 ",
	    "one parameter, name or object" },
	{ "another parameter", GET("/v1/explain?name=a&colour=b"),
	    "HTTP/1.1 400 ", "one parameter, name or object" },
	{ "an empty name", GET("/v1/explain?name="), "HTTP/1.1 400 ",
	    "nothing is asked for" },
	{ "an object as a name", GET("/v1/explain?name=Ingress/web/www"),
	    "HTTP/1.1 400 ", "is not a name" },
	{ "a name as an object", GET("/v1/explain?object=www"), "HTTP/1.1 400 ",
	    "is not KIND/NAMESPACE/NAME" },
	{ "an unknown kind", GET("/v1/explain?object=Igress/web/www"),
	    "HTTP/1.1 400 ", "unknown kind 'Igress'" },
	{ "a NUL", GET("/v1/explain?name=a%00b"), "HTTP/1.1 400 ",
	    "bad escape" },
	{ "half an escape", GET("/v1/explain?name=a%4"), "HTTP/1.1 400 ",
	    "bad escape" },
	{ "POST", "POST /v1/explain?name=a" HOST "Content-Length: 1\r\n\r\nx",
	    "HTTP/1.1 405 Method Not Allowed\r\n", "only GET and HEAD",
	    "\r\nAllow: GET, HEAD\r\n" },
	{ "DELETE", "DELETE /v1/explain?name=a" HOST "\r\n", "HTTP/1.1 405 ",
	    "only GET and HEAD" },
	{ "an unknown method", "BREW /echo" HOST "\r\n", "HTTP/1.1 501 ", "" },
	{ "no HTTP", "hello\r\n\r\n", "HTTP/1.1 400 ", "" },
	{ "no version", "GET /echo\r\n\r\n", "HTTP/1.1 400 ", "" },
	{ "a header that is none", "GET /echo" HOST "hello\r\n\r\n",
	    "HTTP/1.1 400 ", "" },
};

static void check_answer(struct client *client, const struct row *row)
{
	const char *got = buf_text(&client->got);
	const char *body = strstr(got, "\r\n\r\n");

	if (strncmp(got, row->status, strlen(row->status)) != 0)
		fail_msg("%s", got);
	assert_non_null(body);
	if (!strstr(body, row->contains) ||
	    (row->header && !strstr(got, row->header)))
		fail_msg("%s", got);
	if (row->bodiless || !strncmp(row->contains, "a=b", 3))
		assert_string_equal(body + 4, row->contains);
}

static void whole(void **state)
{
	const struct row *row = *state;
	struct server server;
	struct client client;

	begin(&server, &httpd_limits);
	dial(&client, &server);
	send_piece(&client, row->request, strlen(row->request));
	wait_end(&client);
	check_answer(&client, row);
	hang_up(&client);
	end(&server);
}

/* The same answers when the request comes octet by octet. */
static void in_pieces(void **state)
{
	const struct row *row = *state;
	struct server server;
	struct client client;

	begin(&server, &httpd_limits);
	dial(&client, &server);
	for (const char *p = row->request; *p && !client.ended; p++)
		send_piece(&client, p, 1);
	wait_end(&client);
	check_answer(&client, row);
	hang_up(&client);
	end(&server);
}

static void before_the_first_pass(void **state)
{
	static const char request[] = GET("/v1/explain?name=www.example.com");
	struct server server;
	struct client client;

	(void)state;
	begin(&server, &httpd_limits);
	server.ignorant = true;
	dial(&client, &server);
	send_piece(&client, request, strlen(request));
	wait_end(&client);
	check_answer(&client,
	    &(struct row){ .status = "HTTP/1.1 503 Service Unavailable\r\n",
		.contains = "nothing is known yet" });
	hang_up(&client);
	end(&server);
}

/* Heads and bodies beyond the limits: refused, and the next one is served. */
static void too_large(void **state)
{
	static const char *const begins[] = { "GET /",
		"GET /echo HTTP/1.1\r\nX: ", "GET /echo HTTP/1.1\r\n",
		"GET /echo HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n" };
	static const char *const more[] = { "a", "a", "X: y\r\n", "a" };
	struct server server;
	struct client client;

	(void)state;
	begin(&server, &httpd_limits);
	for (size_t i = 0; i < ARRAY_LEN(begins); i++) {
		dial(&client, &server);
		send_piece(&client, begins[i], strlen(begins[i]));
		for (size_t sent = 0;
		     sent < 3 * httpd_limits.head && !client.ended;
		     sent += 500 * strlen(more[i])) {
			struct buf piece = BUF_INIT(10000);

			for (int j = 0; j < 500; j++)
				buf_puts(&piece, more[i]);
			send_piece(&client, buf_text(&piece), piece.len);
			buf_clear(&piece);
		}
		wait_end(&client);
		assert_null(strstr(buf_text(&client.got), " 200 "));
		hang_up(&client);
	}
	dial(&client, &server);
	send_piece(&client, GET("/echo?a=b"), strlen(GET("/echo?a=b")));
	wait_end(&client);
	check_answer(&client, &rows[0]);
	hang_up(&client);
	end(&server);
}

/* The second is served while the first has not said all it wants. */
static void two_clients(void **state)
{
	static const char first[] = "GET /echo?first";
	static const char second[] = GET("/echo?second");
	struct server server;
	struct client slow, quick;

	(void)state;
	begin(&server, &httpd_limits);
	dial(&slow, &server);
	send_piece(&slow, first, strlen(first));
	dial(&quick, &server);
	send_piece(&quick, second, strlen(second));
	wait_end(&quick);
	assert_non_null(strstr(buf_text(&quick.got), "\r\n\r\nsecond"));
	assert_false(slow.ended);
	send_piece(&slow, HOST "\r\n", strlen(HOST "\r\n"));
	wait_end(&slow);
	assert_non_null(strstr(buf_text(&slow.got), "\r\n\r\nfirst"));
	hang_up(&slow);
	hang_up(&quick);
	end(&server);
}

/* Descriptors of clients that left are given to those that come. */
static void one_after_the_other(void **state)
{
	static const char request[] = GET("/echo?a=b");
	struct server server;
	struct client client;

	(void)state;
	begin(&server, &httpd_limits);
	for (int i = 0; i < 200; i++) {
		dial(&client, &server);
		send_piece(&client, request, i % 3 ? strlen(request) : 5);
		if (i % 3)
			wait_end(&client);
		if (i % 3)
			check_answer(&client, &rows[0]);
		hang_up(&client);
	}
	end(&server);
}

/* Silent, or busy and never done: both are hung up on. */
static void slow_clients(void **state)
{
	const struct httpd_limits limits = {
		.wall = 50, .head = 1u << 24, .body = 100, .connections = 64
	};
	struct server server;
	struct client silent, busy, late;

	(void)state;
	begin(&server, &limits);
	dial(&silent, &server);
	dial(&busy, &server);
	send_piece(&busy, "GET /echo?", 10);
	while (!busy.ended && !server.late)
		send_piece(&busy, "a", 1);
	wait_end(&busy);
	wait_end(&silent);
	assert_int_equal(busy.got.len, 0);
	assert_int_equal(silent.got.len, 0);
	dial(&late, &server);
	send_piece(&late, GET("/echo?a=b"), strlen(GET("/echo?a=b")));
	wait_end(&late);
	check_answer(&late, &rows[0]);
	hang_up(&silent);
	hang_up(&busy);
	hang_up(&late);
	end(&server);
}

/* One at a time: the second waits for the first to be done. */
static void crowded(void **state)
{
	const struct httpd_limits limits = {
		.wall = 60000, .head = 8192, .body = 100, .connections = 1
	};
	static const char request[] = GET("/echo?a=b");
	struct server server;
	struct client first, second;

	(void)state;
	begin(&server, &limits);
	dial(&first, &server);
	send_piece(&first, "GET", 3);
	dial(&second, &server);
	send_piece(&second, request, strlen(request));
	turn(&second, 50);
	assert_int_equal(second.got.len, 0);
	send_piece(&first, request + 3, strlen(request + 3));
	wait_end(&first);
	check_answer(&first, &rows[0]);
	wait_end(&second);
	check_answer(&second, &rows[0]);
	hang_up(&first);
	hang_up(&second);
	end(&server);
}

/* The loop ends while clients are there. */
static void ended_amid(void **state)
{
	struct server server;
	struct client silent, half;

	(void)state;
	begin(&server, &httpd_limits);
	dial(&silent, &server);
	dial(&half, &server);
	send_piece(&half, "GET /echo HTTP/1.1\r\n", 20);
	httpd_free(server.httpd);
	server.httpd = NULL;
	wait_end(&silent);
	wait_end(&half);
	hang_up(&silent);
	hang_up(&half);
	end(&server);
}

int main(void)
{
	static struct CMUnitTest tests[2 * ARRAY_LEN(rows) + 7] = {
		[2 * ARRAY_LEN(rows)] = cmocka_unit_test(before_the_first_pass),
		cmocka_unit_test(too_large),
		cmocka_unit_test(two_clients),
		cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(slow_clients),
		cmocka_unit_test(crowded),
		cmocka_unit_test(ended_amid),
	};

	TABLE_TESTS(rows, whole, tests);
	TABLE_TESTS(rows, in_pieces, tests + ARRAY_LEN(rows));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
