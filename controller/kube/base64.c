/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/base64.h"

#include <string.h>

static int value_of(char c)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";
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
