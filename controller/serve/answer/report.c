/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/answer/report.h"

#include <string.h>

#include "controller/base/json.h"
#include "controller/serve/answer/explain.h"

/* A member's text, or "". */
static const char *text_of(const struct json *node, const char *key)
{
	const struct json *member = json_get(node, key);
	const char *text = "";

	if (member && !json_string(member, &text))
		return "";
	return text;
}

static const struct json *first_of(const struct json *node, const char *key)
{
	return json_first(json_get(node, key));
}

static void put(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_putc(out, *text >= 0x20 && *text < 0x7f ? *text : '?');
}

/* Words in a row, those that are NULL left out. */
static void put_all(struct buf *out, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (words[i])
			put(out, words[i]);
}

#define PUT(out, ...)                                        \
	put_all((out), (const char *const[]){ __VA_ARGS__ }, \
	    sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void end_line(struct buf *out)
{
	buf_putc(out, '\n');
}

static void put_data(
    struct buf *out, const char *indent, const struct json *record)
{
	int64_t ttl;

	put(out, indent);
	if (json_get(record, "ttl") &&
	    json_integer(json_get(record, "ttl"), &ttl))
		buf_printf(out, "%lld ", (long long)ttl);
	PUT(out, text_of(record, "type"), " ", text_of(record, "data"));
}

static void put_records(struct buf *out, const struct json *answer,
    const char *key, const char *title)
{
	const struct json *record = first_of(answer, key);

	if (!json_get(answer, key) || (!record && *title != 'i'))
		return;
	PUT(out, title, record ? ":" : ": nothing");
	end_line(out);
	for (; record; record = json_next(record)) {
		const struct json *origin = first_of(record, "origins");
		const char *before = " (", *text;

		put_data(out, "  ", record);
		for (; origin; origin = json_next(origin)) {
			if (!json_string(origin, &text))
				continue;
			PUT(out, before, text);
			before = ", ";
		}
		PUT(out, *before == ',' ? ")" : NULL);
		end_line(out);
	}
}

/* The id of the finding whose sentence this is, or NULL. */
static const char *id_of(const struct json *claim, const char *sentence)
{
	const struct json *finding = first_of(claim, "findings");

	for (; finding; finding = json_next(finding))
		if (!strcmp(text_of(finding, "sentence"), sentence))
			return text_of(finding, "id");
	return NULL;
}

/* Those that say something else than said. */
static void put_findings(struct buf *out, const char *indent,
    const struct json *node, const char *said)
{
	const struct json *finding = first_of(node, "findings");

	for (; finding; finding = json_next(finding)) {
		const char *sentence = text_of(finding, "sentence");

		if (!strcmp(sentence, said))
			continue;
		PUT(out, indent, text_of(finding, "severity"), " ",
		    text_of(finding, "id"), ": ", sentence);
		end_line(out);
	}
}

/* What a claim asks for; what the zone lacks of it is marked. */
static void put_wishes(
    struct buf *out, const char *indent, const struct json *claim)
{
	const struct json *record = first_of(claim, "records");

	for (; record; record = json_next(record)) {
		const struct json *member = json_get(record, "published");
		bool published = false;

		if (member && !json_bool(member, &published))
			published = false;
		put_data(out, indent, record);
		PUT(out, published ? NULL : " (not published)");
		end_line(out);
	}
}

static void put_claim(
    struct buf *out, const char *title, const struct json *claim)
{
	const char *sentence = text_of(claim, "sentence");
	const char *id = id_of(claim, sentence);

	PUT(out, "  ", title, ", ", text_of(claim, "outcome"), id ? " (" : NULL,
	    id, id ? ")" : NULL, ": ", sentence);
	end_line(out);
	put_wishes(out, "    ", claim);
	put_findings(out, "    ", claim, sentence);
}

static void put_claims(struct buf *out, const struct json *answer)
{
	const struct json *claim = first_of(answer, "claims");

	if (claim)
		buf_puts(out, "asked for by:\n");
	for (; claim; claim = json_next(claim))
		put_claim(out, text_of(claim, "origin"), claim);
}

static void put_names(struct buf *out, const struct json *answer)
{
	const struct json *name = first_of(answer, "names"), *claim;

	if (name)
		buf_puts(out, "names:\n");
	for (; name; name = json_next(name))
		for (claim = first_of(name, "claims"); claim;
		     claim = json_next(claim))
			put_claim(out, text_of(name, "name"), claim);
}

static void put_rest(struct buf *out, const struct json *answer)
{
	const struct json *note = first_of(answer, "notes");
	const struct json *source = first_of(answer, "sources");
	const char *text;

	if (note)
		buf_puts(out, "notes:\n");
	for (; note; note = json_next(note)) {
		if (!json_string(note, &text))
			continue;
		PUT(out, "  ", text);
		end_line(out);
	}
	if (source)
		buf_puts(out, "sources that are not known in full:\n");
	for (; source; source = json_next(source)) {
		text = text_of(source, "reason");
		PUT(out, "  ", text_of(source, "kind"), ", ",
		    text_of(source, "state"), *text ? ": " : NULL, text);
		end_line(out);
	}
}

static const char *subject(const struct json *answer)
{
	static const char *const keys[] = { "name", "object", "question" };
	const char *text = "";

	for (size_t i = 0; !*text && i < ARRAY_LEN(keys); i++)
		text = text_of(answer, keys[i]);
	return text;
}

static void print(struct buf *out, const struct json *answer)
{
	const char *sentence = text_of(answer, "sentence");

	PUT(out, subject(answer), ": ", sentence);
	end_line(out);
	put_records(out, answer, "records", "records");
	put_records(out, answer, "lastRecords", "in the last version");
	put_claims(out, answer);
	put_names(out, answer);
	if (first_of(answer, "findings"))
		buf_puts(out, "findings:\n");
	put_findings(out, "  ", answer, "");
	put_rest(out, answer);
}

bool report_print(
    const char *json, size_t len, struct buf *out, bool *found, struct err *err)
{
	struct json *answer = json_parse(json, len, err);
	int64_t version;
	bool ok = false;

	if (!answer)
		return err_prefix(err, "the controller's answer");
	if (!json_get_integer(answer, "schemaVersion", 0, &version, err) ||
	    !json_get_bool(answer, "found", false, found, err))
		goto out;
	if (version != EXPLAIN_SCHEMA) {
		err_set(err, ERR_INPUT,
		    "the answer has schemaVersion %lld, not %d",
		    (long long)version, EXPLAIN_SCHEMA);
		goto out;
	}
	if (out)
		print(out, answer);
	ok = true;
out:
	json_free(answer);
	return ok;
}
