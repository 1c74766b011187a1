/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_event.c - lines of a watch, and what is looked up in objects unparsed.
 */
#include "controller/kube/wire/event.h"

#include <string.h>

#include "controller/kube/wire/trim.h"
#include "tests/test.h"

static const struct row {
	const char *name;
	const char *line;
	enum event_type type;
	const char *object, *version, *key;
	const char *refused;
} rows[] = {
	{ "added",
	    "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\","
	    "\"namespace\":\"n\",\"resourceVersion\":\"12\"}}}",
	    EVENT_PUT,
	    "{\"metadata\":{\"name\":\"a\",\"namespace\":\"n\","
	    "\"resourceVersion\":\"12\"}}",
	    "12", "n/a" },
	{ "modified, object first, blanks",
	    " { \"object\" : {\"metadata\" : { \"resourceVersion\":\"5\" } } ,"
	    "\"type\" : \"MODIFIED\" } ",
	    EVENT_PUT, "{\"metadata\" : { \"resourceVersion\":\"5\" } }", "5",
	    "" },
	{ "deleted", "{\"type\":\"DELETED\",\"object\":{}}", EVENT_DELETE, "{}",
	    "", "" },
	{ "bookmark",
	    "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Ingress\","
	    "\"metadata\":{\"resourceVersion\":\"99\"},\"spec\":{}}}",
	    EVENT_BOOKMARK,
	    "{\"kind\":\"Ingress\",\"metadata\":{\"resourceVersion\":\"99\"},"
	    "\"spec\":{}}",
	    "99", "" },
	{ "error", "{\"type\":\"ERROR\",\"object\":{\"code\":410}}",
	    EVENT_ERROR, "{\"code\":410}", "", "" },
	{ "unknown type", "{\"type\":\"NEWS\",\"object\":{}}", EVENT_OTHER,
	    "{}", "", "" },
	{ "type in small letters", "{\"type\":\"added\",\"object\":{}}",
	    EVENT_OTHER, "{}", "", "" },
	{ "other members", "{\"x\":[1,{}],\"type\":\"ADDED\",\"object\":{}}",
	    EVENT_PUT, "{}", "", "" },
	{ "the first of two objects",
	    "{\"type\":\"ADDED\",\"object\":{\"a\":1},\"object\":{}}",
	    EVENT_PUT, "{\"a\":1}", "", "" },
	{ "resourceVersion elsewhere",
	    "{\"type\":\"ADDED\",\"object\":{\"resourceVersion\":\"1\","
	    "\"spec\":"
	    "{\"metadata\":{\"resourceVersion\":\"2\"}}}}",
	    EVENT_PUT,
	    "{\"resourceVersion\":\"1\",\"spec\":{\"metadata\":"
	    "{\"resourceVersion\":\"2\"}}}",
	    "", "" },
	{ "resourceVersion is a number",
	    "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":"
	    "5}}}",
	    EVENT_PUT, "{\"metadata\":{\"resourceVersion\":5}}", "", "" },
	{ "resourceVersion with an escape",
	    "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":"
	    "\"5\\n\"}}}",
	    EVENT_PUT, "{\"metadata\":{\"resourceVersion\":\"5\\n\"}}", "",
	    "" },

	{ "garbage behind", "{\"type\":\"ADDED\",\"object\":{}}x",
	    .refused = "watch: a line is no JSON" },
	{ "a second document", "{\"type\":\"ADDED\",\"object\":{}}{}",
	    .refused = "watch: a line is no JSON" },
	{ "cut", "{\"type\":\"ADDED\",\"object\":{\"a\":",
	    .refused = "watch: a line is no JSON" },
	{ "cut at the end", "{\"type\":\"ADDED\",\"object\":{}",
	    .refused = "watch: a line is no JSON" },
	{ "brackets do not match", "{\"type\":\"ADDED\",\"object\":{[}]}",
	    .refused = "watch: a line is no JSON" },
	{ "no type", "{\"object\":{}}",
	    .refused = "watch: a line without type" },
	{ "type is a number", "{\"type\":1,\"object\":{}}",
	    .refused = "watch: a line without type" },
	{ "no object", "{\"type\":\"ADDED\"}",
	    .refused = "watch: a line without object" },
	{ "object is null", "{\"type\":\"ADDED\",\"object\":null}",
	    .refused = "watch: a line without object" },
	{ "an array", "[]", .refused = "watch: a line is no JSON" },
	{ "empty object", "{}", .refused = "watch: a line without type" },
	{ "no text", "", .refused = "watch: a line is no JSON" },
	{ "a comma too many", "{\"type\":\"ADDED\",\"object\":{},}",
	    .refused = "watch: a line is no JSON" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct event event;
	struct err err = { 0 };
	bool ok = event_parse(row->line, strlen(row->line), &event, &err);
	char key[64];

	if (row->refused) {
		assert_false(ok);
		assert_string_equal(err.text, row->refused);
		return;
	}
	assert_string_equal(err.text, "");
	assert_int_equal(event.type, row->type);
	assert_true(slice_is(event.object, row->object));
	assert_string_equal(event.resource_version, row->version);
	event_key(event.object, key, sizeof(key));
	assert_string_equal(key, row->key);
}

static const struct trimming {
	const char *name;
	const char *object;
	const char *trimmed;
} trimmings[] = {
	{ "managedFields go",
	    "{\"metadata\":{\"name\":\"a\",\"managedFields\":[{\"x\":[]}]},"
	    "\"spec\":{}}",
	    "{\"metadata\":{\"name\":\"a\",\"managedFields\":null},\"spec\":"
	    "{}}" },
	{ "all but the last manager goes",
	    "{\"metadata\":{\"managedFields\":[{\"manager\":\"b\",\"time\":"
	    "\"2026-01-02T00:00:00Z\",\"fieldsV1\":{\"f:x\":[]}}, {\"time\":"
	    "\"2026-01-03T00:00:00Z\",\"manager\":\"c\"},{\"manager\":\"a\","
	    "\"time\":\"2026-01-01T00:00:00Z\"},{\"manager\":\"none\"}] },"
	    "\"spec\":{}}",
	    "{\"metadata\":{\"managedFields\":[{\"manager\":\"c\",\"time\":"
	    "\"2026-01-03T00:00:00Z\"}] },\"spec\":{}}" },
	{ "a manager without a time",
	    "{\"metadata\":{\"managedFields\":[{\"manager\":\"a\"}]}}",
	    "{\"metadata\":{\"managedFields\":[{\"manager\":\"a\"}]}}" },
	{ "managers of other types",
	    "{\"metadata\":{\"managedFields\":[{\"manager\":[{}]},7],"
	    "\"name\":\"a\"}}",
	    "{\"metadata\":{\"managedFields\":null,\"name\":\"a\"}}" },
	{ "no managers", "{\"metadata\":{\"managedFields\":[]}}",
	    "{\"metadata\":{\"managedFields\":null}}" },
	{ "managedFields that do not end",
	    "{\"metadata\":{\"managedFields\":[{\"manager\":\"a\"}",
	    "{\"metadata\":{\"managedFields\":[{\"manager\":\"a\"}" },
	{ "nothing to trim", "{\"metadata\":{\"name\":\"a\"}}",
	    "{\"metadata\":{\"name\":\"a\"}}" },
	{ "managedFields elsewhere",
	    "{\"managedFields\":[],\"metadata\":{},\"spec\":{\"managedFields\":"
	    "[]}}",
	    "{\"managedFields\":[],\"metadata\":{},\"spec\":{\"managedFields\":"
	    "[]}}" },
	{ "metadata is no object", "{\"metadata\":[\"managedFields\"]}",
	    "{\"metadata\":[\"managedFields\"]}" },
	{ "broken stays broken", "{\"metadata\":{\"managedFields\":[}",
	    "{\"metadata\":{\"managedFields\":[}" },
};

static void check_trim(void **state)
{
	const struct trimming *row = *state;
	struct slice object = { row->object, strlen(row->object) };
	struct buf scratch = BUF_INIT(4096);

	assert_true(
	    slice_is(trim_managed_fields(object, &scratch), row->trimmed));
	buf_clear(&scratch);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(trimmings, check_trim);
}
