/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_listing.c - a list that comes compressed, whole or spoilt.
 *
 * A server on the same loop answers once, with what gzip made of a list and
 * the row of that.
 */
#include "controller/kube/listing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/base/process.h"
#include "tests/test.h"

#define ITEM(name)                                                         \
	"{\"metadata\":{\"namespace\":\"n\",\"name\":\"" name              \
	"\",\"uid\":\"u-" name "\",\"resourceVersion\":\"5\"},\"spec\":{}" \
	"}"
#define LIST                                                                  \
	"{\"apiVersion\":\"networking.k8s.io/"                                \
	"v1\",\"kind\":\"IngressList\",\"metadata\":{\"resourceVersion\":\"1" \
	"0\"},\"items\":[" ITEM("a") "," ITEM("b") "]}"
#define GZIP "Content-Encoding: gzip\r\n"
#define TRAILER 8 /* checksum and size, RFC 1952 2.3.1 */

enum spoil {
	NOTHING,
	CHECKSUM,
	SECOND_HALF, /* is missing */
	SECOND_LIST, /* follows, as a member of its own */
	MORE,        /* octets follow */
	BLANKS,      /* instead of the list, far beyond the limit */
};

static const struct row {
	const char *name;
	const char *headers;
	bool plain; /* gzip has not been there */
	enum spoil spoil;
	bool uncompressed; /* the kubeconfig's word */
	const char *failure;
} rows[] = {
	{ "compressed", GZIP },
	{ "not compressed", "", .plain = true },
	{ "identity by name", "Content-Encoding: identity\r\n", .plain = true },
	{ "not asked for, not compressed", "", .plain = true,
	    .uncompressed = true },

	{ "not asked for, and compressed", GZIP, .uncompressed = true,
	    .failure = "Content-Encoding that was not asked for" },
	{ "in another way", "Content-Encoding: none\r\n", .plain = true,
	    .failure = "Content-Encoding that was not asked for" },
	{ "in a way nobody knows", "Content-Encoding: x\r\n", .plain = true,
	    .failure = "" },
	{ "twice, it says", "Content-Encoding: gzip, gzip\r\n", .failure = "" },
	{ "it only says so", GZIP, .plain = true, .failure = "" },
	{ "another checksum", GZIP, .spoil = CHECKSUM, .failure = "" },
	{ "half", GZIP, .spoil = SECOND_HALF, .failure = "not a list" },
	{ "a second member", GZIP, .spoil = SECOND_LIST, .failure = "" },
	{ "something behind", GZIP, .spoil = MORE, .failure = "" },
	{ "a little that becomes a lot", GZIP, .spoil = BLANKS,
	    .failure = "too large" },
};

struct server {
	struct loop *loop;
	const struct row *row;
	int fd, connection;
	struct loop_fd *handle, *incoming;
	struct auth auth;
	bool asked; /* for gzip */
	char text[512];
	enum happening what;
};

static void gzip(const char *input, size_t len, struct buf *out)
{
	static const char *const argv[] = { "gzip", "-c", NULL };
	struct process_options options = {
		.argv = argv,
		.input = input,
		.input_len = len,
		.limit = (size_t)1 << 20,
	};
	struct process_result result;
	struct err err;

	assert_true(process_run(&options, &result, &err));
	assert_int_equal(result.status, 0);
	buf_add(out, result.out.data, result.out.len);
	process_result_clear(&result);
}

static void make_body(const struct row *row, struct buf *out)
{
	static char blanks[8 << 20];

	if (row->plain) {
		buf_puts(out, LIST);
		return;
	}
	memset(blanks, ' ', sizeof(blanks));
	gzip(row->spoil == BLANKS ? blanks : LIST,
	    row->spoil == BLANKS ? sizeof(blanks) : strlen(LIST), out);
	if (row->spoil == CHECKSUM)
		out->data[out->len - TRAILER] ^= 1;
	else if (row->spoil == SECOND_HALF)
		buf_cut(out, out->len / 2);
	else if (row->spoil == SECOND_LIST)
		gzip(LIST, strlen(LIST), out);
	else if (row->spoil == MORE)
		buf_puts(out, "more");
}

