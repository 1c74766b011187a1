/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/approve.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/jsonwriter.h"
#include "controller/serve/body.h"

bool approve_set(
    struct approve *out, const char *zone, const char *plan, struct err *err)
{
	if (!name_parse_record(zone, strlen(zone), out->zone, err))
		return false;
	if (!*plan || strlen(plan) >= sizeof(out->plan))
		return err_set(
		    err, ERR_INPUT, "plan '%.80s' is no digest", plan);
	snprintf(out->plan, sizeof(out->plan), "%s", plan);
	return true;
}

bool approve_parse(
    struct approve *out, const char *text, size_t len, struct err *err)
{
	const char *zone = NULL, *plan = NULL;
	const struct body_row rows[] = {
		{ "zone", &zone },
		{ "plan", &plan },
	};
	struct json *document =
	    body_read(text, len, rows, ARRAY_LEN(rows), err);
	bool ok = document && approve_set(out, zone, plan, err);

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
