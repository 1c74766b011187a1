/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_hmac.c - the cases of RFC 2202 and RFC 4231, whole and in pieces.
 */
#include <stdio.h>
#include <string.h>

#include "tests/test.h"
#include "controller/tsig/hmac.h"

static const struct row {
	const char *name;
	enum tsig_algorithm algorithm;
	uint8_t octet; /* of a key of such octets alone */
	size_t len;    /* of the key */
	const char *key, *text, *hex;
} rows[] = {
	{ "twenty octets, sha1", TSIG_SHA1, 0x0b, 20, NULL, "Hi There",
	    "b617318655057264e28bc0b6fb378c8ef146be00" },
	{ "twenty octets, sha256", TSIG_SHA256, 0x0b, 20, NULL, "Hi There",
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff"
	    "7" },
	{ "twenty octets, sha384", TSIG_SHA384, 0x0b, 20, NULL, "Hi There",
	    "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
	    "faea9ea9076ede7f4af152e8b2fa9cb6" },
	{ "twenty octets, sha512", TSIG_SHA512, 0x0b, 20, NULL, "Hi There",
	    "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
	    "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a12685"
	    "4" },
	{ "a word, sha1", TSIG_SHA1, 0x00, 4, "Jefe",
	    "what do ya want for nothing?",
	    "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
	{ "a word, sha256", TSIG_SHA256, 0x00, 4, "Jefe",
	    "what do ya want for nothing?",
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384"
	    "3" },
	{ "a word, sha384", TSIG_SHA384, 0x00, 4, "Jefe",
	    "what do ya want for nothing?",
	    "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
	    "8e2240ca5e69e2c78b3239ecfab21649" },
	{ "a word, sha512", TSIG_SHA512, 0x00, 4, "Jefe",
	    "what do ya want for nothing?",
	    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
	    "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce73"
	    "7" },
	{ "longer than a block, sha1", TSIG_SHA1, 0xaa, 131, NULL,
	    "Test Using Larger Than Block-Size Key - Hash Key First",
	    "90d0dace1c1bdc957339307803160335bde6df2b" },
	{ "longer than a block, sha256", TSIG_SHA256, 0xaa, 131, NULL,
	    "Test Using Larger Than Block-Size Key - Hash Key First",
	    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f5"
	    "4" },
	{ "longer than a block, sha384", TSIG_SHA384, 0xaa, 131, NULL,
	    "Test Using Larger Than Block-Size Key - Hash Key First",
	    "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
	    "0c2ef6ab4030fe8296248df163f44952" },
	{ "longer than a block, sha512", TSIG_SHA512, 0xaa, 131, NULL,
	    "Test Using Larger Than Block-Size Key - Hash Key First",
	    "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
	    "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d78659"
	    "8" },
	{ "nothing, sha1", TSIG_SHA1, 0x00, 0, "", "",
	    "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d" },
	{ "nothing, sha256", TSIG_SHA256, 0x00, 0, "", "",
	    "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5a"
	    "d" },
	{ "nothing, sha384", TSIG_SHA384, 0x00, 0, "", "",
	    "6c1f2ee938fad2e24bd91298474382ca218c75db3d83e114b3d4367776d14d35"
	    "51289e75e8209cd4b792302840234adc" },
	{ "nothing, sha512", TSIG_SHA512, 0x00, 0, "", "",
	    "b936cee86c9f87aa5d3c6f2e84cb5a4239a5fe50480a6ec66b70ab5b1f4ac673"
	    "0c6c515421b327ec1d69402e53dfb49ad7381eb067b338fd7b0cb22247225d4"
	    "7" },
};

static void digest(const struct row *row, size_t piece, char hex[129])
{
	uint8_t key[200], out[TSIG_MAC_MAX];
	size_t len = strlen(row->text);
	struct hmac hmac;

	memset(key, row->octet, sizeof(key));
	if (row->key)
		memcpy(key, row->key, row->len);
	hmac_init(&hmac, row->algorithm, key, row->len);
	for (size_t at = 0; at < len; at += piece)
		hmac_add(
		    &hmac, row->text + at, len - at < piece ? len - at : piece);
	hmac_final(&hmac, out);
	hmac_clear(&hmac);
	for (size_t i = 0; i < tsig_mac_size(row->algorithm); i++)
		snprintf(hex + 2 * i, 3, "%02x", out[i]);
}

static void check(void **state)
{
	const struct row *row = *state;
	char hex[129];

	digest(row, 1000, hex);
	assert_string_equal(hex, row->hex);
	digest(row, 1, hex);
	assert_string_equal(hex, row->hex);
}

static void compares(void **state)
{
	static const uint8_t a[4] = { 1, 2, 3, 4 }, b[4] = { 1, 2, 3, 5 };

	(void)state;
	assert_true(hmac_same(a, a, 4));
	assert_false(hmac_same(a, b, 4));
	assert_true(hmac_same(a, b, 3));
	assert_true(hmac_same(a, b, 0));
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_TESTS(cmocka_unit_test(compares));
}
