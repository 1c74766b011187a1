/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/strings.h"

#include <string.h>

bool strings_have(const struct strings *strings, const char *text)
{
	for (size_t i = 0; i < strings->count; i++)
		if (!strcmp(strings->list[i], text))
			return true;
	return false;
}
