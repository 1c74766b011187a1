/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/spacing.h"

#define TIMES 4         /* durations of the last publication */
#define PAUSE_MAX 10000 /* ms */

/*
 * One that took long says little about how dear a publication is: NSD was away
 * or hung, the machine slept, a deadline passed.  Nobody is to wait an hour for
 * that, hence the cap.
 */
uint64_t spacing(uint64_t took, uint64_t fixed)
{
	uint64_t pause = took * TIMES;

	if (fixed)
		return fixed;
	return pause < PAUSE_MAX ? pause : PAUSE_MAX;
}
