/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.h - GET requests to the API server; with easy.h the door to libcurl.
 *
 * One multi handle on the loop.  HTTP/1.1, so that each watch has a connection
 * of its own and no stream can stall another; connections are kept and used
 * again, for requests with the same authority and certificate alone.  Bodies
 * are streamed and never paused: a server drops slow readers.
 *
 * No redirects (they would carry the token away), TLS 1.2 or newer; with an
 * authority configured no other is trusted.  Compression is asked for where
 * the caller says so: a compressed watch would come in pieces that libcurl
 * does not take.  Nothing here logs, and no error text holds a header of ours.
 *
 * A gate is in front of it, open at first.  While credentials are on their way
 * requests are held; when there are none to be had they fail with the reason.
 */
#ifndef CONTROLLER_KUBE_REQUEST_HTTP_H
#define CONTROLLER_KUBE_REQUEST_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/base/loop.h"
#include "controller/config/limits.h"
#include "controller/kube/auth/auth.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct http;
struct http_transfer;

/* ERR_SYSTEM: this libcurl cannot do what is needed. */
struct http *http_new(
    struct loop *loop, const struct limits *limits, struct err *err) MUST_CHECK;
void http_free(struct http *http); /* after its transfers; NULL is fine */

/* Appends "?key=value" or "&key=value", value percent-encoded. */
void http_query(struct buf *path, const char *key, const char *value);

struct http_head {
	long status;
	bool encoded; /* a Content-Encoding that we did not ask for */
};

struct http_result {
	bool whole;              /* the answer came to its end */
	bool stopped;            /* body() said so */
	bool silent;             /* nothing came for too long */
	bool untrusted;          /* a certificate, theirs or ours, is no good */
	long status;             /* 0: there was no answer */
	const char *retry_after; /* the header, "" when missing */
	const char *error;       /* when it is not whole; for operators */
};

struct http_request {
	const struct auth *auth; /* outlives the transfer */
	const char *path;        /* "/api/v1?...", used in http_start() */
	bool compressed;         /* gzip is welcome; body() never sees it */
	uint64_t silence;        /* ms without a byte, after the head */
	uint64_t wall;           /* ms in all, 0: no limit */
	/*
	 * The head of the answer is complete; then the body in pieces, where
	 * false ends the transfer.  Neither may cancel a transfer.
	 */
	void (*head)(void *arg, const struct http_head *head);
	bool (*body)(void *arg, const char *bytes, size_t len);
	/* Once, from the loop; the transfer is gone then. */
	void (*done)(void *arg, const struct http_result *result);
	void *arg;
};

struct http_transfer *http_start(
    struct http *http, const struct http_request *request);
bool http_compressed(const struct http_request *request); /* and by auth */
/* done() is not called any more.  NULL is fine. */
void http_cancel(struct http_transfer *transfer);

/* The gate.  What was begun goes on, whatever becomes of it. */
void http_hold(struct http *http);
void http_open(struct http *http);
void http_shut(struct http *http, const char *reason); /* for operators */

#endif
