/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statistics.h - what NSD counts, as it replied last to stats_noreset.
 *
 * NSD is asked when somebody has use for the answer, which comes in time for
 * the next who asks.  NSD 4.6 makes a reload cycle of some milliseconds for it,
 * so it is not asked more often than every 5 s.
 */
#ifndef CONTROLLER_PUBLISH_NSD_STATISTICS_H
#define CONTROLLER_PUBLISH_NSD_STATISTICS_H

#include "controller/base/loop.h"
#include "controller/publish/nsd/control.h"

struct statistics;

struct statistics *statistics_new(struct loop *loop, struct control *control);
/* After control_free(), which drops its command.  NULL is fine. */
void statistics_free(struct statistics *statistics);

/* Somebody has read them, and will again: NSD is asked. */
void statistics_renew(struct statistics *statistics);
/*
 * Lines "num.queries=12".  NULL: NSD did not reply, or minutes ago.
 */
const char *statistics_text(const struct statistics *statistics);

#endif
