/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_cluster.c - the whole client against a server that follows a script.
 *
 * Client and server share one loop.  A row is what is asked, in order, and
 * what is answered; it ends with the last thing asked, or when a command would
 * be done, and then the store is looked at.
 */
#include "controller/kube/cluster.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/kube/limits.h"
#include "tests/test.h"
#include "zonegen/buf.h"

#define STEPS 9
#define CONNECTIONS 32

#define GROUP "/apis/networking.k8s.io/v1"
#define LIST "GET " GROUP "/ingresses HTTP/1.1\r\n"
#define WATCH(rv)                                             \
	"GET " GROUP "/ingresses?watch=1&resourceVersion=" rv \
	"&allowWatchBookmarks=true&timeoutSeconds=2 HTTP/1.1\r\n"

#define ITEM(name, rv)                                                        \
	"{\"metadata\":{\"namespace\":\"n\",\"name\":\"" name "\",\"uid\":\"" \
	"u-" name "\",\"resourceVersion\":\"" rv "\"},\"spec\":{}}"
#define ITEMS(rv, items)                                                    \
	"{\"kind\":\"IngressList\",\"metadata\":{\"resourceVersion\":\"" rv \
	"\"},\"items\":[" items "]}"
#define EVENT(type, object) "{\"type\":\"" type "\",\"object\":" object "}\n"
#define GONE "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}"

enum after {
	KEEP,    /* the connection serves the next one */
	CUT,     /* it is closed before the body is complete */
	HOLD,    /* nothing comes any more, in the middle of the body */
	SILENCE, /* there is no answer at all */
};

