/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_posts.c - requests that change something, where POST is allowed.
 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/serve/talk.h"

#define HOST " HTTP/1.1\r\nHost: localhost\r\n"
#define APPROVE "POST /v1/approve" HOST
#define REKEY "POST /v1/rekey" HOST
#define ACCEPT "POST /v1/git-accept" HOST
#define FREEZE "POST /v1/freeze" HOST
#define RESTORE "POST /v1/restore" HOST
#define RELEASE "POST /v1/release" HOST
#define THAW "POST /v1/thaw" HOST
#define GOOD "{\"zone\":\"example.com\",\"plan\":\"0123456789ab\"}"

static const struct row {
	const char *name;
	const char *head, *body; /* body NULL: there is none */
	const char *status, *contains, *header;
	unsigned approved;
} rows[] = {
	{ "approve", APPROVE, GOOD, "HTTP/1.1 200 OK\r\n",
	    "{\"schemaVersion\":1,\"zone\":\"example.com\","
	    "\"plan\":\"0123456789ab\"}\n",
	    .approved = 1 },
	{ "another order, and blanks", APPROVE,
	    "\r\n{ \"plan\" : \"0123456789ab\",\t\"zone\": \"Example.COM.\" }",
	    "HTTP/1.1 200 OK\r\n", "\"zone\":\"example.com\"", .approved = 1 },
	{ "no such zone", APPROVE,
	    "{\"zone\":\"example.net\",\"plan\":\"0123456789ab\"}",
	    "HTTP/1.1 404 ", "no zone 'example.net'", .approved = 1 },
	{ "no such plan", APPROVE, "{\"zone\":\"example.com\",\"plan\":\"x\"}",
	    "HTTP/1.1 400 ", "no plan 'x'", .approved = 1 },

	{ "git-accept", ACCEPT, "{\"by\":\"jo\",\"reason\":\"\u00e9t\u00e9\"}",
	    "HTTP/1.1 200 OK\r\n", "{\"schemaVersion\":1,\"by\":\"jo\",",
	    .approved = 1 },
	{ "nothing is to be accepted", ACCEPT,
	    "{\"by\":\"al\",\"reason\":\"x\"}", "HTTP/1.1 404 ",
	    "nothing is lost", .approved = 1 },
	{ "a reason of two lines", ACCEPT,
	    "{\"by\":\"jo\",\"reason\":\"x\\nSigned-off-by: y\"}",
	    "HTTP/1.1 400 ", "reason must be one line" },
	{ "a reason with an escape", ACCEPT,
	    "{\"by\":\"jo\",\"reason\":\"\\u001b[1m\"}", "HTTP/1.1 400 ",
	    "reason must be one line" },
	{ "nobody", ACCEPT, "{\"by\":\"\",\"reason\":\"x\"}", "HTTP/1.1 400 ",
	    "by must be text" },
	{ "no reason", ACCEPT, "{\"by\":\"jo\"}", "HTTP/1.1 400 ",
	    "'reason' is missing" },
	{ "approve, by whom and why", APPROVE,
	    "{\"zone\":\"example.com\",\"plan\":\"0123456789ab\","
	    "\"reason\":\"seen\",\"by\":\"jo\"}",
	    "HTTP/1.1 200 OK\r\n",
	    "\"plan\":\"0123456789ab\",\"by\":\"jo\",\"reason\":\"seen\"}\n",
	    .approved = 1 },
	{ "approve, by an escape", APPROVE,
	    "{\"zone\":\"example.com\",\"plan\":\"0123456789ab\","
	    "\"by\":\"\\u001b[1m\"}",
	    "HTTP/1.1 400 ", "by must be one line" },

	{ "freeze", FREEZE, "{\"zone\":\"Example.com.\",\"reason\":\"x\"}",
	    "HTTP/1.1 200 OK\r\n",
	    "{\"schemaVersion\":1,\"zone\":\"example.com\","
	    "\"reason\":\"x\"}\n",
	    .approved = 1 },
	{ "freeze all for a while", FREEZE,
	    "{\"zone\":\"*\",\"for\":\"1h30m\",\"by\":\"jo\",\"reason\":\"x\"}",
	    "HTTP/1.1 200 OK\r\n",
	    "{\"schemaVersion\":1,\"zone\":\"*\",\"by\":\"jo\","
	    "\"reason\":\"x\",\"for\":\"1h30m\"}\n",
	    .approved = 1 },
	{ "freeze what is not there", FREEZE,
	    "{\"zone\":\"example.net\",\"reason\":\"x\"}", "HTTP/1.1 404 ",
	    "no zone 'example.net'", .approved = 1 },
	{ "freeze on a full disk", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"the disk is full\"}", "HTTP/1.1 500 ",
	    "no space", .approved = 1 },
	{ "freeze without a reason", FREEZE, "{\"zone\":\"*\"}",
	    "HTTP/1.1 400 ", "'reason' is missing" },
	{ "freeze nothing", FREEZE, "{\"reason\":\"x\"}", "HTTP/1.1 400 ",
	    "'zone' is missing" },
	{ "freeze part of a zone", FREEZE,
	    "{\"zone\":\"*.example.com x\",\"reason\":\"x\"}", "HTTP/1.1 400 ",
	    "bad name" },
	{ "freeze for a word", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"x\",\"for\":\"ever\"}",
	    "HTTP/1.1 400 ", "for 'ever' is no time" },
	{ "freeze for no time", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"x\",\"for\":\"0s\"}", "HTTP/1.1 400 ",
	    "for '0s' is no time" },
	{ "freeze into the past", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"x\",\"for\":\"-4h\"}",
	    "HTTP/1.1 400 ", "for '-4h' is no time" },
	{ "freeze for ten years", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"x\",\"for\":\"87600h\"}",
	    "HTTP/1.1 400 ", "for '87600h' is no time" },
	{ "freeze with a forged line", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"x\\r\\nSigned-off-by: y\"}",
	    "HTTP/1.1 400 ", "reason must be one line" },
	{ "freeze by a line separator", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"x\",\"by\":\"a\\u2028b\"}",
	    "HTTP/1.1 400 ", "by must be one line" },
	{ "freeze from right to left", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"a\\u202eb\"}", "HTTP/1.1 400 ",
	    "reason must be one line" },
	{ "freeze with a plan", FREEZE,
	    "{\"zone\":\"*\",\"reason\":\"x\",\"plan\":\"1\"}", "HTTP/1.1 400 ",
	    "unknown member 'plan'" },
	{ "thaw", THAW, "{\"zone\":\"*\"}", "HTTP/1.1 200 OK\r\n",
	    "{\"schemaVersion\":1,\"zone\":\"*\"}\n", .approved = 1 },
	{ "thaw for a while", THAW, "{\"zone\":\"*\",\"for\":\"4h\"}",
	    "HTTP/1.1 400 ", "unknown member 'for'" },
	{ "restore", RESTORE,
	    "{\"zone\":\"example.com\",\"revision\":\"main~2\"}",
	    "HTTP/1.1 200 OK\r\n", "\"revision\":\"main~2\"", .approved = 1 },
	{ "restore nothing", RESTORE, "{\"zone\":\"example.com\"}",
	    "HTTP/1.1 400 ", "'revision' is missing" },
	{ "restore an option", RESTORE,
	    "{\"zone\":\"example.com\",\"revision\":\"--upload-pack=x\"}",
	    "HTTP/1.1 400 ", "is no name of a commit" },
	{ "restore two words", RESTORE,
	    "{\"zone\":\"example.com\",\"revision\":\"main x\"}",
	    "HTTP/1.1 400 ", "is not one word of ASCII" },
	{ "restore two lines", RESTORE,
	    "{\"zone\":\"example.com\",\"revision\":\"main\\nmain\"}",
	    "HTTP/1.1 400 ", "is not one word of ASCII" },
	{ "restore all", RESTORE, "{\"zone\":\"*\",\"revision\":\"main\"}",
	    "HTTP/1.1 404 ", "no zone '*'", .approved = 1 },
	{ "release", RELEASE, "{\"zone\":\"example.com\",\"by\":\"jo\"}",
	    "HTTP/1.1 200 OK\r\n", "\"by\":\"jo\"", .approved = 1 },
	{ "release for a while", RELEASE,
	    "{\"zone\":\"example.com\",\"for\":\"4h\"}", "HTTP/1.1 400 ",
	    "unknown member 'for'" },
	{ "thaw with GET", "GET /v1/thaw" HOST, NULL,
	    "HTTP/1.1 405 Method Not Allowed\r\n", "only POST" },

	{ "rekey", REKEY, "{\"key\": \"K.example.\"}", "HTTP/1.1 200 OK\r\n",
	    "{\"schemaVersion\":1,\"key\":\"k.example\"}\n", .approved = 1 },
	{ "no such key", REKEY, "{\"key\":\"l\"}", "HTTP/1.1 404 ",
	    "no key 'l'", .approved = 1 },
	{ "a key that is no name", REKEY, "{\"key\":\"a b\"}", "HTTP/1.1 400 ",
	    "bad name 'a b'" },
	{ "no key", REKEY, "{}", "HTTP/1.1 400 ", "'key' is missing" },
	{ "two keys", REKEY, "{\"key\":\"a\",\"key\":\"b\"}", "HTTP/1.1 400 ",
	    "'key' is there twice" },
	{ "a key and more", REKEY, "{\"key\":\"a\",\"secret\":\"b\"}",
	    "HTTP/1.1 400 ", "unknown member 'secret'" },
	{ "a key that is a number", REKEY, "{\"key\":1}", "HTTP/1.1 400 ",
	    "'key' is not a string" },
	{ "a list of keys", REKEY, "[\"k\"]", "HTTP/1.1 400 ",
	    "not an object" },
	{ "rekey without JSON", REKEY, "k", "HTTP/1.1 400 ", "the body" },

	{ "no body", APPROVE, NULL, "HTTP/1.1 400 ", "the body" },
	{ "an empty body", APPROVE, "", "HTTP/1.1 400 ", "the body" },
	{ "no JSON", APPROVE, "zone=example.com", "HTTP/1.1 400 ", "the body" },
	{ "more than JSON", APPROVE, GOOD "x", "HTTP/1.1 400 ", "the body" },
	{ "two of them", APPROVE, GOOD GOOD, "HTTP/1.1 400 ", "the body" },
	{ "a list", APPROVE, "[" GOOD "]", "HTTP/1.1 400 ", "not an object" },
	{ "an empty object", APPROVE, "{}", "HTTP/1.1 400 ",
	    "'zone' is missing" },
	{ "no plan", APPROVE, "{\"zone\":\"example.com\"}", "HTTP/1.1 400 ",
	    "'plan' is missing" },
	{ "a null", APPROVE, "{\"zone\":\"example.com\",\"plan\":null}",
	    "HTTP/1.1 400 ", "'plan' is not a string" },
	{ "a number", APPROVE, "{\"zone\":\"example.com\",\"plan\":12}",
	    "HTTP/1.1 400 ", "'plan' is not a string" },
	{ "twice", APPROVE,
	    "{\"zone\":\"a.x\",\"zone\":\"b.x\",\"plan\":\"1\"}",
	    "HTTP/1.1 400 ", "'zone' is there twice" },
	{ "one member more", APPROVE,
	    "{\"zone\":\"a.x\",\"plan\":\"1\",\"Plan\":\"1\"}", "HTTP/1.1 400 ",
	    "unknown member 'Plan'" },
	{ "a zone that is none", APPROVE, "{\"zone\":\"a b\",\"plan\":\"1\"}",
	    "HTTP/1.1 400 ", "bad name 'a b'" },
	{ "an empty plan", APPROVE, "{\"zone\":\"a.x\",\"plan\":\"\"}",
	    "HTTP/1.1 400 ", "is no digest" },
	{ "parameters", "POST /v1/approve?zone=a" HOST, GOOD, "HTTP/1.1 400 ",
	    "takes no parameter" },

	{ "GET", "GET /v1/approve" HOST, NULL,
	    "HTTP/1.1 405 Method Not Allowed\r\n", "only POST",
	    "\r\nAllow: POST\r\n" },
	{ "POST to what is only looked at", "POST /v1/explain?name=a" HOST, "x",
	    "HTTP/1.1 405 ", "only GET, HEAD", "\r\nAllow: GET, HEAD\r\n" },
	{ "POST to status", "POST /v1/status" HOST, "x", "HTTP/1.1 405 ",
	    "only GET, HEAD" },
	{ "POST to nowhere", "POST /v1/nowhere" HOST, "x", "HTTP/1.1 404 ",
	    "there is no" },
	{ "PUT", "PUT /v1/approve" HOST, GOOD, "HTTP/1.1 405 ",
	    "only GET, HEAD, POST", "\r\nAllow: GET, HEAD, POST\r\n" },
	{ "status", "GET /v1/status" HOST, NULL, "HTTP/1.1 200 OK\r\n",
	    "{\"schemaVersion\":1,\"nsd\":{\"state\":\"answering\"}" },
	{ "status of something", "GET /v1/status?zone=a" HOST, NULL,
	    "HTTP/1.1 400 ", "takes no parameter" },
};

