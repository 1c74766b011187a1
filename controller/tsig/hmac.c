/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hmac.c - the hashes are those of ldns; a row each says how to call them.
 */
#include "controller/tsig/hmac.h"

#include <ldns/sha1.h>
#include <ldns/sha2.h>
#include <limits.h>
#include <string.h>

static void sha1_init(void *state)
{
	ldns_sha1_init(state);
}

static void sha1_update(void *state, const uint8_t *octets, size_t len)
{
	while (len > UINT_MAX) {
		ldns_sha1_update(state, octets, UINT_MAX);
		octets += UINT_MAX;
		len -= UINT_MAX;
	}
	ldns_sha1_update(state, octets, (unsigned)len);
}

static void sha1_final(void *state, uint8_t *out)
{
	ldns_sha1_final(out, state);
}

static void sha256_init(void *state)
{
	ldns_sha256_init(state);
}

static void sha256_update(void *state, const uint8_t *octets, size_t len)
{
	ldns_sha256_update(state, octets, len);
}

static void sha256_final(void *state, uint8_t *out)
{
	ldns_sha256_final(out, state);
}

static void sha384_init(void *state)
{
	ldns_sha384_init(state);
}

static void sha384_update(void *state, const uint8_t *octets, size_t len)
{
	ldns_sha384_update(state, octets, len);
}

static void sha384_final(void *state, uint8_t *out)
{
	ldns_sha384_final(out, state);
}

static void sha512_init(void *state)
{
	ldns_sha512_init(state);
}

static void sha512_update(void *state, const uint8_t *octets, size_t len)
{
	ldns_sha512_update(state, octets, len);
}

static void sha512_final(void *state, uint8_t *out)
{
	ldns_sha512_final(out, state);
}

static const struct hmac_row {
	size_t size, block; /* octets */
	void (*init)(void *state);
	void (*update)(void *state, const uint8_t *octets, size_t len);
	void (*final)(void *state, uint8_t *out);
} rows[] = {
	[TSIG_SHA1] = { LDNS_SHA1_DIGEST_LENGTH, LDNS_SHA1_BLOCK_LENGTH,
	    sha1_init, sha1_update, sha1_final },
	[TSIG_SHA256] = { LDNS_SHA256_DIGEST_LENGTH, LDNS_SHA256_BLOCK_LENGTH,
	    sha256_init, sha256_update, sha256_final },
	[TSIG_SHA384] = { LDNS_SHA384_DIGEST_LENGTH, LDNS_SHA384_BLOCK_LENGTH,
	    sha384_init, sha384_update, sha384_final },
	[TSIG_SHA512] = { LDNS_SHA512_DIGEST_LENGTH, LDNS_SHA512_BLOCK_LENGTH,
	    sha512_init, sha512_update, sha512_final },
};

#define FITS(type) \
	_Static_assert(sizeof(type) <= sizeof(((struct hmac *)0)->state), #type)
FITS(ldns_sha1_ctx);
FITS(ldns_sha256_CTX);
FITS(ldns_sha384_CTX);
FITS(ldns_sha512_CTX);

/* The key, each octet of its block changed by mask, into a new hash. */
static void begin(struct hmac *hmac, uint8_t mask)
{
	const struct hmac_row *row = &rows[hmac->algorithm];
	uint8_t pad[sizeof(hmac->key)];

	for (size_t i = 0; i < row->block; i++)
		pad[i] = hmac->key[i] ^ mask;
	row->init(hmac->state);
	row->update(hmac->state, pad, row->block);
	explicit_bzero(pad, sizeof(pad));
}

void hmac_init(struct hmac *hmac, enum tsig_algorithm algorithm,
    const void *key, size_t len)
{
	const struct hmac_row *row = &rows[algorithm];

	*hmac = (struct hmac){ .algorithm = algorithm };
	if (len > row->block) {
		row->init(hmac->state);
		row->update(hmac->state, key, len);
		row->final(hmac->state, hmac->key);
	} else if (len > 0) {
		memcpy(hmac->key, key, len);
	}
	begin(hmac, 0x36);
}

void hmac_add(struct hmac *hmac, const void *octets, size_t len)
{
	rows[hmac->algorithm].update(hmac->state, octets, len);
}

void hmac_final(struct hmac *hmac, uint8_t out[TSIG_MAC_MAX])
{
	const struct hmac_row *row = &rows[hmac->algorithm];
	uint8_t inner[TSIG_MAC_MAX];

	row->final(hmac->state, inner);
	begin(hmac, 0x5c);
	row->update(hmac->state, inner, row->size);
	row->final(hmac->state, out);
}

void hmac_clear(struct hmac *hmac)
{
	explicit_bzero(hmac, sizeof(*hmac));
}

bool hmac_same(const uint8_t *a, const uint8_t *b, size_t len)
{
	unsigned differ = 0;

	for (size_t i = 0; i < len; i++)
		differ |= (unsigned)(a[i] ^ b[i]);
	return differ == 0;
}
