/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/cluster.h"

#include <stdlib.h>

#include "controller/kube/auth/authsource.h"
#include "controller/kube/informer.h"
#include "controller/kube/request/api.h"
#include "controller/kube/request/credentials.h"
#include "zonegen/base/mem.h"

struct cluster {
	struct api api;
	struct authsource source;
	struct auth auth;
	struct turns turns;
	struct credentials *credentials;
	struct informer **informers;
	size_t count;
};

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
	authsource_init(
	    &cluster->source, options->kubeconfig, options->context);
	if (!authsource_find(&cluster->source, &cluster->auth, err) ||
	    !auth_load(&cluster->auth, err))
		goto failed;
	api->http = http_new(loop, api->limits, err);
	if (!api->http)
		goto failed;
	cluster->credentials = credentials_start(api, &cluster->source);
	start_informers(cluster, options);
	return cluster;
failed:
	cluster_stop(cluster);
	return NULL;
}

const struct http_counters *cluster_counters(const struct cluster *cluster)
{
	return http_counters(cluster->api.http);
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
	authsource_clear(&cluster->source);
	free(cluster);
}
