/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics.h - all metrics, as text for Prometheus.
 *
 * A pure function of what others have counted.  To add a metric: whoever counts
 * keeps the counter, and metrics.c has a family of it.  The manual lists the
 * names under METRICS.
 */
#ifndef CONTROLLER_SERVE_ANSWER_METRICS_H
#define CONTROLLER_SERVE_ANSWER_METRICS_H

#include "controller/publish/publication/press.h"
#include "controller/serve/answer/situation.h"
#include "controller/serve/answer/tally.h"
#include "controller/serve/answer/status.h"

struct process_facts {
	uint64_t cpu;               /* ms, of this process */
	uint64_t started;           /* ms since 1970 */
	uint64_t resident, virtual; /* octets */
	uint64_t fds, fds_max;
};

struct measures {
	const char *version;
	const struct affairs *affairs;
	const struct tally *tally; /* NULL: not counted yet */
	const struct durations *durations;
	struct situation situation;
	const char *nsd; /* statistics.h, or NULL */
	const struct process_facts *process;
	uint64_t epoch; /* ms since 1970 when the loop's clock was 0 */
};

void metrics_write(const struct measures *measures, struct buf *out);

#endif
