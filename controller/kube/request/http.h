/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.h - requests to the API server; with easy.h the door to libcurl.
 *
 * One multi handle on the loop.  HTTP/1.1, so that each watch has a connection
 * of its own and no stream can stall another.  Connections are kept and used
 * again, for requests with the same authority and certificate alone.  Bodies
 * are streamed and never paused: a server drops slow readers.
 *
 * No redirects (they would carry the token away), TLS 1.2 or newer; with an
 * authority configured no other is trusted.  Compression is asked for where
 * the caller says so: a compressed watch would come in pieces that libcurl
 * does not take.  Nothing here logs, and no error text has a header of ours.
 *
 * A gate is in front of the requests, open at first.  While credentials are
 * awaited, requests pause; when there are none, they fail with the reason.
 *
 * The room: request.h is one request and its end, easy.h sets up its handle,
 * api.h makes paths, backoff.h and turns.h say when, and credentials.h keeps
 * the identity valid.
 */
#ifndef CONTROLLER_KUBE_REQUEST_HTTP_H
#define CONTROLLER_KUBE_REQUEST_HTTP_H

#include "controller/base/loop.h"
#include "controller/config/limits.h"
#include "controller/kube/request/request.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct http;
struct http_transfer;

#define HTTP_CODES 500 /* from 100 */

struct http_counters {
	uint64_t codes[HTTP_CODES]; /* requests by the status that came */
	uint64_t unanswered;        /* no status came */
	uint64_t bytes;             /* of bodies, as decoded */
};

/* ERR_SYSTEM: this libcurl cannot do what is needed. */
struct http *http_new(
    struct loop *loop, const struct limits *limits, struct err *err) MUST_CHECK;
void http_free(struct http *http); /* after its transfers; NULL is fine */

/*
 * Can requests be made with this?  ERR_INPUT: an address in it makes no sense.
 * Before auth is used for the first time.
 */
bool http_check(const struct auth *auth, struct err *err) MUST_CHECK;

/* Appends "?key=value" or "&key=value", value percent-encoded. */
void http_query(struct buf *path, const char *key, const char *value);

struct http_transfer *http_start(
    struct http *http, const struct http_request *request);
/* done() is not called any more.  NULL is fine. */
void http_cancel(struct http_transfer *transfer);

/* Since http_new(). */
const struct http_counters *http_counters(const struct http *http);

/* The gate.  Requests that have begun go on, whatever becomes of it. */
void http_pause(struct http *http);
void http_open(struct http *http);
void http_shut(struct http *http, const char *reason); /* for operators */

#endif
