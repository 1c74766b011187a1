/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8.h - is this UTF-8 (RFC 3629)?
 *
 * The parsers behind json.c and yaml.c are less strict, so text is checked
 * before they see it: no overlong forms, no surrogates, nothing beyond
 * U+10FFFF.
 */
#ifndef CONTROLLER_BASE_UTF8_H
#define CONTROLLER_BASE_UTF8_H

#include <stddef.h>

/* Octets of the character at text (len of them are left), 0: not UTF-8. */
size_t utf8_size(const char *text, size_t len);

#endif
