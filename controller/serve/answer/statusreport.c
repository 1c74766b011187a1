/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statusreport.c - one line for each source, then one to four for each zone:
 * its state, excluded and retained records, and the hold with its approval.
 */
#include "controller/serve/answer/statusreport.h"

#include <inttypes.h>
#include <string.h>

#include "controller/serve/answer/prose.h"
#include "controller/serve/answer/status.h"

/* --- Sources --- */

static void put_source(struct buf *out, const struct json *source)
{
	const char *reason = prose_text(source, "reason");

	PROSE(out, "  ", prose_text(source, "kind"), ": ",
	    prose_text(source, "state"));
	if (json_get(source, "age")) {
		buf_puts(out, " for ");
		prose_age(out, prose_number(source, "age"));
	}
	buf_puts(out, ", ");
	prose_count(out, prose_number(source, "objects"), "object");
	if (prose_number(source, "refused"))
		buf_printf(out, " (%" PRId64 " more are refused)",
		    prose_number(source, "refused"));
	if (json_get(source, "eventAge")) {
		buf_puts(out, ", last event ");
		prose_age(out, prose_number(source, "eventAge"));
		buf_puts(out, " ago");
	}
	PROSE(out, *reason ? ": " : NULL, reason);
	buf_putc(out, '\n');
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
		PROSE(out, ", ", json_key(reason));
		buf_putc(out, '\n');
	}
}

static void put_names(struct buf *out, const struct json *held, const char *key)
{
	const struct json *name = prose_first(held, key);
	const char *before = ": ", *text;
	size_t count = 0;

	for (; name; name = json_next(name)) {
		if (!json_string(name, &text))
			continue;
		PROSE(out, before, text);
		before = ", ";
		count++;
	}
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
	buf_printf(out, " of %" PRId64 " RRsets", prose_number(held, "of"));
	put_names(out, held, "names");
	buf_puts(out, "\n    namespaces");
	put_names(out, held, "namespaces");
	buf_puts(out, "\n    approve: k8s-nsd ");
	PROSE(out, "approve ", zone, " --plan ");
	for (const char *plan = prose_text(held, "plan"), *at = plan;
	     *at && at - plan < HOLD_PLAN_SHOWN; at++)
		buf_putc(out, *at >= '0' && *at <= 'f' ? *at : '?');
	buf_putc(out, '\n');
}

/* " by jo: incident 7", " for 2 h more" */
static void put_stated(struct buf *out, const struct json *order)
{
	const char *by = prose_text(order, "by");
	const char *reason = prose_text(order, "reason");

	PROSE(out, *by ? " by " : NULL, *by ? by : NULL, *reason ? ": " : NULL,
	    reason);
}

static void put_freeze(struct buf *out, const struct json *freeze)
{
	put_stated(out, freeze);
	if (!json_get(freeze, "left"))
		return;
	buf_puts(out, ", for ");
	prose_age(out, prose_number(freeze, "left"));
	buf_puts(out, " more");
}

static void put_frozen(
    struct buf *out, const char *zone, const struct json *frozen)
{
	bool all = !strcmp(prose_text(frozen, "zone"), ORDERS_ALL);

	if (!frozen)
		return;
	PROSE(out, "    frozen", all ? " with all zones" : NULL);
	put_freeze(out, frozen);
	buf_puts(out, "\n    waiting: ");
	prose_count(out, prose_number(frozen, "names"), "name");
	buf_putc(out, '\n');
	if (json_get(frozen, "lost"))
		return;
	PROSE(out, "    thaw: k8s-nsd thaw ", all ? "--all" : zone);
	buf_putc(out, '\n');
}

static void put_restored(
    struct buf *out, const char *zone, const struct json *restored)
{
	if (!restored)
		return;
	PROSE(out, "    restored: commit ", prose_text(restored, "commit"));
	put_freeze(out, restored);
	buf_puts(out, "\n    release: k8s-nsd release ");
	PROSE(out, zone);
	buf_putc(out, '\n');
}

static void put_orders(struct buf *out, const struct json *zone)
{
	for (const struct json *order = prose_first(zone, "orders"); order;
	     order = json_next(order)) {
		const char *detail = prose_text(order, "detail");

		PROSE(out, "    ordered: ", prose_text(order, "order"),
		    *detail ? " " : NULL, detail);
		put_stated(out, order);
		buf_putc(out, '\n');
	}
}

