/* SPDX-License-Identifier: Apache-2.0 */
/* The body of a request to approve: what passes is written, and read, again. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/serve/approve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = BUF_INIT(1u << 16);
	struct approve approve, again;
	struct err err;

	if (!approve_parse(&approve, (const char *)data, size, &err))
		return 0;
	approve_print(&approve, &text);
	assert(buf_ok(&text));
	assert(approve_parse(&again, buf_text(&text), text.len, &err));
	assert(!strcmp(approve.zone, again.zone));
	assert(!strcmp(approve.plan, again.plan));
	buf_clear(&text);
	return 0;
}
