/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lists.c - a list of strings is read by one function, which asks another
 * whether an element is good. Label selectors, a mapping from kinds to lists,
 * follow at the end.
 */
#include "controller/config/read/lists.h"

#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/config/read/endpoint.h"
#include "controller/config/read/nearest.h"
#include "controller/config/read/selector.h"
#include "controller/config/read/strings.h"
#include "zonegen/claim/finding.h"
#include "zonegen/record/name.h"

/* One element of a list of strings. */
struct element {
	struct reader *reader;
	const char *path;         /* "resources[0]" */
	const char *text;         /* not "" */
	const char *const *words; /* of the row */
};

/* The text of one element, or NULL: refused. */
static const char *element_text(
    struct reader *reader, const struct json *node, const char *path)
{
	const char *text;

	if (!json_string(node, &text))
		reader_refuse(reader, path, "must be a string, not %s",
		    reader_show(reader, node));
	else if (!*text)
		reader_refuse(reader, path, "must not be empty");
	else
		return text;
	return NULL;
}

/*
 * A refused element keeps its place.  There will be no configuration, but later
 * checks of the list still report the right index.
 */
static void read_elements(const struct value *value, const struct json *node,
    size_t count, bool (*good)(const struct element *element))
{
	struct reader *reader = value->reader;
	struct strings *slot = value->slot;
	const char **list;

	list = arena_alloc(reader->arena, (count + 1) * sizeof(*list));
	for (size_t i = 0; i < count; i++, node = json_next(node)) {
		struct element element = { .reader = reader,
			.words = value->key->words };

		element.path = reader_element(reader, value->path, i);
		element.text = element_text(reader, node, element.path);
		list[i] = "";
		if (!element.text || !good(&element))
			continue;
		if (strings_have(&(struct strings){ list, i }, element.text))
			reader_refuse(reader, element.path,
			    "'%.80s' is in the list already", element.text);
		else
			list[i] = arena_strdup(reader->arena, element.text);
	}
	slot->list = list;
	slot->count = count;
}

static void read_strings(
    const struct value *value, bool (*good)(const struct element *element))
{
	size_t count;

	if (value_list(value, &count))
		read_elements(value, json_first(value->node), count, good);
}

static bool any_text(const struct element *element)
{
	(void)element;
	return true;
}

static bool is_label(const struct element *element)
{
	const char *text = element->text;

	if (dns1123_is_label(text, strlen(text)))
		return true;
	reader_refuse(element->reader, element->path,
	    "must be a name of lower-case letters, digits and '-', not '%.80s'",
	    text);
	return false;
}

/* NAME or NAMESPACE/NAME */
static bool is_gateway(const struct element *element)
{
	const char *text = element->text, *slash = strchr(text, '/');

	if (dns1123_is_subdomain(slash ? slash + 1 : text) &&
	    (!slash || dns1123_is_label(text, (size_t)(slash - text))))
		return true;
	reader_refuse(element->reader, element->path,
	    "must be NAMESPACE/NAME or NAME of a Gateway, not '%.80s'", text);
	return false;
}

static bool is_label_or_all(const struct element *element)
{
	return !strcmp(element->text, "*") || is_label(element);
}

static bool is_endpoint(const struct element *element)
{
	struct endpoint endpoint;

	if (endpoint_parse(element->text, &endpoint))
		return true;
	reader_refuse(element->reader, element->path,
	    "must be ADDRESS@PORT, not '%.80s'", element->text);
	return false;
}

static bool is_port(const struct element *element)
{
	struct endpoint endpoint;

	if (endpoint_parse_url(element->text, &endpoint))
		return true;
	reader_refuse(element->reader, element->path,
	    "must be ADDRESS:PORT, not '%.80s'", element->text);
	return false;
}

/* A guess at the word that was meant: ", did you mean 'Ingress'?", or "". */
static const char *meant_word(
    struct reader *reader, const char *const *words, const char *wrong)
{
	struct nearest nearest = { .wrong = wrong };

	for (size_t i = 0; words[i]; i++)
		nearest_try(&nearest, words[i], strlen(words[i]));
	if (!nearest.word)
		return "";
	return arena_printf(
	    &reader->scratch, ", did you mean '%s'?", nearest.word);
}

static bool is_word(const char *const *words, const char *text)
{
	for (size_t i = 0; words[i]; i++)
		if (!strcmp(words[i], text))
			return true;
	return false;
}

static bool good_kind(const struct element *element)
{
	if (is_word(element->words, element->text))
		return true;
	reader_refuse(element->reader, element->path, "unknown kind '%.80s'%s",
	    element->text,
	    meant_word(element->reader, element->words, element->text));
	return false;
}

void read_texts(const struct value *value)
{
	read_strings(value, any_text);
}

void read_labels(const struct value *value)
{
	read_strings(value, is_label);
}

void read_gateways(const struct value *value)
{
	read_strings(value, is_gateway);
}

