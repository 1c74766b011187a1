/* SPDX-License-Identifier: Apache-2.0 */
/* What NSD says: replies on the control socket, zonestatus, answers. */
#include <string.h>

#include "controller/publish/nsd/control.h"
#include "controller/publish/nsd/query.h"
#include "controller/publish/transfer/zonelist.h"
#include "controller/publish/state/lastversion.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static void one_answer(const uint8_t *input, size_t size)
{
	struct buf words = BUF_INIT(256);
	struct answer answer;
	uint16_t id = size < 2 ? 0 : (uint16_t)(input[0] * 256u + input[1]);

	if (query_parse(input, size, id, "a.test", &answer))
		answer_print(&answer, &words);
	if (!buf_ok(&words))
		__builtin_trap();
	buf_clear(&words);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	struct buf text = BUF_INIT(SIZE_MAX / 4);
	struct zonestatus status;
	const char *at;
	uint32_t serial;
	struct err err;

	one_answer(input, size);
	buf_add(&text, input, size);
	at = buf_text(&text);
	if (!control_judge(at, &err) && err.kind != ERR_INPUT)
		__builtin_trap();
	while (zonestatus_next(&at, &status))
		if (!strlen(status.name))
			__builtin_trap();
	if (!lastversion_serial(buf_text(&text), &serial))
		serial = 0;
	if (zonelist_good(buf_text(&text), text.len) && text.len < 2)
		__builtin_trap();
	buf_clear(&text);
	return 0;
}
