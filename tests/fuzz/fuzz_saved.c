/* SPDX-License-Identifier: Apache-2.0 */
/* A saved configuration: what is read is printed as it was. */
#include <string.h>

#include "controller/config/saved.h"
#include "zonegen/base/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

/* The digest is made here: no input would ever have the right one. */
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	struct buf text = BUF_INIT(1u << 24), again = BUF_INIT(1u << 24);
	char digest[DIGEST_SIZE];
	struct config *config;
	struct err err;

	digest_hex(input, size, digest);
	buf_printf(&text, "k8s-nsd saved configuration 1\ndigest %s\n", digest);
	buf_add(&text, input, size);
	config = saved_parse(buf_text(&text), text.len, "f", &err);
	if (config && !config->templates) {
		struct config *other;

		saved_print(config, &again);
		other = saved_parse(buf_text(&again), again.len, "f", &err);
		if (!other || strcmp(other->text, config->text) != 0)
			__builtin_trap();
		config_free(other);
	}
	config_free(config);
	buf_clear(&text);
	buf_clear(&again);
	return 0;
}
