/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explanation.c - the sentence, the records, who asks for the name and what
 * became of it, notes, and what is not known in full.
 */
#include "controller/serve/page/explanation.h"

#include <string.h>

#include "controller/serve/answer/prose.h"
#include "controller/serve/page/frame.h"
#include "controller/serve/page/html.h"

static void write_origins(struct buf *out, const struct json *record)
{
	const struct json *origin = prose_first(record, "origins");
	const char *before = "", *text;

	for (; origin; origin = json_next(origin)) {
		if (!json_string(origin, &text))
			continue;
		html_add(out, "%s%s", before, text);
		before = ", ";
	}
}

static void write_records(struct buf *out, const struct json *answer,
    const char *key, const char *title)
{
	const struct json *record = prose_first(answer, key);

	if (!record)
		return;
	html_add(out,
	    "<h2 id=\"%s\">%s</h2>\n<table role=\"table\" "
	    "aria-labelledby=\"%s\">\n"
	    "<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" "
	    "role=\"columnheader\">Type</th><th scope=\"col\" "
	    "role=\"columnheader\">Data</th>"
	    "<th scope=\"col\" role=\"columnheader\" class=\"number\">TTL</th>"
	    "<th scope=\"col\" "
	    "role=\"columnheader\">From</th></tr></thead>\n<tbody "
	    "role=\"rowgroup\">\n",
	    key, title, key);
	for (; record; record = json_next(record)) {
		int64_t ttl = prose_number(record, "ttl");

		html_add(out,
		    "<tr role=\"row\"><th scope=\"row\" "
		    "role=\"rowheader\">%s</th>"
		    "<td role=\"cell\" data-label=\"Data\"><code>%s</code></td>"
		    "<td role=\"cell\" data-label=\"TTL\" "
		    "class=\"number\">%u</td>"
		    "<td role=\"cell\" data-label=\"From\">",
		    prose_text(record, "type"), prose_text(record, "data"),
		    (uint64_t)(ttl > 0 ? ttl : 0));
		write_origins(out, record);
		html_add(out, "</td></tr>\n");
	}
	html_add(out, "</tbody>\n</table>\n");
}

static void write_findings(
    struct buf *out, const struct json *node, const char *said)
{
	const struct json *finding = prose_first(node, "findings");

	for (; finding; finding = json_next(finding)) {
		const char *sentence = prose_text(finding, "sentence");

		if (strcmp(sentence, said) != 0)
			html_add(out, "<p>%s, <code>%s</code>: %s</p>\n",
			    prose_text(finding, "severity"),
			    prose_text(finding, "id"), sentence);
	}
}

static void write_wishes(struct buf *out, const struct json *claim)
{
	const struct json *record = prose_first(claim, "records");

	if (!record)
		return;
	html_add(out, "<ul>\n");
	for (; record; record = json_next(record)) {
		const struct json *member = json_get(record, "published");
		bool published = false;

		html_add(out, "<li><code>%s %s</code>",
		    prose_text(record, "type"), prose_text(record, "data"));
		if (!member || !json_bool(member, &published) || !published)
			html_add(
			    out, " <span class=\"warn\">not published</span>");
		html_add(out, "</li>\n");
	}
	html_add(out, "</ul>\n");
}

static void write_claim(
    struct buf *out, const char *title, const struct json *claim)
{
	const char *sentence = prose_text(claim, "sentence");

	html_add(out,
	    "<section class=\"box\">\n<h3>%s</h3>\n"
	    "<p><strong>%s</strong>: %s</p>\n",
	    title, prose_text(claim, "outcome"), sentence);
	write_wishes(out, claim);
	write_findings(out, claim, sentence);
	html_add(out, "</section>\n");
}

static void write_claims(struct buf *out, const struct json *answer)
{
	const struct json *claim = prose_first(answer, "claims");
	const struct json *name = prose_first(answer, "names");

	if (claim)
		html_add(out, "<h2>Who asks for it</h2>\n");
	for (; claim; claim = json_next(claim))
		write_claim(out, prose_text(claim, "origin"), claim);
	if (name)
		html_add(out, "<h2>Names it asks for</h2>\n");
	for (; name; name = json_next(name))
		for (claim = prose_first(name, "claims"); claim;
		     claim = json_next(claim))
			write_claim(out, prose_text(name, "name"), claim);
}

static void write_notes(struct buf *out, const struct json *answer)
{
	const struct json *note = prose_first(answer, "notes");
	const struct json *source = prose_first(answer, "sources");
	const char *text;

	if (prose_first(answer, "findings")) {
		html_add(out, "<h2>Findings</h2>\n");
		write_findings(out, answer, "");
	}
	if (note)
		html_add(out, "<h2>Notes</h2>\n");
	for (; note; note = json_next(note))
		if (json_string(note, &text))
			html_add(out, "<p>%s</p>\n", text);
	if (source)
		html_add(out, "<h2>Sources that are not known in full</h2>\n");
	for (; source; source = json_next(source))
		html_add(out, "<p>%s, %s %s</p>\n", prose_text(source, "kind"),
		    prose_text(source, "state"), prose_text(source, "reason"));
}

static const char *subject(const struct json *answer)
{
	static const char *const keys[] = { "name", "object", "question" };
	const char *text = "";

	for (size_t i = 0; !*text && i < ARRAY_LEN(keys); i++)
		text = prose_text(answer, keys[i]);
	return text;
}

void explanation_write(const struct json *answer, struct buf *out)
{
	frame_begin(out, subject(answer));
	html_add(out, "<p role=\"status\" class=\"said\">%s</p>\n",
	    prose_text(answer, "sentence"));
	frame_box(out, prose_text(answer, "question"));
	write_records(out, answer, "records", "In the zone");
	write_records(out, answer, "lastRecords", "In the last version");
	write_claims(out, answer);
	write_notes(out, answer);
	frame_end(out);
}
