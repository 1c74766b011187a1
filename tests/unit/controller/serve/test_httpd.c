/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests as clients send them, whole and in pieces, and what comes back.
 * "/echo" is answered with the query; the rest as routes.c does.
 */
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/serve/talk.h"

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
	    "HTTP/1.1 400 ", "unknown kind 'Igress', did you mean 'Ingress'?" },
	{ "a NUL", GET("/v1/explain?name=a%00b"), "HTTP/1.1 400 ",
	    "bad escape" },
	{ "half an escape", GET("/v1/explain?name=a%4"), "HTTP/1.1 400 ",
	    "bad escape" },
	{ "POST", "POST /v1/explain?name=a" HOST "Content-Length: 1\r\n\r\nx",
	    "HTTP/1.1 405 Method Not Allowed\r\n", "only GET, HEAD",
	    "\r\nAllow: GET, HEAD\r\n" },
	{ "DELETE", "DELETE /v1/explain?name=a" HOST "\r\n", "HTTP/1.1 405 ",
	    "only GET, HEAD" },
	{ "CONNECT", "CONNECT localhost:443" HOST "\r\n", "HTTP/1.1 405 ",
	    "only GET, HEAD", "\r\nAllow: GET, HEAD\r\n" },
	{ "OPTIONS of all", "OPTIONS *" HOST "\r\n", "HTTP/1.1 405 ", "" },
	{ "an unknown method", "BREW /echo" HOST "\r\n", "HTTP/1.1 501 ", "" },
	{ "no HTTP", "hello\r\n\r\n", "HTTP/1.1 400 ", "" },
	{ "no version", "GET /echo\r\n\r\n", "HTTP/1.1 400 ", "" },
	{ "a header that is none", "GET /echo" HOST "hello\r\n\r\n",
	    "HTTP/1.1 400 ", "bad header" },
	{ "a blank before the colon", "GET /echo" HOST "A : b\r\n\r\n",
	    "HTTP/1.1 400 ", "bad header" },
	{ "a folded header", "GET /echo" HOST "A: b\r\n c\r\n\r\n",
	    "HTTP/1.1 400 ", "bad header" },
	{ "a control character", "GET /echo" HOST "A: \001\r\n\r\n",
	    "HTTP/1.1 400 ", "bad header" },
	{ "a bare line feed", "GET /echo" HOST "A: b\nC: d\r\n\r\n",
	    "HTTP/1.1 400 ", "does not end well" },
	{ "a bare CR", "GET /echo" HOST "A: b\rC: d\r\n\r\n", "HTTP/1.1 400 ",
	    "does not end well" },
	{ "no Host", "GET /echo HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ", "no Host" },
	{ "two Hosts", "GET /echo" HOST "Host: b\r\n\r\n", "HTTP/1.1 400 ",
	    "a header is there twice" },
	{ "another version", "GET /echo HTTP/2.0\r\n\r\n", "HTTP/1.1 505 ",
	    "only HTTP/1.1" },
	{ "a blank in the target", "GET /echo a" HOST "\r\n", "HTTP/1.1 400 ",
	    "no HTTP request" },
	{ "no path", GET("echo"), "HTTP/1.1 400 ", "bad target" },
	{ "a fragment", GET("/echo?a#b"), "HTTP/1.1 400 ", "bad target" },
	{ "octets beyond ASCII", GET("/ech\303\266"), "HTTP/1.1 400 ",
	    "bad target" },
	{ "only empty lines", "\r\n\r\n", "HTTP/1.1 400 ", "" },
	{ "another URL without a path", GET("http://localhost"),
	    "HTTP/1.1 404 ", "there is no '/'" },
	{ "a query without a path", GET("http://localhost?a"), "HTTP/1.1 404 ",
	    "there is no '/'" },
	{ "another scheme", GET("ftp://localhost/echo"), "HTTP/1.1 400 ",
	    "bad target" },
	{ "a body in chunks",
	    "GET /echo" HOST "Transfer-Encoding: chunked\r\n\r\n",
	    "HTTP/1.1 501 ", "needs a Content-Length" },
	{ "a length that is none",
	    "GET /echo" HOST "Content-Length: +1\r\n\r\n", "HTTP/1.1 400 ",
	    "bad Content-Length" },
	{ "an empty length", "GET /echo" HOST "Content-Length:\r\n\r\n",
	    "HTTP/1.1 400 ", "bad Content-Length" },
	{ "a length without end",
	    "GET /echo" HOST "Content-Length: 18446744073709551617\r\n\r\n",
	    "HTTP/1.1 400 ", "bad Content-Length" },
	{ "two lengths",
	    "GET /echo" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
	    "HTTP/1.1 400 ", "a header is there twice" },
	{ "GET with a body", "GET /echo?a" HOST "Content-Length: 3\r\n\r\nabc",
	    "HTTP/1.1 200 OK\r\n", "a" },
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
	static const char *const statuses[] = { " 431 ", " 431 ", " 431 ",
		" 400 " };
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
		if (!strstr(buf_text(&client.got), statuses[i]))
			fail_msg("%zu: %s", i, buf_text(&client.got));
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

