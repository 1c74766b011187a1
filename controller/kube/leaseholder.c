/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leaseholder.c - a timer makes the next request, its response is an event, and
 * what is decided sets the timer again.  The end writes a lease without holder.
 */
#include "controller/kube/leaseholder.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define WALL 5000                      /* ms for a request */
#define RELEASE_WALL 2000              /* ms for the last one */
#define RESPONSE_MAX ((size_t)2 << 20) /* octets: etcd keeps no more */
#define STATUS_SHOWN 300               /* of a response that is an error */
#define PATH_MAX_SIZE 1024

struct leaseholder {
	const struct api *api;
	char *namespace, *name, *self;
	struct lease lease;
	void (*changed)(void *arg);
	void *arg;
	struct loop_timer *turn;
	struct http_transfer *transfer;
	struct buf body, response; /* of the request under way */
	void (*released)(void *arg);
	void *released_arg;
};

/* --- Responses --- */

static bool on_body(void *arg, const char *bytes, size_t len)
{
	struct leaseholder *holder = arg;

	buf_add(&holder->response, bytes, len);
	return buf_ok(&holder->response);
}

static enum lease_what meaning(long status)
{
	switch (status) {
	case 404:
		return LEASE_ABSENT;
	case 409:
		return LEASE_CONFLICT;
	case 400:
	case 401:
	case 403:
	case 405:
	case 422:
		return LEASE_DENIED;
	default:
		return LEASE_FAILED;
	}
}

/* Why, for an operator; the server's own words if there are any. */
static void explain(const struct leaseholder *holder,
    const struct http_result *result, struct err *err)
{
	if (!buf_ok(&holder->response))
		err_set(err, ERR_INPUT, "the Lease is larger than %zu octets",
		    RESPONSE_MAX);
	else if (!result->status || !result->whole)
		err_set(err, ERR_NETWORK, "%s", result->error);
	else
		err_set(err, ERR_INPUT, "HTTP %ld: %.*s", result->status,
		    STATUS_SHOWN, buf_text(&holder->response));
}

static void judge(struct leaseholder *holder, const struct http_result *result)
{
	struct arena arena = { .chunk = 0 };
	struct leaserecord record;
	struct err err = { .text = "" };
	struct lease_event event = { .record = &record, .text = err.text };
	bool good = result->status >= 200 && result->status < 300 &&
	    result->whole && buf_ok(&holder->response);

	if (good &&
	    leaserecord_parse(buf_text(&holder->response), holder->response.len,
		&arena, &record, &err)) {
		event.what = LEASE_FOUND;
	} else {
		event.what = good ? LEASE_FAILED : meaning(result->status);
		if (!good)
			explain(holder, result, &err);
	}
	lease_decide(&holder->lease, &event, loop_now(holder->api->loop));
	arena_clear(&arena);
}

static void go_on(struct leaseholder *holder)
{
	uint64_t now = loop_now(holder->api->loop);

	loop_timer_set(
	    holder->turn, holder->lease.at > now ? holder->lease.at - now : 0);
}

static void on_done(void *arg, const struct http_result *result)
{
	struct leaseholder *holder = arg;

	holder->transfer = NULL;
	judge(holder, result);
	buf_clear(&holder->body);
	buf_clear(&holder->response);
	go_on(holder);
	holder->changed(holder->arg);
}

/* --- Requests --- */

static void print_body(struct leaseholder *holder, bool release)
{
	const struct lease *lease = &holder->lease;
	const struct leasetext text = {
		.namespace = holder->namespace,
		.name = holder->name,
		.holder = release ? "" : holder->self,
		.version = lease->step == LEASE_CREATE ? NULL : lease->version,
		.seconds = release ? 1 : LEASE_SECONDS,
		.transitions = lease->transitions,
		.taken = lease->taken,
		.wall = loop_wall(holder->api->loop),
	};

	leaserecord_print(&text, &holder->body);
}

static void print_path(const struct leaseholder *holder, struct buf *path)
{
	buf_printf(path, "/apis/coordination.k8s.io/v1/namespaces/%s/leases",
	    holder->namespace);
	if (holder->lease.step != LEASE_CREATE)
		buf_printf(path, "/%s", holder->name);
}

static void request(struct leaseholder *holder, enum http_method method,
    uint64_t wall, void (*done)(void *arg, const struct http_result *result))
{
	struct buf path = BUF_INIT(PATH_MAX_SIZE);

	print_path(holder, &path);
	holder->transfer = http_start(holder->api->http,
	    &(struct http_request){
		.method = method,
		.auth = holder->api->auth,
		.path = buf_text(&path),
		.content = method == HTTP_GET ? NULL : buf_text(&holder->body),
		.silence = wall,
		.wall = wall,
		.body = on_body,
		.done = done,
		.arg = holder,
	    });
	buf_clear(&path);
}

static void on_turn(void *arg)
{
	static const enum http_method methods[] = {
		[LEASE_READ] = HTTP_GET,
		[LEASE_CREATE] = HTTP_POST,
		[LEASE_WRITE] = HTTP_MERGE,
	};
	struct leaseholder *holder = arg;

	if (holder->transfer)
		return;
	if (holder->lease.step != LEASE_READ)
		print_body(holder, false);
	request(holder, methods[holder->lease.step], WALL, on_done);
}

/* --- The beginning and the end --- */

struct leaseholder *leaseholder_start(const struct leaseholder_options *options)
{
	struct leaseholder *holder = xcalloc(1, sizeof(*holder));

	holder->api = options->api;
	holder->namespace = xstrdup(options->namespace);
	holder->name = xstrdup(options->name);
	holder->self = xstrdup(options->self);
	holder->changed = options->changed;
	holder->arg = options->arg;
	holder->body = holder->response = (struct buf)BUF_INIT(RESPONSE_MAX);
	holder->turn = loop_timer_new(options->api->loop, on_turn, holder);
	lease_init(&holder->lease, holder->self, options->before,
	    loop_now(options->api->loop));
	go_on(holder);
	return holder;
}

const struct lease *leaseholder_look(const struct leaseholder *holder)
{
	return &holder->lease;
}

static void on_released(void *arg, const struct http_result *result)
{
	struct leaseholder *holder = arg;

	(void)result;
	holder->transfer = NULL;
	holder->released(holder->released_arg);
}

static void on_nothing(void *arg)
{
	struct leaseholder *holder = arg;

	holder->released(holder->released_arg);
}

void leaseholder_release(
    struct leaseholder *holder, void (*done)(void *arg), void *arg)
{
	bool ours = holder->lease.state == LEASE_HELD &&
	    !*holder->lease.trouble && *holder->lease.version &&
	    holder->lease.step == LEASE_WRITE && !holder->transfer;

	holder->released = done;
	holder->released_arg = arg;
	loop_timer_free(holder->turn);
	holder->turn = loop_timer_new(holder->api->loop, on_nothing, holder);
	http_cancel(holder->transfer);
	holder->transfer = NULL;
	if (!ours) {
		loop_timer_set(holder->turn, 0);
		return;
	}
	print_body(holder, true);
	request(holder, HTTP_MERGE, RELEASE_WALL, on_released);
}

void leaseholder_stop(struct leaseholder *holder)
{
	if (!holder)
		return;
	http_cancel(holder->transfer);
	loop_timer_free(holder->turn);
	buf_clear(&holder->body);
	buf_clear(&holder->response);
	free(holder->namespace);
	free(holder->name);
	free(holder->self);
	free(holder);
}
