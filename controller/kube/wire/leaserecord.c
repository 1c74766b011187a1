/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/wire/leaserecord.h"

#include <string.h>
#include <time.h>

#include "controller/base/json.h"
#include "controller/base/jsonwriter.h"

static const char *text_of(
    const struct json *node, const char *key, struct arena *arena)
{
	const struct json *member = json_get(node, key);
	const char *text = "";

	if (!member || !json_string(member, &text))
		text = "";
	return arena_strdup(arena, text);
}

/* No negative numbers: those are nobody's. */
static int64_t number_of(const struct json *node, const char *key)
{
	const struct json *member = json_get(node, key);
	int64_t number;

	return member && json_integer(member, &number) && number > 0 ? number
								     : 0;
}

bool leaserecord_parse(const char *text, size_t len, struct arena *arena,
    struct leaserecord *out, struct err *err)
{
	struct json *document = json_parse(text, len, err);
	const struct json *spec = json_get(document, "spec");

	if (!document)
		return false;
	*out = (struct leaserecord){
		.version = text_of(
		    json_get(document, "metadata"), "resourceVersion", arena),
		.holder = text_of(spec, "holderIdentity", arena),
		.renewed = text_of(spec, "renewTime", arena),
		.seconds = number_of(spec, "leaseDurationSeconds"),
		.transitions = number_of(spec, "leaseTransitions"),
	};
	json_free(document);
	if (!*out->version || strlen(out->version) >= LEASERECORD_VERSION)
		return err_set(err, ERR_INPUT,
		    "the API server sent a Lease without a resourceVersion");
	return true;
}

/* MicroTime has six digits behind the second. */
static void print_time(struct jsonwriter *writer, const char *key, int64_t wall)
{
	time_t seconds = (time_t)wall;
	char text[64];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S.000000Z", &tm);
	jsonwriter_text(writer, key, text);
}

static void print_metadata(
    const struct leasetext *text, struct jsonwriter *writer)
{
	jsonwriter_object(writer, "metadata");
	if (text->version) {
		/* A patch of another version is refused: 409. */
		jsonwriter_text(writer, "resourceVersion", text->version);
	} else {
		jsonwriter_text(writer, "name", text->name);
		jsonwriter_text(writer, "namespace", text->namespace);
	}
	jsonwriter_end_object(writer);
}

void leaserecord_print(const struct leasetext *text, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	jsonwriter_text(&writer, "apiVersion", "coordination.k8s.io/v1");
	jsonwriter_text(&writer, "kind", "Lease");
	print_metadata(text, &writer);
	jsonwriter_object(&writer, "spec");
	jsonwriter_text(&writer, "holderIdentity", text->holder);
	jsonwriter_number(
	    &writer, "leaseDurationSeconds", (uint64_t)text->seconds);
	jsonwriter_number(
	    &writer, "leaseTransitions", (uint64_t)text->transitions);
	print_time(&writer, "renewTime", text->wall);
	if (text->taken)
		print_time(&writer, "acquireTime", text->wall);
	jsonwriter_end_object(&writer);
	jsonwriter_end_object(&writer);
}
