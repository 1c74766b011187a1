/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notices.c - served versions become events at once; findings and DNSEndpoints
 * are looked through now and then.
 */
#include "controller/notice/notices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/jsonwriter.h"
#include "controller/notice/bulletin.h"
#include "controller/notice/deeds.h"
#include "controller/notice/sender.h"
#include "controller/object/kind/dnsendpoint.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

#define SWEEP 5000      /* ms between walks over findings and objects */
#define SWEEP_SHARE 500 /* times as long as it takes between two */
#define TEXT_MAX 8192

struct notices {
	const struct api *api;
	struct publisher *publisher;
	char instance[65];
	unsigned number; /* of events, for their names */
	struct sender *sender;
	struct loop_timer *sweep;
};

/* --- Events --- */

static void put_bulletin(
    struct notices *notices, const struct bulletin *bulletin)
{
	struct buf about = BUF_INIT(TEXT_MAX), said = BUF_INIT(TEXT_MAX),
		   path = BUF_INIT(TEXT_MAX), body = BUF_INIT(TEXT_MAX);
	struct speaker speaker = {
		.namespace = object_namespace(bulletin->object),
	};
	const struct bulletin_source source = {
		.instance = notices->instance,
		.seconds = loop_wall(notices->api->loop),
		.number = notices->number,
	};

	buf_printf(&about, "%s %s", bulletin->object->kind->name,
	    object_key(bulletin->object));
	buf_printf(&said, "%s %s %s", buf_text(&about), bulletin->reason,
	    bulletin->note);
	speaker.object = buf_text(&about);
	if (sender_allows(notices->sender, &speaker, buf_text(&said))) {
		notices->number++;
		bulletin_path(bulletin, &path);
		bulletin_print(bulletin, &source, &body);
		sender_put(notices->sender, HTTP_POST, &path, &body);
	}
	buf_clear(&about);
	buf_clear(&said);
	buf_clear(&path);
	buf_clear(&body);
}

/* The object as it is now; NULL: it is gone, or was none. */
static const struct object *object_of(
    const struct notices *notices, const char *origin)
{
	const char *blank = strchr(origin, ' ');
	char name[ORIGIN_KIND_MAX + 1];
	const struct kind *kind;

	if (!blank || (size_t)(blank - origin) >= sizeof(name))
		return NULL;
	snprintf(name, sizeof(name), "%.*s", (int)(blank - origin), origin);
	kind = kind_find(name);
	return kind ? store_get(notices->api->store, kind, blank + 1) : NULL;
}

static void on_deed(void *arg, const char *origin, bool gone, const char *text)
{
	struct notices *notices = arg;
	const struct bulletin bulletin = {
		.object = object_of(notices, origin),
		.reason = gone ? "RecordDeleted" : "RecordReady",
		.note = text,
	};

	if (bulletin.object)
		put_bulletin(notices, &bulletin);
}

static void on_served(void *arg, const struct version *version)
{
	struct notices *notices = arg;

	if (!sender_is_full(notices->sender, HTTP_POST))
		deeds_tell(&version->plan, on_deed, notices);
}

/* The sentence, and of which name it is. */
static void note_finding(struct notices *notices, const struct finding *finding)
{
	struct buf note = BUF_INIT(TEXT_MAX);
	struct bulletin bulletin = {
		.object = object_of(notices, finding->origin),
		.reason = finding_word(finding->id),
		.warning = true,
	};

	if (!bulletin.object)
		return;
	buf_printf(&note, "%s%s%s", finding->name, *finding->name ? ": " : "",
	    finding->sentence);
	bulletin.note = buf_text(&note);
	put_bulletin(notices, &bulletin);
	buf_clear(&note);
}

static void note_findings(
    struct notices *notices, const struct findings *findings)
{
	for (size_t i = 0; findings && i < findings->count; i++)
		if (finding_severity(findings->list[i].id) != SEVERITY_INFO &&
		    !sender_is_full(notices->sender, HTTP_POST))
			note_finding(notices, &findings->list[i]);
}

