/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statusreport.c - one line for each source, then one to four for each zone:
 * its state, excluded and retained records, and the hold with its approval.
 */
#include "controller/serve/answer/statusreport.h"

#include <string.h>

#include "controller/serve/answer/prose.h"
#include "controller/serve/answer/status.h"

/* Adds ", last push 2 h ago", if there is such a member. */
static void put_age(struct buf *out, const char *before,
    const struct json *node, const char *key, const char *after)
{
	if (!json_get(node, key))
		return;
	buf_puts(out, before);
	prose_age(out, prose_number(node, key));
	buf_puts(out, after);
}

/* Ends a line with what is wrong, or as it is. */
static void end_line(struct buf *out, const struct json *node, const char *key)
{
	const char *reason = prose_text(node, key);

	prose_add(out, *reason ? ": %s\n" : "%s\n", reason);
}

/* --- Sources --- */

static void put_source(struct buf *out, const struct json *source)
{
	prose_add(out, "  %s: %s", prose_text(source, "kind"),
	    prose_text(source, "state"));
	put_age(out, " for ", source, "age", "");
	buf_puts(out, ", ");
	prose_count(out, prose_number(source, "objects"), "object");
	if (prose_number(source, "refused"))
		prose_add(out, " (%d more are refused)",
		    prose_number(source, "refused"));
	put_age(out, ", last event ", source, "eventAge", " ago");
	end_line(out, source, "reason");
}

/* --- Zones --- */

/* The number of findings of each severity, without info. */
static void put_findings(struct buf *out, const struct json *zone)
{
	const struct json *findings = json_get(zone, "findings");
	int64_t errors = prose_number(findings, "error");
	int64_t warnings = prose_number(findings, "warning");

	if (errors || warnings)
		buf_puts(out, "; ");
	if (errors)
		prose_count(out, errors, "error");
	if (errors && warnings)
		buf_puts(out, ", ");
	if (warnings)
		prose_count(out, warnings, "warning");
}

static void put_retained(struct buf *out, const struct json *zone)
{
	const struct json *reason = prose_first(zone, "retained");
	int64_t count;

	for (; reason; reason = json_next(reason)) {
		if (!json_integer(reason, &count))
			continue;
		buf_puts(out, "    retained: ");
		prose_count(out, count, "RRset");
		prose_add(out, ", %s\n", json_key(reason));
	}
}

static void put_names(struct buf *out, const struct json *held, const char *key)
{
	const struct json *name = prose_first(held, key);
	size_t count = 0;
	const char *text;

	for (; name; name = json_next(name))
		if (json_string(name, &text))
			prose_add(out, count++ ? ", %s" : ": %s", text);
	if (count == HOLD_NAMES)
		buf_puts(out, ", ...");
}

static void put_held(struct buf *out, const char *zone, const struct json *held)
{
	if (!held)
		return;
	buf_puts(out, "    held: ");
	prose_count(out, prose_number(held, "deletions"), "deletion");
	if (prose_number(held, "updates")) {
		buf_puts(out, " and ");
		prose_count(out, prose_number(held, "updates"), "change");
	}
	prose_add(out, " of %d RRsets", prose_number(held, "of"));
	put_names(out, held, "names");
	buf_puts(out, "\n    namespaces");
	put_names(out, held, "namespaces");
	prose_add(out, "\n    approve: k8s-nsd approve %s --plan ", zone);
	for (const char *plan = prose_text(held, "plan"), *at = plan;
	     *at && at - plan < HOLD_PLAN_SHOWN; at++)
		buf_putc(out, *at >= '0' && *at <= 'f' ? *at : '?');
	buf_putc(out, '\n');
}

static void put_stated(struct buf *out, const struct json *order)
{
	const char *by = prose_text(order, "by");
	const char *reason = prose_text(order, "reason");

	prose_add(out, *by ? " by %s" : "%s", by);
	prose_add(out, *reason ? ": %s" : "%s", reason);
}

/* " by jo: incident 7", " for 2 h more" */
static void put_freeze(struct buf *out, const struct json *freeze)
{
	put_stated(out, freeze);
	put_age(out, ", for ", freeze, "left", " more");
}

static void put_frozen(
    struct buf *out, const char *zone, const struct json *frozen)
{
	bool all = !strcmp(prose_text(frozen, "zone"), ORDERS_ALL);

