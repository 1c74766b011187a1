/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/host.h"

#include <stdio.h>
#include <string.h>

#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "zonegen/name.h"

static bool parse(struct claims *claims, const char *where, const char *text,
    size_t len, char out[NAME_SIZE])
{
	struct err err;

	if (name_parse(text, len, out, &err))
		return true;
	claims_report(claims, BAD_NAME, "", "%s: %s", where, err.text);
	return false;
}

void host_absolute(struct claims *claims, const char *where, const char *text)
{
	char name[NAME_SIZE];

	if (parse(claims, where, text, strlen(text), name))
		claims_name(claims, name);
}

/* relative, a name, in each zone that wants such names: is there any? */
static bool add_relative(
    struct claims *claims, const char *where, const char *relative)
{
	const struct config *config = claims->config;
	char text[2 * NAME_SIZE], name[NAME_SIZE];
	bool any = false;

	for (size_t i = 0; i < config->nzones; i++) {
		int len;

		if (!config->zones[i].service_names)
			continue;
		any = true;
		len = snprintf(text, sizeof(text), "%s.%s", relative,
		    config->settings[i].name);
		if (parse(claims, where, text, (size_t)len, name))
			claims_name(claims, name);
	}
	return any;
}

/* One label, not counting a "*." in front, and no final dot. */
static bool is_relative(const char *text, size_t len)
{
	if (len > 2 && text[0] == '*' && text[1] == '.') {
		text += 2;
		len -= 2;
	}
	return !memchr(text, '.', len);
}

static void add_annotated(struct claims *claims, const char *text, size_t len)
{
	static const char where[] = "hostname annotation";
	char name[NAME_SIZE];

	if (!parse(claims, where, text, len, name))
		return;
	if (!strcmp(name, "*"))
		claims_report(claims, BAD_NAME, "",
		    "%s: bad name '%.*s': '*' needs a name behind it", where,
		    (int)len, text);
	else if (!is_relative(text, len))
		claims_name(claims, name);
	else if (!add_relative(claims, where, name))
		claims_report(claims, OUTSIDE_ZONES, name,
		    "%s: no zone has serviceNames", where);
}

void host_annotated(struct claims *claims, const char *list)
{
	const char *item;
	size_t len;

	while ((item = annotation_item(&list, &len)))
		add_annotated(claims, item, len);
}

void host_default(struct claims *claims)
{
	const struct object *object = claims->object;
	char name[NAME_SIZE + 64];

	snprintf(name, sizeof(name), "%s.%s", object->name, object->namespace);
	(void)add_relative(claims, "metadata.name", name);
}
