/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duration.h - Go durations: "500ms", "1m30s", "1.5h".
 *
 * time.ParseDuration is the reference, without its sign: nothing here runs
 * backwards.
 */
#ifndef CONTROLLER_CONFIG_READ_DURATION_H
#define CONTROLLER_CONFIG_READ_DURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/base.h"

/* In nanoseconds; false when text is none, or more than an int64 holds. */
bool duration_parse(const char *text, uint64_t *ns) MUST_CHECK;

#endif