	if (!frozen)
		return;
	prose_add(out, "    frozen%s", all ? " with all zones" : "");
	put_freeze(out, frozen);
	buf_puts(out, "\n    waiting: ");
	prose_count(out, prose_number(frozen, "names"), "name");
	buf_putc(out, '\n');
	if (!json_get(frozen, "lost"))
		prose_add(
		    out, "    thaw: k8s-nsd thaw %s\n", all ? "--all" : zone);
}

static void put_restored(
    struct buf *out, const char *zone, const struct json *restored)
{
	if (!restored)
		return;
	prose_add(
	    out, "    restored: commit %s", prose_text(restored, "commit"));
	put_freeze(out, restored);
	prose_add(out, "\n    release: k8s-nsd release %s\n", zone);
}

static void put_orders(struct buf *out, const struct json *zone)
{
	for (const struct json *order = prose_first(zone, "orders"); order;
	     order = json_next(order)) {
		const char *detail = prose_text(order, "detail");

		prose_add(out,
		    *detail ? "    ordered: %s %s" : "    ordered: %s%s",
		    prose_text(order, "order"), detail);
		put_stated(out, order);
		buf_putc(out, '\n');
	}
}

static void put_freezes(struct buf *out, const struct json *freeze)
{
	for (; freeze; freeze = json_next(freeze)) {
		const char *zone = prose_text(freeze, "zone");

		prose_add(out, "freeze: %s",
		    strcmp(zone, ORDERS_ALL) != 0 ? zone : "all zones");
		put_freeze(out, freeze);
		buf_putc(out, '\n');
	}
}

static void put_recorded(struct buf *out, const struct json *git)
{
	if (!git)
		return;
	prose_add(out, "    in git: serial %d", prose_number(git, "committed"));
	put_age(out, ", ", git, "lastCommit", " ago");
	if (json_get(git, "pushed"))
		prose_add(
		    out, ", pushed: serial %d", prose_number(git, "pushed"));
	buf_putc(out, '\n');
}

/* --- Secondaries --- */

/* "192.0.2.0/24 by k, 192.0.2.1 without a key" */
static void put_rows(struct buf *out, const char *what, const struct json *row)
{
	prose_add(out, "      %s: %s", what, row ? "" : "nobody");
	for (const char *comma = ""; row; row = json_next(row), comma = ", ") {
		const char *key = prose_text(row, "key");

		prose_add(out, *key ? "%s%s by %s" : "%s%s without a key%s",
		    comma, prose_text(row, "address"), key);
	}
	buf_putc(out, '\n');
}

static void put_server(struct buf *out, const struct json *server)
{
	const char *finding = prose_text(server, "finding");
	const char *name = prose_text(server, "server");

	if (!*name && !*finding)
		return;
	prose_add(out, "      %s: ", *name ? name : "NOTIFY");
	if (json_get(server, "serial"))
		prose_add(out, "serial %d, %d versions behind for %d s",
		    prose_number(server, "serial"),
		    prose_number(server, "behind"),
		    prose_number(server, "lag"));
	else if (*name)
		buf_puts(out, "no serial");
	if (*finding)
		prose_add(
		    out, "; %s: %s", finding, prose_text(server, "reason"));
	buf_putc(out, '\n');
}

static void put_secondary(struct buf *out, const struct json *secondary)
{
	const char *state = prose_text(secondary, "notifyState");
	bool listed = true;

	prose_add(out,
	    *state ? "    secondary %s: NOTIFY %s" : "    secondary %s%s",
	    prose_text(secondary, "name"), state);
	if (json_bool(json_get(secondary, "listed"), &listed) && !listed)
		buf_puts(out, "; none of the zone's nameservers");
	buf_putc(out, '\n');
	put_rows(out, "may transfer", prose_first(secondary, "transfer"));
	for (const struct json *server = prose_first(secondary, "servers");
	     server; server = json_next(server))
		put_server(out, server);
	for (const struct json *key = prose_first(secondary, "keys"); key;
	     key = json_next(key))
		prose_add(out, "      key %s: %s\n", prose_text(key, "key"),
		    prose_text(key, "reason"));
}

static void put_handover(struct buf *out, const struct json *handover)
{
	if (!handover || !prose_number(handover, "failed"))
		return;
	prose_add(out, "    transfers that failed: %d",
	    prose_number(handover, "failed"));
	put_age(out, ", its file is loaded for ", handover, "reloadFor", "");
	buf_putc(out, '\n');
}

