/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_digest.c - SHA-256 by the examples of FIPS 180-2 B.
 */
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/digest.h"

static const struct row {
	const char *name, *text, *hex;
} rows[] = {
	{ "nothing", "",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85"
	    "5" },
	{ "one block", "abc",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a"
	    "d" },
	{ "two blocks",
	    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c"
	    "1" },
};

static void check(void **state)
{
	const struct row *row = *state;
	char hex[DIGEST_SIZE];

	digest_hex(row->text, strlen(row->text), hex);
	assert_string_equal(hex, row->hex);
}

RUN_TABLE(rows, check)