static const struct row {
	const char *name;
	unsigned page_size;
	bool once;
	struct step {
		const char *asked;
		const char *head; /* status line and headers; NULL: 200 */
		const char *body;
		enum after after;
	} steps[STEPS];
	const char *objects; /* sorted keys with versions, at the end */
	enum source_state state;
	size_t refused;
} rows[] = {
	{ "list, then watch",
	    .steps = { { LIST,
			   .body =
			       ITEMS("10", ITEM("a", "5") "," ITEM("b", "6")) },
		{ WATCH("10"),
		    .body = EVENT("ADDED", ITEM("c", "11"))
			EVENT("MODIFIED", ITEM("a", "12")) "\r\n" EVENT(
			    "DELETED", ITEM("b", "13"))
			    EVENT("NEWS", ITEM("x", "90")) EVENT("BOOKMARK",
				"{\"metadata\":"
				"{\"resourceVersion\":\"20\"}}") },
		{ WATCH("20") } },
	    .objects = "n/a=12 n/c=11 ", .state = SOURCE_LIVE },
	{ "pages", .page_size = 2,
	    .steps = { { "GET " GROUP "/ingresses?limit=2 HTTP",
			   .body = "{\"items\":[" ITEM("a",
			       "5") "],\"kind\":"
				    "\"IngressList\",\"metadata\":{"
				    "\"continue\":"
				    "\"a+/=\",\"resourceVersion\":\"10\"}}" },
		{ "GET " GROUP "/ingresses?limit=2&continue=a%2B%2F%3D HTTP",
		    .body = ITEMS("10", ITEM("b", "6")) },
		{ WATCH("10") } },
	    .objects = "n/a=5 n/b=6 ", .state = SOURCE_LIVE },
	{ "a page that is busy comes again", .page_size = 1,
	    .steps = { { "/ingresses?limit=1 HTTP",
			   .body = "{\"items\":[" ITEM(
			       "a", "5") "],\"kind\":"
					 "\"IngressList\",\"metadata\":{"
					 "\"continue\":"
					 "\"t\",\"resourceVersion\":\"10\"}}" },
		{ "/ingresses?limit=1&continue=t HTTP",
		    .head = "429 Too Many Requests\r\nRetry-After: 0\r\n"
			    "Content-Type: text/plain",
		    .body = "busy" },
		{ "/ingresses?limit=1&continue=t HTTP",
		    .body = ITEMS("10", "") },
		{ WATCH("10") } },
	    .objects = "n/a=5 ", .state = SOURCE_LIVE },
	{ "a list that fails sweeps nothing",
	    .steps = { { LIST, .body = ITEMS("10", ITEM("a", "5")) },
		{ WATCH("10"), .body = EVENT("ERROR", GONE) },
		{ LIST,
		    .body = "{\"kind\":\"IngressList\",\"metadata\":{"
			    "\"resourceVersion\":\"20\"},\"items\":[" },
		{ LIST, .body = ITEMS("20", ITEM("b", "6")), .after = CUT },
		{ LIST, .body = "" }, { LIST, .body = "{\"kind\":\"Status\"}" },
		{ LIST, .head = "503 Unavailable", .body = "<html>" },
		{ LIST } },
	    .objects = "n/a=5 n/b=6 ", .state = SOURCE_LIVE },
	{ "410 in the stream: a list drops what is gone",
	    .steps = { { LIST,
			   .body =
			       ITEMS("10", ITEM("a", "5") "," ITEM("b", "6")) },
		{ WATCH("10"),
		    .body = EVENT("MODIFIED", ITEM("a", "11"))
			EVENT("ERROR", GONE) },
		{ LIST, .body = ITEMS("20", ITEM("b", "15")) },
		{ WATCH("20") } },
	    .objects = "n/b=15 ", .state = SOURCE_LIVE },
	{ "410 as the status",
	    .steps = { { LIST, .body = ITEMS("10", ITEM("a", "5")) },
		{ WATCH("10"), .head = "410 Gone", .body = GONE },
		{ LIST, .body = ITEMS("20", "") }, { WATCH("20") } },
	    .objects = "", .state = SOURCE_LIVE },
	{ "half a line is no event",
	    .steps = { { LIST, .body = ITEMS("10", "") },
		{ WATCH("10"),
		    .body = EVENT("ADDED",
			ITEM("a",
			    "11")) "{\"type\":\"ADDED\",\"object\":" ITEM("b",
			"12"),
		    .after = CUT },
		{ WATCH("11") } },
	    .objects = "n/a=11 ", .state = SOURCE_LIVE },
	{ "two bad lines at one version",
	    .steps = { { LIST, .body = ITEMS("10", "") },
		{ WATCH("10"), .body = "oops\n" },
		{ WATCH("10"), .body = "{\"type\":\"ADDED\"}\n" }, { LIST } },
	    .objects = "", .state = SOURCE_LIVE },
	{ "a line beyond the limit",
	    .steps = { { LIST, .body = ITEMS("10", "") },
		{ WATCH("10"),
		    .body = EVENT("ADDED",
			"{\"x\":\"                                            "
			"                                                     "
			"                                                     "
			"                                                     "
			"                                                   "
			"\"}") },
		{ LIST } },
	    .objects = "", .state = SOURCE_LIVE },
	{ "one bad object costs itself only",
	    .steps = { { LIST,
			   .body = ITEMS("10",
			       ITEM("a", "5") ",{\"metadata\":{\"namespace\":"
					      "\"n\",\"name\":5}},"
					      "{},{\"metadata\":[}," ITEM(
						  "b", "6")) },
		{ LIST,
		    .body = ITEMS("10",
			ITEM("a",
			    "5") ",{\"metadata\":{\"namespace\":\"n\",\"name\":"
				 "\"b\"},\"spec\":5}," ITEM("c", "6")) },
		{ WATCH("10"),
		    .body = EVENT("ADDED", ITEM("d", "11")) EVENT("MODIFIED",
			"{\"metadata\":{\"namespace\":\"n\","
			"\"name\":\"a\",\"resourceVersion\":"
			"\"12\"},\"spec\":5}") },
		{ WATCH("12") } },
	    .objects = "n/a=5 n/c=6 n/d=11 ", .state = SOURCE_LIVE,
	    .refused = 2 },
	{ "compressed, unasked",
	    .steps = { { LIST, .head = "200 OK\r\nContent-Encoding: gzip",
			   .body = ITEMS("10", "") },
		{ LIST, .body = ITEMS("10", "") },
		{ WATCH("10"), .head = "200 OK\r\nContent-Encoding: gzip",
		    .body = EVENT("ADDED", ITEM("a", "11")) },
		{ LIST } },
	    .objects = "", .state = SOURCE_LIVE },
	{ "no redirect is followed",
	    .steps = { { LIST, .head = "302 Found\r\nLocation: /evil",
			   .body = "" },
		{ LIST } },
	    .objects = "", .state = SOURCE_SYNCING },
	{ "no answer, and an answer that stops",
	    .steps = { { LIST, .after = SILENCE },
		{ LIST, .body = ITEMS("10", ITEM("a", "5")), .after = HOLD },
		{ LIST, .body = ITEMS("10", "") },
		{ WATCH("10"), .body = EVENT("ADDED", ITEM("b", "11")),
		    .after = HOLD },
		{ WATCH("11") } },
	    .objects = "n/b=11 ", .state = SOURCE_LIVE },
	{ "forbidden, then not",
	    .steps = { { LIST, .head = "403 Forbidden", .body = "{}" },
		{ LIST, .body = ITEMS("10", "") }, { WATCH("10") } },
	    .objects = "", .state = SOURCE_LIVE },
	{ "absent, later served",
	    .steps = { { LIST, .head = "404 Not Found", .body = "" },
		{ "GET " GROUP " HTTP", .head = "404 Not Found", .body = "" },
		{ "GET /apis HTTP",
		    .body = "{\"kind\":\"APIGroupList\",\"groups\":[]}" },
		{ "GET " GROUP " HTTP",
		    .body = "{\"kind\":\"APIResourceList\",\"resources\":["
			    "{\"name\":\"ingresses\"}]}" },
		{ LIST, .body = ITEMS("10", "") }, { WATCH("10") } },
	    .objects = "", .state = SOURCE_LIVE },
	{ "404 from somebody else is no absence",
	    .steps = { { LIST, .head = "404 Not Found", .body = "" },
		{ "GET " GROUP " HTTP", .head = "404 Not Found", .body = "" },
		{ "GET /apis HTTP", .head = "404 Not Found", .body = "" },
		{ "GET " GROUP " HTTP" } },
	    .objects = "", .state = SOURCE_SYNCING },
	{ "lost after it was live",
	    .steps = { { LIST, .body = ITEMS("10", ITEM("a", "5")) },
		{ WATCH("10"), .head = "404 Not Found", .body = "" },
		{ "GET " GROUP " HTTP", .head = "404 Not Found", .body = "" },
		{ "GET /apis HTTP",
		    .body = "{\"kind\":\"APIGroupList\",\"groups\":[]}" },
		{ "GET " GROUP " HTTP" } },
	    .objects = "n/a=5 ", .state = SOURCE_LOST },
	{ "once", .once = true,
	    .steps = { { LIST, .body = ITEMS("10", ITEM("a", "5")) } },
	    .objects = "n/a=5 ", .state = SOURCE_LIVE },
	{ "once, in vain", .once = true,
	    .steps = { { LIST, .head = "500 Oops", .body = "" },
		{ LIST, .head = "500 Oops", .body = "" },
		{ LIST, .head = "500 Oops", .body = "" } },
	    .objects = "", .state = SOURCE_LOST },
	{ "once, absent", .once = true,
	    .steps = { { LIST, .head = "404 Not Found", .body = "" },
		{ "GET " GROUP " HTTP",
		    .body = "{\"kind\":\"APIResourceList\"}" } },
	    .objects = "", .state = SOURCE_ABSENT },
};

