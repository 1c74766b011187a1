/* SPDX-License-Identifier: Apache-2.0 */
/*
 * configuration.h - the configuration that a command was given.
 *
 * At the start its mistakes go to stderr as they are, for a person to read.
 */
#ifndef CONTROLLER_COMMAND_CONFIGURATION_H
#define CONTROLLER_COMMAND_CONFIGURATION_H

#include "controller/config/config.h"

/* NULL: it is bad, and everything that is wrong with it was printed. */
struct config *configuration_load(const char *file) MUST_CHECK;

#endif
