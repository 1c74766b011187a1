/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/client.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "controller/base/json.h"

#define WALL 10000L /* ms; more than httpd_limits allows */

static void must(bool ok)
{
	if (!ok)
		abort(); /* out of memory, or a wrong option */
}

static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct buf *out = arg;

	buf_add(out, bytes, size * count);
	return buf_ok(out) ? size * count : 0;
}

static void set_url(CURL *easy, const struct client_question *question)
{
	struct buf url = BUF_INIT(1u << 16);
	char *escaped;

	buf_printf(&url, "http://localhost%s", question->path);
	if (question->key) {
		escaped = curl_easy_escape(NULL, question->value, 0);
		must(escaped != NULL);
		buf_printf(&url, "?%s=%s", question->key, escaped);
		curl_free(escaped);
	}
	must(curl_easy_setopt(easy, CURLOPT_URL, buf_text(&url)) == CURLE_OK);
	buf_clear(&url);
}

/* Returns the headers; the caller frees them. */
static struct curl_slist *set_body(CURL *easy, const char *body)
{
	struct curl_slist *headers =
	    curl_slist_append(NULL, "Content-Type: application/json");

	must(headers != NULL);
	must(curl_easy_setopt(easy, CURLOPT_POSTFIELDS, (void *)body) ==
	    CURLE_OK);
	must(curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK);
	return headers;
}

static void set_options(CURL *easy, const char *socket, struct buf *out)
{
	must(curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket) ==
	    CURLE_OK);
	/* No proxy from the environment: the request stays on the machine. */
	must(curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK);
	must(curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, WALL) == CURLE_OK);
	must(curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK);
	must(
	    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK);
	must(
	    curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)out) == CURLE_OK);
}

/* {"message": "..."} */
static bool refuse(long status, const struct buf *body, struct err *err)
{
	struct err ignored;
	struct json *document = json_parse(buf_text(body), body->len, &ignored);
	const struct json *member =
	    document ? json_get(document, "message") : NULL;
	const char *message;

	if (member && json_string(member, &message))
		err_set(err, ERR_INPUT, "%s", message);
	else
		err_set(err, ERR_INPUT, "the controller answers %ld", status);
	json_free(document);
	return false;
}

static void refuse_connect(CURL *easy, const char *socket, struct err *err)
{
	long code = 0;

	curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &code);
	if (!code && access(socket, R_OK | W_OK))
		code = errno;
	if (code == EACCES || code == EPERM)
		err_set(err, ERR_SYSTEM,
		    "'%s': permission denied: only the user and the group of "
		    "the controller may ask it",
		    socket);
	else
		err_set(err, ERR_NETWORK,
		    "no controller answers at '%s': is it running?", socket);
}

bool client_ask(
    const struct client_question *question, struct buf *out, struct err *err)
{
	char detail[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers = NULL;
	bool ok = false;
	long status = 0;
	CURLcode code;
	CURL *easy;

	must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	easy = curl_easy_init();
	must(easy != NULL);
	set_options(easy, question->socket, out);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, detail);
	set_url(easy, question);
	if (question->body)
		headers = set_body(easy, question->body);
	code = curl_easy_perform(easy);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_COULDNT_CONNECT)
		refuse_connect(easy, question->socket, err);
	else if (code != CURLE_OK)
		err_set(err, ERR_NETWORK, "cannot ask at '%s': %s",
		    question->socket,
		    *detail ? detail : curl_easy_strerror(code));
	else if (status != 200)
		refuse(status, out, err);
	else
		ok = true;
	curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	curl_global_cleanup();
	return ok;
}
