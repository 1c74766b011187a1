/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/notice/bulletin.h"

#include <stdio.h>
#include <time.h>

#include "controller/base/jsonwriter.h"
#include "controller/object/part/kind.h"

#define NAME_OCTETS 200 /* of the object's name in the event's */

/* Events of objects that are in no namespace stand in this one. */
static const char *namespace_of(const struct bulletin *bulletin)
{
	const char *namespace = object_namespace(bulletin->object);

	return *namespace ? namespace : "default";
}

void bulletin_path(const struct bulletin *bulletin, struct buf *out)
{
	buf_printf(out, "/apis/events.k8s.io/v1/namespaces/%s/events",
	    namespace_of(bulletin));
}

static void write_metadata(struct jsonwriter *writer,
    const struct bulletin *bulletin, const struct bulletin_source *source)
{
	char name[NAME_OCTETS + 40];

	/* Lower-case letters and digits, no two alike. */
	snprintf(name, sizeof(name), "%.*s.k8s-nsd-%llx%06x", NAME_OCTETS,
	    object_name(bulletin->object), (unsigned long long)source->seconds,
	    source->number & 0xffffff);
	jsonwriter_object(writer, "metadata");
	jsonwriter_text(writer, "name", name);
	jsonwriter_text(writer, "namespace", namespace_of(bulletin));
	jsonwriter_end_object(writer);
}

static void write_regarding(
    struct jsonwriter *writer, const struct object *object)
{
	const struct kind *kind = object->kind;
	char version[100], uid[ORIGIN_UID_SIZE];

	snprintf(version, sizeof(version), "%s%s%s", kind->group,
	    *kind->group ? "/" : "", kind->api_versions[0]);
	jsonwriter_object(writer, "regarding");
	jsonwriter_text(writer, "apiVersion", version);
	jsonwriter_text(writer, "kind", kind->name);
	if (kind->namespaced)
		jsonwriter_text(writer, "namespace", object_namespace(object));
	jsonwriter_text(writer, "name", object_name(object));
	jsonwriter_text(writer, "uid", origin_uid(object->origin, uid));
	jsonwriter_end_object(writer);
}

void bulletin_print(const struct bulletin *bulletin,
    const struct bulletin_source *source, struct buf *out)
{
	struct jsonwriter writer = { .out = out };
	time_t seconds = (time_t)source->seconds;
	char stamp[40], note[BULLETIN_NOTE + 1];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S.000000Z", &tm);
	snprintf(note, sizeof(note), "%s", bulletin->note);
	jsonwriter_object(&writer, NULL);
	jsonwriter_text(&writer, "apiVersion", "events.k8s.io/v1");
	jsonwriter_text(&writer, "kind", "Event");
	write_metadata(&writer, bulletin, source);
	jsonwriter_text(&writer, "eventTime", stamp);
	jsonwriter_text(&writer, "reportingController", "k8s-nsd");
	jsonwriter_text(&writer, "reportingInstance", source->instance);
	jsonwriter_text(&writer, "action", "Publish");
	jsonwriter_text(&writer, "reason", bulletin->reason);
	jsonwriter_text(
	    &writer, "type", bulletin->warning ? "Warning" : "Normal");
	jsonwriter_text(&writer, "note", note);
	write_regarding(&writer, bulletin->object);
	jsonwriter_end_object(&writer);
}
