/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hmac.h - the keyed digest (RFC 2104) of octets that come in pieces.
 *
 * An hmac is a plain value: a copy goes on by itself.  It has the key in it,
 * so hmac_clear() it.
 */
#ifndef CONTROLLER_TSIG_HMAC_H
#define CONTROLLER_TSIG_HMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/tsig/algorithm.h"
#include "zonegen/base/base.h"

struct hmac {
	enum tsig_algorithm algorithm;
	uint8_t key[128]; /* padded to the hash's block */
	_Alignas(8) uint8_t state[256];
};

void hmac_init(struct hmac *hmac, enum tsig_algorithm algorithm,
    const void *key, size_t len);
void hmac_add(struct hmac *hmac, const void *octets, size_t len);
/* tsig_mac_size() octets; only hmac_clear() may follow. */
void hmac_final(struct hmac *hmac, uint8_t out[TSIG_MAC_MAX]);
void hmac_clear(struct hmac *hmac);

/* In a time that does not depend on where they differ. */
bool hmac_same(const uint8_t *a, const uint8_t *b, size_t len) MUST_CHECK;

#endif
