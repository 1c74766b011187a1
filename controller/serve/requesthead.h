/* SPDX-License-Identifier: Apache-2.0 */
/*
 * requesthead.h - the head of an HTTP/1.1 request (RFC 9112), from octets.
 *
 * Reading is strict, because anybody may send the octets: lines end with CR LF,
 * a target has visible ASCII only, a header is not folded, and Host and
 * Content-Length stand there once.  A body has a Content-Length; other transfer
 * codings are refused.
 */
#ifndef CONTROLLER_SERVE_REQUESTHEAD_H
#define CONTROLLER_SERVE_REQUESTHEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/err.h"

enum requesthead_method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_OTHER, /* DELETE, CONNECT and the like */
};

struct requesthead {
	enum requesthead_method method;
	/*
	 * As they were sent.  Of an absolute target path and host are parts; of
	 * METHOD_OTHER path is the whole target.  query and host: NULL if there
	 * was none.
	 */
	const char *path, *query, *host;
	size_t body;     /* Content-Length; 0: none */
	unsigned status; /* with which a bad head is answered: 400, 501, 505 */
};

/*
 * The octets of the head that the text begins with, the empty line at its end
 * included; 0: the end is not there yet.  *seen: how many octets were searched
 * before; 0 at first.
 */
size_t requesthead_length(const char *text, size_t len, size_t *seen);
/*
 * Reads a whole head.  It is cut into strings in place, so text must live as
 * long as *out.  ERR_INPUT; out->status is set then.
 */
bool requesthead_parse(struct requesthead *out, char *text, size_t len,
    struct err *err) MUST_CHECK;

#endif
