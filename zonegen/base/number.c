/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/base/number.h"

bool number_read(const char *text, size_t len, uint64_t most, uint64_t *out)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9' || value > most)
			return false;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	*out = value;
	return len > 0 && value <= most;
}

int number_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
