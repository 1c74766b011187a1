/* SPDX-License-Identifier: Apache-2.0 */
/*
 * errors.h - what is wrong with a configuration file.
 */
#ifndef CONTROLLER_CONFIG_ERRORS_H
#define CONTROLLER_CONFIG_ERRORS_H

#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/digest.h"

struct config_errors {
	struct buf text; /* one line each, "FILE:LINE:COL: text" */
	size_t count;
	char digest[DIGEST_SIZE]; /* of what was read; "": nothing could be */
};

void config_errors_clear(struct config_errors *errors);

#endif