static void begin(struct server *server, struct httpd_limits *limits)
{
	*limits = httpd_limits;
	limits->posts = true;
	server_begin(server, limits);
}

static void check(const struct server *server, const struct client *client,
    const struct row *row)
{
	const char *got = buf_text(&client->got);
	const char *body = strstr(got, "\r\n\r\n");

	if (strncmp(got, row->status, strlen(row->status)) != 0 || !body ||
	    !strstr(body, row->contains) ||
	    (row->header && !strstr(got, row->header)))
		fail_msg("%s", got);
	assert_int_equal(server->approved, row->approved);
}

static void request_of(const struct row *row, struct buf *out)
{
	buf_puts(out, row->head);
	if (row->body)
		buf_printf(out, "Content-Length: %zu\r\n", strlen(row->body));
	buf_printf(out, "\r\n%s", row->body ? row->body : "");
}

static void talk(const struct row *row, size_t piece)
{
	struct buf request = BUF_INIT(10000);
	struct httpd_limits limits;
	struct server server;
	struct client client;

	begin(&server, &limits);
	client_dial(&client, &server);
	request_of(row, &request);
	for (size_t at = 0; at < request.len && !client.ended; at += piece)
		client_send(&client, request.data + at,
		    request.len - at < piece ? request.len - at : piece);
	client_wait(&client);
	check(&server, &client, row);
	client_hang_up(&client);
	server_end(&server);
	buf_clear(&request);
}

