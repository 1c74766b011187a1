/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests as clients send them, whole and in pieces, and what comes back.
 * "/echo" is answered with the query; the rest as routes.c does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/serve/talk.h"
#include "zonegen/base/mem.h"

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
	    "HTTP/1.1 405 Method Not Allowed\r\n", "only GET, HEAD",
	    "\r\nAllow: GET, HEAD\r\n" },
	{ "DELETE", "DELETE /v1/explain?name=a" HOST "\r\n", "HTTP/1.1 405 ",
	    "only GET, HEAD" },
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

	server_begin(&server, &httpd_limits);
	client_dial(&client, &server);
	client_send(&client, row->request, strlen(row->request));
	client_wait(&client);
	check_answer(&client, row);
	client_hang_up(&client);
	server_end(&server);
}

/* The same answers when the request comes octet by octet. */
static void in_pieces(void **state)
{
	const struct row *row = *state;
	struct server server;
	struct client client;

	server_begin(&server, &httpd_limits);
	client_dial(&client, &server);
	for (const char *p = row->request; *p && !client.ended; p++)
		client_send(&client, p, 1);
	client_wait(&client);
	check_answer(&client, row);
	client_hang_up(&client);
	server_end(&server);
}

static void before_the_first_pass(void **state)
{
	static const char request[] = GET("/v1/explain?name=www.example.com");
	struct server server;
	struct client client;

	(void)state;
	server_begin(&server, &httpd_limits);
	server.ignorant = true;
	client_dial(&client, &server);
	client_send(&client, request, strlen(request));
	client_wait(&client);
	check_answer(&client,
	    &(struct row){ .status = "HTTP/1.1 503 Service Unavailable\r\n",
		.contains = "nothing is known yet" });
	client_hang_up(&client);
	server_end(&server);
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
	server_begin(&server, &httpd_limits);
	for (size_t i = 0; i < ARRAY_LEN(begins); i++) {
		client_dial(&client, &server);
		client_send(&client, begins[i], strlen(begins[i]));
		for (size_t sent = 0;
		     sent < 3 * httpd_limits.head && !client.ended;
		     sent += 500 * strlen(more[i])) {
			struct buf piece = BUF_INIT(10000);

			for (int j = 0; j < 500; j++)
				buf_puts(&piece, more[i]);
			client_send(&client, buf_text(&piece), piece.len);
			buf_clear(&piece);
		}
		client_wait(&client);
		assert_null(strstr(buf_text(&client.got), " 200 "));
		client_hang_up(&client);
	}
	client_dial(&client, &server);
	client_send(&client, GET("/echo?a=b"), strlen(GET("/echo?a=b")));
	client_wait(&client);
	check_answer(&client, &rows[0]);
	client_hang_up(&client);
	server_end(&server);
}

/* The second is served while the first has not said all it wants. */
static void two_clients(void **state)
{
	static const char first[] = "GET /echo?first";
	static const char second[] = GET("/echo?second");
	struct server server;
	struct client slow, quick;

	(void)state;
	server_begin(&server, &httpd_limits);
	client_dial(&slow, &server);
	client_send(&slow, first, strlen(first));
	client_dial(&quick, &server);
	client_send(&quick, second, strlen(second));
	client_wait(&quick);
	assert_non_null(strstr(buf_text(&quick.got), "\r\n\r\nsecond"));
	assert_false(slow.ended);
	client_send(&slow, HOST "\r\n", strlen(HOST "\r\n"));
	client_wait(&slow);
	assert_non_null(strstr(buf_text(&slow.got), "\r\n\r\nfirst"));
	client_hang_up(&slow);
	client_hang_up(&quick);
	server_end(&server);
}

/* Descriptors of clients that left are given to those that come. */
static void one_after_the_other(void **state)
{
	static const char request[] = GET("/echo?a=b");
	struct server server;
	struct client client;

	(void)state;
	server_begin(&server, &httpd_limits);
	for (int i = 0; i < 200; i++) {
		client_dial(&client, &server);
		client_send(&client, request, i % 3 ? strlen(request) : 5);
		if (i % 3)
			client_wait(&client);
		if (i % 3)
			check_answer(&client, &rows[0]);
		client_hang_up(&client);
	}
	server_end(&server);
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
	server_begin(&server, &limits);
	client_dial(&silent, &server);
	client_dial(&busy, &server);
	client_send(&busy, "GET /echo?", 10);
	while (!busy.ended && !server.late)
		client_send(&busy, "a", 1);
	client_wait(&busy);
	client_wait(&silent);
	assert_int_equal(busy.got.len, 0);
	assert_int_equal(silent.got.len, 0);
	client_dial(&late, &server);
	client_send(&late, GET("/echo?a=b"), strlen(GET("/echo?a=b")));
	client_wait(&late);
	check_answer(&late, &rows[0]);
	client_hang_up(&silent);
	client_hang_up(&busy);
	client_hang_up(&late);
	server_end(&server);
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
	server_begin(&server, &limits);
	client_dial(&first, &server);
	client_send(&first, "GET", 3);
	client_dial(&second, &server);
	client_send(&second, request, strlen(request));
	client_turn(&second, 50);
	assert_int_equal(second.got.len, 0);
	client_send(&first, request + 3, strlen(request + 3));
	client_wait(&first);
	check_answer(&first, &rows[0]);
	client_wait(&second);
	check_answer(&second, &rows[0]);
	client_hang_up(&first);
	client_hang_up(&second);
	server_end(&server);
}

/* The loop ends while clients are there. */
static void ended_amid(void **state)
{
	struct server server;
	struct client silent, half;

	(void)state;
	server_begin(&server, &httpd_limits);
	client_dial(&silent, &server);
	client_dial(&half, &server);
	client_send(&half, "GET /echo HTTP/1.1\r\n", 20);
	httpd_free(server.httpd);
	server.httpd = NULL;
	client_wait(&silent);
	client_wait(&half);
	client_hang_up(&silent);
	client_hang_up(&half);
	server_end(&server);
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
