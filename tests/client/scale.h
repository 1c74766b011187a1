/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scale.h - the client's limits, made small: a day of a test is a second.
 */
#ifndef TESTS_CLIENT_SCALE_H
#define TESTS_CLIENT_SCALE_H

#include <stdbool.h>

#include "controller/config/limits.h"
#include "zonegen/base/err.h"

/*
 * Divides every time of the program's own; none becomes 0.  What the kernel
 * counts of a connection, and sizes and numbers, stay.
 */
void scale_times(struct limits *limits, unsigned factor);

/* "line_size=4096": any limit by its name.  ERR_INPUT: it is none. */
bool scale_set(
    struct limits *limits, const char *setting, struct err *err) MUST_CHECK;

#endif
