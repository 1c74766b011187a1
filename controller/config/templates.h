/* SPDX-License-Identifier: Apache-2.0 */
/*
 * templates.h - the templates, from their directory or built in.
 */
#ifndef CONTROLLER_CONFIG_TEMPLATES_H
#define CONTROLLER_CONFIG_TEMPLATES_H

#include "controller/config/draft.h"
#include "controller/config/read/reading.h"

#define TEMPLATES_COUNT CONFIG_TEMPLATES
extern const char *const templates_names[TEMPLATES_COUNT]; /* of the files */

/* Sets those of draft->config.  Mistakes are the reader's. */
void templates_read(struct draft *draft, struct reader *reader);

#endif
