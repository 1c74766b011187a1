/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overview.c - first what somebody should do something about, then all zones,
 * then all sources.
 */
#include "controller/serve/page/overview.h"

#include <stdio.h>
#include <string.h>

#include "controller/publish/retain/guard.h"
#include "controller/serve/answer/prose.h"
#include "controller/serve/page/copies.h"
#include "controller/serve/page/frame.h"
#include "controller/serve/page/html.h"

static void write_names(
    struct buf *out, const struct json *held, const char *key)
{
	if (frame_list(out, held, key) == HOLD_NAMES)
		html_add(out, ", ...");
}

void overview_hold(const char *zone, const struct json *held, struct buf *out)
{
	char plan[HOLD_PLAN_SHOWN + 1];

	if (!held)
		return;
	snprintf(plan, sizeof(plan), "%s", prose_text(held, "plan"));
	html_add(out,
	    "<p><span class=\"warn\">Held:</span> %u deletions and %u changes "
	    "of %u RRsets are not published until somebody approves them, or "
	    "the objects return. Names: ",
	    frame_number(held, "deletions"), frame_number(held, "updates"),
	    frame_number(held, "of"));
	write_names(out, held, "names");
	html_add(out, ". Namespaces: ");
	write_names(out, held, "namespaces");
	html_add(out,
	    ".</p>\n<p>To approve: <code class=\"copy\">k8s-nsd approve %s "
	    "--plan %s</code></p>\n",
	    zone, plan);
}

/* " by jo: incident 7" */
static void write_stated(struct buf *out, const struct json *order)
{
	const char *by = prose_text(order, "by");
	const char *reason = prose_text(order, "reason");

	html_add(out, *by ? " by %s" : "%s", by);
	html_add(out, *reason ? ": %s" : "%s", reason);
}

void overview_frozen(
    const char *zone, const struct json *frozen, struct buf *out)
{
	bool all = !strcmp(prose_text(frozen, "zone"), "*");

	if (!frozen)
		return;
	html_add(out, "<p><span class=\"warn\">Frozen%s</span>",
	    all ? " with all zones" : "");
	write_stated(out, frozen);
	html_add(out,
	    ". No version is published; %u names differ from what is "
	    "served",
	    frame_number(frozen, "names"));
	if (json_get(frozen, "left")) {
		html_add(out, ". It ends in ");
		frame_age(out, prose_number(frozen, "left"));
	}
	html_add(out,
	    ".</p>\n<p>To end it: <code class=\"copy\">k8s-nsd %s %s"
	    "</code></p>\n",
	    json_get(frozen, "lost") ? "release" : "thaw",
	    all ? "--all" : zone);
}

void overview_restored(
    const char *zone, const struct json *restored, struct buf *out)
{
	if (!restored)
		return;
	html_add(out, "<p><span class=\"warn\">Restored</span> from commit %s",
	    prose_text(restored, "commit"));
	write_stated(out, restored);
	html_add(out,
	    ". What objects ask for is not published.</p>\n<p>To end it: "
	    "<code class=\"copy\">k8s-nsd release %s</code></p>\n",
	    zone);
}

/* --- What is amiss --- */

static void write_amiss_zone(struct buf *out, const struct json *zone)
{
	const char *name = prose_text(zone, "zone");
	const char *state = prose_text(zone, "state");
	const char *waits = prose_text(zone, "waits");
	const struct json *held = json_get(zone, "held");
	const struct json *frozen = json_get(zone, "frozen");
	const struct json *restored = json_get(zone, "restored");

	if (strcmp(state, "served") != 0) {
		html_add(out, "<p><span class=\"bad\">Zone %s is %s</span>",
		    name, state);
		html_add(out, *waits ? " for an address of %s" : "%s", waits);
		html_add(out, ".</p>\n");
	}
	if (held || frozen || restored)
		html_add(out, "<h3>%s</h3>\n", name);
	overview_hold(name, held, out);
	overview_frozen(name, frozen, out);
	overview_restored(name, restored, out);
}

static void write_amiss_source(struct buf *out, const struct json *source)
{
	const char *reason = prose_text(source, "reason");

	if (prose_flag(source, "whole"))
		return;
	html_add(out, "<p><span class=\"bad\">%s is %s</span>",
	    prose_text(source, "kind"), prose_text(source, "state"));
	html_add(out, *reason ? ": %s" : "%s", reason);
	html_add(out, ". Its records stay as they were.</p>\n");
}

static void write_amiss_validity(struct buf *out, const struct json *node)
{
	const char *state = prose_text(node, "state");

	if (!*state || !strcmp(state, "current"))
		return;
	html_add(out,
	    "<p><span class=\"bad\">The configuration file is bad.</span> The "
	    "%s configuration is in force. %s</p>\n",
	    state, prose_text(node, "error"));
}

static void write_lease(struct buf *out, const struct json *lease)
{
	const char *state = prose_text(lease, "state");
	const char *error = prose_text(lease, "error");

	if (!*state || (!strcmp(state, "held") && !*error))
		return;
	html_add(out, "<p><span class=\"warn\">Lease: %s.</span>", state);
	html_add(out,
	    strcmp(state, "waiting") != 0
		? " %s</p>\n"
		: " Another controller publishes: %s.</p>\n",
	    *error ? error : prose_text(lease, "holder"));
}

