/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_response.c - what a server says when it does not do what it was asked:
 * something to do about it, and words that can stand in a log.
 *
 * The first octet is the status, the second the size of the pieces; up to the
 * line feed the Retry-After header, then the body.  The body is the Status of
 * an ERROR in a watch as well.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/kube/decide/response.h"
#include "zonegen/base/base.h"
#include "zonegen/base/buf.h"

#define A_DAY 86400000 /* ms */
#define LIMIT ((size_t)1 << 16)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const long statuses[] = { 0, 200, 301, 400, 401, 403, 404, 410, 422, 429,
	500, 503, 504 };

static void check(const struct reflector_event *event)
{
	assert(event->what == REQUEST_FAILED);
	assert(event->retry_after <= A_DAY && !(event->retry_after % 1000));
	assert(!event->renewed && !event->resource_version && !event->next);
	for (const char *p = event->text; *p; p++)
		assert(*p >= ' ' && *p <= '~');
}

/* A response, come in pieces. */
static struct reflector_event take(struct response *response,
    const struct http_result *result, const char *body, size_t len,
    size_t piece)
{
	response->body.limit = LIMIT;
	for (size_t at = 0; at < len; at += piece)
		response_add(
		    response, body + at, len - at < piece ? len - at : piece);
	return response_event(response, result);
}

static void check_response(const struct http_result *result, const char *body,
    size_t len, size_t piece)
{
	struct response whole = { 0 }, pieces = { 0 };
	struct reflector_event event, other;

	event = take(&whole, result, body, len, len + 1);
	other = take(&pieces, result, body, len, piece);
	check(&event);
	assert(event.fault == other.fault && event.away == other.away);
	assert(event.retry_after == other.retry_after);
	assert(!strcmp(event.text, other.text));
	assert(!result->status || *event.text);
	response_clear(&whole);
	response_clear(&pieces);
}

static void check_watch(const char *body, size_t len)
{
	struct response response = { 0 };
	struct reflector_event event =
	    response_watch_error(&response, (struct slice){ body, len });

	check(&event);
	assert(*event.text);
	assert(event.fault == FAULT_BODY || event.fault == FAULT_BUSY ||
	    event.fault == FAULT_EXPIRED);
	response_clear(&response);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes + 2;
	struct http_result result = { .error = "it broke" };
	size_t head, len;
	const char *lf;
	struct buf after = BUF_INIT(LIMIT);

	if (size < 2 || !(lf = memchr(text, '\n', size - 2)))
		return 0;
	head = (size_t)(lf - text);
	len = size - 2 - head - 1;
	buf_add(&after, text, head);
	result.status = statuses[bytes[0] % ARRAY_LEN(statuses)];
	result.whole = result.status != 0;
	result.retry_after = buf_text(&after);
	check_response(&result, lf + 1, len, (size_t)bytes[1] + 1);
	check_watch(lf + 1, len);
	buf_clear(&after);
	return 0;
}
