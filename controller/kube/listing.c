/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listing.c - makes the request, feeds its body to the slicer and puts each
 * item into the store; at the end the page becomes an event.
 */
#include "controller/kube/listing.h"

#include <stdio.h>
#include <stdlib.h>

#include "controller/kube/decide/response.h"
#include "controller/kube/wire/slicer.h"
#include "controller/kube/wire/trim.h"
#include "zonegen/base/mem.h"

struct listing {
	const struct api *api;
	struct listing_options options;
	struct http_transfer *transfer;
	struct slicer *slicer;
	struct buf trimmed; /* the item at hand */
	struct response response;
	struct http_head head;
	bool bad; /* the body was refused; response.why says why */
};

static void listing_free(struct listing *listing)
{
	slicer_free(listing->slicer);
	buf_clear(&listing->trimmed);
	response_clear(&listing->response);
	free(listing);
}

static void on_item(void *arg, const char *text, size_t len)
{
	struct listing *listing = arg;
	struct complaints *complaints = listing->options.complaints;
	struct slice item;
	struct err err;

	if (listing->options.probe)
		return;
	item =
	    trim_managed_fields((struct slice){ text, len }, &listing->trimmed);
	if (store_put(listing->api->store, listing->options.kind, item.text,
		item.len, &err))
		complaints_forget(complaints, item);
	else
		complaints_add(complaints, item, err.text);
}

static void on_head(void *arg, const struct http_head *head)
{
	struct listing *listing = arg;

	listing->head = *head;
}

static bool on_body(void *arg, const char *bytes, size_t len)
{
	struct listing *listing = arg;
	struct err *why = &listing->response.why;

	store_counters(listing->api->store, listing->options.kind)->bytes +=
	    len;
	if (listing->head.status != 200) {
		response_add(&listing->response, bytes, len);
		return true;
	}
	if (listing->head.encoded)
		listing->bad = true,
		err_set(why, ERR_INPUT,
		    "the list has a Content-Encoding that was not asked for");
	else
		listing->bad = !slicer_feed(listing->slicer, bytes, len, why);
	return !listing->bad;
}

/* The body of a 200 is all here: does it make a page? */
static struct reflector_event take_page(struct listing *listing)
{
	struct reflector_event event = {
		.what = REQUEST_FAILED,
		.fault = FAULT_BODY,
		.text = listing->response.why.text,
	};
	struct page page;

	if (listing->bad ||
	    !slicer_end(listing->slicer, &page, &listing->response.why))
		return event;
	event.what = PAGE_CAME;
	event.resource_version = page.resource_version;
	event.next = page.next;
	return event;
}

static void on_done(void *arg, const struct http_result *result)
{
	struct listing *listing = arg;
	struct reflector_event event;

	if (result->status == 200 && (result->whole || listing->bad))
		event = take_page(listing);
	else
		event = response_event(&listing->response, result);
	listing->options.done(listing->options.arg, &event);
	listing_free(listing);
}

static void make_path(const struct listing_options *options, struct buf *path)
{
	char limit[16];

	api_path(path, options->kind, options->api_version);
	if (options->limit) {
		snprintf(limit, sizeof(limit), "%u", options->limit);
		http_query(path, "limit", limit);
	}
	if (options->next)
		http_query(path, "continue", options->next);
}

struct listing *listing_start(
    const struct api *api, const struct listing_options *options)
{
	struct listing *listing = xcalloc(1, sizeof(*listing));
	struct buf path = BUF_INIT(API_PATH_LIMIT);

	listing->api = api;
	listing->options = *options;
	listing->options.next = NULL; /* only lent */
	listing->response.body.limit = api->limits->response_size;
	listing->trimmed.limit = api->limits->item_size;
	listing->slicer = slicer_new(api->limits, on_item, listing);
	slicer_expect(listing->slicer, options->kind->name,
	    options->kind->group,
	    options->kind->api_versions[options->api_version]);
	make_path(options, &path);
	listing->transfer = http_start(api->http,
	    &(struct http_request){
		.auth = api->auth,
		.path = buf_text(&path),
		.compressed = true,
		.silence = api->limits->silence,
		.head = on_head,
		.body = on_body,
		.done = on_done,
		.arg = listing,
	    });
	buf_clear(&path);
	return listing;
}

void listing_cancel(struct listing *listing)
{
	if (!listing)
		return;
	http_cancel(listing->transfer);
	listing_free(listing);
}
