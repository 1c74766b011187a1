/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/textfile.h"
#include "zonegen/buf.h"
#include "zonegen/mem.h"

#define FILE_SIZE ((size_t)1 << 20)

enum content {
	PEM_CERTIFICATE,
	PEM_KEY,
	TOKEN,
};

bool auth_set_server(struct auth *auth, const char *server, struct err *err)
{
	size_t len = strlen(server);
	const char *host;

	if (!strncmp(server, "https://", 8))
		host = server + 8;
	else if (!strncmp(server, "http://", 7))
		host = server + 7;
	else
		return err_set(err, ERR_INPUT,
		    "server '%s' is no http or https URL", server);
	/* A user or a query would end up where paths and headers go. */
	if (!*host || *host == '/' || strpbrk(host, "@?# \\\"<>{}|^`"))
		return err_set(err, ERR_INPUT, "server is no plain URL");
	for (const char *p = host; *p; p++)
		if (*p < '!' || *p > '~')
			return err_set(
			    err, ERR_INPUT, "server is no plain URL");
	while (len && server[len - 1] == '/')
		len--;
	free(auth->server);
	auth->server = xstrdup(server);
	auth->server[len] = '\0';
	return true;
}

void secret_set(struct secret *secret, const char *text, size_t len)
{
	char *copy = xmalloc(len + 1);

	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	free(secret->text);
	secret->text = copy;
	secret->len = len;
}

static void secret_clear(struct secret *secret)
{
	free(secret->path);
	free(secret->text);
	*secret = (struct secret){ 0 };
}

/* It becomes a header, so it may not end one. */
static bool plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return true;
}

static bool check(const char *name, enum content content, const char *text,
    size_t len, struct err *err)
{
	switch (content) {
	case TOKEN:
		if (len && plain(text, len))
			return true;
		return err_set(err, ERR_INPUT, "'%s' holds no token", name);
	case PEM_CERTIFICATE:
		if (strstr(text, "-----BEGIN CERTIFICATE-----") ||
		    strstr(text, "-----BEGIN TRUSTED CERTIFICATE-----"))
			return true;
		return err_set(
		    err, ERR_INPUT, "'%s' holds no certificate", name);
	default:
		if (strstr(text, "-----BEGIN ") &&
		    strstr(text, "PRIVATE KEY-----"))
			return true;
		return err_set(
		    err, ERR_INPUT, "'%s' holds no private key", name);
	}
}

static void trim(const char **text, size_t *len)
{
	while (*len && strchr(" \t\r\n", **text))
		++*text, --*len;
	while (*len && strchr(" \t\r\n", (*text)[*len - 1]))
		--*len;
}

/* *changed is set when it is another one now. */
static bool load(
    struct secret *secret, enum content content, bool *changed, struct err *err)
{
	struct buf buf = BUF_INIT(FILE_SIZE);
	const char *text;
	size_t len;
	bool ok = false;

	if (!secret->path)
		return true;
	if (!textfile_read(secret->path, &buf, err))
		goto out;
	text = buf_text(&buf);
	len = buf.len;
	if (content == TOKEN)
		trim(&text, &len);
	if (!check(secret->path, content, text, len, err))
		goto out;
	if (!secret->text || secret->len != len ||
	    memcmp(secret->text, text, len) != 0) {
		secret_set(secret, text, len);
		*changed = true;
	}
	ok = true;
out:
	buf_clear(&buf);
	return ok;
}

bool auth_refresh(struct auth *auth, struct err *err)
{
	struct {
		struct secret *secret;
		enum content content;
	} all[] = {
		{ &auth->token, TOKEN },
		{ &auth->authority, PEM_CERTIFICATE },
		{ &auth->certificate, PEM_CERTIFICATE },
		{ &auth->key, PEM_KEY },
	};
	bool changed = false;
	bool ok = true;
	struct err other;

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		ok &= load(
		    all[i].secret, all[i].content, &changed, ok ? err : &other);
	if (changed)
		auth->generation++;
	return ok;
}

/* What came with the configuration has not been looked at yet. */
static bool check_given(const struct auth *auth, struct err *err)
{
	const struct secret *token = &auth->token;

	if (token->text && !token->path)
		return check("token", TOKEN, token->text, token->len, err);
	return true;
}

bool auth_load(struct auth *auth, struct err *err)
{
	const struct secret *pem[] = { &auth->authority, &auth->certificate };

	if (!check_given(auth, err) || !auth_refresh(auth, err))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(pem); i++)
		if (pem[i]->text &&
		    !check("certificate data", PEM_CERTIFICATE, pem[i]->text,
			pem[i]->len, err))
			return false;
	if (auth->key.text &&
	    !check("key data", PEM_KEY, auth->key.text, auth->key.len, err))
		return false;
	if (!auth->certificate.text != !auth->key.text)
		return err_set(err, ERR_INPUT,
		    "a client certificate and its key need each other");
	return true;
}

void auth_clear(struct auth *auth)
{
	free(auth->server);
	free(auth->server_name);
	secret_clear(&auth->authority);
	secret_clear(&auth->certificate);
	secret_clear(&auth->key);
	secret_clear(&auth->token);
	*auth = (struct auth)AUTH_INIT;
}