static void write_amiss(struct buf *out, const struct json *status)
{
	const char *nsd = prose_text(json_get(status, "nsd"), "state");
	const struct json *node;

	if (prose_flag(status, "well")) {
		html_add(out,
		    "<p role=\"status\"><span class=\"good\">All is "
		    "well.</span>"
		    " NSD answers, every zone is served, every source is "
		    "known.</p>\n");
		return;
	}
	html_add(out,
	    "<section class=\"box\" aria-labelledby=\"amiss\">\n"
	    "<h2 id=\"amiss\">What is amiss</h2>\n");
	write_amiss_validity(out, json_get(status, "configuration"));
	if (strcmp(nsd, "answering") != 0)
		html_add(out,
		    "<p><span class=\"bad\">NSD is %s</span>: it does not "
		    "take commands, and perhaps does not answer queries.</p>\n",
		    nsd);
	node = prose_first(status, "zones");
	for (; node; node = json_next(node)) {
		write_amiss_zone(out, node);
		copies_zone_amiss(node, out);
	}
	copies_git_amiss(status, out);
	node = prose_first(status, "sources");
	for (; node; node = json_next(node))
		write_amiss_source(out, node);
	html_add(out, "</section>\n");
}

/* --- Zones --- */

static void write_findings(struct buf *out, const struct json *zone)
{
	const struct json *findings = json_get(zone, "findings");
	uint64_t errors = frame_number(findings, "error");
	uint64_t warnings = frame_number(findings, "warning");

	if (errors)
		html_add(out, "<span class=\"warn\">%u %s</span> ", errors,
		    errors == 1 ? "error" : "errors");
	if (warnings)
		html_add(out, "%u %s", warnings,
		    warnings == 1 ? "warning" : "warnings");
	if (!errors && !warnings)
		html_add(out, "<span class=\"dim\">none</span>");
}

static void write_zone(struct buf *out, const struct json *zone)
{
	const char *name = prose_text(zone, "zone");
	const char *state = prose_text(zone, "state");

	html_add(out,
	    "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><a "
	    "href=\"zone?name=%q\">%s</a></th>",
	    name, name);
	html_add(out,
	    strcmp(state, "served") != 0
		? "<td role=\"cell\" data-label=\"State\" class=\"bad\">%s"
		: "<td role=\"cell\" data-label=\"State\" class=\"good\">%s",
	    state);
	if (json_get(zone, "held"))
		html_add(out, ", <span class=\"warn\">held</span>");
	if (json_get(zone, "frozen"))
		html_add(out, ", <span class=\"warn\">frozen</span>");
	if (json_get(zone, "restored"))
		html_add(out, ", <span class=\"warn\">restored</span>");
	html_add(out,
	    "</td><td role=\"cell\" data-label=\"Serial\" class=\"number\">");
	if (json_get(zone, "serial"))
		html_add(out, "%u", frame_number(zone, "serial"));
	else
		html_add(out, "<span class=\"dim\">none</span>");
	html_add(out,
	    "</td><td role=\"cell\" data-label=\"Records\" "
	    "class=\"number\">%u</td>"
	    "<td role=\"cell\" data-label=\"Findings\">",
	    frame_number(zone, "records"));
	write_findings(out, zone);
	html_add(out, "</td></tr>\n");
}

static void write_zones(struct buf *out, const struct json *status)
{
	const struct json *zone = prose_first(status, "zones");

	FRAME_TABLE(out, "zones", "Zones", "Zone", "State", "#Serial",
	    "#Records", "Findings");
	for (; zone; zone = json_next(zone))
		write_zone(out, zone);
	frame_table_end(out);
}

/* --- Sources --- */

static void write_source(struct buf *out, const struct json *source)
{
	html_add(out,
	    "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">%s</th>",
	    prose_text(source, "kind"));
	html_add(out,
	    prose_flag(source, "whole")
		? "<td role=\"cell\" data-label=\"State\" class=\"good\">%s"
		: "<td role=\"cell\" data-label=\"State\" class=\"bad\">%s",
	    prose_text(source, "state"));
	if (json_get(source, "age")) {
		html_add(out, " <span class=\"dim\">for ");
		frame_age(out, prose_number(source, "age"));
		html_add(out, "</span>");
	}
	html_add(out,
	    "</td><td role=\"cell\" data-label=\"Objects\" class=\"number\">%u",
	    frame_number(source, "objects"));
	if (frame_number(source, "refused"))
		html_add(out, " <span class=\"warn\">(%u more refused)</span>",
		    frame_number(source, "refused"));
	html_add(out, "</td><td role=\"cell\" data-label=\"Last event\">");
	if (json_get(source, "eventAge")) {
		frame_age(out, prose_number(source, "eventAge"));
		html_add(out, " ago");
	} else {
		html_add(out, "<span class=\"dim\">none</span>");
	}
	html_add(out, "</td></tr>\n");
}

static void write_sources(struct buf *out, const struct json *status)
{
	const struct json *source = prose_first(status, "sources");

	FRAME_TABLE(out, "sources", "Sources", "Kind", "State", "#Objects",
	    "Last event");
	for (; source; source = json_next(source))
		write_source(out, source);
	frame_table_end(out);
}

void overview_write(const struct json *status, struct buf *out)
{
	frame_begin(out, "Zones of this cluster");
	write_lease(out, json_get(status, "lease"));
	write_amiss(out, status);
	frame_box(out, "");
	write_zones(out, status);
	write_sources(out, status);
	frame_end(out);
}
