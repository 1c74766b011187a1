/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watching.c - makes the request, cuts its body into lines and applies each
 * event to the store; the end of the request becomes an event for the
 * reflector.
 */
#include "controller/kube/watching.h"

#include <stdio.h>
#include <stdlib.h>

#include "controller/kube/decide/response.h"
#include "controller/kube/wire/event.h"
#include "controller/kube/wire/lines.h"
#include "zonegen/base/mem.h"

struct watching {
	const struct api *api;
	struct watching_options options;
	struct http_transfer *transfer;
	struct lines lines;
	struct response response;
	struct http_head head;
	char resource_version[RESOURCEVERSION_SIZE]; /* that came last, or we
							began at */
	bool over; /* by what a line said; end is how */
	struct reflector_event end;
};

static void watching_free(struct watching *watching)
{
	lines_clear(&watching->lines);
	response_clear(&watching->response);
	free(watching);
}

static void tell(struct watching *watching, enum happening what,
    const char *resource_version)
{
	struct reflector_event event = { .what = what,
		.resource_version = resource_version };

	watching->options.tell(watching->options.arg, &event);
}

/* Ends the watch, for what is in response.why. */
static bool stop(struct watching *watching, enum fault fault)
{
	watching->over = true;
	watching->end = (struct reflector_event){
		.what = REQUEST_FAILED,
		.fault = fault,
		.text = watching->response.why.text,
	};
	return false;
}

/*
 * An object that cannot be decoded costs only itself: the stream goes on
 * behind it.
 */
static void apply(struct watching *watching, const struct event *event)
{
	const struct watching_options *options = &watching->options;
	struct slice object = event->object;
	struct store *store = watching->api->store;
	struct err err;
	bool ok;

	ok = event->type == EVENT_PUT
	    ? store_put(store, options->kind, object.text, object.len, &err)
	    : store_delete(store, options->kind, object.text, object.len, &err);
	if (ok)
		complaints_forget(options->complaints, object);
	else
		complaints_add(options->complaints, object, err.text);
	tell(watching, OBJECT_CHANGED, event->resource_version);
}

/* Within one stream versions only rise. */
static bool goes_back(struct watching *watching, const struct event *event)
{
	if (event->type == EVENT_ERROR || event->type == EVENT_OTHER ||
	    !resourceversion_definite(event->resource_version))
		return false;
	if (resourceversion_precedes(
		event->resource_version, watching->resource_version)) {
		err_set(&watching->response.why, ERR_INPUT,
		    "watch: resourceVersion went back from %s to %s",
		    watching->resource_version, event->resource_version);
		return true;
	}
	snprintf(watching->resource_version, sizeof(watching->resource_version),
	    "%s", event->resource_version);
	return false;
}

static bool on_line(void *arg, const char *text, size_t len)
{
	struct watching *watching = arg;
	struct event event;

	if (!event_parse(text, len, &event, &watching->response.why))
		return stop(watching, FAULT_LINE);
	if (goes_back(watching, &event))
		return stop(watching, FAULT_REWOUND);
	switch (event.type) {
	case EVENT_PUT:
	case EVENT_DELETE:
		apply(watching, &event);
		return true;
	case EVENT_BOOKMARK:
		tell(watching, BOOKMARK_CAME, event.resource_version);
		return true;
	case EVENT_ERROR:
		watching->over = true;
		watching->end =
		    response_watch_error(&watching->response, event.object);
		return false;
	default:
		return true;
	}
}

static void on_head(void *arg, const struct http_head *head)
{
	struct watching *watching = arg;

	watching->head = *head;
	if (head->status == 200 && !head->encoded)
		tell(watching, WATCH_OPENED, "");
}

static bool on_body(void *arg, const char *bytes, size_t len)
{
	struct watching *watching = arg;
	struct err *why = &watching->response.why;

	store_counters(watching->api->store, watching->options.kind)->bytes +=
	    len;
	if (watching->head.status != 200) {
		response_add(&watching->response, bytes, len);
		return true;
	}
	if (watching->head.encoded) {
		err_set(why, ERR_INPUT,
		    "the watch has a Content-Encoding that was not asked for");
		return stop(watching, FAULT_BODY);
	}
	if (lines_feed(&watching->lines, bytes, len, why))
		return true;
	return watching->over ? false : stop(watching, FAULT_BODY);
}

static void on_done(void *arg, const struct http_result *result)
{
	struct watching *watching = arg;
	struct reflector_event event = { .what = WATCH_ENDED };

	if (watching->over)
		event = watching->end;
	else if (result->status != 200 || !result->whole)
		event = response_event(&watching->response, result);
	if (result->silent && result->status == 200)
		event.fault = FAULT_SILENT;
	watching->options.tell(watching->options.arg, &event);
	watching_free(watching);
}

static void make_path(const struct watching_options *options, struct buf *path)
{
	char seconds[24];

	snprintf(seconds, sizeof(seconds), "%llu",
	    (unsigned long long)(options->timeout + 999) / 1000);
	api_path(path, options->kind, options->api_version);
	http_query(path, "watch", "1");
	http_query(path, "resourceVersion", options->since);
	http_query(path, "allowWatchBookmarks", "true");
	http_query(path, "timeoutSeconds", seconds);
}

struct watching *watching_start(
    const struct api *api, const struct watching_options *options)
{
	const struct limits *limits = api->limits;
	struct watching *watching = xcalloc(1, sizeof(*watching));
	struct buf path = BUF_INIT(API_PATH_LIMIT);

	watching->api = api;
	watching->options = *options;
	snprintf(watching->resource_version, sizeof(watching->resource_version),
	    "%s", options->since);
	watching->options.since = NULL; /* only lent */
	watching->response.body.limit = limits->response_size;
	watching->lines.line = on_line;
	watching->lines.arg = watching;
	watching->lines.part.limit = limits->line_size;
	make_path(options, &path);
	watching->transfer = http_start(api->http,
	    &(struct http_request){
		.auth = api->auth,
		.path = buf_text(&path),
		.silence = options->bookmarks
		    ? limits->idle
		    : options->timeout + limits->idle_grace,
		.wall = options->timeout + limits->watch_grace,
		.head = on_head,
		.body = on_body,
		.done = on_done,
		.arg = watching,
	    });
	buf_clear(&path);
	return watching;
}

void watching_cancel(struct watching *watching)
{
	if (!watching)
		return;
	http_cancel(watching->transfer);
	watching_free(watching);
}