/* --- DNSEndpoints --- */

static void print_status(const struct dnsendpoint *endpoint, struct buf *out)
{
	struct jsonwriter writer = { .out = out };
	char uid[ORIGIN_UID_SIZE];

	jsonwriter_object(&writer, NULL);
	jsonwriter_object(&writer, "metadata");
	/* Another object of that name is not meant: 409. */
	jsonwriter_text(
	    &writer, "uid", origin_uid(endpoint->object.origin, uid));
	jsonwriter_end_object(&writer);
	jsonwriter_object(&writer, "status");
	jsonwriter_number(
	    &writer, "observedGeneration", (uint64_t)endpoint->generation);
	jsonwriter_end_object(&writer);
	jsonwriter_end_object(&writer);
}

/* Its status says which generation of it was read. */
static void put_status(
    struct notices *notices, const struct dnsendpoint *endpoint)
{
	const struct object *object = &endpoint->object;
	struct buf path = BUF_INIT(TEXT_MAX), body = BUF_INIT(TEXT_MAX),
		   said = BUF_INIT(TEXT_MAX);

	buf_printf(&said, "status %s %lld", object_key(object),
	    (long long)endpoint->generation);
	if (sender_allows(notices->sender, NULL, buf_text(&said))) {
		api_group_path(&path, object->kind, 0);
		buf_printf(&path, "/namespaces/%s/%s/%s/status",
		    object_namespace(object), object->kind->plural,
		    object_name(object));
		print_status(endpoint, &body);
		sender_put(notices->sender, HTTP_MERGE, &path, &body);
	}
	buf_clear(&path);
	buf_clear(&body);
	buf_clear(&said);
}

static void note_generations(struct notices *notices)
{
	const struct kind *kind = kind_find("DNSEndpoint");
	const struct object *object;
	size_t at = 0;

	while (!sender_is_full(notices->sender, HTTP_MERGE) &&
	    (object = store_each(notices->api->store, kind, &at))) {
		const struct dnsendpoint *endpoint =
		    (const struct dnsendpoint *)object;

		if (endpoint->generation > endpoint->observed)
			put_status(notices, endpoint);
	}
}

/* --- Sweeps --- */

static void sweep(struct notices *notices)
{
	const struct claimant *claimant;
	struct findings findings = { 0 };
	struct publisher_view view;
	size_t at = 0;

	if (!publisher_look(notices->publisher, &view))
		return;
	note_generations(notices);
	if (sender_is_full(notices->sender, HTTP_POST))
		return;
	while ((claimant = zoneset_claimants(view.set, &at)))
		note_findings(notices, claimant_findings(claimant));
	for (size_t i = 0; i < zoneset_count(view.set); i++) {
		zone_findings(zoneset_at(view.set, i), &findings);
		note_findings(notices, &findings);
		findings_clear(&findings);
	}
}

static void on_sweep(void *arg)
{
	struct notices *notices = arg;
	struct loop *loop = notices->api->loop;
	uint64_t begun = loop_now(loop), took;

	sweep(notices);
	took = (loop_now(loop) - begun) * SWEEP_SHARE;
	loop_timer_set(notices->sweep, took > SWEEP ? took : SWEEP);
}

struct notices *notices_start(
    const struct api *api, struct publisher *publisher)
{
	struct notices *notices = xcalloc(1, sizeof(*notices));

	notices->api = api;
	notices->publisher = publisher;
	if (gethostname(notices->instance, sizeof(notices->instance) - 1) < 0)
		snprintf(
		    notices->instance, sizeof(notices->instance), "k8s-nsd");
	notices->sender = sender_new(api);
	notices->sweep = loop_timer_new(api->loop, on_sweep, notices);
	loop_timer_set(notices->sweep, SWEEP);
	publisher_listen(publisher, on_served, notices);
	return notices;
}

void notices_stop(struct notices *notices)
{
	if (!notices)
		return;
	publisher_listen(notices->publisher, NULL, NULL);
	sender_free(notices->sender);
	loop_timer_free(notices->sweep);
	free(notices);
}