struct server;

struct connection {
	struct server *server;
	int fd;
	struct loop_fd *handle;
	struct buf request;
};

struct server {
	struct loop *loop;
	const struct row *row;
	struct cluster *cluster;
	size_t at;    /* the step that is next */
	bool fault;   /* something else was asked */
	bool expired; /* the row did not end */
	int fd;
	struct loop_fd *handle;
	struct connection connections[CONNECTIONS];
	size_t count;
	char file[64]; /* kubeconfig */
};

static void put(int fd, const struct buf *bytes)
{
	assert_int_equal(
	    send(fd, bytes->data, bytes->len, MSG_NOSIGNAL), bytes->len);
}

static void close_connection(struct connection *connection)
{
	loop_fd_free(connection->handle);
	connection->handle = NULL;
	if (connection->fd >= 0)
		close(connection->fd);
	connection->fd = -1;
	buf_clear(&connection->request);
}

static void answer(struct connection *connection, const struct step *step)
{
	struct buf out = BUF_INIT(65536);
	size_t missing = step->after == KEEP ? 0 : 10;

	if (step->after == SILENCE)
		return;
	buf_printf(&out, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n%s",
	    step->head ? step->head : "200 OK", strlen(step->body) + missing,
	    step->body);
	put(connection->fd, &out);
	buf_clear(&out);
	buf_reset(&connection->request);
	if (step->after == CUT)
		close_connection(connection);
}

/* A whole request is here. */
static void serve(struct connection *connection)
{
	struct server *server = connection->server;
	const struct step *step = &server->row->steps[server->at];
	const char *request = connection->request.data;

	if (!step->asked || !strstr(request, step->asked) ||
	    !strstr(request, "\r\nAccept: application/json\r\n") ||
	    !strstr(request, "\r\nAccept-Encoding: identity\r\n") ||
	    !strstr(request, "\r\nUser-Agent: k8s-nsd/") ||
	    strstr(request, "Authorization")) {
		print_message("step %zu: %s", server->at, request);
		server->fault = true;
		loop_stop(server->loop);
		return;
	}
	server->at++;
	if (step->body || step->after == SILENCE)
		answer(connection, step);
	else
		loop_stop(server->loop);
}

static void on_request(void *arg, unsigned events)
{
	struct connection *connection = arg;
	char bytes[4096];
	ssize_t got = recv(connection->fd, bytes, sizeof(bytes), 0);

	(void)events;
	if (got <= 0) {
		close_connection(connection);
		return;
	}
	buf_add(&connection->request, bytes, (size_t)got);
	if (strstr(connection->request.data, "\r\n\r\n"))
		serve(connection);
}

