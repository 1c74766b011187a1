/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request.h - one request to the API server, and how it ended.
 */
#ifndef CONTROLLER_KUBE_REQUEST_REQUEST_H
#define CONTROLLER_KUBE_REQUEST_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/kube/auth/auth.h"

struct http_head {
	long status;
	bool encoded; /* a Content-Encoding that we did not ask for */
};

struct http_result {
	bool whole;     /* the response came to its end */
	bool stopped;   /* body() said so */
	bool silent;    /* nothing came for too long */
	bool untrusted; /* a certificate, the server's or ours, was not accepted
			 */
	long status;    /* 0: there was no response */
	const char *retry_after; /* the header, "" when missing */
	const char *error;       /* when it is not whole; for operators */
};

enum http_method {
	HTTP_GET,
	HTTP_POST,
	HTTP_MERGE, /* PATCH with a merge patch (RFC 7386) */
};

struct http_request {
	enum http_method method;
	const char *content;     /* JSON, not of a GET; outlives the transfer */
	const struct auth *auth; /* outlives the transfer */
	const char *path;        /* "/api/v1?...", used in http_start() */
	bool compressed;         /* gzip is welcome; body() never sees it */
	uint64_t silence;        /* ms without a byte, after the head */
	uint64_t wall;           /* ms in all, 0: no limit */
	/*
	 * The head of the response is complete (NULL: nobody cares); then the
	 * body in pieces, where false ends the transfer.  Neither may cancel a
	 * transfer.
	 */
	void (*head)(void *arg, const struct http_head *head);
	bool (*body)(void *arg, const char *bytes, size_t len);
	/* Once, from the loop; the transfer is gone then. */
	void (*done)(void *arg, const struct http_result *result);
	void *arg;
};

#endif
