/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeconfig.c - files are added as JSON trees; a context is then resolved to
 * its cluster and its user, of which the first file that has the entry counts.
 */
#include "controller/kube/auth/kubeconfig.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/yaml.h"
#include "controller/kube/auth/kubeplugin.h"
#include "controller/kube/auth/kubeuser.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

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

/* Says which names there are, and where. */
static bool refuse_name(const struct kubeconfig *config, const char *list,
    const char *member, const char *name, struct err *err)
{
	struct buf names = BUF_INIT(300), files = BUF_INIT(150);
	const struct json *at;
	const char *found;

	for (size_t i = 0; i < config->count; i++) {
		buf_printf(
		    &files, "%s'%s'", i ? ", " : "", config->files[i].name);
		at = json_first(json_get(config->files[i].tree, list));
		for (; at; at = json_next(at)) {
			const struct json *key = json_get(at, "name");

			if (key && json_string(key, &found))
				buf_printf(&names, "%s%s",
				    names.len ? ", " : "", found);
		}
	}
	err_set(err, ERR_INPUT, "kubeconfig: no %s '%s' in %s%s%s", member,
	    name, buf_text(&files),
	    names.len ? "; there are: " : ", which has none", buf_text(&names));
	buf_clear(&names);
	buf_clear(&files);
	return false;
}

static bool find(const struct kubeconfig *config, const char *list,
    const char *member, const char *name, struct kubeentry *out,
    struct err *err)
{
	for (size_t i = 0; i < config->count; i++) {
		const struct file *file = &config->files[i];
		const struct json *body =
		    find_in(json_get(file->tree, list), name, member);

		if (!body)
			continue;
		*out = (struct kubeentry){ body, file->name, member, name };
		return true;
	}
	return refuse_name(config, list, member, name, err);
}

/* Never repeated in an error: it may hold a password. */
static bool take_proxy(
    const struct kubeentry *cluster, struct auth *auth, struct err *err)
{
	static const char *const schemes[] = { "http://", "https://",
		"socks5://" };
	const char *proxy, *host = NULL;

	if (!kubeentry_text(cluster, "proxy-url", &proxy, err))
		return false;
	if (!*proxy)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (!strncmp(proxy, schemes[i], strlen(schemes[i])))
			host = proxy + strlen(schemes[i]);
	if (!host || *host == '/' || !auth_is_token(host, strlen(host)))
		return kubeentry_refuse(cluster, "proxy-url",
		    "is no http, https or socks5 URL", err);
	auth->proxy = xstrdup(proxy);
	return true;
}

static bool cluster_auth(
    const struct kubeentry *cluster, struct auth *auth, struct err *err)
{
	const char *server, *name;

	if (!kubeentry_text(cluster, "server", &server, err) ||
	    !kubeentry_text(cluster, "tls-server-name", &name, err) ||
	    !kubeentry_secret(
		cluster, "certificate-authority", &auth->authority, err) ||
	    !kubeentry_bool(
		cluster, "insecure-skip-tls-verify", &auth->insecure, err) ||
	    !kubeentry_bool(
		cluster, "disable-compression", &auth->uncompressed, err) ||
	    !take_proxy(cluster, auth, err))
		return false;
	if (!auth_set_server(auth, server, err))
		return kubeentry_blame(cluster, err);
	if (strpbrk(name, "/:@?# \\"))
		return kubeentry_refuse(
		    cluster, "tls-server-name", "is no name", err);
	if (*name)
		auth->server_name = xstrdup(name);
	if (auth->insecure && (auth->authority.path || auth->authority.text))
		return kubeentry_refuse(cluster, "certificate-authority",
		    "and insecure-skip-tls-verify exclude each other", err);
	return true;
}

bool kubeconfig_current(
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
	struct kubeentry context, cluster, user;
	const char *cluster_name, *user_name;

	if (!find(config, "contexts", "context", name, &context, err) ||
	    !kubeentry_text(&context, "cluster", &cluster_name, err) ||
	    !kubeentry_text(&context, "user", &user_name, err) ||
	    !find(config, "clusters", "cluster", cluster_name, &cluster, err) ||
	    !cluster_auth(&cluster, auth, err))
		return false;
	if (!*user_name)
		return true; /* kubectl proxy, for instance */
	if (!find(config, "users", "user", user_name, &user, err) ||
	    !kubeuser_auth(&user, auth, err))
		return false;
	if (auth->plugin)
		kubeplugin_configure(auth->plugin, &cluster);
	return true;
}

/* Where it is from, for operators. */
static char *place_of(const struct kubeconfig *config, const char *context)
{
	struct buf text = BUF_INIT(8192);
	struct kubeentry entry;
	const char *user = "";
	struct err ignored;

	if (!find(config, "contexts", "context", context, &entry, &ignored) ||
	    !kubeentry_text(&entry, "user", &user, &ignored))
		return xstrdup("kubeconfig");
	buf_printf(&text, "kubeconfig '%s', context '%s', user '%s'",
	    entry.file, context, user);
	return text.data ? text.data : xstrdup("kubeconfig");
}

bool kubeconfig_auth(const struct kubeconfig *config, const char *context,
    struct auth *out, struct err *err)
{
	struct auth auth = { 0 };

	if (!resolve(config, context, &auth, err)) {
		auth_clear(&auth);
		return false;
	}
	auth.place = place_of(config, context);
	*out = auth;
	return true;
}
