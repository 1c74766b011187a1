/* SPDX-License-Identifier: Apache-2.0 */
/* orders.json: what is read is printed, and that reads the same again. */
#include "controller/publish/order/orderfile.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	const struct instant now = { 5000, 1795429416 };
	struct orders first, second;
	struct buf once = BUF_INIT(1u << 24), twice = BUF_INIT(1u << 24);
	struct err err;

	if (!orderfile_parse((const char *)input, size, &now, &first, &err))
		return 0;
	orderfile_print(&first, &now, &once);
	if (!orderfile_parse(buf_text(&once), once.len, &now, &second, &err))
		__builtin_trap();
	orderfile_print(&second, &now, &twice);
	if (strcmp(buf_text(&once), buf_text(&twice)) != 0)
		__builtin_trap();
	orders_clear(&first);
	orders_clear(&second);
	buf_clear(&once);
	buf_clear(&twice);
	return 0;
}
