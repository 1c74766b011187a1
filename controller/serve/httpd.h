/* SPDX-License-Identifier: Apache-2.0 */
/*
 * httpd.h - HTTP answers on sockets that listen: libevent's evhttp behind one
 * door.
 *
 * A request is read whole, answered at once from one function, and the
 * connection is closed.  GET and HEAD, and POST where that is allowed; no
 * files, small heads, small bodies. A client has so long for all of it, however
 * busy it seems, and there are so many at a time: others wait in the socket's
 * queue.  What is no HTTP is answered by libevent itself.
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
	uint64_t wall;     /* ms for a connection, from its first to its last */
	size_t head, body; /* octets of a request */
	unsigned connections; /* at a time */
	bool posts;           /* POST is allowed */
};

extern const struct httpd_limits httpd_limits; /* 5 s and the like; no POST */

struct httpd_request {
	const char *path;  /* "/v1/explain", as it was sent */
	const char *query; /* behind the "?", as it was sent; or NULL */
	bool post;         /* to change something; else only to look */
	const char *body;  /* of a POST; not terminated, any octets */
	size_t body_len;
};

struct httpd_answer {
	unsigned status;   /* 200 unless changed */
	const char *type;  /* Content-Type; JSON unless changed */
	const char *allow; /* of 405: the methods that there are */
	struct buf body;
};

/* limits is borrowed.  answer fills what it is handed; it must not block. */
struct httpd *httpd_new(struct loop *loop, const struct httpd_limits *limits,
    void (*answer)(void *arg, const struct httpd_request *request,
	struct httpd_answer *out),
    void *arg);
/* Closes all connections and sockets; NULL is fine. */
void httpd_free(struct httpd *httpd);

/* Serves a socket that listens and does not block; it is taken over. */
void httpd_add(struct httpd *httpd, int fd);

/* An answer that is a message: {"schemaVersion":1,"message":"..."}. */
void httpd_fail(struct httpd_answer *answer, unsigned status, const char *fmt,
    ...) PRINTF(3, 4);
/* 405; allow as in the header: "GET, HEAD". */
void httpd_fail_method(struct httpd_answer *answer, const char *allow);

#endif
