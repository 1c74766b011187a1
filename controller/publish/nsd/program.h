/* SPDX-License-Identifier: Apache-2.0 */
/*
 * program.h - finds NSD's programs, in PATH or where Debian installs them.
 *
 * They are in /usr/sbin, which few users have in PATH.
 */
#ifndef CONTROLLER_PUBLISH_NSD_PROGRAM_H
#define CONTROLLER_PUBLISH_NSD_PROGRAM_H

#include <limits.h>
#include <stdbool.h>

#include "zonegen/base/err.h"

/* ERR_ABSENT: there is no such program. */
bool program_find(
    const char *name, char out[PATH_MAX], struct err *err) MUST_CHECK;

#endif