static void put_excluded(struct buf *out, const struct json *zone)
{
	if (!prose_number(zone, "excluded"))
		return;
	buf_puts(out, "    excluded: ");
	prose_count(out, prose_number(zone, "excluded"), "record");
	buf_puts(out, " that NSD or its checker refused");
	if (json_get(zone, "retry"))
		prose_add(
		    out, ", tried again in %d s", prose_number(zone, "retry"));
	buf_putc(out, '\n');
}

static void put_zone(struct buf *out, const struct json *zone)
{
	const struct json *secondary = prose_first(zone, "secondaries");
	const char *name = prose_text(zone, "zone");
	const char *waits = prose_text(zone, "waits");
	const char *keeps = prose_text(zone, "keepsNames");

	prose_add(out, "  %s: ", name);
	if (json_get(zone, "serial"))
		prose_add(out, "serial %d ", prose_number(zone, "serial"));
	prose_add(out, *waits ? "%s for an address of %s" : "%s%s",
	    prose_text(zone, "state"), waits);
	if (json_get(zone, "waitsSerial"))
		buf_puts(out, " for the serial of a secondary, or serialFloor");
	if (*keeps)
		prose_add(out, ", not published until it is served: %s", keeps);
	buf_puts(out, ", ");
	prose_count(out, prose_number(zone, "records"), "record");
	put_findings(out, zone);
	buf_putc(out, '\n');
	put_excluded(out, zone);
	put_retained(out, zone);
	put_held(out, name, json_get(zone, "held"));
	put_frozen(out, name, json_get(zone, "frozen"));
	put_restored(out, name, json_get(zone, "restored"));
	put_orders(out, zone);
	put_handover(out, json_get(zone, "handover"));
	put_recorded(out, json_get(zone, "git"));
	for (; secondary; secondary = json_next(secondary))
		put_secondary(out, secondary);
}

/* --- Git --- */

static void put_push(struct buf *out, const struct json *git)
{
	if (!json_get(git, "push"))
		return;
	prose_add(out, "git remote: %s, ", prose_text(git, "push"));
	prose_count(out, prose_number(git, "unpushed"), "unpushed commit");
	put_age(out, ", the oldest of ", git, "oldest", " ago");
	put_age(out, ", last push ", git, "lastPush", " ago");
	end_line(out, git, "pushError");
}

static void put_git(struct buf *out, const struct json *git)
{
	if (!git)
		return;
	prose_add(out, "git: %s", prose_text(git, "state"));
	put_age(out, ", a version waits for ", git, "waiting", "");
	if (*prose_text(git, "error") && prose_flag(git, "required"))
		buf_puts(
		    out, ", and git.required is set: nothing is published");
	end_line(out, git, "error");
	put_push(out, git);
}

/* Nothing is said of one that is as its file says. */
static void put_validity(struct buf *out, const struct json *node)
{
	const char *state = prose_text(node, "state");

	if (!*state || !strcmp(state, "current"))
		return;
	prose_add(out, "configuration: the %s in force, the file is bad: %s\n",
	    strcmp(state, "saved") != 0 ? "former one stays"
					: "one saved last is",
	    prose_text(node, "error"));
}

static void put_lease(struct buf *out, const struct json *lease)
{
	const char *state = prose_text(lease, "state");

	if (!*state)
		return;
	prose_add(out, "lease: %s", state);
	put_age(out, " for ", lease, "age", "");
	if (!strcmp(state, "waiting"))
		prose_add(out, ", nothing is published here, holder: %s",
		    prose_text(lease, "holder"));
	else if (strcmp(state, "held") != 0)
		buf_puts(out, ", nothing is published");
	end_line(out, lease, "error");
}

static void print(struct buf *out, const struct json *answer)
{
	const struct json *node = json_get(answer, "nsd");

	put_validity(out, json_get(answer, "configuration"));
	put_lease(out, json_get(answer, "lease"));
	prose_add(out, "NSD: %s\nsources:\n", prose_text(node, "state"));
	node = prose_first(answer, "sources");
	for (; node; node = json_next(node))
		put_source(out, node);
	buf_puts(out, "zones:\n");
	node = prose_first(answer, "zones");
	for (; node; node = json_next(node))
		put_zone(out, node);
	put_freezes(out, prose_first(answer, "freezes"));
	put_git(out, json_get(answer, "git"));
}

bool statusreport_print(
    const char *json, size_t len, struct buf *out, bool *well, struct err *err)
{
	static const struct prose_form form = { STATUS_SCHEMA, "well", print };

	return prose_print(&form, json, len, out, well, err);
}
