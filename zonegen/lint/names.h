/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.h - what may stand together at one name, and under which.
 */
#ifndef ZONEGEN_LINT_NAMES_H
#define ZONEGEN_LINT_NAMES_H

#include "zonegen/lint/lookup.h"

void lint_name(struct lint *lint, const struct lint_name *name);

#endif
