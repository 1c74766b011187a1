/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/cluster.h"

#include <stdlib.h>

#include "controller/kube/access.h"
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
	struct access_trouble trouble;
	struct credentials *credentials;
	struct loop_timer *anew; /* the informers start */
	const struct kind **kinds;
	size_t nkinds;
	unsigned page_size;
	bool once;
	struct informer **informers; /* one a kind */
	size_t count;
};

static bool renew(void *arg, bool unknown)
{
	struct cluster *cluster = arg;

	return credentials_renew(cluster->credentials, unknown);
}

static void start_informers(struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->nkinds; i++) {
		struct informer_options informer = {
			.api = &cluster->api,
			.turns = &cluster->turns,
			.trouble = &cluster->trouble,
			.kind = cluster->kinds[i],
			.page_size = cluster->page_size,
			.once = cluster->once,
			.renew = renew,
			.arg = cluster,
		};

		cluster->informers[cluster->count] = informer_start(&informer);
		cluster->count++;
	}
}

static void stop_informers(struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->count; i++)
		informer_stop(cluster->informers[i]);
	cluster->count = 0;
}

/* Not from within an informer, which may have asked for the kubeconfig. */
static void on_moved(void *arg)
{
	struct cluster *cluster = arg;

	loop_timer_set(cluster->anew, 0);
}

/* Another server may be another cluster, whose objects are others. */
static void start_anew(void *arg)
{
	struct cluster *cluster = arg;

	stop_informers(cluster);
	for (size_t i = 0; i < cluster->nkinds; i++)
		store_forget(cluster->api.store, cluster->kinds[i]);
	start_informers(cluster);
}

static void take_options(
    struct cluster *cluster, const struct cluster_options *options)
{
	cluster->nkinds = options->nkinds;
	cluster->page_size = options->page_size;
	cluster->once = options->once;
	cluster->kinds = xcalloc(options->nkinds + 1, sizeof(*cluster->kinds));
	for (size_t i = 0; i < options->nkinds; i++)
		cluster->kinds[i] = options->kinds[i];
	cluster->informers =
	    xcalloc(options->nkinds + 1, sizeof(*cluster->informers));
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
	if (!authsource_find(&cluster->source, &cluster->auth, err))
		goto failed;
	if (!auth_load(&cluster->auth, err) ||
	    !http_check(&cluster->auth, err)) {
		err_prefix(err, "%s", cluster->auth.place);
		goto failed;
	}
	api->http = http_new(loop, api->limits, err);
	if (!api->http)
		goto failed;
	take_options(cluster, options);
	cluster->anew = loop_timer_new(loop, start_anew, cluster);
	cluster->credentials =
	    credentials_start(api, &cluster->source, on_moved, cluster);
	start_informers(cluster);
	return cluster;
failed:
	cluster_stop(cluster);
	return NULL;
}

const struct api *cluster_api(const struct cluster *cluster)
{
	return &cluster->api;
}

const struct http_counters *cluster_counters(const struct cluster *cluster)
{
	return http_counters(cluster->api.http);
}

void cluster_place(const struct cluster *cluster, struct buf *out)
{
	buf_printf(
	    out, "server '%s', %s", cluster->auth.server, cluster->auth.place);
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
	stop_informers(cluster);
	free(cluster->informers);
	free(cluster->kinds);
	loop_timer_free(cluster->anew);
	credentials_stop(cluster->credentials);
	http_free(cluster->api.http);
	auth_clear(&cluster->auth);
	authsource_clear(&cluster->source);
	free(cluster);
}
