/* SPDX-License-Identifier: Apache-2.0 */
/*
 * requesthead.c - a head is cut into lines; the first is the request line, of
 * the others Host, Content-Length and Transfer-Encoding are looked at.
 */
#include "controller/serve/requesthead.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "zonegen/base/number.h"

#define BODY_DIGITS 18 /* of a Content-Length */

static bool refuse(struct requesthead *out, unsigned status, const char *reason,
    struct err *err)
{
	out->status = status;
	return err_set(err, ERR_INPUT, "%s", reason);
}

size_t requesthead_length(const char *text, size_t len, size_t *seen)
{
	/* The end may begin in what was searched. */
	size_t from = *seen > 3 ? *seen - 3 : 0;
	const char *end = memmem(text + from, len - from, "\r\n\r\n", 4);

	*seen = len;
	return end ? (size_t)(end - text) + 4 : 0;
}

/* Cuts the text at the next c, or at its end.  Returns the rest. */
static char *cut(char *text, char c)
{
	char *at = strchr(text, c);

	if (!at)
		return text + strlen(text);
	*at = '\0';
	return at + 1;
}

/* RFC 9110 5.6.2 */
static bool is_token(const char *text)
{
	for (const char *p = text; *p; p++)
		if (!isalnum((unsigned char)*p) &&
		    !strchr("!#$%&'*+-.^_`|~", *p))
			return false;
	return *text != '\0';
}

static bool is_visible(const char *text)
{
	for (const char *p = text; *p; p++)
		if (*p <= ' ' || *p > '~')
			return false;
	return *text != '\0';
}

static bool read_method(
    struct requesthead *out, const char *word, struct err *err)
{
	static const struct {
		const char *word;
		enum requesthead_method method;
	} rows[] = {
		{ "GET", METHOD_GET },
		{ "HEAD", METHOD_HEAD },
		{ "POST", METHOD_POST },
		{ "CONNECT", METHOD_OTHER },
		{ "DELETE", METHOD_OTHER },
		{ "OPTIONS", METHOD_OTHER },
		{ "PATCH", METHOD_OTHER },
		{ "PUT", METHOD_OTHER },
		{ "TRACE", METHOD_OTHER },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strcmp(rows[i].word, word)) {
			out->method = rows[i].method;
			return true;
		}
	return refuse(out, is_token(word) ? 501 : 400, "unknown method", err);
}

/* "/path?query", or the same behind "http://host". */
static bool read_target(struct requesthead *out, char *target, struct err *err)
{
	static const char scheme[] = "http://";
	char *path;

	out->path = target;
	if (!is_visible(target) || strchr(target, '#'))
		return refuse(out, 400, "bad target", err);
	if (out->method == METHOD_OTHER)
		return true;
	if (!strncasecmp(target, scheme, strlen(scheme))) {
		/* Moved by an octet, so that a NUL fits behind it. */
		size_t len = strcspn(target + strlen(scheme), "/?");

		path = target + strlen(scheme) + len;
		memmove(target, target + strlen(scheme), len);
		target[len] = '\0';
		out->host = target;
		out->path = *path == '/' ? path : "/";
		if (*path == '?')
			out->query = path + 1;
	} else {
		path = target;
	}
	if (*path != '/')
		return path != target || refuse(out, 400, "bad target", err);
	if (strchr(path, '?'))
		out->query = cut(path, '?');
	return true;
}

static bool read_version(
    struct requesthead *out, const char *version, struct err *err)
{
	if (!strcmp(version, "HTTP/1.1") || !strcmp(version, "HTTP/1.0"))
		return true;
	if (!strncmp(version, "HTTP/", 5) && isdigit((unsigned char)version[5]))
		return refuse(out, 505, "only HTTP/1.1", err);
	return refuse(out, 400, "no HTTP request", err);
}

static bool read_request_line(
    struct requesthead *out, char *line, bool *needs_host, struct err *err)
{
	char *target = cut(line, ' '), *version = cut(target, ' ');

	*needs_host = !strcmp(version, "HTTP/1.1");
	return read_version(out, version, err) && read_method(out, line, err) &&
	    read_target(out, target, err);
}

static bool read_length(
    struct requesthead *out, const char *digits, struct err *err)
{
	size_t len = strlen(digits);
	uint64_t value;

	if (len > BODY_DIGITS ||
	    !number_read(digits, len, UINT64_MAX / 11, &value))
		return refuse(out, 400, "bad Content-Length", err);
	out->body = value;
	return true;
}

/* The headers that may stand there once. */
struct once {
	const char *host, *length;
};

/* A value may have any octet but control characters. */
static char *trim(char *value)
{
	char *end;

	value += strspn(value, " \t");
	end = value + strlen(value);
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*end = '\0';
	for (const char *p = value; *p; p++)
		if (iscntrl((unsigned char)*p) && *p != '\t')
			return NULL;
	return value;
}

static bool read_header(
    struct requesthead *out, char *line, struct once *once, struct err *err)
{
	bool colon = strchr(line, ':') != NULL;
	char *value = trim(cut(line, ':'));
	const char **slot;

	if (!colon || !is_token(line) || !value)
		return refuse(out, 400, "bad header", err);
	if (!strcasecmp(line, "transfer-encoding"))
		return refuse(out, 501,
		    "a body needs a Content-Length and no Transfer-Encoding",
		    err);
	if (!strcasecmp(line, "host"))
		slot = &once->host;
	else if (!strcasecmp(line, "content-length"))
		slot = &once->length;
	else
		return true;
	if (*slot)
		return refuse(out, 400, "a header is there twice", err);
	*slot = value;
	return true;
}

/* Cuts a line off; NULL: it has another octet that could end one. */
static char *next_line(char **text)
{
	char *line = *text, *end = strstr(line, "\r\n");

	*end = '\0';
	*text = end + 2;
	return line[strcspn(line, "\r\n")] ? NULL : line;
}

bool requesthead_parse(
    struct requesthead *out, char *text, size_t len, struct err *err)
{
	struct once once = { 0 };
	char *line, *end = text + len - 2;
	bool needs_host;

	*out = (struct requesthead){ .path = "" };
	if (memchr(text, '\0', len))
		return refuse(out, 400, "a NUL in the head", err);
	/* The last line is empty.  A NUL ends the text for strstr(). */
	*end = '\0';
	line = next_line(&text);
	if (!line)
		return refuse(out, 400, "a line that does not end well", err);
	if (!read_request_line(out, line, &needs_host, err))
		return false;
	while (text < end) {
		line = next_line(&text);
		if (!line)
			return refuse(
			    out, 400, "a line that does not end well", err);
		if (!read_header(out, line, &once, err))
			return false;
	}
	if (needs_host && !once.host)
		return refuse(out, 400, "no Host", err);
	if (!out->host)
		out->host = once.host;
	return !once.length || read_length(out, once.length, err);
}
