/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probes.h - what the network may ask: health and metrics.
 *
 *	GET /livez	200: the loop turns, or there would be no answer
 *	GET /readyz	200 or 503, see answer/health.h
 *	GET /metrics	see answer/metrics.h
 *
 * Health is one line, and a line for each check with "?verbose" or when a check
 * fails.
 */
#ifndef CONTROLLER_SERVE_PROBES_H
#define CONTROLLER_SERVE_PROBES_H

#include "controller/serve/answer/status.h"
#include "controller/serve/httpd.h"

struct probes {
	const struct affairs *affairs; /* NULL: nothing is known yet */
	/* Writes the metrics; false: that was asked for too often. */
	bool (*measure)(void *arg, struct buf *out);
	void *arg;
};

void probes_answer(const struct probes *probes,
    const struct httpd_request *request, struct httpd_answer *answer);

#endif
