/* SPDX-License-Identifier: Apache-2.0 */
/*
 * documents.c - a stream is cut into documents; a document in YAML becomes
 * JSON; a list is sliced into its items, of which all are checked before the
 * first is given away.
 */
#include "controller/kube/manifest/documents.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/members.h"
#include "controller/base/span.h"
#include "controller/base/yaml.h"
#include "controller/base/yamlstream.h"
#include "controller/kube/wire/slicer.h"
#include "zonegen/base/mem.h"

#define WORD_SIZE 128 /* of kind and apiVersion */

/* One document as JSON, and what is in it. */
struct unpacking {
	struct documents *documents;
	unsigned line;                            /* of the document */
	char kind[WORD_SIZE], version[WORD_SIZE]; /* of a list; else "" */
	struct slice *items;                      /* of a list */
	size_t count, cap;
	struct err *err;
};

static bool ends_in_list(const char *kind)
{
	size_t len = strlen(kind);

	return len >= 4 && !strcmp(kind + len - 4, "List");
}

/* Fills kind and version of a list; false: it is none. */
static bool is_list(struct unpacking *unpacking, struct slice text)
{
	struct slice value;

	unpacking->kind[0] = '\0';
	unpacking->version[0] = '\0';
	if (!members_find(text, "kind", &value) ||
	    !slice_plain(value, unpacking->kind, WORD_SIZE))
		return false;
	if (members_find(text, "apiVersion", &value) &&
	    !slice_plain(value, unpacking->version, WORD_SIZE))
		unpacking->version[0] = '\0';
	return ends_in_list(unpacking->kind);
}

/* Elements of an IngressList need not say what they are. */
static const char *default_kind(const struct unpacking *unpacking, char *out)
{
	size_t len = strlen(unpacking->kind);

	*out = '\0';
	if (len > 4) {
		memcpy(out, unpacking->kind, len - 4);
		out[len - 4] = '\0';
	}
	return out;
}

/* The names of an object, by which its file is remembered. */
static bool read_names(
    const struct json *tree, struct document *document, struct err *err)
{
	const struct json *meta;
	const char *uid, *version;

	if (!json_get_object(tree, "metadata", &meta, err))
		return false;
	if (!json_get_string(meta, "name", "", &document->name, err) ||
	    !json_get_string(meta, "namespace", "", &document->namespace, err))
		return err_prefix(err, "metadata");
	if (!*document->name)
		return err_set(err, ERR_INPUT, "metadata.name: missing");
	if (!document->kind->namespaced)
		document->namespace = "";
	document->versioned = json_get_string(meta, "uid", "", &uid, err) &&
	    *uid &&
	    json_get_string(meta, "resourceVersion", "", &version, err) &&
	    *version;
	return true;
}

/*
 * One object: it is passed over, given away or refused.  With give false it is
 * only checked.
 */
static bool take_object(
    struct unpacking *unpacking, struct slice text, bool give)
{
	struct documents *documents = unpacking->documents;
	struct document document = { .text = text.text, .len = text.len };
	struct json *tree = json_parse(text.text, text.len, unpacking->err);
	char word[WORD_SIZE];
	const char *kind, *version;
	bool ok = false;

	if (!tree)
		return false;
	if (json_type(tree) != JSON_OBJECT) {
		err_set(unpacking->err, ERR_INPUT, "not an object");
		goto out;
	}
	if (!json_get_string(tree, "kind", default_kind(unpacking, word), &kind,
		unpacking->err) ||
	    !json_get_string(tree, "apiVersion", unpacking->version, &version,
		unpacking->err))
		goto out;
	ok = true;
	document.kind = kind_find_api(version, kind);
	if (document.kind)
		ok = read_names(tree, &document, unpacking->err) ||
		    err_prefix(unpacking->err, "%s", kind);
	if (ok && give && document.kind)
		documents->object(documents->arg, &document);
out:
	json_free(tree);
	return ok;
}

static void add_item(void *arg, const char *text, size_t len)
{
	struct unpacking *unpacking = arg;

	unpacking->items = xgrow(unpacking->items, unpacking->count,
	    &unpacking->cap, sizeof(*unpacking->items));
	unpacking->items[unpacking->count++] = (struct slice){ text, len };
}

/* The elements of a list; they point into text, which is fed at once. */
static bool slice_list(struct unpacking *unpacking, struct slice text)
{
	struct limits limits = limits_real;
	struct slicer *slicer;
	struct page page;
	bool ok;

	limits.item_size = text.len;
	limits.body_size = text.len;
	slicer = slicer_new(&limits, add_item, unpacking);
	ok = slicer_feed(slicer, text.text, text.len, unpacking->err) &&
	    slicer_end(slicer, &page, unpacking->err);
	slicer_free(slicer);
	return ok;
}

static bool take_list(struct unpacking *unpacking, struct slice text)
{
	bool ok = slice_list(unpacking, text);

	/* All of it or nothing: look at each before the first is given. */
	for (size_t i = 0; ok && i < unpacking->count; i++)
		ok = take_object(unpacking, unpacking->items[i], false) ||
		    err_prefix(unpacking->err, "items[%zu]", i);
	for (size_t i = 0; ok && i < unpacking->count; i++)
		ok = take_object(unpacking, unpacking->items[i], true);
	free(unpacking->items);
	unpacking->items = NULL;
	unpacking->count = 0;
	unpacking->cap = 0;
	return ok;
}

static bool take_json(struct unpacking *unpacking, const char *text, size_t len)
{
	struct slice slice = { text, len };

	if (is_list(unpacking, slice))
		return take_list(unpacking, slice);
	unpacking->kind[0] = '\0';
	unpacking->version[0] = '\0';
	return take_object(unpacking, slice, true);
}

/* A whole JSON object, as far as its own members go? */
static bool is_json(const struct yaml_text *text)
{
	const char *at = text->text;
	const char *end = at + text->len;
	struct members members = { .end = end };
	struct slice key, value;
	enum members_state state;

	while (at < end && span_blank(*at))
		at++;
	if (at == end || *at != '{')
		return false;
	members.at = at;
	do {
		state = members_next(&members, &key, &value);
	} while (state == MEMBERS_ONE);
	return state == MEMBERS_END;
}

static bool take_document(
    struct unpacking *unpacking, const struct yaml_text *text)
{
	struct yaml yaml;
	bool ok;

	if (is_json(text)) {
		ok = take_json(unpacking, text->text, text->len);
	} else {
		/* Its errors name file and line themselves. */
		if (!yaml_parse(text, false, &yaml, unpacking->err))
			return false;
		ok = !yaml.json.len ||
		    take_json(unpacking, yaml.json.data, yaml.json.len);
		yaml_clear(&yaml);
	}
	return ok ||
	    err_prefix(unpacking->err, "%s:%u", text->file, unpacking->line);
}

void documents_read(struct documents *documents, const char *text, size_t len)
{
	struct yaml_text stream = { documents->file, text, len, 1 };
	struct yaml_text document;
	struct err err = { 0 };

	while (yamlstream_next(&stream, &document)) {
		struct unpacking unpacking = {
			.documents = documents,
			.line = document.line,
			.err = &err,
		};

		if (take_document(&unpacking, &document))
			continue;
		if (!documents->bad++)
			documents->first = err;
	}
}
