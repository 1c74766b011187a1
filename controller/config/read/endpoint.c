/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/endpoint.h"

#include <arpa/inet.h>
#include <string.h>

/* 1 to 65535, without a sign, blanks or leading zeros. */
static bool read_port(const char *text, uint16_t *out)
{
	unsigned value = 0;

	if (*text == '0')
		return false;
	if (!*text || strlen(text) > 5 || text[strspn(text, "0123456789")])
		return false;
	for (; *text; text++)
		value = value * 10 + (unsigned)(*text - '0');
	*out = (uint16_t)value;
	return value <= UINT16_MAX;
}

bool endpoint_parse(const char *text, struct endpoint *out)
{
	static const struct in6_addr any6 = IN6ADDR_ANY_INIT;
	struct endpoint parsed = { .v6 = strchr(text, ':') };
	const char *at = strchr(text, '@');
	size_t len = at ? (size_t)(at - text) : 0;
	struct in6_addr v6;
	struct in_addr v4;

	if (!len || len >= sizeof(parsed.address))
		return false;
	memcpy(parsed.address, text, len);
	if (!read_port(at + 1, &parsed.port))
		return false;
	if (parsed.v6) {
		if (inet_pton(AF_INET6, parsed.address, &v6) != 1)
			return false;
		parsed.any = !memcmp(&v6, &any6, sizeof(v6));
	} else {
		if (inet_pton(AF_INET, parsed.address, &v4) != 1)
			return false;
		parsed.any = v4.s_addr == INADDR_ANY;
	}
	*out = parsed;
	return true;
}
