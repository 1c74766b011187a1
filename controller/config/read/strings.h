/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strings.h - a list of strings.
 */
#ifndef CONTROLLER_CONFIG_READ_STRINGS_H
#define CONTROLLER_CONFIG_READ_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

struct strings {
	const char *const *list;
	size_t count;
};

bool strings_have(const struct strings *strings, const char *text);

#endif