static void on_request(void *arg, unsigned events)
{
	struct server *server = arg;
	struct buf body = BUF_INIT((size_t)1 << 20);
	struct buf out = BUF_INIT((size_t)1 << 20);
	char bytes[4096] = "";
	ssize_t got = recv(server->connection, bytes, sizeof(bytes) - 1, 0);

	(void)events;
	if (got <= 0) {
		loop_fd_want(server->incoming, 0);
		return;
	}
	assert_non_null(strstr(bytes, "\r\n\r\n"));
	server->asked = strstr(bytes, "\r\nAccept-Encoding: gzip\r\n");
	assert_true(server->asked ||
	    strstr(bytes, "\r\nAccept-Encoding: identity\r\n"));
	make_body(server->row, &body);
	buf_printf(&out, "HTTP/1.1 200 OK\r\n%sContent-Length: %zu\r\n\r\n",
	    server->row->headers, body.len);
	buf_add(&out, body.data, body.len);
	assert_int_equal(
	    send(server->connection, out.data, out.len, MSG_NOSIGNAL), out.len);
	buf_clear(&body);
	buf_clear(&out);
}

static void on_connection(void *arg, unsigned events)
{
	struct server *server = arg;

	(void)events;
	server->connection = accept4(server->fd, NULL, NULL, SOCK_CLOEXEC);
	assert_true(server->connection >= 0);
	server->incoming = loop_fd_new(
	    server->loop, server->connection, LOOP_READ, on_request, server);
}

static void server_start(struct server *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr *any = (struct sockaddr *)(void *)&address;
	socklen_t len = sizeof(address);
	char url[64];
	struct err err;

	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(server->fd, any, len), 0);
	assert_int_equal(listen(server->fd, 1), 0);
	assert_int_equal(getsockname(server->fd, any, &len), 0);
	server->handle = loop_fd_new(
	    server->loop, server->fd, LOOP_READ, on_connection, server);
	snprintf(
	    url, sizeof(url), "http://127.0.0.1:%u", ntohs(address.sin_port));
	assert_true(auth_set_server(&server->auth, url, &err));
	server->auth.uncompressed = server->row->uncompressed;
}

static void server_stop(struct server *server)
{
	loop_fd_free(server->incoming);
	loop_fd_free(server->handle);
	close(server->connection);
	close(server->fd);
	auth_clear(&server->auth);
}

static void on_done(void *arg, const struct reflector_event *event)
{
	struct server *server = arg;

	server->what = event->what;
	snprintf(server->text, sizeof(server->text), "%s",
	    event->text ? event->text : "");
	loop_stop(server->loop);
}

static void check(void **state)
{
	struct server server = { .row = *state, .loop = loop_new() };
	const struct row *row = server.row;
	struct limits limits = limits_real;
	struct complaints complaints = { .kind = "Ingress" };
	struct err err;
	struct api api = {
		.loop = server.loop,
		.http = http_new(server.loop, &limits, &err),
		.auth = &server.auth,
		.limits = &limits,
		.store = store_new(),
	};
	struct listing_options options = {
		.kind = kind_find("Ingress"),
		.complaints = &complaints,
		.done = on_done,
		.arg = &server,
	};

	log_setup(LOG_ERROR, LOG_TEXT);
	limits.body_size = (size_t)1 << 20;
	server_start(&server);
	store_begin(api.store, options.kind);
	assert_non_null(listing_start(&api, &options));
	loop_run(server.loop);
	assert_int_equal(server.asked, !row->uncompressed);
	assert_int_equal(
	    server.what, row->failure ? REQUEST_FAILED : PAGE_CAME);
	if (row->failure)
		assert_non_null(strstr(server.text, row->failure));
	http_free(api.http);
	server_stop(&server);
	complaints_clear(&complaints);
	store_free(api.store);
	loop_free(server.loop);
}

RUN_TABLE(rows, check)
