/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watching.h - one watch, from the request into the store.
 *
 * Lines are applied as they come.  After each line that changed an object or
 * the place in the stream, tell() is called.
 */
#ifndef CONTROLLER_KUBE_WATCHING_H
#define CONTROLLER_KUBE_WATCHING_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/kube/complaints.h"
#include "controller/kube/decide/reflector.h"
#include "controller/kube/request/api.h"

struct watching;

struct watching_options {
	const struct kind *kind;
	size_t api_version; /* which of the kind's */
	const char *since;  /* resourceVersion */
	uint64_t timeout;   /* ms, what the server is asked for */
	bool bookmarks;     /* this server is known to send them */
	struct complaints *complaints;
	/*
	 * WATCH_OPENED, OBJECT_CHANGED, BOOKMARK_CAME; these come from within
	 * libcurl, and nothing may be cancelled there.  At last WATCH_ENDED or
	 * REQUEST_FAILED; the watching is gone then.
	 */
	void (*tell)(void *arg, const struct reflector_event *event);
	void *arg;
};

struct watching *watching_start(
    const struct api *api, const struct watching_options *options);
void watching_cancel(struct watching *watching); /* NULL is fine */

#endif
