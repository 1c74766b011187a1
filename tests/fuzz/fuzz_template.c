/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/base/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct template_value values[] = {
		{ "zone", "example.com" },
		{ "listen", "a\nb\n" },
	};
	struct buf out = BUF_INIT(100000);
	struct arena arena = { 0 };
	char *text = arena_alloc(&arena, size + 1);
	struct err err;

	if (size)
		memcpy(text, data, size);
	if (!template_fill("t", text, values, ARRAY_LEN(values), &out, &err))
		buf_reset(&out);
	buf_clear(&out);
	arena_clear(&arena);
	return 0;
}
