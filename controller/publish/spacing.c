/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/spacing.h"

#define TIMES 4            /* durations of the last publication */
#define UNSERVED_MAX 10000 /* ms */

/*
 * A failure that took long (a deadline) says nothing about how dear a
 * publication is, hence the cap.
 */
uint64_t spacing(uint64_t took, bool served, uint64_t fixed)
{
	uint64_t pause = took * TIMES;

	if (fixed)
		return fixed;
	return served || pause < UNSERVED_MAX ? pause : UNSERVED_MAX;
}
