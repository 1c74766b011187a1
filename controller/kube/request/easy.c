/* SPDX-License-Identifier: Apache-2.0 */
/*
 * easy.c - sets up one easy handle: TLS, proxy, URL, headers and identity.
 */
#include "controller/kube/request/easy.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "zonegen/base/buf.h"

#define URL_LIMIT ((size_t)1 << 20) /* tokens of pages are part of it */

void easy_must(bool ok)
{
	if (!ok)
		abort();
}

static void set_long(CURL *handle, CURLoption option, long value)
{
	easy_must(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

static void set_text(CURL *handle, CURLoption option, const char *value)
{
	easy_must(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

static void set_blob(
    CURL *handle, CURLoption option, const struct secret *secret)
{
	struct curl_blob blob = { secret->text, secret->len, CURL_BLOB_COPY };

	easy_must(curl_easy_setopt(handle, option, &blob) == CURLE_OK);
}

static void add_header(struct curl_slist **list, const char *text)
{
	struct curl_slist *more = curl_slist_append(*list, text);

	easy_must(more != NULL);
	*list = more;
}

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
	return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 ? CURL_SOCKOPT_OK
						   : CURL_SOCKOPT_ERROR;
}

static void set_tls(CURL *handle, const struct auth *auth)
{
	set_long(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	set_long(handle, CURLOPT_SSL_VERIFYPEER, !auth->insecure);
	set_long(handle, CURLOPT_SSL_VERIFYHOST, auth->insecure ? 0 : 2);
	if (auth->authority.text) {
		/* Else the directory built into libcurl counts as well. */
		set_text(handle, CURLOPT_CAPATH, NULL);
		set_text(handle, CURLOPT_CAINFO, NULL);
		set_blob(handle, CURLOPT_CAINFO_BLOB, &auth->authority);
	}
	if (!auth->certificate.text)
		return;
	set_blob(handle, CURLOPT_SSLCERT_BLOB, &auth->certificate);
	set_text(handle, CURLOPT_SSLCERTTYPE, "PEM");
	set_blob(handle, CURLOPT_SSLKEY_BLOB, &auth->key);
	set_text(handle, CURLOPT_SSLKEYTYPE, "PEM");
}

/* A SOCKS proxy resolves the names, as kubectl has it. */
static void set_proxy_url(CURL *handle, const char *proxy)
{
	static const char socks[] = "socks5://";
	struct buf text = BUF_INIT(URL_LIMIT);

	if (!strncmp(proxy, socks, strlen(socks)))
		buf_printf(&text, "socks5h://%s", proxy + strlen(socks));
	else
		buf_puts(&text, proxy);
	set_text(handle, CURLOPT_PROXY, buf_text(&text));
	buf_clear(&text);
}

/*
 * The proxy of a kubeconfig is for every address (NOPROXY is for those of the
 * environment), and its certificate is checked as the server's is.
 */
static void set_proxy(CURL *handle, const struct auth *auth)
{
	set_proxy_url(handle, auth->proxy);
	set_text(handle, CURLOPT_NOPROXY, "");
	set_long(handle, CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	set_long(handle, CURLOPT_PROXY_SSL_VERIFYPEER, !auth->insecure);
	set_long(handle, CURLOPT_PROXY_SSL_VERIFYHOST, auth->insecure ? 0 : 2);
	if (!auth->authority.text)
		return;
	set_text(handle, CURLOPT_PROXY_CAPATH, NULL);
	set_text(handle, CURLOPT_PROXY_CAINFO, NULL);
	set_blob(handle, CURLOPT_PROXY_CAINFO_BLOB, &auth->authority);
}

/*
 * The certificate has another name than the address.  That name becomes the
 * host of the URL, which libcurl checks and sends as SNI; the connection and
 * the Host header keep the address.
 */
static void rename_server(struct easy *easy, CURLU *url, const char *name)
{
	struct buf text = BUF_INIT(URL_LIMIT);
	char *host = NULL, *port = NULL;

	easy_must(curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK);
	easy_must(curl_url_get(url, CURLUPART_PORT, &port,
		      CURLU_DEFAULT_PORT) == CURLUE_OK);
	easy_must(curl_url_set(url, CURLUPART_HOST, name, 0) == CURLUE_OK);
	buf_printf(&text, "::%s:%s", host, port);
	add_header(&easy->connect_to, buf_text(&text));
	buf_reset(&text);
	buf_printf(&text, "Host: %s:%s", host, port);
	add_header(&easy->headers, buf_text(&text));
	easy_must(curl_easy_setopt(easy->handle, CURLOPT_CONNECT_TO,
		      easy->connect_to) == CURLE_OK);
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

static void set_url(
    struct easy *easy, const struct auth *auth, const char *path)
{
	struct buf text = BUF_INIT(URL_LIMIT);
	CURLU *url = curl_url();
	char *host = NULL, *whole = NULL;

	easy_must(url != NULL);
	buf_printf(&text, "%s%s", auth->server, path);
	/* A URL that cannot be parsed fails later, as a request. */
	if (curl_url_set(url, CURLUPART_URL, buf_text(&text), 0) != CURLUE_OK)
		goto out;
	easy_must(curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK);
	if (auth->proxy)
		set_proxy(easy->handle, auth);
	else if (local(host))
		set_text(easy->handle, CURLOPT_PROXY, "");
	if (auth->server_name)
		rename_server(easy, url, auth->server_name);
	easy_must(curl_url_get(url, CURLUPART_URL, &whole, 0) == CURLUE_OK);
	set_text(easy->handle, CURLOPT_URL, whole);
out:
	curl_free(host);
	curl_free(whole);
	curl_url_cleanup(url);
	buf_clear(&text);
}

/* Never in the clear. */
static void set_identity(struct easy *easy, const struct auth *auth)
{
	struct buf text = BUF_INIT(URL_LIMIT * 2);

	if (strncmp(auth->server, "https:", 6) != 0)
		return;
	if (auth->token.text) {
		buf_printf(&text, "Authorization: Bearer %s", auth->token.text);
		add_header(&easy->headers, buf_text(&text));
	}
	buf_clear(&text);
	if (!auth->user)
		return;
	set_long(easy->handle, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	set_text(easy->handle, CURLOPT_USERNAME, auth->user);
	set_text(easy->handle, CURLOPT_PASSWORD,
	    auth->password ? auth->password : "");
}

bool easy_compressed(const struct http_request *request)
{
	return request->compressed && !request->auth->uncompressed;
}

/* The body stays the caller's. */
static void set_method(struct easy *easy, const struct http_request *request)
{
	if (request->method == HTTP_GET)
		return;
	set_text(easy->handle, CURLOPT_POSTFIELDS, request->content);
	add_header(&easy->headers,
	    request->method == HTTP_MERGE
		? "Content-Type: application/merge-patch+json"
		: "Content-Type: application/json");
	/* Without waiting for 100 (Continue). */
	add_header(&easy->headers, "Expect:");
	if (request->method == HTTP_MERGE)
		set_text(easy->handle, CURLOPT_CUSTOMREQUEST, "PATCH");
}

static void set_headers(struct easy *easy, const struct http_request *request)
{
	const struct auth *auth = request->auth;

	add_header(&easy->headers, "Accept: application/json");
	if (easy_compressed(request))
		set_text(easy->handle, CURLOPT_ACCEPT_ENCODING, "gzip");
	else
		add_header(&easy->headers, "Accept-Encoding: identity");
	for (size_t i = 0; i < auth->headers.count; i++)
		add_header(&easy->headers, auth->headers.list[i]);
	set_identity(easy, auth);
	easy_must(curl_easy_setopt(easy->handle, CURLOPT_HTTPHEADER,
		      easy->headers) == CURLE_OK);
}

/* The value itself may hold a password. */
static bool check_part(CURLU *url, CURLUPart part, const char *text,
    const char *what, struct err *err)
{
	if (!text ||
	    curl_url_set(url, part, text, CURLU_NON_SUPPORT_SCHEME) ==
		CURLUE_OK)
		return true;
	return err_set(err, ERR_INPUT, "kubeconfig: %s cannot be parsed", what);
}

bool easy_check(const struct auth *auth, struct err *err)
{
	CURLU *url = curl_url(), *proxy = curl_url();
	bool ok;

	easy_must(url && proxy);
	ok = check_part(url, CURLUPART_URL, auth->server, "server", err) &&
	    check_part(url, CURLUPART_HOST, auth->server_name,
		"tls-server-name", err) &&
	    check_part(proxy, CURLUPART_URL, auth->proxy, "proxy-url", err);
	curl_url_cleanup(url);
	curl_url_cleanup(proxy);
	return ok;
}

void easy_init(struct easy *easy, const struct http_request *request,
    const struct limits *limits)
{
	CURL *handle = curl_easy_init();

	easy_must(handle != NULL);
	*easy = (struct easy){ .handle = handle };
	set_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	set_long(handle, CURLOPT_FOLLOWLOCATION, 0);
	set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect);
	set_long(handle, CURLOPT_UPLOAD_BUFFERSIZE, 16384); /* the least */
	set_long(handle, CURLOPT_TIMEOUT_MS, (long)request->wall);
	set_long(handle, CURLOPT_DNS_CACHE_TIMEOUT, 30);
	set_text(handle, CURLOPT_USERAGENT, "k8s-nsd/" VERSION);
	curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, on_socket);
	curl_easy_setopt(handle, CURLOPT_SOCKOPTDATA, (void *)limits);
	set_tls(handle, request->auth);
	set_url(easy, request->auth, request->path);
	set_method(easy, request);
	set_headers(easy, request);
}

void easy_clear(struct easy *easy)
{
	curl_easy_cleanup(easy->handle);
	curl_slist_free_all(easy->headers);
	curl_slist_free_all(easy->connect_to);
	*easy = (struct easy){ 0 };
}
