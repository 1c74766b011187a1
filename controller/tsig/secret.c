/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/tsig/secret.h"

#include <string.h>

#include "controller/base/textfile.h"

#define FILE_MAX 4096

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/*
 * One group of four; the octets it stands for, or 0: it is none.  Bits that
 * belong to no octet are zero: a secret has one way to be written.
 */
static size_t read_group(const char *text, bool last, uint8_t out[3])
{
	uint32_t bits = 0;
	size_t count = 4;

	if (last && text[3] == '=')
		count = text[2] == '=' ? 2 : 3;
	for (size_t i = 0; i < count; i++) {
		int value = digit(text[i]);

		if (value < 0)
			return 0;
		bits |= (uint32_t)value << (18 - 6 * i);
	}
	if ((count == 2 && bits & 0xffff) || (count == 3 && bits & 0xff))
		return 0;
	out[0] = (uint8_t)(bits >> 16);
	out[1] = (uint8_t)(bits >> 8);
	out[2] = (uint8_t)bits;
	return count - 1;
}

static size_t without_breaks(const char *text, size_t len)
{
	while (len && strchr(" \t\r\n", text[len - 1]) && text[len - 1])
		len--;
	return len;
}

bool tsig_secret_parse(
    const char *text, size_t len, struct tsig_secret *out, struct err *err)
{
	struct tsig_secret secret = { 0 };
	bool ok = false;

	len = without_breaks(text, len);
	if (!len || len % 4) {
		err_set(err, ERR_INPUT, "must be base64 text");
		goto out;
	}
	if (len >= sizeof(secret.text)) {
		err_set(err, ERR_INPUT,
		    "must not be longer than %d octets in base64",
		    TSIG_SECRET_MOST);
		goto out;
	}
	for (size_t i = 0; i < len; i += 4) {
		uint8_t group[3];
		size_t size = read_group(text + i, i + 4 == len, group);

		if (!size || secret.size + size > TSIG_SECRET_MOST) {
			err_set(err, ERR_INPUT, "must be base64 text");
			goto out;
		}
		memcpy(secret.octets + secret.size, group, size);
		secret.size += size;
	}
	if (secret.size < TSIG_SECRET_LEAST) {
		err_set(err, ERR_INPUT, "has %zu octets, must have %d at least",
		    secret.size, TSIG_SECRET_LEAST);
		goto out;
	}
	memcpy(secret.text, text, len);
	*out = secret;
	ok = true;
out:
	tsig_secret_clear(&secret);
	return ok;
}

bool tsig_secret_read(
    const struct tsig_key *key, struct tsig_secret *out, struct err *err)
{
	struct buf text = BUF_INIT(FILE_MAX);
	bool ok = textfile_read(key->file, &text, err);

	if (ok && !tsig_secret_parse(buf_text(&text), text.len, out, err)) {
		ok = err_prefix(err, "the secret in '%s'", key->file);
	}
	if (text.data)
		explicit_bzero(text.data, text.cap);
	buf_clear(&text);
	return ok;
}

bool tsig_secret_equal(const struct tsig_secret *a, const struct tsig_secret *b)
{
	return a->size == b->size && !memcmp(a->octets, b->octets, a->size);
}

void tsig_secret_hide(const struct tsig_secret *secret, char *text)
{
	char *at;

	while (*secret->text && (at = strstr(text, secret->text)))
		memset(at, '*', strlen(secret->text));
}

void tsig_secret_clear(struct tsig_secret *secret)
{
	explicit_bzero(secret, sizeof(*secret));
}
