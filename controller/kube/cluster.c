/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/cluster.h"

#include <stdlib.h>
#include <string.h>

#include "controller/kube/api.h"
#include "controller/kube/credentials.h"
#include "controller/kube/incluster.h"
#include "controller/kube/informer.h"
#include "controller/kube/kubeconfig.h"
#include "zonegen/mem.h"

#define PATH_LIMIT 4096

struct cluster {
	struct api api;
	struct auth auth;
	struct turns turns;
	struct credentials *credentials;
	struct informer **informers;
	size_t count;
};

/* The files of a list like "a:b", each once; *any: some file was there. */
static bool read_list(
    struct kubeconfig *config, const char *list, bool *any, struct err *err)
{
	const char *at = list;

	while (*at) {
		size_t len = strcspn(at, ":");
		struct buf file = BUF_INIT(PATH_LIMIT);
		bool found = false, ok = true;

		buf_add(&file, at, len);
		if (len)
			ok = kubeconfig_read(
			    config, buf_text(&file), &found, err);
		buf_clear(&file);
		if (!ok)
			return false;
		*any |= found;
		at += len + (at[len] == ':');
	}
	return true;
}

/* All of what a list names: a kubeconfig that must be there. */
static bool from_files(
    const char *list, const char *context, struct auth *out, struct err *err)
{
	struct kubeconfig *config = kubeconfig_new();
	bool any = false;
	bool ok = false;

	if (!read_list(config, list, &any, err))
		goto out;
	if (!any) {
		err_set(err, ERR_SYSTEM, "no kubeconfig at '%s'", list);
		goto out;
	}
	ok = kubeconfig_auth(config, context, out, err);
out:
	kubeconfig_free(config);
	return ok;
}

static bool from_home(const char *context, struct auth *out, struct err *err)
{
	const char *home = getenv("HOME");
	struct buf file = BUF_INIT(PATH_LIMIT);
	bool ok;

	buf_printf(&file, "%s/.kube/config", home ? home : "");
	ok = from_files(buf_text(&file), context, out, err);
	buf_clear(&file);
	return ok ||
	    err_prefix(
		err, "neither $KUBECONFIG is set nor do we run in a cluster");
}

/* As kubectl looks for it. */
static bool find_auth(
    const struct cluster_options *options, struct auth *out, struct err *err)
{
	const char *list = getenv("KUBECONFIG");
	const char *host = getenv("KUBERNETES_SERVICE_HOST");
	const char *port = getenv("KUBERNETES_SERVICE_PORT");

	if (options->kubeconfig)
		return from_files(
		    options->kubeconfig, options->context, out, err);
	if (list && *list)
		return from_files(list, options->context, out, err);
	if (host && *host && port && !options->context)
		return incluster_auth(
		    host, port, INCLUSTER_DIRECTORY, out, err);
	return from_home(options->context, out, err);
}

static bool renew(void *arg, bool unknown)
{
	struct cluster *cluster = arg;

	return credentials_renew(cluster->credentials, unknown);
}

static void start_informers(
    struct cluster *cluster, const struct cluster_options *options)
{
	cluster->informers =
	    xcalloc(options->nkinds, sizeof(*cluster->informers));
	for (size_t i = 0; i < options->nkinds; i++) {
		struct informer_options informer = {
			.api = &cluster->api,
			.turns = &cluster->turns,
			.kind = options->kinds[i],
			.page_size = options->page_size,
			.once = options->once,
			.renew = renew,
			.arg = cluster,
		};

		cluster->informers[cluster->count] = informer_start(&informer);
		cluster->count++;
	}
}

struct cluster *cluster_start(struct loop *loop, struct store *store,
    const struct cluster_options *options, struct err *err)
{
	struct cluster *cluster = xcalloc(1, sizeof(*cluster));
	struct api *api = &cluster->api;

	api->loop = loop;
	api->store = store;
	api->auth = &cluster->auth;
	api->limits = options->limits ? options->limits : &limits_real;
	cluster->turns.free = api->limits->lists;
	if (!find_auth(options, &cluster->auth, err) ||
	    !auth_load(&cluster->auth, err))
		goto failed;
	api->http = http_new(loop, api->limits, err);
	if (!api->http)
		goto failed;
	cluster->credentials = credentials_start(api);
	start_informers(cluster, options);
	return cluster;
failed:
	cluster_stop(cluster);
	return NULL;
}

bool cluster_done(const struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->count; i++)
		if (!informer_done(cluster->informers[i]))
			return false;
	return true;
}

void cluster_stop(struct cluster *cluster)
{
	if (!cluster)
		return;
	for (size_t i = 0; i < cluster->count; i++)
		informer_stop(cluster->informers[i]);
	free(cluster->informers);
	credentials_stop(cluster->credentials);
	http_free(cluster->api.http);
	auth_clear(&cluster->auth);
	free(cluster);
}
