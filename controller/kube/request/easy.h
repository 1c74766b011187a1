/* SPDX-License-Identifier: Apache-2.0 */
/*
 * easy.h - one request as libcurl wants it: where to, by which way, as whom.
 *
 * This half of http.c is done before the request begins; no other file may
 * include it.  Everything is copied: an easy handle lives on its own.
 *
 * Tokens and passwords go to https servers only.
 */
#ifndef CONTROLLER_KUBE_REQUEST_EASY_H
#define CONTROLLER_KUBE_REQUEST_EASY_H

#include <curl/curl.h>
#include <stdbool.h>

#include "controller/config/limits.h"
#include "controller/kube/request/request.h"

struct easy {
	CURL *handle;
	struct curl_slist *headers, *connect_to;
};

/*
 * For calls that fail only without memory, or by a mistake in this program:
 * abort().
 */
void easy_must(bool ok);

/* Is gzip welcome, to the caller and by the credentials? */
bool easy_compressed(const struct http_request *request);

/*
 * Would a request have a place to go to?  ERR_INPUT: libcurl cannot parse the
 * server, its name or the proxy.  Before auth is used for the first time.
 */
bool easy_check(const struct auth *auth, struct err *err) MUST_CHECK;

/* auth was checked.  limits: used as long as the handle is. */
void easy_init(struct easy *easy, const struct http_request *request,
    const struct limits *limits);
void easy_clear(struct easy *easy); /* not while it runs; empty is fine */

#endif
