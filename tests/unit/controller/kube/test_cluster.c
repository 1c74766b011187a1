/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_cluster.c - the whole client against a server that follows a script.
 *
 * Client and server share one loop.  A row is what is asked, in order, and
 * what is answered; it ends with the last thing asked, or when a command would
 * be done, and then the store is looked at.
 */
#include "controller/kube/cluster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/config/limits.h"
#include "controller/object/part/object.h"
#include "tests/test.h"
#include "tests/unit/controller/kube/scriptserver.h"
#include "zonegen/base/buf.h"

#define STEPS 9

#define GROUP "/apis/networking.k8s.io/v1"
#define LIST "GET " GROUP "/ingresses HTTP/1.1\r\n"
#define PROBE "GET " GROUP "/ingresses?limit=1 HTTP/1.1\r\n"
#define WATCH(rv)                                             \
	"GET " GROUP "/ingresses?watch=1&resourceVersion=" rv \
	"&allowWatchBookmarks=true&timeoutSeconds=2 HTTP/1.1\r\n"

#define ITEM(name, rv)                                                        \
	"{\"metadata\":{\"namespace\":\"n\",\"name\":\"" name "\",\"uid\":\"" \
	"u-" name "\",\"resourceVersion\":\"" rv "\"},\"spec\":{}}"
#define ITEMS(rv, items)                                                   \
	"{\"apiVersion\":\"networking.k8s.io/"                             \
	"v1\",\"kind\":\"IngressList\",\"metadata\":{\"resourceVersion\":" \
	"\"" rv "\"},\"items\":[" items "]}"
#define EVENT(type, object) "{\"type\":\"" type "\",\"object\":" object "}\n"
#define BLANKS "                                                               "
#define GONE "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}"

static const struct row {
	const char *name;
	unsigned page_size;
	bool once;
	struct step steps[STEPS];
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
			       "5") "],\"apiVersion\":\"networking.k8s.io/"
				    "v1\",\"kind\":"
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
			       "a", "5") "],\"apiVersion\":\"networking.k8s.io/"
					 "v1\",\"kind\":"
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
		    .body = "{\"apiVersion\":\"networking.k8s.io/"
			    "v1\",\"kind\":\"IngressList\",\"metadata\":{"
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
		{ PROBE, .body = ITEMS("12", ITEM("b", "12")) },
		{ WATCH("11") } },
	    .objects = "n/a=11 ", .state = SOURCE_LIVE },
	{ "after an outage the server is behind",
	    .steps = { { LIST, .body = ITEMS("100", ITEM("a", "99")) },
		{ WATCH("100"), .body = EVENT("ADDED", ITEM("c", "101")),
		    .after = CUT },
		{ PROBE, .body = ITEMS("90", ITEM("b", "12")) },
		{ LIST, .body = ITEMS("90", ITEM("b", "12")) },
		{ WATCH("90") } },
	    .objects = "n/b=12 ", .state = SOURCE_LIVE },
	{ "versions go back within a watch",
	    .steps = { { LIST, .body = ITEMS("10", "") },
		{ WATCH("10"),
		    .body = EVENT("ADDED", ITEM("a", "12")) EVENT("ADDED",
			ITEM("a", "12")) EVENT("ADDED", ITEM("b", "11")) },
		{ LIST } },
	    .objects = "n/a=12 ", .state = SOURCE_LIVE },
	{ "two bad lines at one version",
	    .steps = { { LIST, .body = ITEMS("10", "") },
		{ WATCH("10"), .body = "oops\n" },
		{ WATCH("10"), .body = "{\"type\":\"ADDED\"}\n" }, { LIST } },
	    .objects = "", .state = SOURCE_LIVE },
	{ "a line beyond the limit",
	    .steps = { { LIST, .body = ITEMS("10", "") },
		{ WATCH("10"),
		    .body = EVENT("ADDED",
			"{\"x\":\"" BLANKS BLANKS BLANKS BLANKS "\"}") },
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
	{ "a watch that is compressed, unasked",
	    .steps = { { LIST, .body = ITEMS("10", "") },
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
		{ PROBE, .body = ITEMS("11", "") }, { WATCH("11") } },
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

struct life {
	struct loop *loop;
	struct cluster *cluster;
	bool once, expired; /* expired: the row did not end */
};

static void on_change(void *arg)
{
	struct life *life = arg;

	if (life->once && life->cluster && cluster_done(life->cluster))
		loop_stop(life->loop);
}

static void on_expiry(void *arg)
{
	struct life *life = arg;

	life->expired = true;
	loop_stop(life->loop);
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
		    object_key(object), object->resource_version);
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

	limits.response = limits.silence = 1500;
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
	const struct row *row = *state;
	struct limits limits = quick();
	struct store *store = store_new();
	struct life life = { .loop = loop_new(), .once = row->once };
	struct scriptserver server = { .loop = life.loop, .steps = row->steps };
	const struct kind *kind = kind_find("Ingress");
	struct cluster_options options = { .page_size = row->page_size,
		.kinds = &kind,
		.nkinds = 1,
		.once = row->once,
		.limits = &limits };
	struct loop_timer *expiry = loop_timer_new(life.loop, on_expiry, &life);
	struct err err;
	size_t steps = 0;

	while (steps < STEPS && row->steps[steps].asked)
		steps++;
	server.count = steps;
	log_setup(LOG_ERROR, LOG_TEXT);
	loop_timer_set(expiry, 60000);
	scriptserver_start(&server);
	store_listen(store, on_change, &life);
	options.kubeconfig = server.kubeconfig;
	life.cluster = cluster_start(life.loop, store, &options, &err);
	assert_non_null(life.cluster);
	loop_run(life.loop);
	assert_false(server.fault);
	assert_false(life.expired);
	assert_int_equal(server.at, steps);
	check_objects(store, kind, row->objects);
	assert_int_equal(store_status(store, kind)->state, row->state);
	assert_int_equal(store_status(store, kind)->refused, row->refused);
	cluster_stop(life.cluster);
	scriptserver_stop(&server);
	loop_timer_free(expiry);
	loop_free(life.loop);
	store_free(store);
}

RUN_TABLE(rows, check)
