/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.c - the multi handle and the loop drive each other through the socket
 * and timer callbacks. A transfer begins when the gate is open, is watched for
 * silence, and ends exactly once in finish().
 */
#include "controller/kube/request/http.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/kube/request/easy.h"
#include "zonegen/base/mem.h"

enum gate { OPEN, PAUSED, SHUT };

struct http {
	struct loop *loop;
	const struct limits *limits;
	CURLM *multi;
	struct loop_timer *timer; /* libcurl's */
	bool inside;              /* libcurl is calling us */
	enum gate gate;
	char reason[CURL_ERROR_SIZE];  /* why it is shut */
	struct http_transfer *waiting; /* while the gate pauses them */
	struct http_counters counters;
};

struct http_transfer {
	struct http *http;
	struct http_request request;
	struct easy easy;         /* empty: not begun */
	struct loop_timer *timer; /* for silence; or it fails without asking */
	uint64_t heard;           /* when the last byte came */
	bool answered;            /* the head is complete */
	bool stopped;
	bool compressed; /* it may come so */
	char error[CURL_ERROR_SIZE];
	char *path;                         /* a copy, while it waits */
	struct http_transfer *next, **link; /* who points to it, or NULL */
};

/* A descriptor that libcurl wants watched. */
struct watched_fd {
	struct http *http;
	curl_socket_t fd;
	struct loop_fd *handle;
};

/* The end of a transfer. */

/* Does not wait any more. */
static void unlink_transfer(struct http_transfer *transfer)
{
	if (!transfer->link)
		return;
	*transfer->link = transfer->next;
	if (transfer->next)
		transfer->next->link = transfer->link;
	transfer->link = NULL;
	free(transfer->path);
	transfer->path = NULL;
}

static void transfer_free(struct http_transfer *transfer)
{
	unlink_transfer(transfer);
	if (transfer->easy.handle)
		curl_multi_remove_handle(
		    transfer->http->multi, transfer->easy.handle);
	easy_clear(&transfer->easy);
	loop_timer_free(transfer->timer);
	free(transfer);
}

/* libcurl repeats the address of a proxy, with the password that is in it. */
static void hide_passwords(char *text)
{
	char *at, *from, *end;

	while ((at = strrchr(text, '@'))) {
		from = at;
		while (from > text && !strchr(" '\"/", from[-1]))
			from--;
		end = at + strlen(at);
		memmove(from, at + 1, (size_t)(end - at));
	}
}

static void finish(struct http_transfer *transfer, struct http_result result)
{
	void (*done)(void *, const struct http_result *) =
	    transfer->request.done;
	void *arg = transfer->request.arg;
	char error[CURL_ERROR_SIZE], after[32] = "";
	struct curl_header *header;

	if (!transfer->answered)
		transfer->http->counters.unanswered++;
	if (transfer->answered) {
		curl_easy_getinfo(transfer->easy.handle, CURLINFO_RESPONSE_CODE,
		    &result.status);
		if (curl_easy_header(transfer->easy.handle, "Retry-After", 0,
			CURLH_HEADER, -1, &header) == CURLHE_OK)
			snprintf(after, sizeof(after), "%s", header->value);
	}
	snprintf(error, sizeof(error), "%s", result.error ? result.error : "");
	hide_passwords(error);
	result.error = error;
	result.retry_after = after;
	transfer_free(transfer);
	done(arg, &result);
}

/* Could another authority, or another client certificate, help? */
static bool distrust(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CACERT_BADFILE;
}

static void collect(struct http *http)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(http->multi, &left))) {
		CURLcode code = message->data.result;
		struct http_result result = { .whole = code == CURLE_OK };
		struct http_transfer *transfer;
		char *private;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
		    message->easy_handle, CURLINFO_PRIVATE, &private);
		transfer = (struct http_transfer *)(void *)private;
		result.stopped = transfer->stopped;
		result.untrusted = distrust(code);
		if (code != CURLE_OK)
			result.error = *transfer->error
			    ? transfer->error
			    : curl_easy_strerror(code);
		finish(transfer, result);
	}
}

/* Between libcurl and the loop. */

