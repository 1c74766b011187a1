/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.c - the controller: connects its parts and starts them.
 *
 *	cluster or manifests --> store --> publisher --> NSD
 *
 * Changes in the store kick the publisher.  Signals stop it, or have it read
 * the configuration again, as a change of the file does.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/command/reaper.h"
#include "controller/command/command.h"
#include "controller/command/configfile.h"
#include "controller/command/inforce.h"
#include "controller/command/kinds.h"
#include "controller/command/options.h"
#include "controller/command/output.h"
#include "controller/command/snapshot.h"
#include "controller/command/tenure.h"
#include "controller/kube/cluster.h"
#include "controller/kube/manifest/manifests.h"
#include "controller/notice/notices.h"
#include "controller/publish/publisher.h"
#include "controller/serve/serve.h"
#include "controller/source/source.h"
#include "zonegen/base/mem.h"

static const char usage[] =
    "k8s-nsd run --config /etc/k8s-nsd/k8s-nsd.yaml\n"
    "\n"
    "Watches the cluster (or manifests), publishes zones and has NSD reload\n"
    "them.  Runs in the foreground and logs on stderr.  SIGTERM stops it.\n"
    "SIGHUP, or an edit of the file, has it read the configuration again.\n"
    "\n"
    "  --config FILE  the configuration\n"
    "  --from DIR     manifests instead of the cluster; watched for changes\n"
    "  --namespace N  of manifests that name none\n"
    "  --saved DIR    the state directory: if FILE is bad, start with the\n"
    "                 configuration that was in force there last\n"
    "\n"
    "Exit code: 0 stopped, 1 failed, 2 bad configuration or usage.\n";

#define SOURCE_AGAIN 10000 /* ms between tries to watch another cluster */

/* What of the configuration the watches were started with. */
struct watched {
	char *kubeconfig, *context; /* or NULL */
	unsigned page_size;
	struct kinds kinds;
};

struct running {
	struct inforce inforce;
	struct manifest_from from;
	struct config *config;
	struct config *former; /* still in use by the publisher */
	struct loop *loop;
	struct store *store;
	struct cluster *cluster;
	struct watched watched;
	struct loop_timer *source_again;
	bool source_failing; /* and that was logged */
	struct manifests *manifests;
	struct publisher *publisher;
	struct tenure *tenure;   /* may it write? */
	struct notices *notices; /* NULL: the cluster is only read */
	struct serve *serve;
	struct configfile *edits;
	bool stopping;
	bool again; /* the configuration must be read once more */
};

static void on_news(void *arg)
{
	struct running *run = arg;

	if (run->publisher)
		publisher_kick(run->publisher);
}

static void on_given_back(void *arg)
{
	struct running *run = arg;

	loop_stop(run->loop);
}

/* Nothing is written any more: now another may. */
static void on_stopped(void *arg)
{
	struct running *run = arg;

	tenure_end(run->tenure, on_given_back, run);
}

static void on_stop(void *arg)
{
	struct running *run = arg;

	if (run->stopping)
		return;
	run->stopping = true;
	log_event(LOG_INFO, "stopping");
	/* The lease is given back by the cluster that is watched now. */
	loop_timer_stop(run->source_again);
	publisher_stop(run->publisher, on_stopped, run);
}

