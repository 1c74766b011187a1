/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/host.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "controller/source/annotation.h"
#include "controller/source/claims.h"
#include "zonegen/record/name.h"

static bool parse(struct claims *claims, const char *where, const char *text,
    size_t len, char out[NAME_SIZE])
{
	struct err err;

	if (name_parse(text, len, out, &err))
		return true;
	claims_report(claims, BAD_NAME, "", "%s: %s", where, err.text);
	return false;
}

enum hosts host_sources(
    const struct claims *claims, const char *word, enum hosts unknown)
{
	const char *value =
	    annotation_get(claims->config, claims->object, word);

	if (!value || !*value)
		return HOSTS_ALL;
	if (!strcasecmp(value, "defined-hosts-only"))
		return HOSTS_SPEC;
	if (!strcasecmp(value, "annotation-only"))
		return HOSTS_ANNOTATION;
	return unknown;
}

void host_list(struct claims *claims, const char *where,
    const char *const *list, uint32_t count)
{
	char name[NAME_SIZE];

	for (uint32_t i = 0; i < count; i++)
		if (parse(claims, where, list[i], strlen(list[i]), name))
			claims_name(claims, name);
}

/*
 * Adds relative, a name, in each zone with serviceNames.  false: there is none.
 */
static bool add_relative(
    struct claims *claims, const char *where, const char *relative)
{
	const struct config *config = claims->config;
	char text[2 * NAME_SIZE], name[NAME_SIZE];
	bool any = false;

	if (config->nzones > 1 && claims_again(claims, relative))
		return true;
	for (size_t i = 0; i < config->nzones; i++) {
		int len;

		if (!config->zones[i].service_names)
			continue;
		any = true;
		if (i && claims_full(claims)) {
			claims->too_many = true;
			break;
		}
		len = snprintf(text, sizeof(text), "%s.%s", relative,
		    config->settings[i].name);
		if (parse(claims, where, text, (size_t)len, name))
			claims_name(claims, name);
	}
	return any;
}

bool host_is_relative(const char *text, size_t len)
{
	if (len > 2 && text[0] == '*' && text[1] == '.') {
		text += 2;
		len -= 2;
	}
	return !memchr(text, '.', len);
}

void host_local(
    struct claims *claims, const char *where, const char *text, size_t len)
{
	char name[NAME_SIZE];

	if (!parse(claims, where, text, len, name))
		return;
	if (!strcmp(name, "*"))
		claims_report(claims, BAD_NAME, "",
		    "%s: bad name '%.*s': '*' needs a name behind it", where,
		    (int)len, text);
	else if (!host_is_relative(text, len))
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
		host_local(claims, "hostname annotation", item, len);
}

void host_default(struct claims *claims)
{
	const struct object *object = claims->object;
	char name[NAME_SIZE + 64];

	snprintf(name, sizeof(name), "%s.%s", object_name(object),
	    object_namespace(object));
	(void)add_relative(claims, "metadata.name", name);
}
