/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/kubeconfig.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/textfile.h"
#include "controller/base/yaml.h"
#include "zonegen/base64.h"
#include "zonegen/buf.h"
#include "zonegen/mem.h"

#define FILE_SIZE ((size_t)16 << 20)

struct file {
	char *name;
	struct json *tree;
};

struct kubeconfig {
	struct file *files;
	size_t count, cap;
};

struct kubeconfig *kubeconfig_new(void)
{
	return xcalloc(1, sizeof(struct kubeconfig));
}

void kubeconfig_free(struct kubeconfig *config)
{
	if (!config)
		return;
	for (size_t i = 0; i < config->count; i++) {
		free(config->files[i].name);
		json_free(config->files[i].tree);
	}
	free(config->files);
	free(config);
}

bool kubeconfig_add(struct kubeconfig *config, const char *file,
    const char *text, size_t len, struct err *err)
{
	struct yaml_text source = { file, text, len, 1 };
	struct yaml yaml;
	struct json *tree;
	bool ok = false;

	if (!yaml_parse(&source, false, &yaml, err))
		return false;
	if (!yaml.json.len)
		buf_puts(&yaml.json, "{}"); /* "touch ~/.kube/config" */
	tree = json_parse(buf_text(&yaml.json), yaml.json.len, err);
	if (!tree) {
		err_prefix(err, "%s", file);
		goto out;
	}
	if (json_type(tree) != JSON_OBJECT) {
		json_free(tree);
		err_set(err, ERR_INPUT, "%s: not a kubeconfig", file);
		goto out;
	}
	config->files = xgrow(
	    config->files, config->count, &config->cap, sizeof(*config->files));
	config->files[config->count++] = (struct file){ xstrdup(file), tree };
	ok = true;
out:
	yaml_clear(&yaml);
	return ok;
}

bool kubeconfig_read(
    struct kubeconfig *config, const char *file, bool *found, struct err *err)
{
	struct buf text = BUF_INIT(FILE_SIZE);
	struct err why;
	bool ok;

	*found = true;
	ok = textfile_read(file, &text, &why);
	if (ok) {
		ok = kubeconfig_add(
		    config, file, buf_text(&text), text.len, err);
	} else if (why.kind == ERR_ABSENT) {
		*found = false;
		ok = true;
	} else {
		*err = why;
	}
	buf_clear(&text);
	return ok;
}

/* An entry {name: ..., MEMBER: {...}} of a list, and the file it is in. */
struct entry {
	const struct json *body;
	const char *file;
	const char *what, *name; /* for errors */
};

static const struct json *find_in(
    const struct json *list, const char *name, const char *member)
{
	const struct json *at;
	const char *found;

	for (at = json_first(list); at; at = json_next(at)) {
		const struct json *key = json_get(at, "name");

		if (key && json_string(key, &found) && !strcmp(found, name))
			return json_get(at, member);
	}
	return NULL;
}

static bool find(const struct kubeconfig *config, const char *list,
    const char *member, const char *name, struct entry *out, struct err *err)
{
	for (size_t i = 0; i < config->count; i++) {
		const struct file *file = &config->files[i];
		const struct json *body =
		    find_in(json_get(file->tree, list), name, member);

		if (!body)
			continue;
		*out = (struct entry){ body, file->name, member, name };
		return true;
	}
	return err_set(err, ERR_INPUT, "kubeconfig: no %s '%s'", member, name);
}

/* "" when absent. */
static bool text_of(const struct entry *entry, const char *key,
    const char **out, struct err *err)
{
	if (json_get_string(entry->body, key, "", out, err))
		return true;
	return err_prefix(
	    err, "%s: %s '%s'", entry->file, entry->what, entry->name);
}

static bool refuse(const struct entry *entry, const char *key, const char *why,
    struct err *err)
{
	return err_set(err, ERR_INPUT, "%s: %s '%s': %s %s", entry->file,
	    entry->what, entry->name, key, why);
}

static char *beside(const char *file, const char *path)
{
	struct buf out = BUF_INIT(8192);
	const char *slash = strrchr(file, '/');

	if (*path != '/' && slash)
		buf_add(&out, file, (size_t)(slash - file) + 1);
	buf_puts(&out, path);
	if (!buf_ok(&out) || !out.data) {
		buf_clear(&out);
		return xstrdup(path);
	}
	return out.data; /* the caller's now */
}

