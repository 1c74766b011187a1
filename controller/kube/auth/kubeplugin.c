/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/auth/kubeplugin.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

#define CONFIG_SIZE ((size_t)1 << 20)

static bool check_api(
    const struct kubeentry *exec, struct plugin *plugin, struct err *err)
{
	const char *api, *mode;

	if (!kubeentry_text(exec, "apiVersion", &api, err) ||
	    !kubeentry_text(exec, "interactiveMode", &mode, err))
		return false;
	if (strcmp(api, "client.authentication.k8s.io/v1") != 0 &&
	    strcmp(api, "client.authentication.k8s.io/v1beta1") != 0)
		return kubeentry_refuse(exec, "exec.apiVersion",
		    "is neither client.authentication.k8s.io/v1 nor v1beta1",
		    err);
	if (!strcmp(mode, "Always"))
		return kubeentry_refuse(exec, "exec.interactiveMode",
		    "is Always, and there is no terminal", err);
	if (*mode && strcmp(mode, "Never") != 0 &&
	    strcmp(mode, "IfAvailable") != 0)
		return kubeentry_refuse(exec, "exec.interactiveMode",
		    "is none of Never, IfAvailable, Always", err);
	plugin->api = xstrdup(api);
	return true;
}

static bool take_command(
    const struct kubeentry *exec, struct plugin *plugin, struct err *err)
{
	const struct json *args, *at;
	const char *command, *arg;
	char *path;

	if (!kubeentry_text(exec, "command", &command, err))
		return false;
	if (!json_get_array(exec->body, "args", &args, err))
		return kubeentry_blame(exec, err);
	if (!*command)
		return kubeentry_refuse(
		    exec, "exec.command", "is missing", err);
	path = strchr(command, '/') ? kubeentry_path(exec, command) : NULL;
	texts_add(&plugin->argv, path ? path : command);
	free(path);
	for (at = json_first(args); at; at = json_next(at)) {
		if (!json_string(at, &arg))
			return kubeentry_refuse(
			    exec, "exec.args", "is no list of strings", err);
		texts_add(&plugin->argv, arg);
	}
	return true;
}

static bool take_environment(
    const struct kubeentry *exec, struct plugin *plugin, struct err *err)
{
	struct buf text = BUF_INIT(CONFIG_SIZE);
	const struct json *list, *at;
	const char *name, *value;
	bool ok = true;

	if (!json_get_array(exec->body, "env", &list, err))
		return kubeentry_blame(exec, err);
	for (at = json_first(list); ok && at; at = json_next(at)) {
		struct err why;

		ok = json_get_string(at, "name", "", &name, &why) &&
		    json_get_string(at, "value", "", &value, &why) && *name &&
		    !strchr(name, '=');
		if (!ok)
			break;
		buf_reset(&text);
		buf_printf(&text, "%s=%s", name, value);
		texts_add(&plugin->env, buf_text(&text));
	}
	ok = ok && buf_ok(&text);
	buf_clear(&text);
	return ok ||
	    kubeentry_refuse(
		exec, "exec.env", "is no list of {name, value}", err);
}

struct plugin *kubeplugin_new(const struct kubeentry *user, struct err *err)
{
	struct kubeentry exec = *user;
	struct plugin *plugin = xcalloc(1, sizeof(*plugin));
	const char *hint = "";

	exec.body = json_get(user->body, "exec");
	if (json_type(exec.body) != JSON_OBJECT) {
		kubeentry_refuse(user, "exec", "is no object", err);
		goto failed;
	}
	if (!check_api(&exec, plugin, err) ||
	    !take_command(&exec, plugin, err) ||
	    !take_environment(&exec, plugin, err) ||
	    !kubeentry_bool(
		&exec, "provideClusterInfo", &plugin->cluster, err) ||
	    !kubeentry_text(&exec, "installHint", &hint, err))
		goto failed;
	plugin->hint = xstrdup(hint);
	return plugin;
failed:
	plugin_free(plugin);
	return NULL;
}

void kubeplugin_configure(
    struct plugin *plugin, const struct kubeentry *cluster)
{
	struct buf text = BUF_INIT(CONFIG_SIZE);
	const struct json *at = json_get(cluster->body, "extensions");
	const struct json *config = NULL;
	const char *name;

	for (at = json_first(at); at && !config; at = json_next(at))
		if (json_get(at, "name") &&
		    json_string(json_get(at, "name"), &name) &&
		    !strcmp(name, "client.authentication.k8s.io/exec"))
			config = json_get(at, "extension");
	if (!config)
		return;
	json_print(&text, config);
	if (buf_ok(&text))
		plugin->config = xstrdup(buf_text(&text));
	buf_clear(&text);
}
