/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pluginrun.c - writes what the plugin is told, starts it, and on its end
 * reads its ExecCredential or says why there is none.
 */
#include "controller/kube/auth/pluginrun.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/jsonwriter.h"
#include "controller/base/process.h"
#include "zonegen/base/base64.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

/* The kernel takes no longer string of an environment (MAX_ARG_STRLEN). */
#define INFO_SIZE ((size_t)128 << 10)

struct pluginrun {
	struct pluginrun_options options;
	struct process *process;
	char *name, *api, *hint; /* of the plugin */
};

static void write_authority(
    struct jsonwriter *writer, const struct secret *authority)
{
	struct buf text = BUF_INIT(INFO_SIZE);

	base64_encode((const uint8_t *)authority->text, authority->len, &text);
	jsonwriter_text(writer, "certificate-authority-data", buf_text(&text));
	buf_clear(&text);
}

static void write_cluster(struct jsonwriter *writer, const struct auth *auth)
{
	jsonwriter_object(writer, "cluster");
	jsonwriter_text(writer, "server", auth->server);
	jsonwriter_some(writer, "tls-server-name", auth->server_name);
	if (auth->insecure)
		jsonwriter_bool(writer, "insecure-skip-tls-verify", true);
	if (auth->authority.text)
		write_authority(writer, &auth->authority);
	jsonwriter_some(writer, "proxy-url", auth->proxy);
	if (auth->uncompressed)
		jsonwriter_bool(writer, "disable-compression", true);
	if (auth->plugin->config)
		buf_printf(writer->out, ",\"config\":%s", auth->plugin->config);
	jsonwriter_end_object(writer);
}

/* "KUBERNETES_EXEC_INFO={...}". */
static void pluginrun_info(struct buf *out, const struct auth *auth)
{
	struct jsonwriter writer = { .out = out };

	buf_puts(out, "KUBERNETES_EXEC_INFO=");
	jsonwriter_object(&writer, NULL);
	jsonwriter_text(&writer, "kind", "ExecCredential");
	jsonwriter_text(&writer, "apiVersion", auth->plugin->api);
	jsonwriter_object(&writer, "spec");
	jsonwriter_bool(&writer, "interactive", false);
	if (auth->plugin->cluster)
		write_cluster(&writer, auth);
	jsonwriter_end_object(&writer);
	jsonwriter_end_object(&writer);
}

static void run_free(struct pluginrun *run)
{
	free(run->name);
	free(run->api);
	free(run->hint);
	free(run);
}

static bool check_end(
    const struct pluginrun *run, const struct process_end *end, struct err *err)
{
	if (end->timed_out)
		return err_set(err, ERR_SYSTEM, "it did not end within %llu s",
		    (unsigned long long)run->options.limits->plugin / 1000);
	if (end->status == 127)
		return err_set(err, ERR_SYSTEM, "it cannot be run%s%s",
		    *run->hint ? ": " : "", run->hint);
	return !end->status ||
	    err_set(err, ERR_SYSTEM,
		"it ended with status %d; its output is not repeated, it may "
		"hold secrets",
		end->status);
}

static void on_end(void *arg, const struct process_end *end)
{
	struct pluginrun *run = arg;
	struct execcredential credential = { 0 };
	struct err err;
	bool ok;

	ok = check_end(run, end, &err);
	if (ok && strlen(end->out) >= run->options.limits->plugin_size)
		ok = err_set(&err, ERR_INPUT, "it printed too much");
	if (ok &&
	    !execcredential_parse(
		&credential, run->api, end->out, strlen(end->out), &err))
		ok = err_prefix(&err, "it printed no good ExecCredential");
	if (!ok)
		err_prefix(&err, "credential plugin '%s'", run->name);
	run->options.done(
	    run->options.arg, ok ? &credential : NULL, ok ? NULL : &err);
	execcredential_clear(&credential);
	run_free(run);
}

struct pluginrun *pluginrun_start(
    struct loop *loop, const struct pluginrun_options *options, struct err *err)
{
	const struct plugin *plugin = options->auth->plugin;
	struct pluginrun *run = xcalloc(1, sizeof(*run));
	struct buf info = BUF_INIT(INFO_SIZE);
	struct texts env = { 0 };

	run->options = *options;
	run->options.auth = NULL; /* only lent */
	run->name = xstrdup(plugin->argv.list[0]);
	run->api = xstrdup(plugin->api);
	run->hint = xstrdup(plugin->hint);
	for (size_t i = 0; i < plugin->env.count; i++)
		texts_add(&env, plugin->env.list[i]);
	pluginrun_info(&info, options->auth);
	texts_add(&env, buf_text(&info));
	if (!buf_ok(&info))
		err_set(err, ERR_INPUT,
		    "the description of its cluster is too large");
	else
		run->process = process_start(loop,
		    &(struct process_options){
			.argv = (const char *const *)plugin->argv.list,
			.env = (const char *const *)env.list,
			.limit = options->limits->plugin_size,
			.timeout = options->limits->plugin,
			.session = true,
			.done = on_end,
			.arg = run,
		    },
		    err);
	texts_clear(&env);
	buf_clear(&info);
	if (run->process)
		return run;
	err_prefix(err, "credential plugin '%s'", run->name);
	run_free(run);
	return NULL;
}

void pluginrun_stop(struct pluginrun *run)
{
	if (!run)
		return;
	process_kill(run->process);
	run_free(run);
}
