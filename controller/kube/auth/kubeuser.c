/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeuser.c - token, password, plugin and impersonation of a user, in this
 * order. Each refuses what contradicts the ones before it.
 */
#include "controller/kube/auth/kubeuser.h"

#include <string.h>

#include "controller/kube/auth/kubeplugin.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define HEADER_SIZE ((size_t)64 << 10)

static bool take_token(
    const struct kubeentry *user, struct auth *auth, struct err *err)
{
	const char *token, *file;

	if (!kubeentry_text(user, "token", &token, err) ||
	    !kubeentry_text(user, "tokenFile", &file, err))
		return false;
	/* The file is read again and again, so it wins. */
	if (*file)
		auth->token.path = kubeentry_path(user, file);
	else if (*token)
		secret_set(&auth->token, token, strlen(token));
	return true;
}

static bool take_password(
    const struct kubeentry *user, struct auth *auth, struct err *err)
{
	const char *name, *password;

	if (!kubeentry_text(user, "username", &name, err) ||
	    !kubeentry_text(user, "password", &password, err))
		return false;
	if (!*name && !*password)
		return true;
	if (!*name)
		return kubeentry_refuse(
		    user, "password", "is there without a username", err);
	if (strchr(name, ':'))
		return kubeentry_refuse(
		    user, "username", "has a colon (RFC 7617)", err);
	if (auth->token.path || auth->token.text)
		return kubeentry_refuse(
		    user, "username", "and token exclude each other", err);
	auth->user = xstrdup(name);
	auth->password = xstrdup(password);
	return true;
}

static bool take_plugin(
    const struct kubeentry *user, struct auth *auth, struct err *err)
{
	if (json_get(user->body, "auth-provider"))
		return kubeentry_refuse(user, "auth-provider",
		    "is no longer supported by Kubernetes: use exec", err);
	if (!json_get(user->body, "exec"))
		return true;
	if (auth->token.path || auth->token.text || auth->user)
		return kubeentry_refuse(user, "exec",
		    "and token or username exclude each other", err);
	auth->plugin = kubeplugin_new(user, err);
	return auth->plugin != NULL;
}

/* The server trims blanks: it would act as somebody else. */
static bool is_value(const char *text)
{
	size_t len = strlen(text);

	if (!len || text[0] == ' ' || text[len - 1] == ' ')
		return false;
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return true;
}

static bool add_header(const struct kubeentry *user, const char *key,
    const char *name, const char *value, struct auth *auth, struct err *err)
{
	struct buf text = BUF_INIT(HEADER_SIZE);
	bool ok = is_value(value);

	buf_printf(&text, "%s: %s", name, value);
	ok = ok && buf_ok(&text);
	if (ok)
		texts_add(&auth->headers, buf_text(&text));
	else
		kubeentry_refuse(user, key, "cannot stand in a header", err);
	buf_clear(&text);
	return ok;
}

/* One header for each string of a list. */
static bool add_list(const struct kubeentry *user, const char *key,
    const char *name, const struct json *list, struct auth *auth,
    struct err *err)
{
	const struct json *at;
	const char *value;

	if (list && json_type(list) != JSON_ARRAY)
		return kubeentry_refuse(user, key, "is no list", err);
	for (at = json_first(list); at; at = json_next(at)) {
		if (!json_string(at, &value))
			return kubeentry_refuse(
			    user, key, "is no list of strings", err);
		if (!add_header(user, key, name, value, auth, err))
			return false;
	}
	return true;
}

/*
 * Octets that are no token characters (RFC 9110 5.6.2) become %XX, and % too.
 */
static void escape_key(struct buf *out, const char *key)
{
	static const char as_it_is[] =
	    "!#$&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (; *key; key++) {
		if (strchr(as_it_is, *key))
			buf_putc(out, *key);
		else
			buf_printf(out, "%%%02X", (unsigned char)*key);
	}
}

static bool add_extra(
    const struct kubeentry *user, struct auth *auth, struct err *err)
{
	static const char what[] = "as-user-extra";
	const struct json *extra = json_get(user->body, what), *at;
	struct buf name = BUF_INIT(HEADER_SIZE);
	bool ok = true;

	if (extra && json_type(extra) != JSON_OBJECT)
		return kubeentry_refuse(user, what, "is no object", err);
	for (at = json_first(extra); ok && at; at = json_next(at)) {
		buf_reset(&name);
		buf_puts(&name, "Impersonate-Extra-");
		escape_key(&name, json_key(at));
		ok = *json_key(at) && buf_ok(&name)
		    ? add_list(user, what, buf_text(&name), at, auth, err)
		    : kubeentry_refuse(
			  user, what, "cannot stand in a header", err);
	}
	buf_clear(&name);
	return ok;
}

static bool take_impersonation(
    const struct kubeentry *user, struct auth *auth, struct err *err)
{
	const char *as, *uid;

	if (!kubeentry_text(user, "as", &as, err) ||
	    !kubeentry_text(user, "as-uid", &uid, err))
		return false;
	if (*as && !add_header(user, "as", "Impersonate-User", as, auth, err))
		return false;
	if (*uid &&
	    !add_header(user, "as-uid", "Impersonate-Uid", uid, auth, err))
		return false;
	if (!add_list(user, "as-groups", "Impersonate-Group",
		json_get(user->body, "as-groups"), auth, err) ||
	    !add_extra(user, auth, err))
		return false;
	/* The server would refuse each request. */
	return *as || !auth->headers.count ||
	    kubeentry_refuse(user, "as",
		"is missing beside as-uid, as-groups or as-user-extra", err);
}

bool kubeuser_auth(
    const struct kubeentry *user, struct auth *out, struct err *err)
{
	return kubeentry_secret(
		   user, "client-certificate", &out->certificate, err) &&
	    kubeentry_secret(user, "client-key", &out->key, err) &&
	    take_token(user, out, err) && take_password(user, out, err) &&
	    take_plugin(user, out, err) && take_impersonation(user, out, err);
}
