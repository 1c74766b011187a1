/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/wire/event.h"

#include <stdio.h>

static const struct {
	const char *word;
	enum event_type type;
} types[] = {
	{ "\"ADDED\"", EVENT_PUT },
	{ "\"MODIFIED\"", EVENT_PUT },
	{ "\"DELETED\"", EVENT_DELETE },
	{ "\"BOOKMARK\"", EVENT_BOOKMARK },
	{ "\"ERROR\"", EVENT_ERROR },
};

static enum event_type type_of(struct slice word)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (slice_is(word, types[i].word))
			return types[i].type;
	return EVENT_OTHER;
}

static void metadata_text(
    struct slice object, const char *name, char *out, size_t size)
{
	struct slice value;

	if (!members_find_in(object, "metadata", name, &value) ||
	    !slice_plain(value, out, size))
		*out = '\0';
}

bool event_parse(
    const char *line, size_t len, struct event *out, struct err *err)
{
	struct members members = { line, line + len };
	struct slice key, value, type = { 0 }, object = { 0 };
	enum members_state state;

	while ((state = members_next(&members, &key, &value)) == MEMBERS_ONE) {
		if (slice_is(key, "\"type\"") && !type.text)
			type = value;
		else if (slice_is(key, "\"object\"") && !object.text)
			object = value;
	}
	if (state == MEMBERS_BAD)
		return err_set(err, ERR_INPUT, "watch: a line is no JSON");
	if (!type.text || *type.text != '"')
		return err_set(err, ERR_INPUT, "watch: a line without type");
	if (!object.text || *object.text != '{')
		return err_set(err, ERR_INPUT, "watch: a line without object");
	out->type = type_of(type);
	out->object = object;
	metadata_text(object, "resourceVersion", out->resource_version,
	    sizeof(out->resource_version));
	return true;
}

void event_key(struct slice object, char *out, size_t size)
{
	char namespace[256], name[256];

	metadata_text(object, "namespace", namespace, sizeof(namespace));
	metadata_text(object, "name", name, sizeof(name));
	snprintf(out, size, "%s%s%s", namespace, *namespace ? "/" : "", name);
}