static void whole(void **state)
{
	talk(*state, 10000);
}

static void in_pieces(void **state)
{
	talk(*state, 7);
}

/* Any octets come as they are. */
static void body_of_octets(void **state)
{
	static const char request[] =
	    "POST /echo" HOST "Content-Length: 4\r\n\r\na\0\377b";
	struct httpd_limits limits;
	struct server server;
	struct client client;

	(void)state;
	begin(&server, &limits);
	client_dial(&client, &server);
	client_send(&client, request, sizeof(request) - 1);
	client_wait(&client);
	assert_true(client.got.len > 4);
	assert_memory_equal(
	    client.got.data + client.got.len - 4, "a\0\377b", 4);
	client_hang_up(&client);
	server_end(&server);
}

static void body_beyond_the_limit(void **state)
{
	struct httpd_limits limits;
	struct server server;
	struct client client;
	struct buf request = BUF_INIT(100000);

	(void)state;
	begin(&server, &limits);
	buf_printf(
	    &request, APPROVE "Content-Length: %zu\r\n\r\n", limits.body + 1);
	for (size_t i = 0; i <= limits.body; i++)
		buf_putc(&request, ' ');
	client_dial(&client, &server);
	client_send(&client, request.data, request.len);
	client_wait(&client);
	assert_non_null(
	    strstr(buf_text(&client.got), "HTTP/1.1 413 Content Too Large"));
	assert_int_equal(server.approved, 0);
	client_hang_up(&client);
	server_end(&server);
	buf_clear(&request);
}

/* There is a controller, but it has made no pass yet. */
static void before_the_first_pass(void **state)
{
	static const struct row row = { "early", APPROVE, GOOD, "HTTP/1.1 503 ",
		"nothing is known yet" };
	struct buf request = BUF_INIT(10000);
	struct httpd_limits limits;
	struct server server;
	struct client client;

	(void)state;
	begin(&server, &limits);
	server.ignorant = true;
	request_of(&row, &request);
	client_dial(&client, &server);
	client_send(&client, request.data, request.len);
	client_wait(&client);
	check(&server, &client, &row);
	client_hang_up(&client);
	server_end(&server);
	buf_clear(&request);
}

int main(void)
{
	return RUN_ROWS(rows, whole) + RUN_ROWS(rows, in_pieces) +
	    RUN_TESTS(cmocka_unit_test(body_of_octets),
		cmocka_unit_test(body_beyond_the_limit),
		cmocka_unit_test(before_the_first_pass));
}
