/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/endpoint.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "zonegen/base/number.h"

/* 1 to 65535, without a sign, blanks or leading zeros. */
static bool read_port(const char *text, uint16_t *out)
{
	uint64_t value;

	if (*text == '0' ||
	    !number_read(text, strlen(text), UINT16_MAX, &value))
		return false;
	*out = (uint16_t)value;
	return true;
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

socklen_t endpoint_socket(
    const struct endpoint *endpoint, struct sockaddr_storage *out)
{
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;

	*out = (struct sockaddr_storage){ .ss_family = endpoint->v6 ? AF_INET6
								    : AF_INET };
	if (endpoint->v6) {
		v6->sin6_port = htons(endpoint->port);
		inet_pton(AF_INET6, endpoint->address, &v6->sin6_addr);
		return sizeof(*v6);
	}
	v4->sin_port = htons(endpoint->port);
	inet_pton(AF_INET, endpoint->address, &v4->sin_addr);
	return sizeof(*v4);
}

void endpoint_print(const struct endpoint *endpoint, char out[ENDPOINT_SIZE])
{
	snprintf(out, ENDPOINT_SIZE, "%s@%u", endpoint->address,
	    (unsigned)endpoint->port);
}