static void on_connection(void *arg, unsigned events)
{
	struct server *server = arg;
	struct connection *connection = &server->connections[server->count++];

	(void)events;
	assert_true(server->count < CONNECTIONS);
	connection->server = server;
	connection->request.limit = 65536;
	connection->fd = accept4(server->fd, NULL, NULL, SOCK_CLOEXEC);
	assert_true(connection->fd >= 0);
	connection->handle = loop_fd_new(
	    server->loop, connection->fd, LOOP_READ, on_request, connection);
}

static void write_kubeconfig(struct server *server, unsigned port)
{
	FILE *file;
	int fd;

	snprintf(server->file, sizeof(server->file), "/tmp/kubeconfig-XXXXXX");
	fd = mkstemp(server->file);
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	assert_non_null(file);
	fprintf(file,
	    "current-context: c\n"
	    "contexts: [{name: c, context: {cluster: k, user: u}}]\n"
	    "clusters: [{name: k, cluster: {server: 'http://127.0.0.1:%u'}}]\n"
	    "users: [{name: u, user: {token: secret}}]\n",
	    port);
	assert_int_equal(fclose(file), 0);
}

static void server_start(struct server *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr *any = (struct sockaddr *)(void *)&address;
	socklen_t len = sizeof(address);

	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(server->fd, any, len), 0);
	assert_int_equal(listen(server->fd, CONNECTIONS), 0);
	assert_int_equal(getsockname(server->fd, any, &len), 0);
	server->handle = loop_fd_new(
	    server->loop, server->fd, LOOP_READ, on_connection, server);
	write_kubeconfig(server, ntohs(address.sin_port));
}

static void server_stop(struct server *server)
{
	for (size_t i = 0; i < server->count; i++)
		close_connection(&server->connections[i]);
	loop_fd_free(server->handle);
	close(server->fd);
	unlink(server->file);
}

static void on_change(void *arg)
{
	struct server *server = arg;

	if (server->row->once && server->cluster &&
	    cluster_done(server->cluster))
		loop_stop(server->loop);
}

static void on_expiry(void *arg)
{
	struct server *server = arg;

	server->expired = true;
	loop_stop(server->loop);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void check_objects(
    const struct store *store, const struct kind *kind, const char *wanted)
{
	const struct object *object;
	struct buf out = BUF_INIT(4096);
	char texts[8][128], *sorted[8];
	size_t at = 0, count = 0;

	while ((object = store_each(store, kind, &at))) {
		assert_true(count < ARRAY_LEN(sorted));
		snprintf(texts[count], sizeof(texts[count]), "%s=%s ",
		    object_key(object), object->version);
		sorted[count] = texts[count];
		count++;
	}
	qsort(sorted, count, sizeof(*sorted), compare);
	for (size_t i = 0; i < count; i++)
		buf_puts(&out, sorted[i]);
	assert_string_equal(buf_text(&out), wanted);
	buf_clear(&out);
}

/* The real ones with time running a hundred times as fast. */
static struct limits quick(void)
{
	struct limits limits = limits_real;

	limits.answer = limits.silence = 1500;
	limits.watch_least = 1500; /* asked for in whole seconds: 2 */
	limits.watch_spread = 0;
	limits.idle_grace = 0;
	limits.idle = 1500;
	limits.line_size = 256;
	limits.resume = 5;
	limits.backoff_first = 2;
	limits.backoff_cap = 10;
	limits.patience = 60000;
	limits.absent_poll = 10;
	return limits;
}

static void check(void **state)
{
	struct limits limits = quick();
	struct store *store = store_new();
	struct server server = { .row = *state, .loop = loop_new() };
	const struct kind *kind = kind_find("Ingress");
	struct cluster_options options = {
		.page_size = server.row->page_size,
		.kinds = &kind,
		.nkinds = 1,
		.once = server.row->once,
		.limits = &limits,
	};
	struct loop_timer *expiry =
	    loop_timer_new(server.loop, on_expiry, &server);
	struct err err;
	size_t steps = 0;

	log_setup(LOG_ERROR, LOG_TEXT);
	loop_timer_set(expiry, 60000);
	server_start(&server);
	store_listen(store, on_change, &server);
	options.kubeconfig = server.file;
	server.cluster = cluster_start(server.loop, store, &options, &err);
	assert_non_null(server.cluster);
	loop_run(server.loop);
	while (steps < STEPS && server.row->steps[steps].asked)
		steps++;
	assert_false(server.fault);
	assert_false(server.expired);
	assert_int_equal(server.at, steps);
	check_objects(store, kind, server.row->objects);
	assert_int_equal(store_status(store, kind)->state, server.row->state);
	assert_int_equal(
	    store_status(store, kind)->refused, server.row->refused);
	cluster_stop(server.cluster);
	server_stop(&server);
	loop_timer_free(expiry);
	loop_free(server.loop);
	store_free(store);
}

RUN_TABLE(rows, check)