static void put_freezes(struct buf *out, const struct json *freeze)
{
	for (; freeze; freeze = json_next(freeze)) {
		const char *zone = prose_text(freeze, "zone");

		PROSE(out, "freeze: ",
		    strcmp(zone, ORDERS_ALL) != 0 ? zone : "all zones");
		put_freeze(out, freeze);
		buf_putc(out, '\n');
	}
}

static void put_recorded(struct buf *out, const struct json *git)
{
	if (!git)
		return;
	buf_printf(
	    out, "    in git: serial %" PRId64, prose_number(git, "committed"));
	if (json_get(git, "lastCommit")) {
		buf_puts(out, ", ");
		prose_age(out, prose_number(git, "lastCommit"));
		buf_puts(out, " ago");
	}
	if (json_get(git, "pushed"))
		buf_printf(out, ", pushed: serial %" PRId64,
		    prose_number(git, "pushed"));
	buf_putc(out, '\n');
}

/* --- Secondaries --- */

/* "192.0.2.0/24 by k, 192.0.2.1 without a key" */
static void put_rows(struct buf *out, const char *what, const struct json *row)
{
	PROSE(out, "      ", what, ": ");
	if (!row)
		buf_puts(out, "nobody");
	for (const char *comma = NULL; row;
	     row = json_next(row), comma = ", ") {
		const char *key = prose_text(row, "key");

		PROSE(out, comma, prose_text(row, "address"),
		    *key ? " by " : " without a key", *key ? key : NULL);
	}
	buf_putc(out, '\n');
}

static void put_server(struct buf *out, const struct json *server)
{
	const char *finding = prose_text(server, "finding");
	const char *name = prose_text(server, "server");

	if (!*name && !*finding)
		return;
	PROSE(out, "      ", *name ? name : "NOTIFY", ": ");
	if (json_get(server, "serial"))
		buf_printf(out,
		    "serial %" PRId64 ", %" PRId64
		    " versions behind for %" PRId64 " s",
		    prose_number(server, "serial"),
		    prose_number(server, "behind"),
		    prose_number(server, "lag"));
	else if (*name)
		buf_puts(out, "no serial");
	if (*finding)
		PROSE(out, "; ", finding, ": ", prose_text(server, "reason"));
	buf_putc(out, '\n');
}

static void put_secondary(struct buf *out, const struct json *secondary)
{
	const char *state = prose_text(secondary, "notifyState");
	bool listed = true;

	PROSE(out, "    secondary ", prose_text(secondary, "name"));
	if (*state)
		PROSE(out, ": NOTIFY ", state);
	if (json_bool(json_get(secondary, "listed"), &listed) && !listed)
		buf_puts(out, "; none of the zone's nameservers");
	buf_putc(out, '\n');
	put_rows(out, "may transfer", prose_first(secondary, "transfer"));
	for (const struct json *server = prose_first(secondary, "servers");
	     server; server = json_next(server))
		put_server(out, server);
	for (const struct json *key = prose_first(secondary, "keys"); key;
	     key = json_next(key))
		PROSE(out, "      key ", prose_text(key, "key"), ": ",
		    prose_text(key, "reason"), "\n");
}

static void put_secondaries(struct buf *out, const struct json *zone)
{
	for (const struct json *secondary = prose_first(zone, "secondaries");
	     secondary; secondary = json_next(secondary))
		put_secondary(out, secondary);
}

static void put_handover(struct buf *out, const struct json *handover)
{
	if (!handover || !prose_number(handover, "failed"))
		return;
	buf_puts(out, "    transfers that failed: ");
	buf_printf(out, "%" PRId64, prose_number(handover, "failed"));
	if (json_get(handover, "reloadFor")) {
		buf_puts(out, ", its file is loaded for ");
		prose_age(out, prose_number(handover, "reloadFor"));
	}
	buf_putc(out, '\n');
}

