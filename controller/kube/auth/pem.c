/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth/pem.h"

#include <stdint.h>
#include <string.h>

#include "zonegen/base/base64.h"
#include "zonegen/base/buf.h"

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"

/* One block; it points into the text. */
struct block {
	const char *label, *body;
	size_t label_len, body_len;
};

/* The next block from *at on: 1, and *at is behind it; 0: none; -1: half. */
static int next_block(const char **at, struct block *out)
{
	const char *begin = strstr(*at, BEGIN);
	const char *end;

	if (!begin)
		return 0;
	out->label = begin + strlen(BEGIN);
	end = strstr(out->label, DASHES);
	if (!end)
		return -1;
	out->label_len = (size_t)(end - out->label);
	out->body = end + strlen(DASHES);
	end = strstr(out->body, END);
	if (!end)
		return -1;
	out->body_len = (size_t)(end - out->body);
	end += strlen(END);
	if (strncmp(end, out->label, out->label_len) != 0 ||
	    strncmp(end + out->label_len, DASHES, strlen(DASHES)) != 0)
		return -1;
	*at = end + out->label_len + strlen(DASHES);
	return 1;
}

/* A SEQUENCE or, in parameters of curves, an OBJECT IDENTIFIER. */
static bool one_value(const uint8_t *octets, size_t len)
{
	size_t head = 2, size;

	if (len < 2 || (octets[0] != 0x30 && octets[0] != 0x06))
		return false;
	size = octets[1];
	if (size >= 0x80) {
		head += size - 0x80;
		if (size == 0x80 || head > 6 || head > len)
			return false;
		size = 0;
		for (size_t i = 2; i < head; i++)
			size = size << 8 | octets[i];
	}
	return len - head == size;
}

static bool whole(const struct block *block)
{
	struct buf text = BUF_INIT(block->body_len + 1);
	struct buf octets = BUF_INIT(block->body_len + 1);
	bool ok;

	for (size_t i = 0; i < block->body_len; i++)
		if (!strchr(" \t\r\n", block->body[i]))
			buf_putc(&text, block->body[i]);
	ok = base64_decode(buf_text(&text), &octets) && buf_ok(&octets) &&
	    one_value((const uint8_t *)octets.data, octets.len);
	buf_clear(&text);
	buf_clear(&octets);
	return ok;
}

static bool labelled(const struct block *block, const char *label)
{
	return block->label_len == strlen(label) &&
	    !memcmp(block->label, label, block->label_len);
}

static bool wanted(const struct block *block, enum pem what)
{
	static const char end[] = "PRIVATE KEY";
	size_t len = strlen(end);

	if (what == PEM_CERTIFICATES)
		return labelled(block, "CERTIFICATE") ||
		    labelled(block, "TRUSTED CERTIFICATE") ||
		    labelled(block, "X509 CERTIFICATE");
	return block->label_len >= len &&
	    !memcmp(block->label + block->label_len - len, end, len);
}

/* Nobody could be asked for the password. */
static bool encrypted(const struct block *block)
{
	static const char header[] = "Proc-Type: 4,ENCRYPTED";

	return labelled(block, "ENCRYPTED PRIVATE KEY") ||
	    memmem(block->body, block->body_len, header, strlen(header));
}

bool pem_check(enum pem what, const char *name, const char *text, size_t len,
    struct err *err)
{
	size_t found = 0;
	struct block block;
	int more;

	if (strlen(text) != len)
		return err_set(err, ERR_INPUT, "'%s' is no PEM", name);
	while ((more = next_block(&text, &block)) > 0) {
		if (wanted(&block, what) && encrypted(&block))
			return err_set(
			    err, ERR_INPUT, "'%s' is encrypted", name);
		if (!whole(&block))
			break;
		found += wanted(&block, what);
	}
	if (more)
		return err_set(err, ERR_INPUT, "'%s' is damaged PEM", name);
	return found ||
	    err_set(err, ERR_INPUT, "'%s' holds no %s", name,
		what == PEM_KEY ? "private key" : "certificate");
}
