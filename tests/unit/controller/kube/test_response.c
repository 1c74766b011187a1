/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_response.c - what failed responses mean; discovery; queries; turns.
 */
#include "controller/kube/decide/response.h"

#include <string.h>

#include "controller/kube/discovery.h"
#include "controller/kube/request/turns.h"
#include "tests/test.h"

#define FUTURE                                                            \
	"{\"kind\":\"Status\",\"message\":\"Timeout: Too large resource " \
	"version: 9, current: 5\",\"reason\":\"Timeout\",\"code\":504}"

static const struct row {
	const char *name;
	struct http_result result;
	const char *body;
	enum fault fault;
	uint64_t retry_after;
	const char *text;
} rows[] = {
	{ "no answer", { .error = "refused" }, "", FAULT_BUSY, 0, "refused" },
	{ "broken off", { .status = 200, .error = "reset" }, "", FAULT_BROKEN,
	    0, "reset" },
	{ "400", { .whole = true, .status = 400 }, "", FAULT_BODY, 0,
	    "HTTP 400" },
	{ "422", { .whole = true, .status = 422 }, "", FAULT_BODY, 0,
	    "HTTP 422" },
	{ "401", { .whole = true, .status = 401 }, "", FAULT_DENIED, 0,
	    "HTTP 401" },
	{ "403 with a Status", { .whole = true, .status = 403 },
	    "{\"kind\":\"Status\",\"message\":\"no\\nway\"}", FAULT_DENIED, 0,
	    "HTTP 403: no?way" },
	{ "404", { .whole = true, .status = 404 }, "404 page not found",
	    FAULT_ABSENT, 0, "HTTP 404" },
	{ "410", { .whole = true, .status = 410 }, "{\"message\":5}",
	    FAULT_EXPIRED, 0, "HTTP 410" },
	{ "429 as text", { .whole = true, .status = 429, .retry_after = "3" },
	    "Too many requests", FAULT_BUSY, 3000, "HTTP 429" },
	{ "500", { .whole = true, .status = 500 }, "<html>", FAULT_BUSY, 0,
	    "HTTP 500" },
	{ "503 cut", { .status = 503, .error = "reset" }, "{\"mess", FAULT_BUSY,
	    0, "HTTP 503" },
	{ "504", { .whole = true, .status = 504 }, "", FAULT_BUSY, 0,
	    "HTTP 504" },
	{ "504 from a server that went back in time",
	    { .whole = true, .status = 504 }, FUTURE, FAULT_BODY, 0,
	    "HTTP 504: Timeout: Too large resource version: 9, current: 5" },
	{ "302", { .whole = true, .status = 302 }, "", FAULT_BUSY, 0,
	    "HTTP 302" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct response response = { .body = BUF_INIT(4096) };
	struct http_result result = row->result;
	struct reflector_event event;

	if (!result.retry_after)
		result.retry_after = "";
	response_add(&response, row->body, strlen(row->body));
	event = response_event(&response, &result);
	assert_int_equal(event.what, REQUEST_FAILED);
	assert_int_equal(event.fault, row->fault);
	assert_int_equal(event.retry_after, row->retry_after);
	assert_string_equal(event.text, row->text);
	response_clear(&response);
}

static const struct status {
	const char *name;
	const char *text;
	enum fault fault;
	uint64_t retry_after;
	const char *why;
} statuses[] = {
	{ "410", "{\"code\":410,\"message\":\"old\"}", FAULT_EXPIRED, 0,
	    "watch: error 410: old" },
	{ "Expired", "{\"reason\":\"Expired\"}", FAULT_EXPIRED, 0,
	    "watch: error 0" },
	{ "Gone", "{\"reason\":\"Gone\",\"code\":1}", FAULT_EXPIRED, 0,
	    "watch: error 1" },
	{ "429", "{\"code\":429,\"details\":{\"retryAfterSeconds\":7}}",
	    FAULT_BUSY, 7000, "watch: error 429" },
	{ "429, nonsense to wait",
	    "{\"code\":429,\"details\":{\"retryAfterSeconds\":-7}}", FAULT_BUSY,
	    0, "watch: error 429" },
	{ "500", "{\"code\":500,\"reason\":\"InternalError\"}", FAULT_BODY, 0,
	    "watch: error 500" },
	{ "504", "{\"code\":504}", FAULT_BODY, 0, "watch: error 504" },
	{ "not JSON", "{x}", FAULT_BODY, 0, "not JSON: octet 2" },
	{ "wrong types", "{\"code\":\"410\",\"reason\":7,\"details\":[]}",
	    FAULT_BODY, 0, "watch: error 0" },
};

static void check_status(void **state)
{
	const struct status *row = *state;
	struct response response = { .body = BUF_INIT(4096) };
	struct reflector_event event = response_watch_error(
	    &response, (struct slice){ row->text, strlen(row->text) });

	assert_int_equal(event.what, REQUEST_FAILED);
	assert_int_equal(event.fault, row->fault);
	assert_int_equal(event.retry_after, row->retry_after);
	assert_string_equal(event.text, row->why);
	response_clear(&response);
}

static void retry_after_in_seconds(void **state)
{
	(void)state;
	assert_int_equal(response_retry_after("5"), 5000);
	assert_int_equal(response_retry_after(""), 0);
	assert_int_equal(response_retry_after("-5"), 0);
	assert_int_equal(response_retry_after("5s"), 0);
	assert_int_equal(
	    response_retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), 0);
	assert_int_equal(
	    response_retry_after("99999999999999999999999"), 86400000);
}

