/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/utf8.h"

#include <stdbool.h>

static bool follows(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* The second octet has a narrower range after these (RFC 3629 4). */
static bool second_fits(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second <= 0x9f;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second <= 0x8f;
	default:
		return true;
	}
}

size_t utf8_size(const char *text, size_t len)
{
	const unsigned char *c = (const unsigned char *)text;
	size_t size;

	if (!len)
		return 0;
	if (c[0] < 0x80)
		return 1;
	if (c[0] < 0xc2 || c[0] > 0xf4)
		return 0;
	size = c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;
	if (len < size || !second_fits(c[0], c[1]))
		return 0;
	for (size_t i = 1; i < size; i++)
		if (!follows(c[i]))
			return 0;
	return size;
}
