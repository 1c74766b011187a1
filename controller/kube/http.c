/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/http.h"

#include <assert.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "zonegen/mem.h"

#define URL_LIMIT ((size_t)1 << 20) /* tokens of pages are part of it */

struct http {
	struct loop *loop;
	const struct limits *limits;
	CURLM *multi;
	struct loop_timer *timer; /* libcurl's */
	bool inside;              /* libcurl is calling us */
};

struct http_transfer {
	struct http *http;
	struct http_request request;
	CURL *easy;
	struct curl_slist *headers, *connect_to;
	struct loop_timer *timer; /* for silence */
	uint64_t heard;           /* when the last byte came */
	bool answered;            /* the head is complete */
	bool stopped;
	char error[CURL_ERROR_SIZE];
};

/* A descriptor that libcurl wants watched. */
struct watched {
	struct http *http;
	curl_socket_t fd;
	struct loop_fd *handle;
};

static void must(bool ok)
{
	if (!ok)
		abort(); /* only when memory is out, or by our own mistake */
}

static void set_long(CURL *easy, CURLoption option, long value)
{
	must(curl_easy_setopt(easy, option, value) == CURLE_OK);
}

static void set_text(CURL *easy, CURLoption option, const char *value)
{
	must(curl_easy_setopt(easy, option, value) == CURLE_OK);
}

static void add_header(struct curl_slist **list, const char *text)
{
	struct curl_slist *more = curl_slist_append(*list, text);

	must(more != NULL);
	*list = more;
}

/* The end of a transfer. */

static void transfer_free(struct http_transfer *transfer)
{
	curl_multi_remove_handle(transfer->http->multi, transfer->easy);
	curl_easy_cleanup(transfer->easy);
	curl_slist_free_all(transfer->headers);
	curl_slist_free_all(transfer->connect_to);
	loop_timer_free(transfer->timer);
	free(transfer);
}

static void finish(struct http_transfer *transfer, struct http_result result)
{
	void (*done)(void *, const struct http_result *) =
	    transfer->request.done;
	void *arg = transfer->request.arg;
	char error[CURL_ERROR_SIZE], after[32] = "";
	struct curl_header *header;

	if (transfer->answered)
		curl_easy_getinfo(
		    transfer->easy, CURLINFO_RESPONSE_CODE, &result.status);
	if (curl_easy_header(transfer->easy, "Retry-After", 0, CURLH_HEADER, -1,
		&header) == CURLHE_OK)
		snprintf(after, sizeof(after), "%s", header->value);
	snprintf(error, sizeof(error), "%s", result.error ? result.error : "");
	result.error = error;
	result.retry_after = after;
	transfer_free(transfer);
	done(arg, &result);
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
	struct watched *watched = arg;
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

static void unwatch(struct http *http, struct watched *watched)
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
	struct watched *watched = assigned;
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

/* Keys and certificates are handed over in memory: OpenSSL's alone can. */
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

	must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	if (!check_library(err)) {
		curl_global_cleanup();
		return NULL;
	}
	http = xcalloc(1, sizeof(*http));
	http->loop = loop;
	http->limits = limits;
	http->timer = loop_timer_new(loop, on_timer, http);
	http->multi = curl_multi_init();
	must(http->multi != NULL);
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

void http_query(struct buf *path, const char *key, const char *value)
{
	bool first = !path->len || !memchr(path->data, '?', path->len);
	/* With length 0 it would measure for itself: the same here. */
	char *escaped = curl_easy_escape(NULL, value, 0);

	must(escaped != NULL);
	buf_printf(path, "%c%s=%s", first ? '?' : '&', key, escaped);
	curl_free(escaped);
}

/* The answer. */

static size_t on_header(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_transfer *transfer = arg;
	struct http_head head = { 0 };
	struct curl_header *header;
	size_t len = size * count;

	transfer->heard = loop_now(transfer->http->loop);
	if (len > 2 || !len || (*bytes != '\r' && *bytes != '\n'))
		return len;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &head.status);
	if (head.status < 200)
		return len; /* another head follows */
	if (transfer->answered)
		return len; /* trailers */
	transfer->answered = true;
	head.encoded = curl_easy_header(transfer->easy, "Content-Encoding", 0,
			   CURLH_HEADER, -1, &header) == CURLHE_OK &&
	    strcmp(header->value, "identity") != 0;
	transfer->request.head(transfer->request.arg, &head);
	return len;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_transfer *transfer = arg;
	size_t len = size * count;

	transfer->heard = loop_now(transfer->http->loop);
	if (transfer->request.body(transfer->request.arg, bytes, len))
		return len;
	transfer->stopped = true;
	return len + 1; /* not what was given: it ends */
}

