/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/request/turns.h"

#include <stddef.h>

static void give(struct turns *turns, struct turn *turn)
{
	turns->free--;
	turn->taken = true;
	turn->come(turn->arg);
}

void turn_ask(struct turns *turns, struct turn *turn)
{
	struct turn **at = &turns->first;

	if (turn->taken || turn->waiting)
		return;
	if (turns->free) {
		give(turns, turn);
		return;
	}
	while (*at)
		at = &(*at)->next;
	*at = turn;
	turn->next = NULL;
	turn->waiting = true;
}

static struct turn *take_first(struct turns *turns)
{
	struct turn *turn = turns->first;

	turns->first = turn->next;
	turn->waiting = false;
	return turn;
}

void turn_end(struct turns *turns, struct turn *turn)
{
	struct turn **at = &turns->first;

	if (turn->waiting) {
		while (*at != turn)
			at = &(*at)->next;
		*at = turn->next;
		turn->waiting = false;
	}
	if (!turn->taken)
		return;
	turn->taken = false;
	turns->free++;
	if (turns->first)
		give(turns, take_first(turns));
}
