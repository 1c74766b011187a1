/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/secondary/starving.h"

#define STILL 3     /* versions until the pause doubles */
#define HOPELESS 10 /* versions at the longest pause */

void starving_caught_up(struct starving *starving)
{
	*starving = (struct starving){ 0 };
}

uint64_t starving_pause(const struct starving *starving)
{
	uint64_t pause = (uint64_t)STARVING_LEAST << starving->doublings;

	return pause < STARVING_MOST ? pause : STARVING_MOST;
}

static void slow_down(struct starving *starving)
{
	if (starving_pause(starving) < STARVING_MOST) {
		starving->doublings++;
		return;
	}
	if (++starving->hopeless < HOPELESS)
		return;
	starving->doublings = 0;
	starving->given_up = true;
}

void starving_version(struct starving *starving, size_t lag, bool known)
{
	bool shrank = lag < starving->lag;

	/*
	 * A secondary that does not answer is away: a pause is no help.  One
	 * that was given up stays so, however often it is away.
	 */
	if (!known) {
		*starving = (struct starving){ .given_up = starving->given_up };
		return;
	}
	if (!lag) {
		starving_caught_up(starving);
		return;
	}
	starving->lag = lag;
	if (shrank) {
		starving->still = starving->hopeless = 0;
		return;
	}
	if (++starving->still >= STILL && !starving->given_up)
		slow_down(starving);
}
