/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth/execcredential.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/kube/auth/auth.h"
#include "controller/kube/auth/pem.h"
#include "controller/object/part/moment.h"
#include "zonegen/base/mem.h"

static bool check_kind(
    const struct json *tree, const char *api, struct err *err)
{
	const char *kind, *version;

	if (!json_get_string(tree, "kind", "", &kind, err) ||
	    !json_get_string(tree, "apiVersion", "", &version, err))
		return false;
	if (strcmp(kind, "ExecCredential") != 0)
		return err_set(err, ERR_INPUT, "kind is not ExecCredential");
	return !strcmp(version, api) ||
	    err_set(err, ERR_INPUT, "apiVersion is not '%s'", api);
}

/* NULL when it is absent or empty. */
static bool take(
    const struct json *status, const char *key, char **out, struct err *err)
{
	const char *text;

	if (!json_get_string(status, key, "", &text, err))
		return false;
	if (*text)
		*out = xstrdup(text);
	return true;
}

static bool check_pem(
    enum pem what, const char *name, const char *text, struct err *err)
{
	return !text || pem_check(what, name, text, strlen(text), err);
}

static bool take_expiry(const struct json *status,
    struct execcredential *credential, struct err *err)
{
	const char *text;

	if (!json_get_string(status, "expirationTimestamp", "", &text, err))
		return false;
	credential->expires = *text != '\0';
	return !*text || moment_parse(text, &credential->expiry) ||
	    err_set(err, ERR_INPUT, "expirationTimestamp is no time");
}

static bool take_status(const struct json *status,
    struct execcredential *credential, struct err *err)
{
	if (!take(status, "token", &credential->token, err) ||
	    !take(status, "clientCertificateData", &credential->certificate,
		err) ||
	    !take(status, "clientKeyData", &credential->key, err) ||
	    !take_expiry(status, credential, err))
		return false;
	if (!credential->certificate != !credential->key)
		return err_set(err, ERR_INPUT,
		    "clientCertificateData and clientKeyData need each other");
	if (!credential->token && !credential->key)
		return err_set(
		    err, ERR_INPUT, "neither a token nor a certificate");
	if (credential->token &&
	    !auth_is_token(credential->token, strlen(credential->token)))
		return err_set(
		    err, ERR_INPUT, "token cannot stand in a header");
	return check_pem(PEM_CERTIFICATES, "clientCertificateData",
		   credential->certificate, err) &&
	    check_pem(PEM_KEY, "clientKeyData", credential->key, err);
}

bool execcredential_parse(struct execcredential *out, const char *api,
    const char *text, size_t len, struct err *err)
{
	struct execcredential credential = { 0 };
	struct json *tree = json_parse(text, len, err);
	const struct json *status;
	bool ok = false;

	if (!tree || !check_kind(tree, api, err) ||
	    !json_get_object(tree, "status", &status, err))
		goto out;
	if (!status) {
		err_set(err, ERR_INPUT, "status is missing");
		goto out;
	}
	if (!take_status(status, &credential, err))
		goto out;
	*out = credential;
	credential = (struct execcredential){ 0 }; /* given */
	ok = true;
out:
	execcredential_clear(&credential);
	json_free(tree);
	return ok;
}

void execcredential_clear(struct execcredential *credential)
{
	free(credential->token);
	free(credential->certificate);
	free(credential->key);
	*credential = (struct execcredential){ 0 };
}