/* KEY-data, or else the path KEY; both are the configuration's mistake. */
static bool secret(const struct entry *entry, const char *data_key,
    const char *path_key, struct secret *out, struct err *err)
{
	struct buf bytes = BUF_INIT(FILE_SIZE);
	const char *path, *text;
	bool ok;

	if (!text_of(entry, data_key, &text, err) ||
	    !text_of(entry, path_key, &path, err))
		return false;
	if (*text && *path)
		return refuse(
		    entry, path_key, "and its -data cannot both be set", err);
	if (*path)
		out->path = beside(entry->file, path);
	if (!*text)
		return true;
	ok = base64_decode(text, &bytes) && buf_ok(&bytes);
	if (ok)
		secret_set(out, buf_text(&bytes), bytes.len);
	else
		refuse(entry, data_key, "is not base64", err);
	buf_clear(&bytes);
	return ok;
}

static bool refuse_any(const struct entry *entry, const char *const *keys,
    size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (json_get(entry->body, keys[i]))
			return refuse(entry, keys[i], "is not supported", err);
	return true;
}

static bool cluster_auth(
    const struct entry *cluster, struct auth *auth, struct err *err)
{
	static const char *const refused[] = { "proxy-url" };
	const char *server, *name;

	if (!refuse_any(cluster, refused, ARRAY_LEN(refused), err) ||
	    !text_of(cluster, "server", &server, err) ||
	    !text_of(cluster, "tls-server-name", &name, err) ||
	    !secret(cluster, "certificate-authority-data",
		"certificate-authority", &auth->authority, err))
		return false;
	if (!json_get_bool(cluster->body, "insecure-skip-tls-verify", false,
		&auth->insecure, err) ||
	    !auth_set_server(auth, server, err))
		return err_prefix(
		    err, "%s: cluster '%s'", cluster->file, cluster->name);
	if (strpbrk(name, "/:@?# \\"))
		return refuse(cluster, "tls-server-name", "is no name", err);
	if (*name)
		auth->server_name = xstrdup(name);
	if (auth->insecure && (auth->authority.path || auth->authority.text))
		return refuse(cluster, "certificate-authority",
		    "and insecure-skip-tls-verify exclude each other", err);
	return true;
}

static bool user_auth(
    const struct entry *user, struct auth *auth, struct err *err)
{
	static const char *const refused[] = { "exec", "auth-provider",
		"username", "password", "as", "as-uid", "as-groups",
		"as-user-extra" };
	const char *token, *file;

	if (!refuse_any(user, refused, ARRAY_LEN(refused), err) ||
	    !secret(user, "client-certificate-data", "client-certificate",
		&auth->certificate, err) ||
	    !secret(user, "client-key-data", "client-key", &auth->key, err) ||
	    !text_of(user, "token", &token, err) ||
	    !text_of(user, "tokenFile", &file, err))
		return false;
	/* The file is read again and again, so it wins. */
	if (*file)
		auth->token.path = beside(user->file, file);
	else if (*token)
		secret_set(&auth->token, token, strlen(token));
	return true;
}

static bool current(
    const struct kubeconfig *config, const char **out, struct err *err)
{
	*out = "";
	for (size_t i = 0; i < config->count && !**out; i++)
		if (!json_get_string(
			config->files[i].tree, "current-context", "", out, err))
			return err_prefix(err, "%s", config->files[i].name);
	return **out ||
	    err_set(err, ERR_INPUT, "kubeconfig: no current-context");
}

static bool resolve(const struct kubeconfig *config, const char *name,
    struct auth *auth, struct err *err)
{
	struct entry context, cluster, user;
	const char *cluster_name, *user_name;

	if (!find(config, "contexts", "context", name, &context, err) ||
	    !text_of(&context, "cluster", &cluster_name, err) ||
	    !text_of(&context, "user", &user_name, err) ||
	    !find(config, "clusters", "cluster", cluster_name, &cluster, err) ||
	    !cluster_auth(&cluster, auth, err))
		return false;
	if (!*user_name)
		return true; /* kubectl proxy, for instance */
	return find(config, "users", "user", user_name, &user, err) &&
	    user_auth(&user, auth, err);
}

bool kubeconfig_auth(const struct kubeconfig *config, const char *context,
    struct auth *out, struct err *err)
{
	struct auth auth = AUTH_INIT;

	if (!context && !current(config, &context, err))
		return false;
	if (!resolve(config, context, &auth, err)) {
		auth_clear(&auth);
		return false;
	}
	*out = auth;
	return true;
}
