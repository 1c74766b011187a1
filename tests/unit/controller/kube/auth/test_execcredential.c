/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_execcredential.c - what a plugin may print, and what is refused without
 * a word of it being repeated.
 */
#include "controller/kube/auth/execcredential.h"

#include <string.h>

#include "tests/test.h"

#define API "client.authentication.k8s.io/v1"
#define HEAD "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" API "\""
#define STATUS(members) HEAD ",\"status\":{" members "}}"
#define PEM(label)                  \
	"-----BEGIN " label "-----" \
	"\\nMAMCAQE=\\n-----END " label "-----\\n"
#define CERT "\"clientCertificateData\":\"" PEM("CERTIFICATE") "\""
#define KEY "\"clientKeyData\":\"" PEM("PRIVATE KEY") "\""
#define EXPIRY(time) "\"token\":\"t\",\"expirationTimestamp\":\"" time "\""

static const struct row {
	const char *name;
	const char *text;
	const char *token; /* "" for none */
	bool certificate;
	int64_t expiry; /* 0: none */
	const char *refused;
} rows[] = {
	{ "a token", STATUS("\"token\":\"abc\""), "abc" },
	{ "blanks around, and members nobody knows",
	    "\n " HEAD ",\"spec\":{\"interactive\":false},\"status\":{\"x\":1,"
	    "\"token\":\"abc\"}}\n",
	    "abc" },
	{ "a certificate with its key", STATUS(CERT "," KEY), "", true },
	{ "all of it",
	    STATUS(CERT "," KEY ",\"token\":\"t\",\"expirationTimestamp\":"
			"\"1970-01-01T01:00:00+01:00\""),
	    "t", true, .expiry = -1 },
	{ "empty and null are absent",
	    STATUS("\"token\":\"t\",\"clientKeyData\":\"\","
		   "\"clientCertificateData\":null,"
		   "\"expirationTimestamp\":null"),
	    "t" },
	{ "until when", STATUS(EXPIRY("2030-01-01T00:00:00Z")), "t",
	    .expiry = 1893456000 },
	{ "with a fraction", STATUS(EXPIRY("2030-01-01T00:00:00.5Z")), "t",
	    .expiry = 1893456000 },

	{ "nothing", "", .refused = "not JSON: it is empty" },
	{ "words", "secret", .refused = "not JSON" },
	{ "a bare token", "\"secret\"", .refused = "kind is not" },
	{ "a list", "[]", .refused = "kind is not ExecCredential" },
	{ "half", HEAD ",\"status\":{\"token\":\"sec", .refused = "not JSON" },
	{ "two", STATUS("\"token\":\"a\"") STATUS("\"token\":\"b\""),
	    .refused = "not JSON" },
	{ "YAML", "kind: ExecCredential\n", .refused = "not JSON" },
	{ "another kind", "{\"kind\":\"Secret\",\"apiVersion\":\"" API "\"}",
	    .refused = "kind is not ExecCredential" },
	{ "kind is a number", "{\"kind\":1}", .refused = "kind: not a string" },
	{ "another version",
	    "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" API
	    "beta1\",\"status\":{\"token\":\"secret\"}}",
	    .refused = "apiVersion is not '" API "'" },
	{ "no version", "{\"kind\":\"ExecCredential\"}",
	    .refused = "apiVersion is not '" API "'" },
	{ "no status", HEAD "}", .refused = "status is missing" },
	{ "status is null", HEAD ",\"status\":null}",
	    .refused = "status is missing" },
	{ "status is a string", HEAD ",\"status\":\"secret\"}",
	    .refused = "status: not an object" },
	{ "status has nothing", STATUS(""),
	    .refused = "neither a token nor a certificate" },
	{ "only a time",
	    STATUS("\"expirationTimestamp\":"
		   "\"2030-01-01T00:00:00Z\""),
	    .refused = "neither a token nor a certificate" },
	{ "a token that is a number", STATUS("\"token\":7"),
	    .refused = "token: not a string" },
	{ "a token that ends its header", STATUS("\"token\":\"secret\\r\\nX\""),
	    .refused = "token cannot stand in a header" },
	{ "a token with a blank", STATUS("\"token\":\"secret x\""),
	    .refused = "token cannot stand in a header" },
	{ "a token of other letters", STATUS("\"token\":\"secr\xc3\xa9t\""),
	    .refused = "token cannot stand in a header" },
	{ "a token with an octet 0", STATUS("\"token\":\"secret\\u0000\""),
	    .refused = "a NUL (\\u0000) in a string" },
	{ "a certificate without key", STATUS(CERT),
	    .refused = "clientCertificateData and clientKeyData need each "
		       "other" },
	{ "a key without certificate", STATUS(KEY ",\"token\":\"t\""),
	    .refused = "clientCertificateData and clientKeyData need each "
		       "other" },
	{ "a certificate that is none",
	    STATUS("\"clientCertificateData\":\"secret\"," KEY),
	    .refused = "'clientCertificateData' holds no certificate" },
	{ "a key that is none", STATUS(CERT ",\"clientKeyData\":\"secret\""),
	    .refused = "'clientKeyData' holds no private key" },
	{ "a time that is none", STATUS(EXPIRY("tomorrow")),
	    .refused = "expirationTimestamp is no time" },
	{ "a day that is none", STATUS(EXPIRY("2030-02-30T00:00:00Z")),
	    .refused = "expirationTimestamp is no time" },
	{ "a time that is a number",
	    STATUS("\"token\":\"t\",\"expirationTimestamp\":1"),
	    .refused = "expirationTimestamp: not a string" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct execcredential out = { 0 };
	struct err err = { 0 };
	bool ok =
	    execcredential_parse(&out, API, row->text, strlen(row->text), &err);

	assert_int_equal(ok, !row->refused);
	if (ok) {
		assert_string_equal(out.token ? out.token : "", row->token);
		assert_int_equal(out.certificate != NULL, row->certificate);
		assert_int_equal(out.key != NULL, row->certificate);
		assert_int_equal(out.expires, row->expiry != 0);
		if (row->expiry > 0)
			assert_int_equal(out.expiry, row->expiry);
	} else {
		assert_non_null(strstr(err.text, row->refused));
		assert_null(strstr(err.text, "secret"));
		assert_null(out.token);
	}
	execcredential_clear(&out);
}

RUN_TABLE(rows, check)