/* Where there are too many, one that has asked nothing makes room. */
static void crowded(void **state)
{
	const struct httpd_limits limits = {
		.wall = 60000, .head = 8192, .body = 100, .connections = 2
	};
	static const char request[] = GET("/echo?a=b");
	struct server server;
	struct client first, second, third;

	(void)state;
	server_begin(&server, &limits);
	client_dial(&first, &server);
	client_send(&first, "GET", 3);
	client_dial(&second, &server);
	client_send(&second, "GET", 3);
	client_dial(&third, &server);
	client_send(&third, request, strlen(request));
	client_wait(&third);
	check_answer(&third, &rows[0]);
	assert_true(first.ended);
	assert_int_equal(first.got.len, 0);
	client_send(&second, request + 3, strlen(request + 3));
	client_wait(&second);
	check_answer(&second, &rows[0]);
	client_hang_up(&first);
	client_hang_up(&second);
	client_hang_up(&third);
	server_end(&server);
}

/* More than the server may have, which all leave at once: nothing stays. */
static void come_and_gone(void **state)
{
	static const char *const begins[] = { "", "FOO / HTTP/1.1\r\n\r\n",
		"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /echo" };
	struct server server;
	struct client client;
	int lowest = dup(0), now;

	(void)state;
	close(lowest);
	server_begin(&server, &httpd_limits);
	for (unsigned i = 0; i < 4 * httpd_limits.connections; i++) {
		const char *begin = begins[i % ARRAY_LEN(begins)];

		client_dial(&client, &server);
		client_send(&client, begin, strlen(begin));
		client_hang_up(&client);
	}
	client_dial(&client, &server);
	client_send(&client, GET("/echo?a=b"), strlen(GET("/echo?a=b")));
	client_wait(&client);
	check_answer(&client, &rows[0]);
	client_hang_up(&client);
	server_end(&server);
	now = dup(0);
	close(now);
	assert_int_equal(now, lowest);
}

/* A refused client that stays: nothing reads from its descriptor's number. */
static void number_used_again(void **state)
{
	static const char bad[] = "FOO / HTTP/1.1\r\n\r\n";
	struct server server;
	struct client client;
	char octet;
	int pair[2];

	(void)state;
	server_begin(&server, &httpd_limits);
	client_dial(&client, &server);
	client_send(&client, bad, strlen(bad));
	client_wait(&client);
	client_hang_up(&client);
	client_dial(&client, &server);
	client_turn(&client, 3);
	client_hang_up(&client);
	loop_timer_set(server.turn, 0);
	loop_run(server.loop);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(write(pair[0], "abcd", 4), 4);
	assert_int_equal(write(pair[1], "efgh", 4), 4);
	for (int i = 0; i < 5; i++) {
		loop_timer_set(server.turn, 0);
		loop_run(server.loop);
	}
	assert_int_equal(recv(pair[0], &octet, 1, MSG_DONTWAIT), 1);
	assert_int_equal(octet, 'e');
	assert_int_equal(recv(pair[1], &octet, 1, MSG_DONTWAIT), 1);
	assert_int_equal(octet, 'a');
	close(pair[0]);
	close(pair[1]);
	server_end(&server);
}

/* Without descriptors the server waits; with them it goes on. */
static void out_of_descriptors(void **state)
{
	static const char request[] = GET("/echo?a=b");
	struct rlimit old, few;
	struct server server;
	struct client client;
	int lowest;

	(void)state;
	server_begin(&server, &httpd_limits);
	getrlimit(RLIMIT_NOFILE, &old);
	client_dial(&client, &server);
	lowest = dup(0);
	close(lowest);
	few = old;
	few.rlim_cur = (rlim_t)lowest;
	setrlimit(RLIMIT_NOFILE, &few);
	client_send(&client, request, strlen(request));
	client_turn(&client, 20);
	assert_int_equal(client.got.len, 0);
	setrlimit(RLIMIT_NOFILE, &old);
	client_wait(&client);
	check_answer(&client, &rows[0]);
	client_hang_up(&client);
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
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(before_the_first_pass),
		cmocka_unit_test(too_large),
		cmocka_unit_test(two_clients),
		cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(slow_clients),
		cmocka_unit_test(crowded),
		cmocka_unit_test(come_and_gone),
		cmocka_unit_test(number_used_again),
		cmocka_unit_test(out_of_descriptors),
		cmocka_unit_test(ended_amid),
	};

	return RUN_ROWS(rows, whole) + RUN_ROWS(rows, in_pieces) +
	    cmocka_run_group_tests(others, NULL, NULL);
}
