/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/base/base64.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz"
			       "0123456789+/";

static int value_of(char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

bool base64_decode(const char *text, struct buf *out)
{
	unsigned group = 0, count = 0, padding = 0;

	for (; *text; text++) {
		int value = value_of(*text);

		if (*text == '\n' || *text == '\r')
			continue;
		if (*text == '=') {
			if (++padding > 2)
				return false;
			value = 0;
		} else if (value < 0 || padding) {
			return false;
		}
		group = group << 6 | (unsigned)value;
		if (++count % 4)
			continue;
		for (unsigned i = 0; i < 3 - padding; i++)
			buf_putc(out, (char)(group >> (16 - 8 * i) & 0xff));
		group = 0;
	}
	return count % 4 == 0;
}

void base64_encode(const uint8_t *octets, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i += 3) {
		size_t take = len - i < 3 ? len - i : 3;
		unsigned group = 0;

		for (size_t j = 0; j < 3; j++)
			group = group << 8 | (j < take ? octets[i + j] : 0u);
		for (size_t j = 0; j < 4; j++)
			buf_putc(out,
			    j > take ? '='
				     : alphabet[group >> (18 - 6 * j) & 63]);
	}
}
