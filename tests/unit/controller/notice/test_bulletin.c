/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_bulletin.c - an Event as the API server wants it, whatever the object is
 * called and the note says.
 */
#include "controller/notice/bulletin.h"

#include <string.h>

#include "controller/base/json.h"
#include "controller/object/decode.h"
#include "controller/object/kinds.h"
#include "tests/test.h"

static const struct row {
	const char *name, *kind, *document, *reason, *note;
	bool warning;
	const char *path, *contains[4];
} rows[] = {
	{ "an Ingress", "Ingress",
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"www\","
	    "\"uid\":\"1-2\"}}",
	    "RecordReady", "served: a.b", false,
	    "/apis/events.k8s.io/v1/namespaces/web/events",
	    { "\"regarding\":{\"apiVersion\":\"networking.k8s.io/v1\","
	      "\"kind\":\"Ingress\",\"namespace\":\"web\",\"name\":\"www\","
	      "\"uid\":\"1-2\"}",
		"\"name\":\"www.k8s-nsd-6553f100000005\"",
		"\"eventTime\":\"2023-11-14T22:13:20.000000Z\"",
		"\"type\":\"Normal\"" } },
	{ "of the core group", "Service",
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"s\"}}", "BadTTL",
	    "a: b", true, "/apis/events.k8s.io/v1/namespaces/web/events",
	    { "\"apiVersion\":\"v1\"", "\"type\":\"Warning\"",
		"\"note\":\"a: b\"", "\"reason\":\"BadTTL\"" } },
	{ "without a namespace", "Node", "{\"metadata\":{\"name\":\"n1\"}}",
	    "RecordReady", "x", false,
	    "/apis/events.k8s.io/v1/namespaces/default/events",
	    { "\"namespace\":\"default\"",
		"\"kind\":\"Node\",\"name\":\"n1\"" } },
	{ "a note that is JSON", "Service",
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"s\"}}", "BadName",
	    "\"},{\"a\":\"\\b", true,
	    "/apis/events.k8s.io/v1/namespaces/web/events",
	    { "\"note\":\"\\\"},{\\\"a\\\":\\\"\\\\b\"" } },
};

static void event(void **state)
{
	const struct row *row = *state;
	const struct kind *kind = kind_find(row->kind);
	struct bulletin_source source = {
		.instance = "pod-1", .seconds = 1700000000, .number = 5
	};
	struct bulletin bulletin = { .reason = row->reason,
		.note = row->note,
		.warning = row->warning };
	struct buf path = BUF_INIT(1000), body = BUF_INIT(10000);
	struct object *object;
	struct json *json;
	char key[OBJECT_KEY_SIZE];
	struct err err;

	object = object_decode(
	    kind, row->document, strlen(row->document), NULL, key, &err);
	assert_non_null(object);
	bulletin.object = object;
	bulletin_path(&bulletin, &path);
	bulletin_print(&bulletin, &source, &body);
	assert_string_equal(buf_text(&path), row->path);
	json = json_parse(buf_text(&body), body.len, &err);
	assert_non_null(json);
	json_free(json);
	for (size_t i = 0; i < 4 && row->contains[i]; i++)
		if (!strstr(buf_text(&body), row->contains[i]))
			fail_msg(
			    "no %s in %s", row->contains[i], buf_text(&body));
	buf_clear(&path);
	buf_clear(&body);
	object_free(object);
}

RUN_TABLE(rows, event)
