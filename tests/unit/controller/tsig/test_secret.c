/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_secret.c - secrets: base64 in one way of writing, sizes, files.
 */
#include "controller/tsig/secret.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/test.h"

#define A16 "QUFBQUFBQUFBQUFBQUFBQQ==" /* 16 times 'A' */

static const struct row {
	const char *name, *text;
	size_t size; /* of the secret, or */
	const char *error;
} rows[] = {
	{ "16 octets", A16, 16 },
	{ "17 octets", "QUFBQUFBQUFBQUFBQUFBQUE=", 17 },
	{ "18 octets", "QUFBQUFBQUFBQUFBQUFBQUFB", 18 },
	{ "a line break", A16 "\n", 16 },
	{ "a line break of another system", A16 "\r\n", 16 },
	{ "15 octets", "QUFBQUFBQUFBQUFBQUFB", 0,
	    "has 15 octets, must have 16 at least" },
	{ "empty", "", 0, "must be base64 text" },
	{ "a line break only", "\n", 0, "must be base64 text" },
	{ "without padding", "QUFBQUFBQUFBQUFBQUFBQQ", 0,
	    "must be base64 text" },
	{ "too much padding", "QUFBQUFBQUFBQUFBQUFBQ===", 0,
	    "must be base64 text" },
	{ "padding alone", "QUFBQUFBQUFBQUFBQUFB====", 0,
	    "must be base64 text" },
	{ "padding in the middle", "QQ==QUFBQUFBQUFBQUFBQUFB", 0,
	    "must be base64 text" },
	{ "bits that no octet has", "QUFBQUFBQUFBQUFBQUFBQR==", 0,
	    "must be base64 text" },
	{ "bits that no octet has, of two", "QUFBQUFBQUFBQUFBQUFBQUF=", 0,
	    "must be base64 text" },
	{ "a blank in it", "QUFBQUFBQUFB QUFBQUFBQQ==", 0,
	    "must be base64 text" },
	{ "a line break in it", "QUFBQUFBQUFB\nQUFBQUFBQQ==", 0,
	    "must be base64 text" },
	{ "a blank before it", " QUFBQUFBQUFBQUFBQUFBQQ==", 0,
	    "must be base64 text" },
	{ "the other alphabet", "QUFBQUFBQUFBQUFBQUFB-_==", 0,
	    "must be base64 text" },
	{ "a quote", "QUFBQUFBQUFBQUFBQUFB\"\"==", 0, "must be base64 text" },
	{ "a whole key file", "key \"k\" { secret \"" A16 "\"; };", 0,
	    "must be base64 text" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct tsig_secret secret = { 0 };
	struct err err = { .text = "" };

	assert_int_equal(
	    tsig_secret_parse(row->text, strlen(row->text), &secret, &err),
	    row->size > 0);
	assert_string_equal(err.text, row->error ? row->error : "");
	assert_int_equal(secret.size, row->size);
	for (size_t i = 0; i < secret.size; i++)
		assert_int_equal(secret.octets[i], 'A');
	if (row->size)
		assert_int_equal(
		    strlen(secret.text), strcspn(row->text, "\r\n"));
}

static void takes_no_nul(void **state)
{
	struct tsig_secret secret;
	struct err err;

	(void)state;
	assert_false(
	    tsig_secret_parse("QUFBQUFBQUFBQUFBQUFB\0QQ=", 24, &secret, &err));
	assert_false(tsig_secret_parse(
	    "QUFBQUFBQUFBQUFBQUFBQQ==\0\0\0\0", 28, &secret, &err));
}

static void has_a_largest_size(void **state)
{
	char text[400];
	struct tsig_secret secret;
	struct err err;

	(void)state;
	memset(text, 'A', sizeof(text));
	memcpy(text + 340, "AA==", 4);
	assert_true(
	    tsig_secret_parse(text, 340, &secret, &err)); /* 255 octets */
	assert_int_equal(secret.size, 255);
	assert_true(tsig_secret_parse(text, 344, &secret, &err));
	assert_int_equal(secret.size, 256);
	memset(text, 'A', sizeof(text));
	assert_false(tsig_secret_parse(text, 344, &secret, &err));
	assert_false(tsig_secret_parse(text, 348, &secret, &err));
	assert_false(tsig_secret_parse(text, 400, &secret, &err));
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* Whatever is wrong, the words about it have nothing of the file. */
static void is_read_from_its_file(void **state)
{
	char path[] = "/tmp/secret-XXXXXX";
	int fd = mkstemp(path);
	struct tsig_key key = { "k", TSIG_SHA256, path };
	struct tsig_secret secret, other;
	struct err err;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	put(path, A16 "\n");
	assert_true(tsig_secret_read(&key, &secret, &err));
	assert_true(tsig_secret_parse(A16, strlen(A16), &other, &err));
	assert_true(tsig_secret_equal(&secret, &other));
	put(path, "geheim!\n");
	assert_false(tsig_secret_read(&key, &secret, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_null(strstr(err.text, "geheim"));
	assert_non_null(strstr(err.text, path));
	unlink(path);
	assert_false(tsig_secret_read(&key, &secret, &err));
	assert_int_equal(err.kind, ERR_ABSENT);
	assert_true(tsig_secret_equal(&secret, &other));
	tsig_secret_clear(&secret);
	assert_int_equal(secret.size, 0);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(takes_no_nul),
		cmocka_unit_test(has_a_largest_size),
		cmocka_unit_test(is_read_from_its_file));
}
