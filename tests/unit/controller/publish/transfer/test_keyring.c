/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_keyring.c - which secret is in force, and when another one is.
 */
#include "controller/publish/transfer/keyring.h"

#include "tests/unit/controller/publish/transfer/world.h"

#define USED "zones:\n" ZONE("e.x", "[s]")
#define UNUSED "zones:\n" ZONE("e.x", "[]")
#define REST                                 \
	"tsig: [{name: k, secretFile: k}]\n" \
	"secondaries: [{name: s, notify: [192.0.2.1], tsig: k}]\n"
#define SHA512                                                       \
	"tsig: [{name: k, secretFile: k, algorithm: hmac-sha512}]\n" \
	"secondaries: [{name: s, notify: [192.0.2.1], notifyTsig: k}]\n"
#define CONF(algorithm, secret)                                            \
	"server:\n  name: x\nkey:\n  name: \"k\"\n  algorithm: " algorithm \
	"\n  secret: \"" secret "\"\npattern:\n  name: \"primary\"\n"

static const struct row {
	const char *name;
	const char *conf;   /* the nsd.conf of before */
	const char *config; /* the configuration */
	const char *file;   /* of the secret; NULL: there is none */
	const char *secret; /* in force; NULL: none is */
	enum tsig_algorithm algorithm;
	bool changed, problem;
} rows[] = {
	{ "the first secret", "", USED REST, A16, A16, TSIG_SHA256, true },
	{ "no file", "", USED REST, NULL, NULL, .problem = true },
	{ "a bad file", "", USED REST, "gehe!m", NULL, .problem = true },
	{ "the same", CONF("hmac-sha256", A16), USED REST, A16 "\n", A16,
	    TSIG_SHA256 },
	{ "another, while it is used", CONF("hmac-sha256", A16), USED REST, B16,
	    A16, TSIG_SHA256, .problem = true },
	{ "another algorithm, while it is used", CONF("hmac-sha256", A16),
	    USED SHA512, A16, A16, TSIG_SHA256, .problem = true },
	{ "another, while nobody uses it", CONF("hmac-sha256", A16),
	    UNUSED REST, B16, B16, TSIG_SHA256, true },
	{ "another algorithm, while nobody uses it", CONF("hmac-sha256", A16),
	    UNUSED SHA512, A16, A16, TSIG_SHA512, true },
	{ "the file is gone", CONF("hmac-sha256", A16), USED REST, NULL, A16,
	    TSIG_SHA256, .problem = true },
	{ "the file is damaged", CONF("hmac-sha256", A16), USED REST, "gehe!m",
	    A16, TSIG_SHA256, .problem = true },
	{ "nsd.conf with another algorithm", CONF("hmac-md5", A16), USED REST,
	    B16, B16, TSIG_SHA256, true },
	{ "nsd.conf without a good secret", CONF("hmac-sha256", "x"), USED REST,
	    B16, B16, TSIG_SHA256, true },
	{ "a key that is not configured any more", CONF("hmac-sha256", A16),
	    UNUSED, B16, NULL, .changed = true },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct keyring keyring = KEYRING_INIT;
	const struct keyring_key *key;
	struct config *config;
	char dir[64];

	temp_dir(dir);
	if (row->file)
		file_write(dir, "k", row->file);
	config = world_config(dir, row->config);
	keyring_recall(&keyring, row->conf);
	assert_int_equal(keyring_refresh(&keyring, config), row->changed);
	key = keyring_find(&keyring, "k");
	assert_int_equal(key != NULL, row->secret != NULL);
	if (key) {
		assert_string_equal(key->secret.text, row->secret);
		assert_int_equal(key->algorithm, row->algorithm);
	}
	assert_int_equal(keyring_problem(&keyring, "k") != NULL, row->problem);
	if (row->problem && row->file)
		assert_null(strstr(keyring_problem(&keyring, "k"), row->file));
	/* Once more changes nothing, and is no news. */
	assert_false(keyring_refresh(&keyring, config));
	for (size_t i = 0; i < keyring.count; i++)
		assert_false(keyring.list[i].news);
	keyring_clear(&keyring);
	config_free(config);
	remove_dir(dir);
}

static void is_taken_by_hand(void **state)
{
	struct keyring keyring = KEYRING_INIT;
	struct config *config;
	struct err err;
	char dir[64], path[80];

	(void)state;
	temp_dir(dir);
	file_write(dir, "k", B16);
	config = world_config(dir, USED REST);
	keyring_recall(&keyring, CONF("hmac-sha256", A16));
	assert_false(keyring_refresh(&keyring, config));
	assert_false(keyring_take(&keyring, config, "l", &err));
	assert_int_equal(err.kind, ERR_ABSENT);
	assert_true(keyring_take(&keyring, config, "k", &err));
	assert_string_equal(keyring_find(&keyring, "k")->secret.text, B16);
	assert_null(keyring_problem(&keyring, "k"));
	assert_false(keyring_take(&keyring, config, "k", &err));
	assert_int_equal(err.kind, ERR_ABSENT);
	snprintf(path, sizeof(path), "%s/k", dir);
	assert_int_equal(unlink(path), 0);
	assert_false(keyring_take(&keyring, config, "k", &err));
	assert_string_equal(keyring_find(&keyring, "k")->secret.text, B16);
	keyring_clear(&keyring);
	config_free(config);
	remove_dir(dir);
}

static void a_repaired_file_is_news(void **state)
{
	struct keyring keyring = KEYRING_INIT;
	struct config *config;
	char dir[64];

	(void)state;
	temp_dir(dir);
	config = world_config(dir, USED REST);
	assert_false(keyring_refresh(&keyring, config));
	assert_true(keyring.list[0].news);
	file_write(dir, "k", C16);
	assert_true(keyring_refresh(&keyring, config));
	assert_true(keyring.list[0].news);
	assert_null(keyring_problem(&keyring, "k"));
	keyring_clear(&keyring);
	config_free(config);
	remove_dir(dir);
}

static void hides_secrets(void **state)
{
	struct keyring keyring = KEYRING_INIT;
	char text[] = "at '" A16 "', then " B16 ", " A16;

	(void)state;
	keyring_recall(&keyring, CONF("hmac-sha256", A16));
	keyring_hide(&keyring, text);
	assert_string_equal(text,
	    "at '************************', then " B16
	    ", ************************");
	keyring_clear(&keyring);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(is_taken_by_hand),
		cmocka_unit_test(a_repaired_file_is_news),
		cmocka_unit_test(hides_secrets));
}
