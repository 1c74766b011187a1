/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mastertype.h - the words of types that stand in other people's zone files.
 */
#ifndef ZONEGEN_LINT_MASTERTYPE_H
#define ZONEGEN_LINT_MASTERTYPE_H

#include <stddef.h>
#include <stdint.h>

/* A type by its word, in any case, also of those we never publish; 0: none. */
uint16_t mastertype_parse(const char *word, size_t len);
/* Its word again, or NULL: it has none. */
const char *mastertype_word(uint16_t type);

#endif