static void act(struct http *http, curl_socket_t fd, int events)
{
	int running;

	http->inside = true;
	curl_multi_socket_action(http->multi, fd, events, &running);
	http->inside = false;
	collect(http);
}

static void on_timer(void *arg)
{
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

static void on_ready(void *arg, unsigned events)
{
	struct watched_fd *watched = arg;
	int bits = 0;

	if (events & LOOP_READ)
		bits |= CURL_CSELECT_IN;
	if (events & LOOP_WRITE)
		bits |= CURL_CSELECT_OUT;
	act(watched->http, watched->fd, bits); /* watched may be gone now */
}

static int on_curl_timer(CURLM *multi, long ms, void *arg)
{
	struct http *http = arg;

	(void)multi;
	if (ms < 0)
		loop_timer_stop(http->timer);
	else
		loop_timer_set(http->timer, (uint64_t)ms);
	return 0;
}

static void unwatch(struct http *http, struct watched_fd *watched)
{
	if (!watched)
		return;
	curl_multi_assign(http->multi, watched->fd, NULL);
	loop_fd_free(watched->handle);
	free(watched);
}

static int on_curl_socket(
    CURL *easy, curl_socket_t fd, int what, void *arg, void *assigned)
{
	struct http *http = arg;
	struct watched_fd *watched = assigned;
	unsigned events = 0;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		unwatch(http, watched);
		return 0;
	}
	if (what & CURL_POLL_IN)
		events |= LOOP_READ;
	if (what & CURL_POLL_OUT)
		events |= LOOP_WRITE;
	if (watched) {
		loop_fd_want(watched->handle, events);
		return 0;
	}
	watched = xcalloc(1, sizeof(*watched));
	watched->http = http;
	watched->fd = fd;
	watched->handle =
	    loop_fd_new(http->loop, fd, events, on_ready, watched);
	curl_multi_assign(http->multi, fd, watched);
	return 0;
}

/*
 * Keys and certificates are handed over in memory; only libcurl with OpenSSL
 * can do that.
 */
static bool check_library(struct err *err)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	const char *tls = info->ssl_version ? info->ssl_version : "none";

	if (strncmp(tls, "OpenSSL/", 8) != 0)
		return err_set(err, ERR_SYSTEM,
		    "libcurl is built with TLS library '%s', not OpenSSL", tls);
	return true;
}

struct http *http_new(
    struct loop *loop, const struct limits *limits, struct err *err)
{
	struct http *http;