static void on_silence(void *arg)
{
	struct http_transfer *transfer = arg;
	uint64_t allowed = transfer->answered ? transfer->request.silence
					      : transfer->http->limits->answer;
	uint64_t passed = loop_now(transfer->http->loop) - transfer->heard;
	struct http_result result = { .silent = true };

	if (passed < allowed) {
		loop_timer_set(transfer->timer, allowed - passed);
		return;
	}
	result.error = transfer->answered ? "the server fell silent"
					  : "the server does not answer";
	finish(transfer, result);
}

/* The request. */

static int on_socket(void *arg, curl_socket_t fd, curlsocktype purpose)
{
	const struct limits *limits = arg;
	const struct {
		int level, option, value;
	} options[] = {
		{ SOL_SOCKET, SO_KEEPALIVE, 1 },
		{ IPPROTO_TCP, TCP_KEEPIDLE, limits->keep_idle },
		{ IPPROTO_TCP, TCP_KEEPINTVL, limits->keep_interval },
		{ IPPROTO_TCP, TCP_KEEPCNT, limits->keep_count },
		{ IPPROTO_TCP, TCP_USER_TIMEOUT, (int)limits->user_timeout },
		{ IPPROTO_TCP, TCP_NODELAY, 1 },
	};

	(void)purpose;
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (setsockopt(fd, options[i].level, options[i].option,
			&options[i].value, sizeof(options[i].value)) < 0)
			return CURL_SOCKOPT_ERROR;
	return CURL_SOCKOPT_OK;
}

static void set_blob(CURL *easy, CURLoption option, const struct secret *secret)
{
	struct curl_blob blob = { secret->text, secret->len, CURL_BLOB_COPY };

	must(curl_easy_setopt(easy, option, &blob) == CURLE_OK);
}

static void set_tls(CURL *easy, const struct auth *auth)
{
	set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	set_long(easy, CURLOPT_SSL_VERIFYPEER, !auth->insecure);
	set_long(easy, CURLOPT_SSL_VERIFYHOST, auth->insecure ? 0 : 2);
	if (auth->authority.text) {
		/* Else the directory built into libcurl counts as well. */
		set_text(easy, CURLOPT_CAPATH, NULL);
		set_text(easy, CURLOPT_CAINFO, NULL);
		set_blob(easy, CURLOPT_CAINFO_BLOB, &auth->authority);
	}
	if (!auth->certificate.text)
		return;
	set_blob(easy, CURLOPT_SSLCERT_BLOB, &auth->certificate);
	set_text(easy, CURLOPT_SSLCERTTYPE, "PEM");
	set_blob(easy, CURLOPT_SSLKEY_BLOB, &auth->key);
	set_text(easy, CURLOPT_SSLKEYTYPE, "PEM");
}

/*
 * Another name in the certificate than in the address: it becomes the host of
 * the URL, which is what libcurl checks and sends as SNI, while the connection
 * and the Host header keep the address.
 */
static void rename_server(
    struct http_transfer *transfer, CURLU *url, const char *name)
{
	struct buf text = BUF_INIT(URL_LIMIT);
	char *host = NULL, *port = NULL;

