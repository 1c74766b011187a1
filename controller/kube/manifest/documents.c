/* SPDX-License-Identifier: Apache-2.0 */
/*
 * documents.c - a stream is cut into documents; a document in YAML becomes
 * JSON; a list is sliced into its items before the first is given away.
 */
#include "controller/kube/manifest/documents.h"

#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/members.h"
#include "controller/base/span.h"
#include "controller/base/yaml.h"
#include "controller/base/yamlstream.h"
#include "controller/kube/manifest/glimpse.h"
#include "controller/kube/wire/slicer.h"
#include "controller/object/part/meta.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

/* One document as JSON, and what is in it. */
struct unpacking {
	struct documents *documents;
	bool placed;           /* err begins with file and line already */
	struct glimpse list;   /* ""s: it is none */
	struct slice *items;   /* of a list */
	size_t count, cap, at; /* at: the next of them */
	struct yaml_text text; /* of the document */
	struct yaml_parsing *parsing; /* it is in YAML, and read; or NULL */
	struct yaml yaml;             /* what was made from it */
	struct err *err, fault;
};

/* Elements of an IngressList need not say what they are. */
static const char *default_kind(const struct unpacking *unpacking, char *out)
{
	size_t len = strlen(unpacking->list.kind);

	*out = '\0';
	if (len > 4) {
		memcpy(out, unpacking->list.kind, len - 4);
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

/* "FILE:LINE: what" for whoever asked. */
static void remark(const struct unpacking *unpacking, enum finding_id id,
    const char *origin, const char *what)
{
	const struct documents *documents = unpacking->documents;
	struct err text;

	/* The YAML parser's errors have it. */
	if (unpacking->placed)
		err_set(&text, ERR_INPUT, "%s", what);
	else
		err_set(&text, ERR_INPUT, "%s:%u: %s", documents->file,
		    unpacking->text.line, what);
	if (documents->remark)
		documents->remark(documents->arg, id, origin, text.text);
}

/*
 * The same kind in a version that is not read, or in a group where it was once
 * or seems to be: what its author takes for the real one.
 */
static bool is_relative(const struct kind *kind, const char *version)
{
	static const char *const groups[] = { "extensions",
		"external-dns.k8s.io", "gateway.networking.x-k8s.io" };
	size_t len = strcspn(version, "/");

	if (version[len] && strlen(kind->group) == len &&
	    !memcmp(kind->group, version, len))
		return true;
	for (size_t i = 0; version[len] && i < ARRAY_LEN(groups); i++)
		if (strlen(groups[i]) == len &&
		    !memcmp(groups[i], version, len))
			return *kind->group != '\0';
	return false;
}

/* An object that is not read, although its kind seems to be. */
static void pass_over(struct unpacking *unpacking, const struct json *tree,
    const char *version, const char *name)
{
	/* "XListenerSet": an experimental kind, with the group that it had. */
	bool trial = name[0] == 'X' && kind_find(name + 1);
	const struct kind *kind = kind_find(trial ? name + 1 : name);
	struct document document = { .kind = kind };
	struct arena arena = { 0 };
	struct err ignored;

	if (!strcmp(name, "List"))
		remark(unpacking, NO_OBJECT, "", "a list in a list");
	if (kind && !*version)
		remark(unpacking, NO_OBJECT, "",
		    "no object of Kubernetes: it has no apiVersion");
	if (!kind || !is_relative(kind, version))
		return;
	if (read_names(tree, &document, &ignored))
		remark(unpacking, OTHER_VERSION,
		    arena_printf(&arena, "%s %s%s%s", name, document.namespace,
			*document.namespace ? "/" : "", document.name),
		    arena_printf(&arena,
			"apiVersion '%s' of %s is not read, '%s%s%s' is",
			version, name, kind->group, *kind->group ? "/" : "",
			kind->api_versions[0]));
	arena_clear(&arena);
}

/* With the namespace in it, which the object does not name itself. */
static void give_in_namespace(
    struct documents *documents, struct document *document)
{
	struct slice text = { document->text, document->len }, meta;
	struct buf whole = BUF_INIT(document->len + 1000);

	if (!members_find(text, "metadata", &meta))
		return;
	document->namespace = documents->namespace;
	buf_add(&whole, text.text, (size_t)(meta.text - text.text) + 1);
	buf_puts(&whole, "\"namespace\":");
	json_quote(&whole, documents->namespace);
	buf_putc(&whole, ',');
	buf_add(&whole, meta.text + 1,
	    (size_t)(text.text + text.len - meta.text) - 1);
	document->text = buf_text(&whole);
	document->len = whole.len;
	documents->object(documents->arg, document);
	buf_clear(&whole);
}

static void give(struct documents *documents, struct document *document)
{
	if (document->kind->namespaced && !*document->namespace &&
	    documents->namespace)
		give_in_namespace(documents, document);
	else
		documents->object(documents->arg, document);
}

/* What the document says it is; false: it says so in no way. */
static bool read_kind(const struct unpacking *unpacking,
    const struct json *tree, char *word, const char **kind,
    const char **version)
{
	return json_get_string(tree, "kind", default_kind(unpacking, word),
		   kind, unpacking->err) &&
	    json_get_string(tree, "apiVersion", unpacking->list.version,
		version, unpacking->err);
}

/*
 * Text that is no JSON: of a kind that is not read it does not matter (true),
 * else the error gets the names that can be seen in it.
 */
static bool is_excused(struct unpacking *unpacking, struct slice text)
{
	struct glimpse seen = glimpse_json(text);
	const struct kind *kind = kind_find_api(seen.version, seen.kind);
	char key[OBJECT_KEY_SIZE];

	if (glimpse_is_unread(&seen)) {
		remark(unpacking, NO_OBJECT, "", unpacking->err->text);
		return true;
	}
	if (!kind)
		return false;
	meta_key_in_text(kind, text.text, text.len, key);
	return err_prefix(unpacking->err, "%s %s", seen.kind, key);
}

/* One object: it is passed over, given away or refused. */
static bool take_object(struct unpacking *unpacking, struct slice text)
{
	struct document document = { .text = text.text, .len = text.len };
	struct json *tree = json_parse(text.text, text.len, unpacking->err);
	char word[GLIMPSE_WORD];
	const char *kind, *version;
	bool ok = false;

	if (!tree)
		return is_excused(unpacking, text);
	if (json_type(tree) != JSON_OBJECT) {
		remark(unpacking, NO_OBJECT, "", "no object of Kubernetes");
		ok = true;
		goto out;
	}
	if (!read_kind(unpacking, tree, word, &kind, &version))
		goto out;
	ok = true;
	if (!*kind)
		remark(unpacking, NO_OBJECT, "",
		    "no object of Kubernetes: it has no kind");
	document.kind = kind_find_api(version, kind);
	if (!document.kind) {
		pass_over(unpacking, tree, version, kind);
		goto out;
	}
	ok = (json_unique(tree, unpacking->err) &&
		 read_names(tree, &document, unpacking->err)) ||
	    err_prefix(unpacking->err, "%s", kind);
	if (ok)
		give(unpacking->documents, &document);
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

/* The list's own members; those of its elements are looked at one by one. */
static bool check_members(struct slice text, struct err *err)
{
	struct members members = { text.text, text.text + text.len };
	struct slice key, value;
	struct map keys = MAP_INIT;
	struct arena arena = { 0 };
	bool ok = true;

	while (ok && members_next(&members, &key, &value) == MEMBERS_ONE) {
		char *copy =
		    arena_printf(&arena, "%.*s", (int)key.len, key.text);

		ok = !map_get(&keys, copy) ||
		    err_set(err, ERR_INPUT, "the key %s is there twice", copy);
		map_put(&keys, copy, copy);
	}
	map_clear(&keys);
	arena_clear(&arena);
	return ok;
}

static void refuse(struct unpacking *unpacking)
{
	unpacking->documents->bad++;
	remark(unpacking, BAD_MANIFEST, "", unpacking->err->text);
}

/* An item that cannot be read costs itself, as a document does. */
static void take_item(struct unpacking *unpacking)
{
	size_t at = unpacking->at++;

	if (take_object(unpacking, unpacking->items[at]))
		return;
	err_prefix(unpacking->err, "items[%zu]", at);
	refuse(unpacking);
}

static bool take_json(struct unpacking *unpacking, const char *text, size_t len)
{
	struct slice slice = { text, len };

	unpacking->list = glimpse_json(slice);
	if (glimpse_is_list(&unpacking->list))
		return check_members(slice, unpacking->err) &&
		    slice_list(unpacking, slice);
	unpacking->list = (struct glimpse){ 0 };
	return take_object(unpacking, slice);
}

/* JSON needs no YAML parser, and has not its limits: without "---". */
static struct yaml_text without_marker(const struct yaml_text *text)
{
	struct yaml_text bare = *text;

	if (bare.len > 3 && !memcmp(bare.text, "---", 3) &&
	    span_blank(bare.text[3])) {
		bare.text += 3;
		bare.len -= 3;
	}
	return bare;
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

/* YAML was read, or could not be. */
static bool take_yaml(struct unpacking *unpacking, bool read)
{
	struct yaml *yaml = &unpacking->yaml;
	struct glimpse seen;

	if (!read) {
		*yaml = (struct yaml){ 0 };
		unpacking->placed = true;
		seen = glimpse_yaml(&unpacking->text);
		if (!glimpse_is_unread(&seen))
			return false;
		remark(unpacking, NO_OBJECT, "", unpacking->err->text);
		return true;
	}
	return !yaml->json.len ||
	    take_json(unpacking, yaml->json.data, yaml->json.len);
}

static void end_document(struct unpacking *unpacking, bool ok)
{
	if (!ok)
		refuse(unpacking);
	documents_drop(unpacking->documents);
}

/* Its items are known, if it is a list; else it is taken. */
static void end_reading(struct unpacking *unpacking, bool ok)
{
	if (!ok || !unpacking->count)
		end_document(unpacking, ok);
}

/* A piece of YAML, up to a pause. */
static void read_some(struct unpacking *unpacking, const struct pause *pause)
{
	enum yaml_outcome outcome = yaml_some(unpacking->parsing, pause);

	if (outcome == YAML_MORE)
		return;
	unpacking->parsing = NULL;
	end_reading(unpacking, take_yaml(unpacking, outcome == YAML_READ));
}

/* The next document; false: no more. */
static bool begin_document(struct documents *documents)
{
	struct unpacking *unpacking;
	struct yaml_text document, bare;

	if (!yamlstream_next(&documents->stream, &document))
		return false;
	bare = without_marker(&document);
	documents->open = unpacking = xcalloc(1, sizeof(*unpacking));
	unpacking->documents = documents;
	unpacking->text = document;
	unpacking->err = &unpacking->fault;
	if (is_json(&bare))
		end_reading(
		    unpacking, take_json(unpacking, bare.text, bare.len));
	else
		unpacking->parsing = yaml_begin(
		    &unpacking->text, false, &unpacking->yaml, unpacking->err);
	return true;
}

void documents_begin(struct documents *documents, const char *text, size_t len)
{
	documents->stream = (struct yaml_text){ documents->file, text, len, 1 };
	documents->open = NULL;
}

bool documents_some(struct documents *documents, const struct pause *pause)
{
	bool more = true;

	while (more) {
		struct unpacking *unpacking = documents->open;

		if (!unpacking)
			more = begin_document(documents);
		else if (unpacking->parsing)
			read_some(unpacking, pause);
		else if (unpacking->at < unpacking->count)
			take_item(unpacking);
		else
			end_document(unpacking, true);
		if (more && pause_due(pause))
			return false;
	}
	return true;
}

void documents_drop(struct documents *documents)
{
	struct unpacking *unpacking = documents->open;

	if (!unpacking)
		return;
	yaml_drop(unpacking->parsing);
	yaml_clear(&unpacking->yaml);
	free(unpacking->items);
	free(unpacking);
	documents->open = NULL;
}
