/* SPDX-License-Identifier: Apache-2.0 */
/* nsd.conf as others left it, and what NSD's programs say of themselves. */
#include <string.h>

#include "controller/publish/nsd/checkerversion.h"
#include "controller/publish/nsd/conf.h"
#include "zonegen/base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	struct arena arena = { .chunk = 0 };
	char *text = arena_alloc(&arena, size + 1), number[32];
	struct keyring keyring = KEYRING_INIT;
	struct endpoints endpoints = { .list = NULL };
	struct conf_change same, other;

	if (size)
		memcpy(text, input, size);
	same = conf_compare(text, text);
	if (same.server || same.rest)
		__builtin_trap();
	same = conf_compare(text, "server:\n  port: 53\n");
	other = conf_compare("server:\n  port: 53\n", text);
	if (same.server != other.server || same.rest != other.rest)
		__builtin_trap();
	if (checkerversion_read(text, "Version ", number, sizeof(number)) &&
	    strspn(number, "0123456789.") != strlen(number))
		__builtin_trap();
	keyring_recall(&keyring, text);
	keyring_clear(&keyring);
	endpoints_recall(&endpoints, text);
	endpoints_clear(&endpoints);
	arena_clear(&arena);
	return 0;
}
