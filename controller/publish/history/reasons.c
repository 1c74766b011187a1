/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/reasons.h"

#include <string.h>

#include "controller/publish/retain/approval.h"
#include "controller/source/source.h"

/* The object of an origin that still is the same one; NULL: there is none. */
static const struct object *find_object(
    const struct store *store, const char *text, const char *uid)
{
	struct origin *origin = origin_from_text(text, uid, AGE_UNKNOWN);
	const struct object *object = NULL;
	char word[ORIGIN_KIND_MAX + 1] = { 0 };

	if (!origin)
		return NULL;
	memcpy(word, text, strcspn(text, " "));
	if (kind_find(word))
		object = store_get(store, kind_find(word), origin_key(origin));
	if (object && !origin_same_uid(object->origin, origin))
		object = NULL;
	origin_unref(origin);
	return object;
}

static bool is_approved(const struct reasons *of, const struct changes_row *row)
{
	struct buf line = BUF_INIT(NAME_SIZE * 2);
	bool approved;

	buf_printf(&line, "- %s %s", row->name, row->type);
	approved =
	    approvals_cover(&of->overlay->memory.approvals, buf_text(&line));
	buf_clear(&line);
	return approved;
}

static bool is_excluded(const struct reasons *of, const struct changes_row *row)
{
	const struct exclusions *excluded = &of->overlay->overlay.excluded;

	for (size_t i = 0; i < excluded->count; i++)
		if (!strcmp(excluded->list[i].name, row->name) &&
		    !strcmp(
			rr_type_text(excluded->list[i].record.type), row->type))
			return true;
	return false;
}

/* Does the configuration have its kind read? */
static bool is_read(const struct config *config, const char *origin)
{
	char kind[ORIGIN_KIND_MAX + 1] = { 0 };

	memcpy(kind, origin, strcspn(origin, " "));
	return kind_find(kind) && source_wants(config, kind);
}

static const char *why_gone(
    const struct reasons *of, const struct changes_row *row)
{
	const struct object *object;

	if (is_approved(of, row))
		return "approved";
	if (is_excluded(of, row))
		return "quarantine";
	if (!row->norigins)
		return "";
	if (!is_read(of->config, row->origins[0]))
		return "configuration";
	object = find_object(of->store, row->origins[0], row->uids[0]);
	if (!object)
		return "deleted";
	if (zone_asks(of->zone, row->name, object->origin) == ASKING_LOST)
		return "lost";
	return "withdrawn";
}

static const char *why(void *arg, const struct changes_row *row)
{
	const struct reasons *of = arg;

	if (row->op == CHANGE_REMOVE)
		return why_gone(of, row);
	return row->norigins &&
		!strncmp(
		    row->origins[0], ORIGIN_ZONE " ", strlen(ORIGIN_ZONE " "))
	    ? "configuration"
	    : "";
}

static const char *revision(void *arg, const char *origin, const char *uid)
{
	const struct reasons *of = arg;
	const struct object *object = find_object(of->store, origin, uid);

	return object ? object->resource_version : "";
}

struct note_reasons reasons_note(struct reasons *reasons)
{
	return (struct note_reasons){
		.why = why,
		.revision = revision,
		.arg = reasons,
	};
}
