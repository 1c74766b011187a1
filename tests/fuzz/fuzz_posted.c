/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bodies of requests that change something: what passes is written, and
 * read, again, and who and why are lines.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/serve/posted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(enum posted_kind kind, const char *data, size_t size)
{
	struct buf text = BUF_INIT(1u << 16);
	struct posted posted, again;
	struct err err;

	if (!posted_parse(&posted, kind, data, size, &err))
		return;
	posted_print(&posted, &text);
	assert(buf_ok(&text));
	assert(posted_parse(&again, kind, buf_text(&text), text.len, &err));
	assert(!strcmp(posted.zone, again.zone));
	assert(!strcmp(posted.plan, again.plan));
	assert(!strcmp(posted.key, again.key));
	assert(!strcmp(posted.stated.by, again.stated.by));
	assert(!strcmp(posted.stated.reason, again.stated.reason));
	assert(posted.life == again.life);
	assert(!strpbrk(posted.stated.by, "\r\n\t\033"));
	assert(!strpbrk(posted.stated.reason, "\r\n\t\033"));
	buf_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (unsigned i = 0; i < POSTED_KINDS; i++)
		check((enum posted_kind)i, (const char *)data, size);
	return 0;
}
