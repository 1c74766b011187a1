/* SPDX-License-Identifier: Apache-2.0 */
/* Anybody's zone file: whatever it is, findings come in order, with lines. */
#include <assert.h>
#include <stdint.h>

#include "zonegen/lint/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t lines_of(const uint8_t *data, size_t size)
{
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

/* An even first octet: the zone is not told. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *zone = size && *data % 2 ? "example.com" : NULL;
	struct lintfile file;
	size_t before = 0;
	struct err err;

	if (!size ||
	    !lintfile_read(&file, (const char *)data + 1, size - 1, zone, &err))
		return 0;
	for (size_t i = 0; i < file.count; i++) {
		const struct lintfile_finding *one = &file.list[i];

		assert(one->line >= before);
		assert(one->line <= lines_of(data, size));
		assert(*one->finding.sentence);
		before = one->line;
	}
	assert(file.records <= size);
	lintfile_clear(&file);
	return 0;
}