static bool start_source(struct running *run, struct err *err)
{
	struct kinds kinds = kinds_of(run->config);
	struct cluster_options options = {
		.kubeconfig = run->config->kubeconfig,
		.context = run->config->context,
		.page_size = run->config->page_size,
		.kinds = kinds.list,
		.nkinds = kinds.count,
	};

	if (run->from.path)
		run->manifests = manifests_start(run->loop, run->store,
		    run->from.path, run->from.namespace, err);
	else
		run->cluster =
		    cluster_start(run->loop, run->store, &options, err);
	kinds_clear(&kinds);
	return run->manifests || run->cluster;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void forget_watched(struct watched *watched)
{
	free(watched->kubeconfig);
	free(watched->context);
	kinds_clear(&watched->kinds);
	*watched = (struct watched){ 0 };
}

static void note_watched(struct running *run)
{
	const struct config *config = run->config;

	forget_watched(&run->watched);
	run->watched = (struct watched){
		.kubeconfig =
		    config->kubeconfig ? xstrdup(config->kubeconfig) : NULL,
		.context = config->context ? xstrdup(config->context) : NULL,
		.page_size = config->page_size,
		.kinds = kinds_of(config),
	};
}

static bool same_cluster(const struct watched *a, const struct config *b)
{
	return same_text(a->kubeconfig, b->kubeconfig) &&
	    same_text(a->context, b->context);
}

/* Does the configuration ask for what is watched already? */
static bool is_watched(const struct watched *watched, const struct config *b)
{
	struct kinds wanted = kinds_of(b);
	bool same = same_cluster(watched, b) &&
	    watched->page_size == b->page_size &&
	    kinds_equal(&watched->kinds, &wanted);

	kinds_clear(&wanted);
	return same;
}

/*
 * Objects of a kind that is no longer read, and all of another cluster, are
 * forgotten: they must not come back when the kind does.
 */
static void forget_objects(struct running *run)
{
	bool moved = !same_cluster(&run->watched, run->config);

	for (size_t i = 0; i < kind_count(); i++)
		if (moved || !source_wants(run->config, kind_at(i)->name))
			store_forget(run->store, kind_at(i));
}

static void set_notices(struct running *run, bool anew)
{
	bool wanted =
	    run->cluster && run->config->events && tenure_writes(run->tenure);

	if (anew || !wanted) {
		notices_stop(run->notices);
		run->notices = NULL;
	}
	if (wanted && !run->notices)
		run->notices =
		    notices_start(cluster_api(run->cluster), run->publisher);
}

static void on_tenure(void *arg)
{
	struct running *run = arg;

	set_notices(run, false);
}

/* anew: those of before are of another cluster. */
static void set_tenure(struct running *run, bool anew)
{
	const struct api *api = run->cluster ? cluster_api(run->cluster) : NULL;

	tenure_follow(run->tenure, api, run->config, anew);
	set_notices(run, anew);
}

/*
 * If the new cluster cannot be started, the former one is still watched, and
 * the new one is tried again.
 */
static void restart_source(void *arg)
{
	struct running *run = arg;
	struct cluster *before = run->cluster;
	struct err err;

	run->cluster = NULL;
	if (start_source(run, &err)) {
		if (!same_cluster(&run->watched, run->config))
			tenure_move(run->tenure);
		set_tenure(run, true);
		cluster_stop(before);
		forget_objects(run);
		note_watched(run);
		if (run->source_failing)
			log_event(LOG_INFO,
			    "the cluster of the new configuration is watched");
		run->source_failing = false;
		return;
	}
	run->cluster = before;
	if (!run->source_failing)
		log_event(LOG_ERROR,
		    "cannot watch the cluster by the new configuration, the "
		    "former watches go on until that can be done",
		    "error", err.text);
	run->source_failing = true;
	loop_timer_set(run->source_again, SOURCE_AGAIN);
}

static void on_reload(void *arg);

static void on_released(void *arg)
{
	struct running *run = arg;

	config_free(run->former);
	run->former = NULL;
	inforce_keep(&run->inforce, run->config);
	if (run->again)
		on_reload(run);
}

static void on_reload(void *arg)
{
	struct running *run = arg;
	struct config *config;

	/* Until the publisher released the former one, this change waits. */
	run->again = run->former != NULL;
	if (run->stopping || run->again)
		return;
	config = inforce_again(&run->inforce, run->config, run->edits);
	if (!config)
		return;
	run->former = run->config;
	run->config = config;
	log_setup(config->log_level, config->log_format);
	log_event(
	    LOG_INFO, "configuration read again", "file", run->inforce.file);
	loop_timer_stop(run->source_again);
	if (run->cluster && !is_watched(&run->watched, config))
		restart_source(run);
	set_tenure(run, false);
	serve_reconfigure(run->serve, config);
	publisher_reconfigure(run->publisher, config, on_released, run);
}

static void describe(void *arg, struct situation *out)
{
	const struct running *run = arg;

	*out = (struct situation){
		.validity = run->inforce.state,
		.refused = run->inforce.refused,
		.requests =
		    run->cluster ? cluster_counters(run->cluster) : NULL,
	};
	tenure_look(run->tenure, out);
}

static void start_serving(struct running *run)
{
	const struct serve_options options = {
		.version = output_release(),
		.loop = run->loop,
		.publisher = run->publisher,
		.describe = describe,
		.arg = run,
	};

	run->serve = serve_start(&options, run->config);
}

static int start(struct running *run)
{
	struct err err;

	run->store = store_new();
	store_listen(run->store, on_news, run);
	run->publisher =
	    publisher_start(run->loop, run->store, run->config, &err);
	if (run->publisher && start_source(run, &err)) {
		note_watched(run);
		run->tenure = tenure_new(run->publisher, on_tenure, run);
		start_serving(run);
		set_tenure(run, false);
		inforce_keep(&run->inforce, run->config);
		return EXIT_GOOD;
	}
	log_event(LOG_ERROR, "cannot start", "error", err.text);
	return EXIT_TROUBLE;
}

static int run_loop(struct running *run)
{
	struct loop_signal *signals[] = {
		loop_signal_new(run->loop, SIGTERM, on_stop, run),
		loop_signal_new(run->loop, SIGINT, on_stop, run),
		loop_signal_new(run->loop, SIGHUP, on_reload, run),
	};
	int status;

	run->source_again = loop_timer_new(run->loop, restart_source, run);
	status = start(run);
	run->edits = configfile_watch(run->loop, run->inforce.file,
	    run->inforce.digest, run->config->templates, on_reload, run);
	if (status == EXIT_GOOD)
		loop_run(run->loop);
	configfile_free(run->edits);
	notices_stop(run->notices);
	tenure_free(run->tenure);
	cluster_stop(run->cluster);
	manifests_stop(run->manifests);
	serve_stop(run->serve);
	loop_timer_free(run->source_again);
	forget_watched(&run->watched);
	publisher_free(run->publisher);
	store_free(run->store);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		loop_signal_free(signals[i]);
	return status;
}

int command_run(int argc, char **argv)
{
	struct running run = { 0 };
	int status;
	const struct option_row rows[] = {
		{ "config", .value = &run.inforce.file, .sort = "FILE",
		    .required = true },
		{ "saved", .value = &run.inforce.saved, .sort = "DIR" },
		{ "from", .value = &run.from.path },
		{ "namespace", .value = &run.from.namespace,
		    .valid = dns1123_is_label },
	};

	if (!options_parse(argc, argv, rows, ARRAY_LEN(rows), usage, &status) ||
	    reaper_waited(&status))
		return status;
	run.config = inforce_start(&run.inforce);
	if (run.config) {
		log_setup(run.config->log_level, run.config->log_format);
		inforce_say(&run.inforce);
		run.loop = loop_new();
		status = run_loop(&run);
	}
	config_free(run.former);
	config_free(run.config);
	loop_free(run.loop);
	return status;
}
