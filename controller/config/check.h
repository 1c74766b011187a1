/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.h - checks that compare several values, and defaults that come from
 * other values.
 */
#ifndef CONTROLLER_CONFIG_CHECK_H
#define CONTROLLER_CONFIG_CHECK_H

#include "controller/config/draft.h"
#include "controller/config/read/reading.h"

/*
 * Fills draft->config from the rest and checks it.  Mistakes are the reader's.
 */
void check_draft(struct draft *draft, struct reader *reader);

#endif
