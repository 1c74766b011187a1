/* SPDX-License-Identifier: Apache-2.0 */
/*
 * meta.c - names and key first, then origin, labels and annotations. An object
 * with a bad name still gets a key that can be printed.
 */
#include "controller/object/part/meta.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/base/members.h"
#include "controller/config/read/annotationword.h"
#include "controller/object/part/field.h"
#include "controller/object/part/kind.h"
#include "controller/object/part/moment.h"
#include "controller/object/part/words.h"
#include "zonegen/base/base.h"
#include "zonegen/base/mem.h"
#include "zonegen/claim/origin.h"

#define LABELS_MAX ((1u << 24) - 1) /* what object.h has bits for */
#define MANAGER_MAX 128             /* octets; no API server takes more */
#define KEPT_MAX 63                 /* likewise, of annotations */

/*
 * The annotations that some rule reads by their whole key (A6: filters); those
 * of A3: annotations are kept under any prefix.
 */
static const char *const kept[] = {
	"k8s-gateway.dns/resolve-endpoints",
	"kubernetes.io/ingress.class",
};

static void print_key(
    char key[OBJECT_KEY_SIZE], const char *namespace, const char *name)
{
	snprintf(key, OBJECT_KEY_SIZE, "%s%s%s", namespace,
	    *namespace ? "/" : "", name);
	for (char *c = key; *c; c++)
		if (*c <= ' ' || *c > '~')
			*c = '?';
}

static bool check_kind(
    const struct kind *kind, const struct json *document, struct err *err)
{
	const char *version, *name;

	if (!json_get_string(document, "kind", kind->name, &name, err) ||
	    !json_get_string(document, "apiVersion", NULL, &version, err))
		return false;
	if (strcmp(name, kind->name) != 0)
		return err_set(
		    err, ERR_INPUT, "kind: '%s' is not %s", name, kind->name);
	if (version && !kind_has(kind, version))
		return err_set(err, ERR_INPUT,
		    "apiVersion: '%s' has no %s that is known", version, name);
	return true;
}

bool meta_key(const struct kind *kind, const struct json *document,
    char key[OBJECT_KEY_SIZE], struct err *err)
{
	const char *name = "", *namespace = "";
	const struct json *meta;

	*key = '\0';
	if (json_type(document) != JSON_OBJECT)
		return err_set(err, ERR_INPUT, "not an object");
	if (!json_get_object(document, "metadata", &meta, err))
		return false;
	if (!json_get_string(meta, "name", "", &name, err) ||
	    (kind->namespaced &&
		!json_get_string(meta, "namespace", "", &namespace, err)))
		return field_of(err, "metadata");
	print_key(key, namespace, name);
	if (!*name)
		return err_set(err, ERR_INPUT, "metadata.name: missing");
	if (!dns1123_is_subdomain(name))
		return err_set(err, ERR_INPUT,
		    "metadata.name: '%s' is no DNS-1123 name", name);
	if (kind->namespaced && !*namespace)
		return err_set(err, ERR_INPUT, "metadata.namespace: missing");
	if (kind->namespaced && !dns1123_is_label(namespace, strlen(namespace)))
		return err_set(err, ERR_INPUT,
		    "metadata.namespace: '%s' is no DNS-1123 label", namespace);
	return check_kind(kind, document, err);
}

static bool name_in_text(
    struct slice object, const char *name, char out[DNS1123_SUBDOMAIN_MAX + 1])
{
	struct slice value;

	return members_find_in(object, "metadata", name, &value) &&
	    slice_plain(value, out, DNS1123_SUBDOMAIN_MAX + 1);
}

void meta_key_in_text(const struct kind *kind, const char *text, size_t len,
    char key[OBJECT_KEY_SIZE])
{
	struct slice object = { text, len };
	char name[DNS1123_SUBDOMAIN_MAX + 1],
	    namespace[DNS1123_SUBDOMAIN_MAX + 1] = "";

	*key = '\0';
	if (name_in_text(object, "name", name) && dns1123_is_subdomain(name) &&
	    (!kind->namespaced ||
		(name_in_text(object, "namespace", namespace) &&
		    dns1123_is_label(namespace, strlen(namespace)))))
		print_key(key, namespace, name);
}

static bool read_age(const struct json *meta, int64_t *out, struct err *err)
{
	const char *created;

	if (!json_get_string(meta, "creationTimestamp", NULL, &created, err))
		return false;
	*out = AGE_UNKNOWN;
	if (created && !moment_parse(created, out))
		return err_set(err, ERR_INPUT,
		    "creationTimestamp: '%s' is no RFC 3339 time", created);
	return true;
}

