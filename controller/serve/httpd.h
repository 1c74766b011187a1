/* SPDX-License-Identifier: Apache-2.0 */
/*
 * httpd.h - an HTTP server on listening sockets.
 *
 * A request is read whole and answered at once by one function; then the
 * connection is closed.  The methods are GET and HEAD, and POST where it is
 * allowed.  The time of a connection, its head and its body are limited.  So is
 * the number of connections: where there are too many, the oldest is closed, so
 * that idle ones cannot keep a probe out.
 *
 * It is small enough to be our own: libevent's server does not tell when it
 * closes a connection, so that nobody could limit or end them all.
 */
#ifndef CONTROLLER_SERVE_HTTPD_H
#define CONTROLLER_SERVE_HTTPD_H

#include <stddef.h>
#include <stdint.h>

#include "controller/base/loop.h"
#include "zonegen/base/base.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct httpd;

struct httpd_limits {
	uint64_t wall;        /* ms that a connection may last */
	size_t head, body;    /* octets of a request */
	unsigned connections; /* at a time */
	bool posts;           /* POST is allowed */
};

extern const struct httpd_limits httpd_limits; /* 5 s and the like; no POST */

struct httpd_request {
	const char *path;  /* "/v1/explain", as it was sent */
	const char *query; /* after the "?", as it was sent; or NULL */
	const char *host;  /* as it was sent, "localhost:8080"; or NULL */
	bool post;
	const char *body; /* of a POST; not terminated, any octets */
	size_t body_len;
};

struct httpd_answer {
	unsigned status;     /* 200 unless changed */
	const char *type;    /* Content-Type; JSON unless changed */
	const char *headers; /* more of them, each with CR LF; or NULL */
	struct buf body;
};

/* limits is borrowed.  answer fills out and must not block. */
struct httpd *httpd_new(struct loop *loop, const struct httpd_limits *limits,
    void (*answer)(void *arg, const struct httpd_request *request,
	struct httpd_answer *out),
    void *arg);
/* Closes all connections and sockets; NULL is fine. */
void httpd_free(struct httpd *httpd);

/* Serves a listening, non-blocking socket, and owns it from now on. */
void httpd_add(struct httpd *httpd, int fd);

/* An answer that is a message: {"schemaVersion":1,"message":"..."}. */
void httpd_fail(struct httpd_answer *answer, unsigned status, const char *fmt,
    ...) PRINTF(3, 4);
/* An answer 405 with Allow: GET, HEAD; or with POST, or all three. */
enum httpd_methods { HTTPD_READS, HTTPD_POST, HTTPD_ALL };
void httpd_fail_method(struct httpd_answer *answer, enum httpd_methods allowed);

#endif
