/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pause.h - long work that stops now and then, so that others get their turn.
 *
 * Whoever has the work done knows the time; the work asks after each piece of
 * it.  It keeps where it was and goes on there when it is called again.
 */
#ifndef ZONEGEN_BASE_PAUSE_H
#define ZONEGEN_BASE_PAUSE_H

#include <stdbool.h>

struct pause {
	bool (*due)(void *arg);
	void *arg;
};

/* NULL: never. */
static inline bool pause_due(const struct pause *pause)
{
	return pause && pause->due(pause->arg);
}

#endif
