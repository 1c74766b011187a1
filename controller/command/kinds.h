/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kinds.h - the kinds that a configuration wants read.
 *
 * What its resources name; the list is all that kube/ is told.
 */
#ifndef CONTROLLER_COMMAND_KINDS_H
#define CONTROLLER_COMMAND_KINDS_H

#include <stddef.h>

#include "controller/config/config.h"
#include "controller/object/kind.h"

struct kinds {
	const struct kind **list;
	size_t count;
};

struct kinds kinds_of(const struct config *config);
void kinds_clear(struct kinds *kinds);

#endif