static void refuse_empty(const struct value *value)
{
	if (json_type(value->node) == JSON_ARRAY && !json_first(value->node))
		reader_refuse(value->reader, value->path, "must not be empty");
}

void read_namespaces(const struct value *value)
{
	read_strings(value, is_label_or_all);
}

void read_endpoints(const struct value *value)
{
	refuse_empty(value);
	read_strings(value, is_endpoint);
}

void read_ports(const struct value *value)
{
	read_strings(value, is_port);
}

void read_kinds(const struct value *value)
{
	refuse_empty(value);
	read_strings(value, good_kind);
}

static bool good_word(const struct element *element)
{
	if (is_word(element->words, element->text))
		return true;
	reader_refuse(element->reader, element->path,
	    "no annotation '%.80s' is known%s", element->text,
	    meant_word(element->reader, element->words, element->text));
	return false;
}

void read_words(const struct value *value)
{
	read_strings(value, good_word);
}

/* "example.com/" */
static bool is_prefix(const struct element *element)
{
	size_t len = strlen(element->text);
	char name[DNS1123_SUBDOMAIN_MAX + 1];

	if (len <= sizeof(name) && element->text[len - 1] == '/') {
		memcpy(name, element->text, len - 1);
		name[len - 1] = '\0';
		if (dns1123_is_subdomain(name))
			return true;
	}
	reader_refuse(element->reader, element->path,
	    "must be a name of lower-case letters, digits, '-' and '.' with "
	    "'/' behind it, not '%.80s'",
	    element->text);
	return false;
}

void read_prefixes(const struct value *value)
{
	refuse_empty(value);
	read_strings(value, is_prefix);
}

static bool good_check(const struct element *element)
{
	struct nearest nearest = { .wrong = element->text };
	enum finding_id id;
	const char *word;

	if (finding_switch(element->text, &id))
		return true;
	for (size_t i = 0; (word = finding_switch_word(i)); i++)
		nearest_try(&nearest, word, strlen(word));
	reader_refuse(element->reader, element->path,
	    "there is no check to turn off with the name '%.80s'%s%s%s",
	    element->text, nearest.word ? ", did you mean '" : "",
	    nearest.word ? nearest.word : "", nearest.word ? "'?" : "");
	return false;
}

void read_checks(const struct value *value)
{
	read_strings(value, good_check);
}

static bool is_name(const struct element *element)
{
	char name[NAME_SIZE];
	struct err err;

	if (name_parse(element->text, strlen(element->text), name, &err))
		return true;
	reader_refuse(element->reader, element->path, "%s", err.text);
	return false;
}

void read_names(const struct value *value)
{
	if (json_type(value->node) == JSON_STRING)
		read_elements(value, value->node, 1, is_name);
	else
		read_strings(value, is_name);
}

/* The selectors of one kind: a list of strings, OR-ed; false: it is none. */
static bool read_kind(
    const struct value *value, const char *kind, struct kind_selectors *out)
{
	struct reader *reader = value->reader;
	const struct json *node = json_first(value->node);
	struct selector *list;
	struct err err;
	size_t count;

	if (!value_list(value, &count))
		return false;
	refuse_empty(value);
	list = arena_alloc(reader->arena, (count + 1) * sizeof(*list));
	for (size_t i = 0; i < count; i++, node = json_next(node)) {
		const char *path = reader_element(reader, value->path, i);
		const char *text = element_text(reader, node, path);

		if (text &&
		    !selector_parse(text, reader->arena, &list[i], &err))
			reader_refuse(reader, path, "%s", err.text);
		else if (text && !list[i].count) /* blanks */
			reader_refuse(reader, path, "must not be empty");
	}
	out->kind = arena_strdup(reader->arena, kind);
	out->list = list;
	out->count = count;
	return true;
}

void read_selectors(const struct value *value)
{
	struct reader *reader = value->reader;
	struct selectors *slot = value->slot;
	struct kind_selectors *list;
	const struct json *node;

	if (json_type(value->node) != JSON_OBJECT) {
		reader_refuse(reader, value->path,
		    "must be a mapping from kinds to lists of selectors, "
		    "not %s",
		    reader_show(reader, value->node));
		return;
	}
	for (node = json_first(value->node); node; node = json_next(node))
		slot->count++;
	list = arena_alloc(reader->arena, (slot->count + 1) * sizeof(*list));
	slot->list = list;
	slot->count = 0;
	for (node = json_first(value->node); node; node = json_next(node)) {
		const char *kind = json_key(node);
		struct value of = *value;

		of.node = node;
		of.path =
		    arena_printf(&reader->scratch, "%s.%s", value->path, kind);
		if (!is_word(value->key->words, kind))
			reader_refuse_key(reader, of.path, "unknown kind%s",
			    meant_word(reader, value->key->words, kind));
		else if (json_type(node) != JSON_NULL &&
		    read_kind(&of, kind, &list[slot->count]))
			slot->count++;
	}
}
