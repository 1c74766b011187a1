/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot.c - the last versions are loaded first, then the objects are read,
 * and at last the sources make claims and the zones are resolved.
 */
#include "controller/command/snapshot.h"

#include <stdio.h>
#include <string.h>

#include "controller/command/against.h"
#include "controller/command/kinds.h"
#include "controller/command/onto.h"
#include "controller/kube/access.h"
#include "controller/kube/cluster.h"
#include "controller/kube/manifest/manifests.h"
#include "controller/publish/nameservers.h"
#include "controller/source/source.h"
#include "controller/source/sources.h"
#include "zonegen/version/blame.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/configured.h"

static bool fail(const struct snapshot *r, const char *text)
{
	fprintf(stderr, "k8s-nsd %s: %s\n", r->command, text);
	return false;
}

/*
 * A manifest that cannot be read is reported and left out: the result is for a
 * person, and nothing is deleted because of it.  Without any there is none.
 */
static bool read_manifests(
    struct snapshot *r, struct store *store, const struct manifest_from *from)
{
	struct err err;
	struct manifests *manifests =
	    manifests_start(NULL, store, from->path, from->namespace, &err);

	if (!manifests)
		return fail(r, err.text);
	if (manifests_problems(manifests))
		r->whole = fail(r, "not every manifest could be read");
	for (size_t i = 0; i < kind_count(); i++)
		store_commit(store, kind_at(i));
	manifests_stop(manifests);
	return true;
}

static void look_if_done(void *arg)
{
	struct snapshot *r = arg;

	if (r->cluster && cluster_done(r->cluster))
		loop_stop(r->loop);
}

/* One line for the kinds of resources that the API server does not serve. */
static void tell_absent(struct snapshot *r, const struct kinds *kinds)
{
	struct buf names = BUF_INIT(4096);

	for (size_t i = 0; i < kinds->count; i++) {
		const struct kind *kind = kinds->list[i];

		if (store_status(r->store, kind)->state == SOURCE_ABSENT &&
		    source_claims(r->config, kind->name))
			buf_printf(
			    &names, "%s%s", names.len ? ", " : "", kind->name);
	}
	r->absent = names.len > 0;
	if (r->absent)
		fprintf(stderr,
		    "k8s-nsd %s: not served by the API server (no CRDs?), so "
		    "without names: %s\n",
		    r->command, buf_text(&names));
	buf_clear(&names);
}

static bool is_missing(const struct snapshot *r, const struct kind *kind)
{
	const struct source_status *source = store_status(r->store, kind);

	return !source->synced && source->state != SOURCE_ABSENT;
}

/* The same trouble?  Of denials each names its kind. */
static bool is_alike(
    const struct source_status *a, const struct source_status *b)
{
	return !strcmp(a->reason, b->reason) ||
	    (strstr(a->reason, "HTTP 403") && strstr(b->reason, "HTTP 403"));
}

/* One line for all kinds with the trouble of the first, and the next step. */
static void tell_trouble(
    const struct snapshot *r, const struct kinds *kinds, size_t first)
{
	const struct source_status *source =
	    store_status(r->store, kinds->list[first]);
	struct buf names = BUF_INIT(4096), place = BUF_INIT(16384);

	for (size_t i = first; i < kinds->count; i++)
		if (is_missing(r, kinds->list[i]) &&
		    is_alike(source, store_status(r->store, kinds->list[i])))
			buf_printf(&names, "%s%s", names.len ? ", " : "",
			    kinds->list[i]->name);
	cluster_place(r->cluster, &place);
	fprintf(stderr, "k8s-nsd %s: cannot read %s: %s: %s\n", r->command,
	    buf_text(&names), source_state_word(source->state), source->reason);
	fprintf(stderr, "k8s-nsd %s: %s%s%s\n", r->command, buf_text(&place),
	    *access_hint(source->reason) ? ": " : "",
	    access_hint(source->reason));
	buf_clear(&names);
	buf_clear(&place);
}

/* A zone is not made from a part of a cluster. */
static bool check_sources(struct snapshot *r, const struct kinds *kinds)
{
	bool whole = true;

	tell_absent(r, kinds);
	for (size_t i = 0; i < kinds->count; i++) {
		bool told = false;

		if (!is_missing(r, kinds->list[i]))
			continue;
		whole = false;
		for (size_t j = 0; j < i && !told; j++)
			told = is_missing(r, kinds->list[j]) &&
			    is_alike(store_status(r->store, kinds->list[i]),
				store_status(r->store, kinds->list[j]));
		if (!told)
			tell_trouble(r, kinds, i);
	}
	return whole;
}

