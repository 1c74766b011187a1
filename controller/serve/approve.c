/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/approve.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/jsonwriter.h"

bool approve_set(
    struct approve *out, const char *zone, const char *plan, struct err *err)
{
	if (!name_parse(zone, strlen(zone), out->zone, err))
		return false;
	if (!*plan || strlen(plan) >= sizeof(out->plan))
		return err_set(
		    err, ERR_INPUT, "plan '%.80s' is no digest", plan);
	snprintf(out->plan, sizeof(out->plan), "%s", plan);
	return true;
}

/* Walks all members, because json_get() would not see a second one. */
static bool read_members(const struct json *document, const char **zone,
    const char **plan, struct err *err)
{
	if (json_type(document) != JSON_OBJECT)
		return err_set(err, ERR_INPUT, "not an object");
	for (const struct json *node = json_first(document); node;
	     node = json_next(node)) {
		const char *key = json_key(node);
		const char **slot = !strcmp(key, "zone") ? zone
		    : !strcmp(key, "plan")               ? plan
							 : NULL;

		if (!slot)
			return err_set(
			    err, ERR_INPUT, "unknown member '%.80s'", key);
		if (*slot)
			return err_set(
			    err, ERR_INPUT, "'%s' is there twice", key);
		if (!json_string(node, slot))
			return err_set(
			    err, ERR_INPUT, "'%s' is not a string", key);
	}
	if (!*zone || !*plan)
		return err_set(
		    err, ERR_INPUT, "'%s' is missing", *zone ? "plan" : "zone");
	return true;
}

bool approve_parse(
    struct approve *out, const char *text, size_t len, struct err *err)
{
	const char *zone = NULL, *plan = NULL;
	struct json *document = json_parse(text, len, err);
	bool ok;

	if (!document)
		return err_prefix(err, "the body");
	ok = read_members(document, &zone, &plan, err) &&
	    approve_set(out, zone, plan, err);
	json_free(document);
	return ok;
}

static void print_members(
    struct jsonwriter *writer, const struct approve *approve)
{
	jsonwriter_text(writer, "zone", approve->zone);
	jsonwriter_text(writer, "plan", approve->plan);
	jsonwriter_end_object(writer);
	buf_putc(writer->out, '\n');
}

void approve_print(const struct approve *approve, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	print_members(&writer, approve);
}

void approve_print_done(const struct approve *approve, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	jsonwriter_number(&writer, "schemaVersion", APPROVE_SCHEMA);
	print_members(&writer, approve);
}
