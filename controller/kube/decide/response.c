/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/decide/response.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"

#define A_DAY 86400

/* The fields of a Status, all optional. */
struct status {
	int64_t code;
	int64_t retry_after; /* s */
	const char *reason, *message;
};

static void read_status(const struct json *tree, struct status *out)
{
	const struct json *details = json_get(tree, "details");
	struct err ignored;

	*out = (struct status){ 0, 0, "", "" };
	if (!json_get_integer(tree, "code", 0, &out->code, &ignored))
		out->code = 0;
	if (!json_get_string(tree, "reason", "", &out->reason, &ignored))
		out->reason = "";
	if (!json_get_string(tree, "message", "", &out->message, &ignored))
		out->message = "";
	if (!json_get_integer(
		details, "retryAfterSeconds", 0, &out->retry_after, &ignored) ||
	    out->retry_after < 0 || out->retry_after > A_DAY)
		out->retry_after = 0;
}

void response_add(struct response *response, const char *bytes, size_t len)
{
	buf_add(&response->body, bytes, len);
}

void response_clear(struct response *response)
{
	buf_clear(&response->body);
}

uint64_t response_retry_after(const char *text)
{
	unsigned long seconds;

	if (!*text || text[strspn(text, "0123456789")])
		return 0;
	seconds = strtoul(text, NULL, 10);
	return (uint64_t)(seconds > A_DAY ? A_DAY : seconds) * 1000;
}

static enum fault fault_of(long code)
{
	switch (code) {
	case 400:
	case 422:
		return FAULT_BODY;
	case 401:
	case 403:
		return FAULT_DENIED;
	case 404:
		return FAULT_ABSENT;
	case 410:
		return FAULT_EXPIRED;
	default:
		return FAULT_BUSY;
	}
}

/* Our version is ahead of the server's: its etcd was restored. */
static bool from_future(const struct status *status)
{
	return strstr(status->message, "Too large resource version");
}

struct reflector_event response_event(
    struct response *response, const struct http_result *result)
{
	struct reflector_event event = { .what = REQUEST_FAILED };
	struct json *tree = NULL;
	struct status status = { 0, 0, "", "" };
	struct err ignored;

	event.text = response->why.text;
	if (!result->status || result->status == 200) {
		event.fault = result->status ? FAULT_BROKEN : FAULT_BUSY;
		event.away = event.unreached = !result->status;
		event.stale = result->untrusted;
		err_set(&response->why, ERR_NETWORK, "%s", result->error);
		return event;
	}
	if (response->body.len && buf_ok(&response->body))
		tree = json_parse(
		    response->body.data, response->body.len, &ignored);
	if (tree)
		read_status(tree, &status);
	event.fault = fault_of(result->status);
	event.away = result->status >= 500;
	event.stale = result->status == 401;
	if (from_future(&status))
		event.fault = FAULT_BODY;
	event.retry_after = response_retry_after(result->retry_after);
	err_set(&response->why, ERR_NETWORK, "HTTP %ld%s%s", result->status,
	    *status.message ? ": " : "", status.message);
	json_free(tree);
	return event;
}

struct reflector_event response_watch_error(
    struct response *response, struct slice text)
{
	struct reflector_event event = {
		.what = REQUEST_FAILED,
		.fault = FAULT_BODY,
		.text = response->why.text,
	};
	struct json *tree = json_parse(text.text, text.len, &response->why);
	struct status status;

	if (!tree)
		return event;
	read_status(tree, &status);
	if (status.code == 410 || !strcmp(status.reason, "Expired") ||
	    !strcmp(status.reason, "Gone"))
		event.fault = FAULT_EXPIRED;
	else if (status.code == 429)
		event.fault = FAULT_BUSY;
	event.retry_after = (uint64_t)status.retry_after * 1000;
	err_set(&response->why, ERR_NETWORK, "watch: error %lld%s%s",
	    (long long)status.code, *status.message ? ": " : "",
	    status.message);
	json_free(tree);
	return event;
}
