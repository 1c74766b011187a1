/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.c - walks the parts of an answer, and makes lines of them: the subject
 * and its sentence, its owner, then each part.
 */
#include "controller/serve/answer/report.h"

#include <string.h>

#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/prose.h"

/* --- What there is --- */

struct walking {
	const struct report_walker *walker;
	void *arg;
};

const char *report_subject(const struct json *answer)
{
	static const char *const keys[] = { "name", "object", "question" };
	const char *text = "";

	for (size_t i = 0; !*text && i < ARRAY_LEN(keys); i++)
		text = prose_text(answer, keys[i]);
	return text;
}

static void walk_records(const struct walking *w, const struct json *answer,
    const char *key, enum report_part part)
{
	const struct json *record = prose_first(answer, key);

	if (!json_get(answer, key) || (!record && part == REPORT_RECORDS))
		return;
	w->walker->begin(w->arg, part, !record);
	for (; record; record = json_next(record))
		w->walker->record(w->arg, record);
	w->walker->end(w->arg, part);
}

/* The id of the finding whose sentence this is, or NULL. */
static const char *id_of(const struct json *claim, const char *sentence)
{
	const struct json *finding = prose_first(claim, "findings");

	for (; finding; finding = json_next(finding))
		if (!strcmp(prose_text(finding, "sentence"), sentence))
			return prose_text(finding, "id");
	return NULL;
}

/* Leaves out those whose sentence was said already. */
static void walk_findings(const struct walking *w, const struct json *node,
    bool of_claim, const char *said)
{
	const struct json *finding = prose_first(node, "findings");

	for (; finding; finding = json_next(finding))
		if (strcmp(prose_text(finding, "sentence"), said) != 0)
			w->walker->finding(w->arg, of_claim, finding);
}

static void walk_claim(
    const struct walking *w, const char *title, const struct json *claim)
{
	const struct json *record = prose_first(claim, "records");
	const char *sentence = prose_text(claim, "sentence");

	w->walker->claim(w->arg, title, id_of(claim, sentence), claim);
	for (; record; record = json_next(record))
		w->walker->wish(
		    w->arg, record, prose_flag(record, "published"));
	walk_findings(w, claim, true, sentence);
	w->walker->claimed(w->arg);
}

static void walk_claims(const struct walking *w, const struct json *answer)
{
	const struct json *claim = prose_first(answer, "claims");

	if (!claim)
		return;
	w->walker->begin(w->arg, REPORT_CLAIMS, false);
	for (; claim; claim = json_next(claim))
		walk_claim(w, prose_text(claim, "origin"), claim);
	w->walker->end(w->arg, REPORT_CLAIMS);
}

static void walk_names(const struct walking *w, const struct json *answer)
{
	const struct json *name = prose_first(answer, "names"), *claim;

	if (!name)
		return;
	w->walker->begin(w->arg, REPORT_NAMES, false);
	for (; name; name = json_next(name))
		for (claim = prose_first(name, "claims"); claim;
		     claim = json_next(claim))
			walk_claim(w, prose_text(name, "name"), claim);
	w->walker->end(w->arg, REPORT_NAMES);
}

static void walk_notes(const struct walking *w, const struct json *answer)
{
	const struct json *note = prose_first(answer, "notes");
	const char *text;

	if (!note)
		return;
	w->walker->begin(w->arg, REPORT_NOTES, false);
	for (; note; note = json_next(note))
		if (json_string(note, &text))
			w->walker->note(w->arg, text);
	w->walker->end(w->arg, REPORT_NOTES);
}

static void walk_sources(const struct walking *w, const struct json *answer)
{
	const struct json *source = prose_first(answer, "sources");

	if (!source)
		return;
	w->walker->begin(w->arg, REPORT_SOURCES, false);
	for (; source; source = json_next(source))
		w->walker->source(w->arg, source);
	w->walker->end(w->arg, REPORT_SOURCES);
}

