/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_nsdmetrics.c - a reply of NSD becomes metrics: whole lines of printable
 * octets, none of them twice.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/serve/answer/nsdmetrics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const char *line, size_t len, const char *before)
{
	char text[512];

	assert(len > 0 && len < sizeof(text) - 2);
	for (size_t i = 0; i < len; i++)
		assert(line[i] >= ' ' && line[i] <= '~');
	if (*line == '#')
		return;
	assert(!strncmp(line, "nsd_", 4));
	/* The same name and labels must not be there before. */
	text[0] = '\n';
	memcpy(text + 1, line, len);
	text[1 + len] = '\0';
	*(strrchr(text, ' ') + 1) = '\0';
	assert(strstr(before, text) == line - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf reply = BUF_INIT(1u << 20), out = BUF_INIT(1u << 22);
	struct exposition exposition = { .out = &out };

	buf_add(&reply, data, size);
	nsdmetrics_write(buf_text(&reply), &exposition);
	assert(buf_ok(&out));
	for (const char *line = buf_text(&out); *line;) {
		const char *end = strchr(line, '\n');

		assert(end);
		check_line(line, (size_t)(end - line), buf_text(&out));
		line = end + 1;
	}
	buf_clear(&reply);
	buf_clear(&out);
	return 0;
}
