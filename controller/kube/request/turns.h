/* SPDX-License-Identifier: Apache-2.0 */
/*
 * turns.h - only so many at a time, first come first served.
 *
 * Lists cost the API server most: it would refuse a dozen at once.
 */
#ifndef CONTROLLER_KUBE_REQUEST_TURNS_H
#define CONTROLLER_KUBE_REQUEST_TURNS_H

#include <stdbool.h>

struct turns {
	unsigned free;
	struct turn *first; /* of those who wait */
};

struct turn {
	void (*come)(void *arg); /* it is yours, until turn_end() */
	void *arg;
	struct turn *next;
	bool taken, waiting;
};

/* come() is called now or later; nothing happens when it is taken already. */
void turn_ask(struct turns *turns, struct turn *turn);
/* Gives the turn back, or stops waiting; harmless otherwise. */
void turn_end(struct turns *turns, struct turn *turn);

#endif