static void put_zone(struct buf *out, const struct json *zone)
{
	const char *name = prose_text(zone, "zone");
	const char *waits = prose_text(zone, "waits");

	PROSE(out, "  ", name, ": ");
	if (json_get(zone, "serial"))
		buf_printf(
		    out, "serial %" PRId64 " ", prose_number(zone, "serial"));
	PROSE(out, prose_text(zone, "state"));
	PROSE(out, *waits ? " for an address of " : NULL, waits);
	if (json_get(zone, "waitsSerial"))
		buf_puts(out, " for the serial of a secondary, or serialFloor");
	buf_puts(out, ", ");
	prose_count(out, prose_number(zone, "records"), "record");
	put_findings(out, zone);
	buf_putc(out, '\n');
	if (prose_number(zone, "excluded")) {
		buf_puts(out, "    excluded: ");
		prose_count(out, prose_number(zone, "excluded"), "record");
		buf_puts(out, " that NSD or its checker refused");
		if (json_get(zone, "retry"))
			buf_printf(out, ", tried again in %" PRId64 " s",
			    prose_number(zone, "retry"));
		buf_putc(out, '\n');
	}
	put_retained(out, zone);
	put_held(out, name, json_get(zone, "held"));
	put_frozen(out, name, json_get(zone, "frozen"));
	put_restored(out, name, json_get(zone, "restored"));
	put_orders(out, zone);
	put_handover(out, json_get(zone, "handover"));
	put_recorded(out, json_get(zone, "git"));
	put_secondaries(out, zone);
}

/* --- Git --- */

static void put_push(struct buf *out, const struct json *git)
{
	const char *error = prose_text(git, "pushError");

	if (!json_get(git, "push"))
		return;
	PROSE(out, "git remote: ", prose_text(git, "push"), ", ");
	prose_count(out, prose_number(git, "unpushed"), "unpushed commit");
	if (json_get(git, "oldest")) {
		buf_puts(out, ", the oldest of ");
		prose_age(out, prose_number(git, "oldest"));
		buf_puts(out, " ago");
	}
	if (json_get(git, "lastPush")) {
		buf_puts(out, ", last push ");
		prose_age(out, prose_number(git, "lastPush"));
		buf_puts(out, " ago");
	}
	PROSE(out, *error ? ": " : NULL, error);
	buf_putc(out, '\n');
}

static void put_git(struct buf *out, const struct json *git)
{
	const char *error = prose_text(git, "error");
	bool required;

	if (!git)
		return;
	PROSE(out, "git: ", prose_text(git, "state"));
	if (json_get(git, "waiting")) {
		buf_puts(out, ", a version waits for ");
		prose_age(out, prose_number(git, "waiting"));
	}
	if (*error && json_get(git, "required") &&
	    json_bool(json_get(git, "required"), &required) && required)
		buf_puts(
		    out, ", and git.required is set: nothing is published");
	PROSE(out, *error ? ": " : NULL, error);
	buf_putc(out, '\n');
	put_push(out, git);
}

/* Nothing is said of one that is as its file says. */
static void put_validity(struct buf *out, const struct json *node)
{
	const char *state = prose_text(node, "state");

	if (!*state || !strcmp(state, "current"))
		return;
	PROSE(out, "configuration: ",
	    strcmp(state, "saved") != 0
		? "the former one stays in force, the file is bad: "
		: "the one saved last is in force, the file is bad: ",
	    prose_text(node, "error"));
	buf_putc(out, '\n');
}

static void put_lease(struct buf *out, const struct json *lease)
{
	const char *state = prose_text(lease, "state");
	const char *error = prose_text(lease, "error");

	if (!*state)
		return;
	PROSE(out, "lease: ", state);
	if (json_get(lease, "age")) {
		buf_puts(out, " for ");
		prose_age(out, prose_number(lease, "age"));
	}
	if (!strcmp(state, "waiting"))
		PROSE(out, ", nothing is published here, holder: ",
		    prose_text(lease, "holder"));
	else if (strcmp(state, "held") != 0)
		buf_puts(out, ", nothing is published");
	PROSE(out, *error ? ": " : NULL, error);
	buf_putc(out, '\n');
}

static void print(struct buf *out, const struct json *answer)
{
	const struct json *node = json_get(answer, "nsd");

	put_validity(out, json_get(answer, "configuration"));
	put_lease(out, json_get(answer, "lease"));
	PROSE(out, "NSD: ", prose_text(node, "state"));
	buf_puts(out, "\nsources:\n");
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