struct origin *meta_origin(const struct kind *kind, const struct json *document,
    const char *key, struct err *err)
{
	const struct json *meta = json_get(document, "metadata");
	size_t len = strcspn(key, "/");
	char namespace[DNS1123_LABEL_MAX + 1] = "";
	const char *uid;
	int64_t created;

	if (!json_get_string(meta, "uid", "", &uid, err) ||
	    !read_age(meta, &created, err)) {
		field_of(err, "metadata");
		return NULL;
	}
	if (!origin_uid_fits(uid)) {
		err_set(err, ERR_INPUT,
		    "metadata.uid: not up to %d printable octets",
		    ORIGIN_UID_MAX);
		return NULL;
	}
	if (key[len]) {
		memcpy(namespace, key, len);
		key += len + 1;
	}
	return origin_new(kind->name, namespace, key, uid, created);
}

/* The string of a member; NULL when it is null. */
static bool member(const struct json *node, const char **out, struct err *err)
{
	*out = NULL;
	if (json_type(node) == JSON_NULL || json_string(node, out))
		return true;
	return err_set(err, ERR_INPUT, "%s: not a string", json_key(node));
}

static bool decode_labels(
    struct object *object, const struct json *meta, struct err *err)
{
	struct arena *arena = object->arena;
	const struct json *labels;
	struct pair *pairs;
	const char *value;
	uint32_t n;

	if (!json_get_object(meta, "labels", &labels, err))
		return false;
	n = field_count(labels);
	if (!n)
		return true;
	if (n > LABELS_MAX)
		return err_set(
		    err, ERR_INPUT, "labels: more than %u", LABELS_MAX);
	pairs = arena_alloc(arena, n * sizeof(*pairs));
	n = 0;
	for (const struct json *e = json_first(labels); e; e = json_next(e)) {
		if (!member(e, &value, err))
			return field_of(err, "labels");
		if (!value)
			continue;
		pairs[n].key =
		    words_keep(object->words, WORD_NAME, arena, json_key(e));
		pairs[n++].value =
		    words_keep(object->words, WORD_VALUE, arena, value);
	}
	object->labels = pairs;
	object->nlabels = n & LABELS_MAX;
	return true;
}

static bool is_kept(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		if (!strcmp(kept[i], key))
			return true;
	return annotationword_ends(key);
}

static bool is_among(const struct pair *pairs, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(pairs[i].key, key))
			return true;
	return false;
}

static bool decode_annotations(
    struct object *object, const struct json *meta, struct err *err)
{
	struct pair pairs[KEPT_MAX];
	const struct json *annotations;
	const char *value;
	uint32_t n = 0;

	if (!json_get_object(meta, "annotations", &annotations, err))
		return false;
	for (const struct json *e = json_first(annotations); e;
	     e = json_next(e)) {
		if (!is_kept(json_key(e)) || is_among(pairs, n, json_key(e)))
			continue;
		if (!member(e, &value, err))
			return field_of(err, "annotations");
		if (!value)
			continue;
		if (n == KEPT_MAX)
			return err_set(err, ERR_INPUT,
			    "annotations: more than %d that could be read",
			    KEPT_MAX);
		pairs[n].key = words_keep(
		    object->words, WORD_NAME, object->arena, json_key(e));
		pairs[n++].value = arena_strdup(object->arena, value);
	}
	if (n)
		object->annotations =
		    arena_copy(object->arena, pairs, n * sizeof(*pairs));
	object->nannotations = n & KEPT_MAX;
	return true;
}

bool meta_resource_version(
    const struct json *document, const char **out, struct err *err)
{
	return json_get_string(json_get(document, "metadata"),
		   "resourceVersion", "", out, err) ||
	    field_of(err, "metadata");
}

/*
 * Who wrote to it last.  No rule reads that, so whatever is odd about it costs
 * nothing but the answer.
 */
static const char *find_manager(const struct json *meta)
{
	const struct json *fields = json_get(meta, "managedFields");
	const char *found = "";
	int64_t latest = INT64_MIN;

	if (!fields || json_type(fields) != JSON_ARRAY)
		return found;
	for (const struct json *e = json_first(fields); e; e = json_next(e)) {
		const struct json *name = json_get(e, "manager");
		const struct json *when = json_get(e, "time");
		const char *manager, *time;
		int64_t at = INT64_MIN;

		if (!name || !json_string(name, &manager))
			continue;
		if (when && json_string(when, &time) &&
		    !moment_parse(time, &at))
			at = INT64_MIN;
		if (at >= latest) {
			found = manager;
			latest = at;
		}
	}
	return found;
}

static const char *keep_manager(struct object *object, const char *manager)
{
	char text[MANAGER_MAX + 1];

	snprintf(text, sizeof(text), "%s", manager);
	return words_keep(object->words, WORD_NAME, object->arena, text);
}

bool meta_decode(
    struct object *object, const struct json *document, struct err *err)
{
	const struct json *meta = json_get(document, "metadata");

	object->manager = keep_manager(object, find_manager(meta));
	return (decode_labels(object, meta, err) &&
		   decode_annotations(object, meta, err)) ||
	    field_of(err, "metadata");
}
