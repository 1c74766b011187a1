/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kinds.h - the kinds that a configuration wants read.
 *
 * These are the kinds that resources names and the kinds that those look at.
 */
#ifndef CONTROLLER_COMMAND_KINDS_H
#define CONTROLLER_COMMAND_KINDS_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/config/config.h"
#include "controller/object/kinds.h"

struct kinds {
	const struct kind **list;
	size_t count;
};

struct kinds kinds_of(const struct config *config);
bool kinds_equal(const struct kinds *a, const struct kinds *b);
void kinds_clear(struct kinds *kinds);

#endif
