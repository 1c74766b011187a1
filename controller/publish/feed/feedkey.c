/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/feedkey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/base64.h"
#include "zonegen/base/outfile.h"
#include "zonegen/record/line.h"

#define FILE_MAX (TSIG_SECRET_TEXT + 64)
#define SECRET_SIZE 32 /* octets: as long as the digest */

const struct tsig_key feedkey_tsig = {
	.name = "feed.k8s-nsd.invalid",
	.algorithm = TSIG_SHA256,
};

const char *feedkey_address(const struct feedkey *key, char out[32])
{
	snprintf(out, 32, "%s@%u", key->v6 ? "::1" : "127.0.0.1",
	    (unsigned)key->port);
	return out;
}

/* "ADDRESS PORT SECRET", one line; false: it is not. */
static bool parse(const char *text, size_t len, struct feedkey *key)
{
	const char *port = memchr(text, ' ', len), *secret;
	uint32_t number;
	struct err err;

	if (!port)
		return false;
	port++;
	secret = memchr(port, ' ', len - (size_t)(port - text));
	if (!secret || !line_number(port, (size_t)(secret - port), &number) ||
	    number > UINT16_MAX)
		return false;
	secret++;
	key->v6 = !strncmp(text, "::1 ", 4);
	key->port = (uint16_t)number;
	return tsig_secret_parse(
	    secret, len - (size_t)(secret - text), &key->secret, &err);
}

static void make(struct feedkey *key)
{
	struct buf text = BUF_INIT(TSIG_SECRET_TEXT);
	uint8_t octets[SECRET_SIZE];
	struct err err;

	*key = (struct feedkey){ .port = 0 };
	if (getrandom(octets, sizeof(octets), 0) != sizeof(octets))
		abort(); /* never for so few octets */
	base64_encode(octets, sizeof(octets), &text);
	if (!tsig_secret_parse(buf_text(&text), text.len, &key->secret, &err))
		abort(); /* it was made here */
	explicit_bzero(octets, sizeof(octets));
	explicit_bzero(text.data, text.len);
	buf_clear(&text);
}

void feedkey_open(struct feedkey *key, int dir)
{
	struct err err;
	char *text;
	size_t len;

	*key = (struct feedkey){ .port = 0 };
	if (!statedir_read(dir, FEEDKEY_FILE, FILE_MAX, &text, &len, &err)) {
		make(key);
		return;
	}
	if (!parse(text, len, key))
		make(key);
	explicit_bzero(text, len);
	free(text);
}

bool feedkey_save(const struct feedkey *key, int dir, struct err *err)
{
	struct buf text = BUF_INIT(FILE_MAX);
	bool ok;

	buf_printf(&text, "%s %u %s\n", key->v6 ? "::1" : "127.0.0.1",
	    (unsigned)key->port, key->secret.text);
	ok = outfile_replace(dir, FEEDKEY_FILE, 0600, &text, err);
	explicit_bzero(text.data, text.len);
	buf_clear(&text);
	return ok;
}
