/* SPDX-License-Identifier: Apache-2.0 */
/*
 * targets.h - the names that records point to.
 */
#ifndef ZONEGEN_LINT_TARGETS_H
#define ZONEGEN_LINT_TARGETS_H

#include "zonegen/lint/lookup.h"

void lint_targets(struct lint *lint, const struct lint_name *name);

#endif
