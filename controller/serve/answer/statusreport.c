/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/statusreport.h"

#include <inttypes.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/serve/answer/status.h"

/* A member's text, or "". */
static const char *text_of(const struct json *node, const char *key)
{
	const struct json *member = json_get(node, key);
	const char *text = "";

	return member && json_string(member, &text) ? text : "";
}

/* A member's number, or 0. */
static int64_t number_of(const struct json *node, const char *key)
{
	const struct json *member = json_get(node, key);
	int64_t number = 0;

	return member && json_integer(member, &number) ? number : 0;
}

static void put(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_putc(out, *text >= 0x20 && *text < 0x7f ? *text : '?');
}

/* " 12 s ago", "2 h ago". */
static void put_age(struct buf *out, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" },
		{ 1, "s" } };
	size_t i = 0;

	while (i + 1 < ARRAY_LEN(units) && seconds < 2 * units[i].seconds)
		i++;
	buf_printf(
	    out, "%" PRId64 " %s", seconds / units[i].seconds, units[i].unit);
}

static void put_count(struct buf *out, int64_t count, const char *what)
{
	buf_printf(out, "%" PRId64 " %s%s", count, what, count == 1 ? "" : "s");
}

/* --- Sources --- */

static void put_source(struct buf *out, const struct json *source)
{
	const char *reason = text_of(source, "reason");

	buf_puts(out, "  ");
	put(out, text_of(source, "kind"));
	buf_puts(out, ": ");
	put(out, text_of(source, "state"));
	if (json_get(source, "age")) {
		buf_puts(out, " for ");
		put_age(out, number_of(source, "age"));
	}
	buf_puts(out, ", ");
	put_count(out, number_of(source, "objects"), "object");
	if (number_of(source, "refused"))
		buf_printf(out, " (%" PRId64 " more are refused)",
		    number_of(source, "refused"));
	if (json_get(source, "eventAge")) {
		buf_puts(out, ", last event ");
		put_age(out, number_of(source, "eventAge"));
		buf_puts(out, " ago");
	}
	if (*reason) {
		buf_puts(out, ": ");
		put(out, reason);
	}
	buf_putc(out, '\n');
}

/* --- Zones --- */

/* How many of each severity there are, info left out. */
static void put_findings(struct buf *out, const struct json *zone)
{
	const struct json *findings = json_get(zone, "findings");
	int64_t errors = number_of(findings, "error");
	int64_t warnings = number_of(findings, "warning");

	if (errors || warnings)
		buf_puts(out, "; ");
	if (errors)
		put_count(out, errors, "error");
	if (errors && warnings)
		buf_puts(out, ", ");
	if (warnings)
		put_count(out, warnings, "warning");
}

static void put_retained(struct buf *out, const struct json *zone)
{
	const struct json *reason = json_first(json_get(zone, "retained"));
	int64_t count;

	for (; reason; reason = json_next(reason)) {
		if (!json_integer(reason, &count))
			continue;
		buf_puts(out, "    retained: ");
		put_count(out, count, "RRset");
		buf_puts(out, ", ");
		put(out, json_key(reason));
		buf_putc(out, '\n');
	}
}

static void put_names(struct buf *out, const struct json *held)
{
	const struct json *name = json_first(json_get(held, "names"));
	const char *before = ": ", *text;
	size_t count = 0;

	for (; name; name = json_next(name)) {
		if (!json_string(name, &text))
			continue;
		buf_puts(out, before);
		put(out, text);
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
	put_count(out, number_of(held, "deletions"), "deletion");
	if (number_of(held, "updates")) {
		buf_puts(out, " and ");
		put_count(out, number_of(held, "updates"), "change");
	}
	buf_printf(out, " of %" PRId64 " RRsets", number_of(held, "of"));
	put_names(out, held);
	buf_puts(out, "\n    approve: k8s-nsd approve ");
	put(out, zone);
	buf_puts(out, " --plan ");
	for (const char *plan = text_of(held, "plan"), *at = plan;
	     *at && at - plan < HOLD_PLAN_SHOWN; at++)
		buf_putc(out, *at >= '0' && *at <= 'f' ? *at : '?');
	buf_putc(out, '\n');
}

static void put_zone(struct buf *out, const struct json *zone)
{
	const char *name = text_of(zone, "zone");
	const char *waits = text_of(zone, "waits");

	buf_puts(out, "  ");
	put(out, name);
	buf_puts(out, ": ");
	if (json_get(zone, "serial"))
		buf_printf(
		    out, "serial %" PRId64 " ", number_of(zone, "serial"));
	put(out, text_of(zone, "state"));
	if (*waits) {
		buf_puts(out, " for an address of ");
		put(out, waits);
	}
	buf_puts(out, ", ");
	put_count(out, number_of(zone, "records"), "record");
	put_findings(out, zone);
	buf_putc(out, '\n');
	if (number_of(zone, "excluded")) {
		buf_puts(out, "    excluded: ");
		put_count(out, number_of(zone, "excluded"), "record");
		buf_puts(out, " that NSD or its checker refused\n");
	}
	put_retained(out, zone);
	put_held(out, name, json_get(zone, "held"));
}

static void print(struct buf *out, const struct json *answer)
{
	const char *nsd = text_of(json_get(answer, "nsd"), "state");
	const struct json *node;

	buf_puts(out, "NSD: ");
	put(out, nsd);
	buf_puts(out, "\nsources:\n");
	node = json_first(json_get(answer, "sources"));
	for (; node; node = json_next(node))
		put_source(out, node);
	buf_puts(out, "zones:\n");
	node = json_first(json_get(answer, "zones"));
	for (; node; node = json_next(node))
		put_zone(out, node);
}

bool statusreport_print(
    const char *json, size_t len, struct buf *out, bool *well, struct err *err)
{
	struct json *answer = json_parse(json, len, err);
	int64_t version;
	bool ok = false;

	if (!answer)
		return err_prefix(err, "the controller's answer");
	if (!json_get_integer(answer, "schemaVersion", 0, &version, err) ||
	    !json_get_bool(answer, "well", false, well, err))
		goto out;
	if (version != STATUS_SCHEMA) {
		err_set(err, ERR_INPUT,
		    "the answer has schemaVersion %lld, not %d",
		    (long long)version, STATUS_SCHEMA);
		goto out;
	}
	if (out)
		print(out, answer);
	ok = true;
out:
	json_free(answer);
	return ok;
}
