/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number.h - a whole number as text: digits alone, without sign and blanks.
 */
#ifndef ZONEGEN_BASE_NUMBER_H
#define ZONEGEN_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/base.h"

/* most is less than a tenth of UINT64_MAX.  Zeros may stand in front. */
bool number_read(
    const char *text, size_t len, uint64_t most, uint64_t *out) MUST_CHECK;

/* Of a hexadecimal digit; -1: it is none. */
int number_digit(char c);

#endif
