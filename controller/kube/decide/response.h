/* SPDX-License-Identifier: Apache-2.0 */
/*
 * response.h - what a failed response of the API server means.
 *
 * Its body, if short, is kept: a Status says why the server refused, and an
 * operator wants to read that.  The code alone decides what to do, except in
 * one case (a resourceVersion from the future).
 */
#ifndef CONTROLLER_KUBE_DECIDE_RESPONSE_H
#define CONTROLLER_KUBE_DECIDE_RESPONSE_H

#include <stddef.h>
#include <stdint.h>

#include "controller/kube/decide/reflector.h"
#include "controller/kube/request/http.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct response {
	struct buf body;
	struct err why; /* .text is what events point to */
};

/* Keeps as much as the limit of the body allows. */
void response_add(struct response *response, const char *bytes, size_t len);
/*
 * The event for a request that ended with result; not for whole ones with 200.
 */
struct reflector_event response_event(
    struct response *response, const struct http_result *result);
/* The event for the Status of an ERROR in a watch. */
struct reflector_event response_watch_error(
    struct response *response, struct slice status);
void response_clear(struct response *response);

/* Seconds in digits to milliseconds; 0 for the date form and the rest. */
uint64_t response_retry_after(const char *text);

#endif