static bool read_cluster(struct snapshot *r)
{
	struct kinds kinds = kinds_of(r->config);
	struct cluster_options options = {
		.kubeconfig = r->config->kubeconfig,
		.context = r->config->context,
		.page_size = r->config->page_size,
		.kinds = kinds.list,
		.nkinds = kinds.count,
		.once = true,
	};
	bool ok = false;
	struct err err;

	store_listen(r->store, look_if_done, r);
	r->cluster = cluster_start(r->loop, r->store, &options, &err);
	if (!r->cluster) {
		fail(r, err.text);
		goto out;
	}
	if (!cluster_done(r->cluster))
		loop_run(r->loop);
	ok = check_sources(r, &kinds);
	cluster_stop(r->cluster);
	r->cluster = NULL;
out:
	kinds_clear(&kinds);
	return ok;
}

/* All sources were read, so none is in doubt. */
static bool is_doubted(void *arg, const char *origin)
{
	(void)arg;
	(void)origin;
	return false;
}

/* Leaves out the records that NSD or its checker refused. */
static void exclude(struct snapshot *r, struct zone *zone)
{
	const struct zone_overlay *of =
	    map_get(&r->overlays.by_zone, zone_name(zone));
	struct overlay rows = OVERLAY_INIT;

	if (!of || !of->overlay.excluded.count)
		return;
	blame_keep(zone, &of->overlay.excluded,
	    &(struct blame_keeping){ .doubted = is_doubted,
		.now = (int64_t)loop_now(r->loop),
		.searching = true },
	    &rows.excluded);
	zone_overlay(zone, &rows);
	zone_resolve(zone);
	overlay_clear(&rows);
}

static void fill_zones(struct snapshot *r)
{
	if (!r->sources)
		r->sources = sources_new(r->store);
	sources_pass(r->sources, r->config, r->zones, 0);
	nameservers_follow(r->config, r->store, r->zones);
	for (size_t i = 0; i < zoneset_count(r->zones); i++) {
		zone_resolve(zoneset_at(r->zones, i));
		exclude(r, zoneset_at(r->zones, i));
	}
}

/* What the zones are now is what they are compared with. */
static bool adopt(struct snapshot *r)
{
	struct err err;

	for (size_t i = 0; i < zoneset_count(r->zones); i++) {
		struct zone *zone = zoneset_at(r->zones, i);
		struct version *version;

		if (zone_awaits(zone) || zone_has_version(zone))
			continue;
		version = version_new(zone, 1, &err);
		if (!version)
			return fail(r, err.text);
		version_adopt(zone, version);
		version_free(version);
	}
	return true;
}

/* New objects have no status yet: names may come when they get addresses. */
static bool lay(struct snapshot *r, struct onto *onto)
{
	struct err err;
	size_t news;

	if (!onto_lay(onto, r->store, &news, &err))
		return fail(r, err.text);
	if (news)
		fprintf(stderr,
		    "k8s-nsd %s: %zu manifests are new to the cluster: names "
		    "that depend on their status are not known yet\n",
		    r->command, news);
	fill_zones(r);
	return true;
}

static bool read_onto(
    struct snapshot *r, const struct manifest_from *from, bool adopts)
{
	struct store *manifests = store_new();
	struct onto onto = { .list = NULL };
	bool ok;

	onto_hear_manifests(&onto, manifests);
	ok = read_manifests(r, manifests, from);
	onto_hear_cluster(&onto, r->store);
	ok = ok && read_cluster(r);
	if (ok) {
		fill_zones(r);
		ok = (!adopts || adopt(r)) && lay(r, &onto);
	}
	store_tap(r->store, NULL, NULL);
	store_free(manifests);
	onto_clear(&onto);
	return ok;
}

bool snapshot_open(struct snapshot *out, const char *command,
    const struct config *config, const struct manifest_from *from,
    struct against *last)
{
	*out = (struct snapshot){
		.command = command,
		.config = config,
		.loop = loop_new(),
		.store = store_new(),
		.whole = true,
	};
	out->zones = zoneset_new(config->settings, config->nzones);
	if (last && (last->place || !from->onto) && !against_load(last, out))
		return false;
	if (from->onto)
		return read_onto(out, from, !last || !last->place);
	if (from->path ? !read_manifests(out, out->store, from)
		       : !read_cluster(out))
		return false;
	fill_zones(out);
	return true;
}

void snapshot_close(struct snapshot *snapshot)
{
	overlays_clear(&snapshot->overlays);
	zoneset_free(snapshot->zones);
	sources_free(snapshot->sources);
	store_free(snapshot->store);
	loop_free(snapshot->loop);
}
