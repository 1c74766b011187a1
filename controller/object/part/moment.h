/* SPDX-License-Identifier: Apache-2.0 */
/*
 * moment.h - RFC 3339 times, as metadata.creationTimestamp has them.
 */
#ifndef CONTROLLER_OBJECT_PART_MOMENT_H
#define CONTROLLER_OBJECT_PART_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "zonegen/base/base.h"

/*
 * "2024-02-29T12:00:00Z": seconds since 1970. A fraction is cut off, an offset
 * is taken into account; a day that does not exist, a leap second or any text
 * around the time is refused.
 */
bool moment_parse(const char *text, int64_t *out) MUST_CHECK;

#endif
