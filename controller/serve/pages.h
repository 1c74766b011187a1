/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages.h - the pages for people with a browser; nothing there changes
 * anything.
 *
 *	GET /		what is amiss, all zones, all sources
 *	GET /zone?name=	one zone and its last versions
 *	GET /explain?q=	a name or an object
 *	GET /style.css
 *
 * Host must be an address, "localhost" or a name of http.pageHosts: a web site
 * whose name leads here (DNS rebinding) must not read them.  The policy forbids
 * everything that is not the page itself.
 */
#ifndef CONTROLLER_SERVE_PAGES_H
#define CONTROLLER_SERVE_PAGES_H

#include "controller/config/read/strings.h"
#include "controller/serve/answer/status.h"
#include "controller/serve/httpd.h"

struct pages {
	const struct affairs *affairs; /* NULL: nothing is known yet */
	int64_t wall;                  /* s since 1970 */
	const struct strings *hosts;
	/* Is it not too often? */
	bool (*allows)(void *arg);
	/* An answer of status_write(), of a moment ago. */
	const struct buf *(*status)(void *arg, const struct affairs *affairs);
	void *arg;
};

void pages_answer(const struct pages *pages,
    const struct httpd_request *request, struct httpd_answer *answer);

#endif
