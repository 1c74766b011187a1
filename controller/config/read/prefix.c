/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/prefix.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "zonegen/base/base.h"
#include "zonegen/base/number.h"

static bool read_length(const char *text, unsigned most, uint8_t *out)
{
	uint64_t value;

	if ((*text == '0' && text[1]) ||
	    !number_read(text, strlen(text), most, &value))
		return false;
	*out = (uint8_t)value;
	return true;
}

/* Are all bits from the given one on zero? */
static bool ends_in_zeros(const struct prefix *prefix)
{
	for (unsigned bit = prefix->length; bit < (prefix->v6 ? 128u : 32u);
	     bit++)
		if (prefix->octets[bit / 8] & (0x80u >> bit % 8))
			return false;
	return true;
}

static bool is_mapped(const struct prefix *prefix)
{
	static const uint8_t head[12] = { [10] = 0xff, [11] = 0xff };

	return prefix->v6 && !memcmp(prefix->octets, head, sizeof(head));
}

static void print(struct prefix *prefix)
{
	char address[INET6_ADDRSTRLEN];
	unsigned most = prefix->v6 ? 128 : 32;

	if (!inet_ntop(prefix->v6 ? AF_INET6 : AF_INET, prefix->octets, address,
		sizeof(address)))
		address[0] = '\0';
	if (prefix->length == most)
		snprintf(prefix->text, sizeof(prefix->text), "%s", address);
	else
		snprintf(prefix->text, sizeof(prefix->text), "%s/%u", address,
		    prefix->length);
}

bool prefix_parse(const char *text, struct prefix *out, struct err *err)
{
	struct prefix parsed = { .v6 = strchr(text, ':') };
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);
	uint8_t most = parsed.v6 ? 128 : 32;
	char address[INET6_ADDRSTRLEN];

	parsed.length = most;
	if (len >= sizeof(address))
		goto bad;
	memcpy(address, text, len);
	address[len] = '\0';
	if (inet_pton(parsed.v6 ? AF_INET6 : AF_INET, address, parsed.octets) !=
	    1)
		goto bad;
	if (slash && !read_length(slash + 1, most, &parsed.length))
		goto bad;
	if (is_mapped(&parsed))
		return err_set(err, ERR_INPUT,
		    "'%.80s' is an IPv4 address and must be written as one",
		    text);
	if (!ends_in_zeros(&parsed))
		return err_set(err, ERR_INPUT,
		    "'%.80s' has bits set beyond its length", text);
	print(&parsed);
	*out = parsed;
	return true;
bad:
	return err_set(err, ERR_INPUT,
	    "must be ADDRESS or ADDRESS/LENGTH, not '%.80s'", text);
}

bool prefix_within(const struct prefix *inner, const struct prefix *outer)
{
	if (inner->v6 != outer->v6 || inner->length < outer->length)
		return false;
	for (unsigned bit = 0; bit < outer->length; bit++)
		if ((inner->octets[bit / 8] ^ outer->octets[bit / 8]) &
		    (0x80u >> bit % 8))
			return false;
	return true;
}

const char *prefix_local(const struct prefix *prefix)
{
	static const struct {
		const char *block, *word;
	} rows[] = {
		{ "10.0.0.0/8", "private" },
		{ "172.16.0.0/12", "private" },
		{ "192.168.0.0/16", "private" },
		{ "100.64.0.0/10", "shared" },
		{ "169.254.0.0/16", "link-local" },
		{ "fc00::/7", "unique local" },
		{ "fe80::/10", "link-local" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct prefix block;
		struct err err;

		if (prefix_parse(rows[i].block, &block, &err) &&
		    (prefix_within(prefix, &block) ||
			prefix_within(&block, prefix)))
			return rows[i].word;
	}
	return NULL;
}
