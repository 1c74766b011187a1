/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/notice/sender.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/log.h"
#include "zonegen/base/mem.h"

#define TURN 200       /* ms between looks into the outbox */
#define WALL 10000     /* ms for a request */
#define TRIES 3        /* for each letter */
#define REPLY_MAX 4096 /* octets of a response that are looked at */

/* What is written by one method; each needs a rule of RBAC. */
struct way {
	const char *what;
	uint64_t denied_until; /* ms */
	bool failing;          /* and that was logged */
};

struct sender {
	const struct api *api;
	struct outbox outbox;
	struct way ways[HTTP_MERGE + 1];
	struct loop_timer *turn;
	struct letter *letter; /* under way, or NULL */
	struct http_transfer *transfer;
	struct buf reply;
};

/* Something waits to be sent. */
static void wake(struct sender *sender)
{
	if (sender->outbox.count && !sender->letter)
		loop_timer_set(sender->turn, TURN);
}

/* --- Responses --- */

static void log_failure(const struct sender *sender, struct way *way,
    const struct http_result *result)
{
	struct buf message = BUF_INIT(200);

	if (way->failing)
		return;
	way->failing = true;
	buf_printf(&message,
	    "%s cannot be written, records are published all the same",
	    way->what);
	log_event(LOG_WARNING, buf_text(&message), "status",
	    result->status ? log_u((unsigned long long)result->status) : NULL,
	    "error", result->status ? NULL : result->error, "path",
	    sender->letter->path);
	buf_clear(&message);
}

static void log_success(struct way *way)
{
	struct buf message = BUF_INIT(200);

	if (!way->failing)
		return;
	way->failing = false;
	buf_printf(&message, "%s can be written again", way->what);
	log_event(LOG_INFO, buf_text(&message));
	buf_clear(&message);
}

/* In a namespace that is going nothing can be written: that says no more. */
static bool is_ending(const struct sender *sender)
{
	return strstr(buf_text(&sender->reply), "NamespaceTerminating") ||
	    strstr(buf_text(&sender->reply), "is being terminated");
}

static void judge(struct sender *sender, const struct http_result *result)
{
	struct way *way = &sender->ways[sender->letter->method];
	long status = result->status;

	if (status >= 200 && status < 300) {
		log_success(way);
	} else if (status == 401 || (status == 403 && !is_ending(sender))) {
		log_failure(sender, way, result);
		way->denied_until = loop_now(sender->api->loop) +
		    sender->api->limits->write_again;
		/* What is true then is said then. */
		outbox_forget(&sender->outbox, sender->letter->method);
	} else if (!status || status == 429 || status >= 500) {
		log_failure(sender, way, result);
		if (sender->letter->tries + 1 < TRIES) {
			outbox_return(&sender->outbox, sender->letter);
			sender->letter = NULL;
		}
	}
	/* The rest is about that object alone, which may be gone. */
}

static bool on_body(void *arg, const char *bytes, size_t len)
{
	struct sender *sender = arg;

	/* What does not fit is not looked at. */
	buf_add(&sender->reply, bytes, len);
	return true;
}

static void on_done(void *arg, const struct http_result *result)
{
	struct sender *sender = arg;

	sender->transfer = NULL;
	judge(sender, result);
	letter_free(sender->letter);
	sender->letter = NULL;
	buf_clear(&sender->reply);
	wake(sender);
}

/* --- Letters --- */

static void send_letter(struct sender *sender, struct letter *letter)
{
	const struct http_request request = {
		.method = letter->method,
		.auth = sender->api->auth,
		.path = letter->path,
		.content = letter->body,
		.silence = WALL,
		.wall = WALL,
		.body = on_body,
		.done = on_done,
		.arg = sender,
	};

	sender->letter = letter;
	sender->transfer = http_start(sender->api->http, &request);
}

static void on_turn(void *arg)
{
	struct sender *sender = arg;
	struct letter *letter;

	if (sender->letter)
		return;
	letter = outbox_take(&sender->outbox, loop_now(sender->api->loop));
	if (letter)
		send_letter(sender, letter);
	else
		wake(sender);
}

bool sender_is_full(const struct sender *sender, enum http_method method)
{
	/* Status can wait, and must leave room for events. */
	size_t most = method == HTTP_MERGE ? OUTBOX_QUEUE / 10 : OUTBOX_QUEUE;

	return sender->outbox.count >= most ||
	    loop_now(sender->api->loop) < sender->ways[method].denied_until;
}

bool sender_allows(
    struct sender *sender, const struct speaker *speaker, const char *said)
{
	return outbox_allows(
	    &sender->outbox, speaker, said, loop_now(sender->api->loop));
}

void sender_put(struct sender *sender, enum http_method method,
    const struct buf *path, const struct buf *body)
{
	if (!buf_ok(path) || !buf_ok(body))
		return;
	outbox_put(&sender->outbox, method, buf_text(path), buf_text(body));
	wake(sender);
}

struct sender *sender_new(const struct api *api)
{
	struct sender *sender = xcalloc(1, sizeof(*sender));

	sender->api = api;
	sender->reply = (struct buf)BUF_INIT(REPLY_MAX);
	sender->ways[HTTP_POST].what = "events";
	sender->ways[HTTP_MERGE].what = "the status of DNSEndpoints";
	outbox_init(&sender->outbox);
	sender->turn = loop_timer_new(api->loop, on_turn, sender);
	return sender;
}

void sender_free(struct sender *sender)
{
	if (!sender)
		return;
	http_cancel(sender->transfer);
	letter_free(sender->letter);
	outbox_clear(&sender->outbox);
	loop_timer_free(sender->turn);
	buf_clear(&sender->reply);
	free(sender);
}
