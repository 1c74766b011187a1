/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.c - the subject and its sentence, the records, the claims (of an
 * object, those of each name), findings, notes, and sources not known in full.
 */
#include "controller/serve/answer/report.h"

#include <string.h>

#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/prose.h"

static void end_line(struct buf *out)
{
	buf_putc(out, '\n');
}

static void put_data(
    struct buf *out, const char *indent, const struct json *record)
{
	int64_t ttl;

	PROSE(out, indent);
	if (json_get(record, "ttl") &&
	    json_integer(json_get(record, "ttl"), &ttl))
		buf_printf(out, "%lld ", (long long)ttl);
	PROSE(out, prose_text(record, "type"), " ", prose_text(record, "data"));
}

static void put_records(struct buf *out, const struct json *answer,
    const char *key, const char *title)
{
	const struct json *record = prose_first(answer, key);

	if (!json_get(answer, key) || (!record && *title != 'i'))
		return;
	PROSE(out, title, record ? ":" : ": nothing");
	end_line(out);
	for (; record; record = json_next(record)) {
		const struct json *origin = prose_first(record, "origins");
		const char *before = " (", *text;

		put_data(out, "  ", record);
		for (; origin; origin = json_next(origin)) {
			if (!json_string(origin, &text))
				continue;
			PROSE(out, before, text);
			before = ", ";
		}
		PROSE(out, *before == ',' ? ")" : NULL);
		end_line(out);
	}
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

/* Prints findings whose sentence is not said, which was printed already. */
static void put_findings(struct buf *out, const char *indent,
    const struct json *node, const char *said)
{
	const struct json *finding = prose_first(node, "findings");

	for (; finding; finding = json_next(finding)) {
		const char *sentence = prose_text(finding, "sentence");

		if (!strcmp(sentence, said))
			continue;
		PROSE(out, indent, prose_text(finding, "severity"), " ",
		    prose_text(finding, "id"), ": ", sentence);
		end_line(out);
	}
}

/* The records of a claim; those that are not published are pointed out. */
static void put_wishes(
    struct buf *out, const char *indent, const struct json *claim)
{
	const struct json *record = prose_first(claim, "records");

	for (; record; record = json_next(record)) {
		const struct json *member = json_get(record, "published");
		bool published = false;

		if (member && !json_bool(member, &published))
			published = false;
		put_data(out, indent, record);
		PROSE(out, published ? NULL : " (not published)");
		end_line(out);
	}
}

static void put_claim(
    struct buf *out, const char *title, const struct json *claim)
{
	const char *sentence = prose_text(claim, "sentence");
	const char *id = id_of(claim, sentence);

	PROSE(out, "  ", title, ", ", prose_text(claim, "outcome"),
	    id ? " (" : NULL, id, id ? ")" : NULL, ": ", sentence);
	end_line(out);
	put_wishes(out, "    ", claim);
	put_findings(out, "    ", claim, sentence);
}

static void put_claims(struct buf *out, const struct json *answer)
{
	const struct json *claim = prose_first(answer, "claims");

	if (claim)
		buf_puts(out, "asked for by:\n");
	for (; claim; claim = json_next(claim))
		put_claim(out, prose_text(claim, "origin"), claim);
}

static void put_names(struct buf *out, const struct json *answer)
{
	const struct json *name = prose_first(answer, "names"), *claim;

	if (name)
		buf_puts(out, "names:\n");
	for (; name; name = json_next(name))
		for (claim = prose_first(name, "claims"); claim;
		     claim = json_next(claim))
			put_claim(out, prose_text(name, "name"), claim);
}

static void put_rest(struct buf *out, const struct json *answer)
{
	const struct json *note = prose_first(answer, "notes");
	const struct json *source = prose_first(answer, "sources");
	const char *text;

	if (note)
		buf_puts(out, "notes:\n");
	for (; note; note = json_next(note)) {
		if (!json_string(note, &text))
			continue;
		PROSE(out, "  ", text);
		end_line(out);
	}
	if (source)
		buf_puts(out, "sources that are not known in full:\n");
	for (; source; source = json_next(source)) {
		text = prose_text(source, "reason");
		PROSE(out, "  ", prose_text(source, "kind"), ", ",
		    prose_text(source, "state"), *text ? ": " : NULL, text);
		end_line(out);
	}
}

static const char *subject(const struct json *answer)
{
	static const char *const keys[] = { "name", "object", "question" };
	const char *text = "";

	for (size_t i = 0; !*text && i < ARRAY_LEN(keys); i++)
		text = prose_text(answer, keys[i]);
	return text;
}

/* Whose the name is, and with what other name. */
static void put_owner(struct buf *out, const struct json *answer)
{
	const struct json *owner = json_get(answer, "owner");

	if (!owner)
		return;
	PROSE(out, "owner");
	if (strcmp(prose_text(owner, "unit"), prose_text(answer, "name")) != 0)
		PROSE(out, " (with ", prose_text(owner, "unit"), ")");
	PROSE(out, ": ", prose_text(owner, "sentence"));
	end_line(out);
}

static void print(struct buf *out, const struct json *answer)
{
	const char *sentence = prose_text(answer, "sentence");

	PROSE(out, subject(answer), ": ", sentence);
	end_line(out);
	put_owner(out, answer);
	put_records(out, answer, "records", "records");
	put_records(out, answer, "lastRecords", "in the last version");
	put_claims(out, answer);
	put_names(out, answer);
	if (prose_first(answer, "findings"))
		buf_puts(out, "findings:\n");
	put_findings(out, "  ", answer, "");
	put_rest(out, answer);
}

bool report_print(
    const char *json, size_t len, struct buf *out, bool *found, struct err *err)
{
	static const struct prose_form form = { EXPLAIN_SCHEMA, "found",
		print };

	return prose_print(&form, json, len, out, found, err);
}
