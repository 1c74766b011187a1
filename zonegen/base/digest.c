/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/base/digest.h"

#include <ldns/sha2.h>
#include <stdio.h>

void digest_hex(const void *octets, size_t len, char out[DIGEST_SIZE])
{
	unsigned char digest[LDNS_SHA256_DIGEST_LENGTH];
	ldns_sha256_CTX sha;

	ldns_sha256_init(&sha);
	ldns_sha256_update(&sha, octets, len);
	ldns_sha256_final(digest, &sha);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
