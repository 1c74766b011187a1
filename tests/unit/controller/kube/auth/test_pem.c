/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pem.c - what counts as a certificate or a key, and what would replace
 * a good one by half of another.
 */
#include "controller/kube/auth/pem.h"

#include <string.h>

#include "tests/test.h"

#define BLOCK(label, body) \
	"-----BEGIN " label "-----\n" body "\n-----END " label "-----\n"
#define CERT BLOCK("CERTIFICATE", "MAMCAQE=")
#define KEY BLOCK("PRIVATE KEY", "MAMCAQE=")

#define A19 "AAAAAAAAAAAAAAAAAAA"
#define A57 A19 A19 A19

static const struct row {
	const char *name;
	const char *text;
	enum pem what;
	const char *refused;
	size_t more; /* octets behind the NUL */
} rows[] = {
	{ "a certificate", CERT },
	{ "several, with words around", "# one\n" CERT "# two\n" CERT "x" },
	{ "a trusted one", BLOCK("TRUSTED CERTIFICATE", "MAMCAQE=") },
	{ "body in several lines", BLOCK("CERTIFICATE", "MAMC\r\n AQE=") },
	{ "a key", KEY, PEM_KEY },
	{ "a key of a curve, behind its parameters",
	    BLOCK("EC PARAMETERS", "BggqhkjOPQMBBw==")
		BLOCK("EC PRIVATE KEY", "MAMCAQE="),
	    PEM_KEY },
	{ "a key behind its certificate", CERT KEY, PEM_KEY },
	{ "a length of two octets",
	    BLOCK("CERTIFICATE", "MIGA" A57 A57 A57 "=") },

	{ "nothing", "", .refused = "'f' holds no certificate" },
	{ "no PEM", "hello", .refused = "'f' holds no certificate" },
	{ "a key for a certificate", KEY,
	    .refused = "'f' holds no certificate" },
	{ "a certificate for a key", CERT, PEM_KEY,
	    "'f' holds no private key" },
	{ "a public key for a key", BLOCK("PUBLIC KEY", "MAMCAQE="), PEM_KEY,
	    "'f' holds no private key" },
	{ "encrypted", BLOCK("ENCRYPTED PRIVATE KEY", "MAMCAQE="), PEM_KEY,
	    "'f' is encrypted" },
	{ "encrypted, the old way",
	    BLOCK("RSA PRIVATE KEY",
		"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES,00\n\nMAMCAQE="),
	    PEM_KEY, "'f' is encrypted" },
	{ "it ends in the first line", "-----BEGIN CERTIFI",
	    .refused = "'f' is damaged PEM" },
	{ "it ends in the body", "-----BEGIN CERTIFICATE-----\nMAMC",
	    .refused = "'f' is damaged PEM" },
	{ "it ends in the last line",
	    "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIF",
	    .refused = "'f' is damaged PEM" },
	{ "the second is half", CERT "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n",
	    .refused = "'f' is damaged PEM" },
	{ "another end",
	    "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END PRIVATE KEY-----",
	    .refused = "'f' is damaged PEM" },
	{ "one within another", "-----BEGIN CERTIFICATE-----\nMAMC\n" CERT,
	    .refused = "'f' is damaged PEM" },
	{ "no base64", BLOCK("CERTIFICATE", "x*x"),
	    .refused = "'f' is damaged PEM" },
	{ "an empty block", BLOCK("CERTIFICATE", ""),
	    .refused = "'f' is damaged PEM" },
	{ "no DER", BLOCK("CERTIFICATE", "aGVsbG8="),
	    .refused = "'f' is damaged PEM" },
	{ "DER that is cut", BLOCK("CERTIFICATE", "MAQCAQE="),
	    .refused = "'f' is damaged PEM" },
	{ "octets behind the DER", BLOCK("CERTIFICATE", "MAMCAQEA"),
	    .refused = "'f' is damaged PEM" },
	{ "a length without end", BLOCK("CERTIFICATE", "MIACAQEAAA=="),
	    .refused = "'f' is damaged PEM" },
	{ "a length of many octets", BLOCK("CERTIFICATE", "MP////////8="),
	    .refused = "'f' is damaged PEM" },
	{ "a length that is cut", BLOCK("CERTIFICATE", "MIQA"),
	    .refused = "'f' is damaged PEM" },
	{ "an octet 0", CERT, .more = 1, .refused = "'f' is no PEM" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct err err = { 0 };
	bool ok = pem_check(
	    row->what, "f", row->text, strlen(row->text) + row->more, &err);

	assert_string_equal(err.text, row->refused ? row->refused : "");
	assert_int_equal(ok, !row->refused);
}

RUN_TABLE(rows, check)
