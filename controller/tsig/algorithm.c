/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/tsig/algorithm.h"

const char *const tsig_words[] = {
	[TSIG_SHA1] = "hmac-sha1",
	[TSIG_SHA256] = "hmac-sha256",
	[TSIG_SHA384] = "hmac-sha384",
	[TSIG_SHA512] = "hmac-sha512",
	NULL,
};

size_t tsig_mac_size(enum tsig_algorithm algorithm)
{
	static const size_t sizes[] = {
		[TSIG_SHA1] = 20,
		[TSIG_SHA256] = 32,
		[TSIG_SHA384] = 48,
		[TSIG_SHA512] = 64,
	};

	return sizes[algorithm];
}
