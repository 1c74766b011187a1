/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/endpoint.h"

#include <arpa/inet.h>
#include <stdio.h>
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

static bool parse(const char *text, size_t len, struct endpoint *out)
{
	static const struct in6_addr any6 = IN6ADDR_ANY_INIT;
	struct in6_addr v6;
	struct in_addr v4;

	if (!len || len >= INET6_ADDRSTRLEN)
		return false;
	memcpy(out->address, text, len);
	out->address[len] = '\0';
	out->v6 = strchr(out->address, ':');
	if (out->v6) {
		if (inet_pton(AF_INET6, out->address, &v6) != 1)
			return false;
		out->any = !memcmp(&v6, &any6, sizeof(v6));
	} else {
		if (inet_pton(AF_INET, out->address, &v4) != 1)
			return false;
		out->any = v4.s_addr == INADDR_ANY;
	}
	return true;
}

bool endpoint_parse(const char *text, struct endpoint *out)
{
	const char *at = strchr(text, '@');
	struct endpoint parsed;

	if (!at || !read_port(at + 1, &parsed.port) ||
	    !parse(text, (size_t)(at - text), &parsed))
		return false;
	*out = parsed;
	return true;
}

bool endpoint_parse_url(const char *text, struct endpoint *out)
{
	const char *colon = strrchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : 0;
	struct endpoint parsed;
	bool brackets = len > 2 && *text == '[' && colon[-1] == ']';

	if (!colon || !read_port(colon + 1, &parsed.port) ||
	    !parse(text + brackets, len - 2 * (size_t)brackets, &parsed) ||
	    parsed.v6 != brackets)
		return false;
	*out = parsed;
	return true;
}

bool endpoint_parse_at(const char *text, uint16_t port, struct endpoint *out)
{
	struct endpoint parsed = { .port = port };

	if (strchr(text, '@'))
		return endpoint_parse(text, out);
	if (!parse(text, strlen(text), &parsed))
		return false;
	*out = parsed;
	return true;
}

void endpoint_print(const struct endpoint *endpoint, char out[ENDPOINT_SIZE])
{
	snprintf(out, ENDPOINT_SIZE, "%s@%u", endpoint->address,
	    (unsigned)endpoint->port);
}