	easy_must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	if (!check_library(err)) {
		curl_global_cleanup();
		return NULL;
	}
	http = xcalloc(1, sizeof(*http));
	http->loop = loop;
	http->limits = limits;
	http->timer = loop_timer_new(loop, on_timer, http);
	http->multi = curl_multi_init();
	easy_must(http->multi != NULL);
	curl_multi_setopt(http->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
	return http;
}

void http_free(struct http *http)
{
	if (!http)
		return;
	curl_multi_cleanup(http->multi);
	loop_timer_free(http->timer);
	free(http);
	curl_global_cleanup();
}

bool http_check(const struct auth *auth, struct err *err)
{
	return easy_check(auth, err);
}

void http_query(struct buf *path, const char *key, const char *value)
{
	bool first = !path->len || !memchr(path->data, '?', path->len);
	/* Length 0: libcurl measures the value itself. */
	char *escaped = curl_easy_escape(NULL, value, 0);

	easy_must(escaped != NULL);
	buf_printf(path, "%c%s=%s", first ? '?' : '&', key, escaped);
	curl_free(escaped);
}

/* The response. */

/* In another way than was asked for. */
static bool encoded(const struct http_transfer *transfer)
{
	struct curl_header *header;

	if (curl_easy_header(transfer->easy.handle, "Content-Encoding", 0,
		CURLH_HEADER, -1, &header) != CURLHE_OK)
		return false;
	if (transfer->compressed && !strcmp(header->value, "gzip"))
		return false;
	return strcmp(header->value, "identity") != 0;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_transfer *transfer = arg;
	struct http_head head = { 0 };
	size_t len = size * count;

	transfer->heard = loop_now(transfer->http->loop);
	if (len > 2 || !len || (*bytes != '\r' && *bytes != '\n'))
		return len;
	curl_easy_getinfo(
	    transfer->easy.handle, CURLINFO_RESPONSE_CODE, &head.status);
	if (head.status < 200)
		return len; /* another head follows */
	if (transfer->answered)
		return len; /* trailers */
	transfer->answered = true;
	if (head.status >= 100 && head.status < 100 + HTTP_CODES)
		transfer->http->counters.codes[head.status - 100]++;
	head.encoded = encoded(transfer);
	if (transfer->request.head)
		transfer->request.head(transfer->request.arg, &head);
	return len;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_transfer *transfer = arg;
	size_t len = size * count;

	transfer->heard = loop_now(transfer->http->loop);
	transfer->http->counters.bytes += len;
	if (transfer->request.body(transfer->request.arg, bytes, len))
		return len;
	transfer->stopped = true;
	return len + 1; /* not what was given: it ends */
}

static void on_silence(void *arg)
{
	struct http_transfer *transfer = arg;
	uint64_t allowed = transfer->answered
	    ? transfer->request.silence
	    : transfer->http->limits->response;
	uint64_t passed = loop_now(transfer->http->loop) - transfer->heard;
	struct http_result result = { .silent = true };

	if (!transfer->easy.handle) {
		result.silent = false;
		result.error = transfer->error; /* the gate is shut */
		finish(transfer, result);
		return;
	}
	if (passed < allowed) {
		loop_timer_set(transfer->timer, allowed - passed);
		return;
	}
	result.error = transfer->answered ? "the server fell silent"
					  : "the server does not answer";
	finish(transfer, result);
}

/* The request. */

static void begin(struct http_transfer *transfer)
{
	struct http *http = transfer->http;
	CURL *handle;

	easy_init(&transfer->easy, &transfer->request, http->limits);
	handle = transfer->easy.handle;
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(handle, CURLOPT_PRIVATE, (void *)transfer);
	curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(handle, CURLOPT_HEADERDATA, (void *)transfer);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, (void *)transfer);
	transfer->compressed = easy_compressed(&transfer->request);
	transfer->request.auth = NULL; /* what is needed was copied */
	transfer->request.path = NULL;
	transfer->heard = loop_now(http->loop);
	loop_timer_set(transfer->timer, http->limits->response);
	easy_must(curl_multi_add_handle(http->multi, handle) == CURLM_OK);
}

static void wait_at_gate(struct http_transfer *transfer)
{
	struct http_transfer **link = &transfer->http->waiting;

	transfer->path = xstrdup(transfer->request.path);
	transfer->request.path = transfer->path;
	while (*link)
		link = &(*link)->next;
	*link = transfer;
	transfer->link = link;
}

/* From the loop, as everything ends. */
static void refuse(struct http_transfer *transfer)
{
	unlink_transfer(transfer);
	memcpy(
	    transfer->error, transfer->http->reason, sizeof(transfer->error));
	loop_timer_set(transfer->timer, 0);
}

struct http_transfer *http_start(
    struct http *http, const struct http_request *request)
{
	struct http_transfer *transfer = xcalloc(1, sizeof(*transfer));

	transfer->http = http;
	transfer->request = *request;
	transfer->timer = loop_timer_new(http->loop, on_silence, transfer);
	if (http->gate == OPEN)
		begin(transfer);
	else if (http->gate == PAUSED)
		wait_at_gate(transfer);
	else
		refuse(transfer);
	return transfer;
}

void http_pause(struct http *http)
{
	http->gate = PAUSED;
}

void http_open(struct http *http)
{
	struct http_transfer *transfer;

	http->gate = OPEN;
	while ((transfer = http->waiting)) {
		begin(transfer);
		unlink_transfer(transfer);
	}
}

void http_shut(struct http *http, const char *reason)
{
	http->gate = SHUT;
	snprintf(http->reason, sizeof(http->reason), "%s", reason);
	while (http->waiting)
		refuse(http->waiting);
}

void http_cancel(struct http_transfer *transfer)
{
	if (!transfer)
		return;
	assert(!transfer->http->inside);
	transfer_free(transfer);
}

const struct http_counters *http_counters(const struct http *http)
{
	return &http->counters;
}
