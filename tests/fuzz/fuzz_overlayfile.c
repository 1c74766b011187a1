/* SPDX-License-Identifier: Apache-2.0 */
/* overlay.json: what is read is printed, and that reads the same again. */
#include "controller/publish/state/overlayfile.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	static const char *const kinds[] = { "Ingress", "Service" };
	const struct config config = { .resources = { kinds, 2 } };
	const struct instant now = { 5000, 1795429416 };
	struct overlays first = OVERLAYS_INIT, second = OVERLAYS_INIT;
	struct buf once = BUF_INIT(1u << 24), twice = BUF_INIT(1u << 24);
	struct err err;

	if (!overlayfile_parse(
		(const char *)input, size, &config, &now, &first, &err))
		return 0;
	overlayfile_print(&first, &now, &once);
	if (!overlayfile_parse(
		buf_text(&once), once.len, &config, &now, &second, &err))
		__builtin_trap();
	overlayfile_print(&second, &now, &twice);
	if (strcmp(buf_text(&once), buf_text(&twice)) != 0)
		__builtin_trap();
	overlays_clear(&first);
	overlays_clear(&second);
	buf_clear(&once);
	buf_clear(&twice);
	return 0;
}