void report_walk(
    const struct json *answer, const struct report_walker *walker, void *arg)
{
	const struct walking w = { walker, arg };

	walk_records(&w, answer, "records", REPORT_RECORDS);
	walk_records(&w, answer, "lastRecords", REPORT_LAST_RECORDS);
	walk_claims(&w, answer);
	walk_names(&w, answer);
	if (prose_first(answer, "findings")) {
		walker->begin(arg, REPORT_FINDINGS, false);
		walk_findings(&w, answer, false, "");
		walker->end(arg, REPORT_FINDINGS);
	}
	walk_notes(&w, answer);
	walk_sources(&w, answer);
}

/* --- As text --- */

static void put_data(
    struct buf *out, const char *indent, const struct json *record)
{
	int64_t ttl;

	buf_puts(out, indent);
	if (json_get(record, "ttl") &&
	    json_integer(json_get(record, "ttl"), &ttl))
		prose_add(out, "%d ", ttl);
	prose_add(out, "%s %s", prose_text(record, "type"),
	    prose_text(record, "data"));
}

static void put_title(void *arg, enum report_part part, bool empty)
{
	static const char *const titles[] = {
		[REPORT_RECORDS] = "records",
		[REPORT_LAST_RECORDS] = "in the last version",
		[REPORT_CLAIMS] = "asked for by",
		[REPORT_NAMES] = "names",
		[REPORT_FINDINGS] = "findings",
		[REPORT_NOTES] = "notes",
		[REPORT_SOURCES] = "sources that are not known in full",
	};

	prose_add(arg, empty ? "%s: nothing\n" : "%s:\n", titles[part]);
}

static void put_end(void *arg, enum report_part part)
{
	(void)arg;
	(void)part;
}

static void put_record(void *arg, const struct json *record)
{
	const struct json *origin = prose_first(record, "origins");
	size_t count = 0;
	const char *text;

	put_data(arg, "  ", record);
	for (; origin; origin = json_next(origin))
		if (json_string(origin, &text))
			prose_add(arg, count++ ? ", %s" : " (%s", text);
	buf_puts(arg, count ? ")\n" : "\n");
}

static void put_claim(
    void *arg, const char *title, const char *id, const struct json *claim)
{
	prose_add(arg, "  %s, %s", title, prose_text(claim, "outcome"));
	if (id)
		prose_add(arg, " (%s)", id);
	prose_add(arg, ": %s\n", prose_text(claim, "sentence"));
}

/* The records that are not published are pointed out. */
static void put_wish(void *arg, const struct json *record, bool published)
{
	put_data(arg, "    ", record);
	buf_puts(arg, published ? "\n" : " (not published)\n");
}

static void put_claimed(void *arg)
{
	(void)arg;
}

static void put_finding(void *arg, bool of_claim, const struct json *finding)
{
	prose_add(arg, of_claim ? "    %s %s: %s\n" : "  %s %s: %s\n",
	    prose_text(finding, "severity"), prose_text(finding, "id"),
	    prose_text(finding, "sentence"));
}

static void put_note(void *arg, const char *text)
{
	prose_add(arg, "  %s\n", text);
}

static void put_source(void *arg, const struct json *source)
{
	const char *reason = prose_text(source, "reason");

	prose_add(arg, *reason ? "  %s, %s: %s\n" : "  %s, %s%s\n",
	    prose_text(source, "kind"), prose_text(source, "state"), reason);
}

/* Whose the name is, and with what other name. */
static void put_owner(struct buf *out, const struct json *answer)
{
	const struct json *owner = json_get(answer, "owner");

	if (!owner)
		return;
	buf_puts(out, "owner");
	if (strcmp(prose_text(owner, "unit"), prose_text(answer, "name")) != 0)
		prose_add(out, " (with %s)", prose_text(owner, "unit"));
	prose_add(out, ": %s\n", prose_text(owner, "sentence"));
}

static void print(struct buf *out, const struct json *answer)
{
	static const struct report_walker walker = { put_title, put_end,
		put_record, put_claim, put_wish, put_claimed, put_finding,
		put_note, put_source };

	prose_add(out, "%s: %s\n", report_subject(answer),
	    prose_text(answer, "sentence"));
	put_owner(out, answer);
	report_walk(answer, &walker, out);
}

bool report_print(
    const char *json, size_t len, struct buf *out, bool *found, struct err *err)
{
	static const struct prose_form form = { EXPLAIN_SCHEMA, "found",
		print };

	return prose_print(&form, json, len, out, found, err);
}
