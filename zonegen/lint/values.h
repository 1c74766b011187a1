/* SPDX-License-Identifier: Apache-2.0 */
/*
 * values.h - what a record says, whatever stands beside it.
 */
#ifndef ZONEGEN_LINT_VALUES_H
#define ZONEGEN_LINT_VALUES_H

#include "zonegen/lint/lookup.h"

/* Counts public and private addresses, before the checks. */
void lint_count_addresses(struct lint *lint);
void lint_values(struct lint *lint, const struct lint_name *name);

#endif
