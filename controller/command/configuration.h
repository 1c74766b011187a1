/* SPDX-License-Identifier: Apache-2.0 */
/*
 * configuration.h - loads the configuration of a command, and prints its errors
 * on stderr.
 */
#ifndef CONTROLLER_COMMAND_CONFIGURATION_H
#define CONTROLLER_COMMAND_CONFIGURATION_H

#include "controller/config/config.h"

/* NULL: it is bad, and *errors says why; it may be a pipe. */
struct config *configuration_read(
    const char *file, struct config_errors *errors) MUST_CHECK;
/* NULL: it is bad, and all errors were printed. */
struct config *configuration_load(const char *file) MUST_CHECK;

#endif
