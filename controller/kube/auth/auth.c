/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auth.c - a secret is loaded from its file, checked by its kind (token or
 * PEM), and replaced only if it is good and different. auth_load() demands all
 * of them, auth_refresh() keeps the last good ones.
 */
#include "controller/kube/auth/auth.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/textfile.h"
#include "controller/kube/auth/pem.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define FILE_SIZE ((size_t)1 << 20)

bool auth_set_server(struct auth *auth, const char *server, struct err *err)
{
	size_t len = strlen(server);
	const char *host;

	if (!strncmp(server, "https://", 8))
		host = server + 8;
	else if (!strncmp(server, "http://", 7))
		host = server + 7;
	else
		/* It may hold a password. */
		return err_set(err, ERR_INPUT,
		    "server '%s' is no http or https URL",
		    strchr(server, '@') ? "..." : server);
	/* A user or a query would end up in paths and headers. */
	if (!*host || *host == '/' || strpbrk(host, "@?# \\\"<>{}|^`"))
		return err_set(err, ERR_INPUT,
		    "server is not a plain URL of host, port and path");
	for (const char *p = host; *p; p++)
		if (*p < '!' || *p > '~')
			return err_set(err, ERR_INPUT,
			    "server is not a plain URL of host, port and path");
	while (len && server[len - 1] == '/')
		len--;
	free(auth->server);
	auth->server = xstrdup(server);
	auth->server[len] = '\0';
	return true;
}

bool secret_set(struct secret *secret, const char *text, size_t len)
{
	char *copy;

	if (secret->text && secret->len == len &&
	    !memcmp(secret->text, text, len))
		return false;
	copy = xmalloc(len + 1);
	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	free(secret->text);
	secret->text = copy;
	secret->len = len;
	return true;
}

void secret_clear(struct secret *secret)
{
	free(secret->path);
	free(secret->text);
	*secret = (struct secret){ 0 };
}

bool auth_is_token(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return len > 0;
}

/* One of the secrets, and the check that its text has to pass. */
struct credential_part {
	struct secret *secret;
	enum auth_part is;
	bool key;
	const char *name; /* of what no file gave */
};

static bool check(const struct credential_part *part, const char *text,
    size_t len, struct err *err)
{
	const char *path = part->secret->path;
	const char *name = path ? path : part->name;

	if (part->is != AUTH_TOKEN)
		return pem_check(part->key ? PEM_KEY : PEM_CERTIFICATES, name,
		    text, len, err);
	return auth_is_token(text, len) ||
	    err_set(err, ERR_INPUT, "'%s' holds no token", name);
}

static void trim(const char **text, size_t *len)
{
	while (*len && strchr(" \t\r\n", **text))
		++*text, --*len;
	while (*len && strchr(" \t\r\n", (*text)[*len - 1]))
		--*len;
}

/* Sets its bit in *changed when the text is another one now. */
static bool load(
    const struct credential_part *part, unsigned *changed, struct err *err)
{
	struct buf buf = BUF_INIT(FILE_SIZE);
	const char *text;
	size_t len;
	bool ok = false;

	if (!part->secret->path)
		return true;
	if (!textfile_read(part->secret->path, &buf, err))
		goto out;
	text = buf_text(&buf);
	len = buf.len;
	if (part->is == AUTH_TOKEN)
		trim(&text, &len);
	if (!check(part, text, len, err))
		goto out;
	if (secret_set(part->secret, text, len))
		*changed |= part->is;
	ok = true;
out:
	buf_clear(&buf);
	return ok;
}

#define PARTS 4

static void list_parts(struct auth *auth, struct credential_part out[PARTS])
{
	const struct credential_part parts[PARTS] = {
		{ &auth->token, AUTH_TOKEN, false, "token" },
		{ &auth->authority, AUTH_AUTHORITY, false,
		    "certificate-authority-data" },
		{ &auth->certificate, AUTH_CERTIFICATE, false,
		    "client-certificate-data" },
		{ &auth->key, AUTH_CERTIFICATE, true, "client-key-data" },
	};

	memcpy(out, parts, sizeof(parts));
}

bool auth_refresh(struct auth *auth, struct err *err)
{
	struct credential_part parts[PARTS];
	bool ok = true;
	struct err other;

	list_parts(auth, parts);
	auth->changed = 0;
	for (size_t i = 0; i < PARTS; i++)
		ok &= load(&parts[i], &auth->changed, ok ? err : &other);
	if (auth->changed)
		auth->generation++;
	return ok;
}

/* Secrets that stand in the configuration itself have not been checked yet. */
bool auth_load(struct auth *auth, struct err *err)
{
	struct credential_part parts[PARTS];

	list_parts(auth, parts);
	for (size_t i = 0; i < PARTS; i++)
		if (parts[i].secret->text && !parts[i].secret->path &&
		    !check(&parts[i], parts[i].secret->text,
			parts[i].secret->len, err))
			return false;
	if (!auth_refresh(auth, err))
		return false;
	if (!auth->certificate.text != !auth->key.text)
		return err_set(err, ERR_INPUT,
		    "a client certificate and its key need each other");
	return true;
}

void auth_clear(struct auth *auth)
{
	free(auth->place);
	free(auth->server);
	free(auth->server_name);
	secret_clear(&auth->authority);
	secret_clear(&auth->certificate);
	secret_clear(&auth->key);
	secret_clear(&auth->token);
	free(auth->user);
	free(auth->password);
	texts_clear(&auth->headers);
	free(auth->proxy);
	plugin_free(auth->plugin);
	*auth = (struct auth){ 0 };
}