#define RESOURCES                                                             \
	"{\"kind\":\"APIResourceList\",\"resources\":[{\"name\":\"ingresses/" \
	"status\"},{\"name\":\"ingresses\"},{\"name\":5}]}"
#define GROUPS                                                     \
	"{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"a\"}," \
	"{\"name\":\"g\",\"versions\":[{\"groupVersion\":\"g/v2\"}]}]}"

static const struct asked {
	const char *name;
	const char *text, *what;
	int found; /* -1: refused */
} asked[] = {
	{ "a resource that is there", RESOURCES, "ingresses", 1 },
	{ "a resource that is not", RESOURCES, "services", 0 },
	{ "part of a name", RESOURCES, "ingress", 0 },
	{ "no resources at all", "{\"kind\":\"APIResourceList\"}", "x", 0 },
	{ "resources of a wrong type",
	    "{\"kind\":\"APIResourceList\",\"resources\":{}}", "x", -1 },
	{ "not an APIResourceList", "{\"kind\":\"Status\"}", "x", -1 },
	{ "cut", "{\"kind\":\"APIResourceList\",\"resources\":[", "x", -1 },
	{ "a page of a proxy", "<html>", "x", -1 },
};

/* Versions v3, v2, v1: the first that is announced; 3: none, -1: refused. */
static const struct announced {
	const char *name;
	const char *text, *group;
	size_t from;
	int version;
} announced[] = {
	{ "a version that is there", GROUPS, "g", 1, 1 },
	{ "one that is not, but a later one is", GROUPS, "g", 0, 1 },
	{ "only better ones are there", GROUPS, "g", 2, 3 },
	{ "a group that is not", GROUPS, "b", 0, 3 },
	{ "a group without versions", GROUPS, "a", 0, 3 },
	{ "part of a name", GROUPS, "", 0, 3 },
	{ "no groups at all", "{\"kind\":\"APIGroupList\"}", "g", 0, 3 },
	{ "groups of a wrong type", "{\"kind\":\"APIGroupList\",\"groups\":{}}",
	    "g", 0, -1 },
	{ "not an APIGroupList", RESOURCES, "g", 0, -1 },
	{ "empty", "", "g", 0, -1 },
};

static void check_announced(void **state)
{
	static const char *const versions[] = { "v3", "v2", "v1", NULL };
	const struct announced *row = *state;
	const struct kind kind = { .group = row->group,
		.api_versions = versions };
	size_t version = row->from;
	struct err err;
	bool ok = discovery_in_groups(
	    row->text, strlen(row->text), &kind, &version, &err);

	assert_int_equal(ok ? (int)version : -1, row->version);
}

static void check_asked(void **state)
{
	const struct asked *row = *state;
	size_t len = strlen(row->text);
	bool found = false;
	struct err err;
	bool ok =
	    discovery_in_resources(row->text, len, row->what, &found, &err);

	assert_int_equal(ok ? found : -1, row->found);
}

static void queries_are_encoded(void **state)
{
	struct buf path = BUF_INIT(256);

	(void)state;
	buf_puts(&path, "/api");
	http_query(&path, "limit", "500");
	http_query(&path, "continue", "a+/=&?# %\xc3\xa4");
	http_query(&path, "x", "");
	assert_string_equal(buf_text(&path),
	    "/api?limit=500&continue=a%2B%2F%3D%26%3F%23%20%25%C3%A4&x=");
	buf_clear(&path);
}

static void on_turn(void *arg)
{
	++*(unsigned *)arg;
}

static void turns_come_in_order(void **state)
{
	struct turns turns = { .free = 2 };
	unsigned came[4] = { 0 };
	struct turn turn[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		turn[i] = (struct turn){ .come = on_turn, .arg = &came[i] };
		turn_ask(&turns, &turn[i]);
		turn_ask(&turns, &turn[i]);
	}
	assert_int_equal(came[0] + came[1], 2);
	assert_int_equal(came[2] + came[3], 0);
	turn_end(&turns, &turn[2]); /* stops waiting */
	turn_end(&turns, &turn[0]);
	turn_end(&turns, &turn[0]);
	assert_int_equal(came[2], 0);
	assert_int_equal(came[3], 1);
	turn_end(&turns, &turn[1]);
	turn_end(&turns, &turn[3]);
	assert_int_equal(turns.free, 2);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(statuses, check_status) +
	    RUN_ROWS(asked, check_asked) +
	    RUN_ROWS(announced, check_announced) +
	    RUN_TESTS(cmocka_unit_test(retry_after_in_seconds),
		cmocka_unit_test(queries_are_encoded),
		cmocka_unit_test(turns_come_in_order));
}