	must(curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK);
	must(curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) ==
	    CURLUE_OK);
	must(curl_url_set(url, CURLUPART_HOST, name, 0) == CURLUE_OK);
	buf_printf(&text, "::%s:%s", host, port);
	add_header(&transfer->connect_to, buf_text(&text));
	buf_reset(&text);
	buf_printf(&text, "Host: %s:%s", host, port);
	add_header(&transfer->headers, buf_text(&text));
	must(curl_easy_setopt(transfer->easy, CURLOPT_CONNECT_TO,
		 transfer->connect_to) == CURLE_OK);
	buf_clear(&text);
	curl_free(host);
	curl_free(port);
}

/* A proxy from the environment is for other machines only. */
static bool local(const char *host)
{
	return !strcmp(host, "localhost") || !strncmp(host, "127.", 4) ||
	    !strcmp(host, "[::1]");
}

static void set_url(struct http_transfer *transfer)
{
	const struct auth *auth = transfer->request.auth;
	struct buf text = BUF_INIT(URL_LIMIT);
	CURLU *url = curl_url();
	char *host = NULL, *whole = NULL;

	must(url != NULL);
	buf_printf(&text, "%s%s", auth->server, transfer->request.path);
	/* What cannot be parsed goes on to fail as a request. */
	if (curl_url_set(url, CURLUPART_URL, buf_text(&text), 0) != CURLUE_OK)
		goto out;
	must(curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK);
	if (local(host))
		set_text(transfer->easy, CURLOPT_PROXY, "");
	if (auth->server_name)
		rename_server(transfer, url, auth->server_name);
	must(curl_url_get(url, CURLUPART_URL, &whole, 0) == CURLUE_OK);
	set_text(transfer->easy, CURLOPT_URL, whole);
out:
	curl_free(host);
	curl_free(whole);
	curl_url_cleanup(url);
	buf_clear(&text);
}

static void set_headers(struct http_transfer *transfer)
{
	const struct auth *auth = transfer->request.auth;
	struct buf text = BUF_INIT(URL_LIMIT * 2);

	add_header(&transfer->headers, "Accept: application/json");
	add_header(&transfer->headers, "Accept-Encoding: identity");
	/* Never in the clear. */
	if (auth->token.text && !strncmp(auth->server, "https:", 6)) {
		buf_printf(&text, "Authorization: Bearer %s", auth->token.text);
		add_header(&transfer->headers, buf_text(&text));
	}
	buf_clear(&text);
	must(curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER,
		 transfer->headers) == CURLE_OK);
}

static void set_options(struct http_transfer *transfer)
{
	const struct limits *limits = transfer->http->limits;
	CURL *easy = transfer->easy;

	set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	set_long(easy, CURLOPT_FOLLOWLOCATION, 0);
	set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect);
	set_long(easy, CURLOPT_TIMEOUT_MS, (long)transfer->request.wall);
	set_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16384); /* the least */
	set_long(easy, CURLOPT_DNS_CACHE_TIMEOUT, 30);
	set_text(easy, CURLOPT_USERAGENT, "k8s-nsd/" VERSION);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, (void *)transfer);
	curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
	curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, (void *)limits);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)transfer);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)transfer);
}

struct http_transfer *http_start(
    struct http *http, const struct http_request *request)
{
	struct http_transfer *transfer = xcalloc(1, sizeof(*transfer));

	transfer->http = http;
	transfer->request = *request;
	transfer->easy = curl_easy_init();
	must(transfer->easy != NULL);
	transfer->heard = loop_now(http->loop);
	transfer->timer = loop_timer_new(http->loop, on_silence, transfer);
	loop_timer_set(transfer->timer, http->limits->answer);
	set_options(transfer);
	set_tls(transfer->easy, request->auth);
	set_url(transfer);
	set_headers(transfer);
	transfer->request.auth = NULL; /* what is needed was copied */
	transfer->request.path = NULL;
	must(curl_multi_add_handle(http->multi, transfer->easy) == CURLM_OK);
	return transfer;
}

void http_cancel(struct http_transfer *transfer)
{
	if (!transfer)
		return;
	assert(!transfer->http->inside);
	transfer_free(transfer);
}
