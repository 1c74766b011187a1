/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ixfr.h - how many differences NSD keeps for the secondaries of a zone.
 *
 * A secondary that is further behind gets the whole zone.  Where NSD loads
 * files, 20 versions are kept, because each reload writes them all anew.  What
 * it transferred costs memory only: the versions of a minute are kept, by the
 * shortest pause between two, so that a slow secondary is not outrun.  One
 * that lags for longer is starved, and the pause grows (starving.h).
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_IXFR_H
#define CONTROLLER_PUBLISH_TRANSFER_IXFR_H

#include <stdint.h>

#include "controller/config/nsdmode.h"
#include "zonegen/base/buf.h"

/* interval: publish.minInterval in ms; 0: auto. */
unsigned ixfr_number(enum handover_mode mode, uint64_t interval);
/* The lines of a pattern. */
void ixfr_print(enum handover_mode mode, uint64_t interval, struct buf *out);

#endif
