/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/record/svckey.h"

#include <string.h>

#include "zonegen/base/number.h"

static const char *const words[] = {
	[SVC_MANDATORY] = "mandatory",
	[SVC_ALPN] = "alpn",
	[SVC_NO_DEFAULT_ALPN] = "no-default-alpn",
	[SVC_PORT] = "port",
	[SVC_IPV4HINT] = "ipv4hint",
	[SVC_ECH] = "ech",
	[SVC_IPV6HINT] = "ipv6hint",
};

/*
 * The registry's other words (RFC 9461, 9540, and on): they are read, and
 * written as numbers, because not every server knows them.
 */
static const struct {
	const char *word;
	uint16_t key;
} young[] = {
	{ "dohpath", SVC_DOHPATH },
	{ "ohttp", SVC_OHTTP },
	{ "tls-supported-groups", 9 },
	{ "docpath", 10 },
};

bool svckey_parse(const char *text, size_t len, uint16_t *key)
{
	uint64_t number;

	for (size_t i = 0; i < ARRAY_LEN(young); i++)
		if (strlen(young[i].word) == len &&
		    !memcmp(young[i].word, text, len)) {
			*key = young[i].key;
			return true;
		}
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strlen(words[i]) == len && !memcmp(words[i], text, len)) {
			*key = (uint16_t)i;
			return true;
		}
	if (len < 4 || len > 8 || memcmp(text, "key", 3) != 0 || text[3] == '0')
		return false;
	if (!number_read(text + 3, len - 3, SVC_INVALID - 1, &number))
		return false;
	*key = (uint16_t)number;
	return number >= ARRAY_LEN(words);
}

void svckey_print(uint16_t key, struct buf *out)
{
	if (key < ARRAY_LEN(words))
		buf_puts(out, words[key]);
	else
		buf_printf(out, "key%u", (unsigned)key);
}
