/* SPDX-License-Identifier: Apache-2.0 */
/* What a checker prints: words within their limit, lines to the end. */
#include "controller/publish/nsd/checkzone.h"

#include <string.h>

#include "zonegen/base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	struct arena arena = { .chunk = 0 };
	char *said = arena_alloc(&arena, size + 1);
	struct buf words = BUF_INIT(64);
	const char *at = said;
	size_t lines = 0;

	if (size)
		memcpy(said, input, size);
	checkzone_words(said, 63, &words);
	if (!buf_ok(&words) || strchr(buf_text(&words), '\n'))
		__builtin_trap();
	while (checkzone_line(&at))
		lines++;
	if (*at || lines > size)
		__builtin_trap();
	buf_clear(&words);
	arena_clear(&arena);
	return 0;
}
