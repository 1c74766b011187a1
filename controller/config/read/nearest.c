/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/nearest.h"

#include <string.h>

#define WORD_MAX 40

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Edits from a to b: insert, delete, replace, swap of neighbours.  Case does
 * not count.
 */
static size_t edits(const char *a, size_t na, const char *b, size_t nb)
{
	size_t rows[3][WORD_MAX + 1]; /* of i, i - 1, i - 2, by turns */

	for (size_t j = 0; j <= nb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *row = rows[i % 3];
		const size_t *up = rows[(i + 2) % 3];
		const size_t *up2 = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			char x = lower(a[i - 1]);
			char y = lower(b[j - 1]);

			row[j] = least(
			    up[j - 1] + (x != y), least(up[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && x == lower(b[j - 2]) &&
			    y == lower(a[i - 2]))
				row[j] = least(row[j], up2[j - 2] + 1);
		}
	}
	return rows[na % 3][nb];
}

void nearest_try(struct nearest *nearest, const char *word, size_t len)
{
	size_t wrong = strlen(nearest->wrong);
	size_t distance;

	if (!wrong || wrong > WORD_MAX || len > WORD_MAX)
		return;
	distance = edits(nearest->wrong, wrong, word, len);
	/* One slip in each three letters: "tll" is "ttl", "abc" is nothing. */
	if (distance * 3 > least(wrong, len) && distance > 0)
		return;
	if (!nearest->word || distance < nearest->distance) {
		nearest->word = word;
		nearest->distance = distance;
	}
}
