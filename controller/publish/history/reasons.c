/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/reasons.h"

#include <string.h>

#include "controller/publish/retain/approval.h"
#include "controller/publish/retain/loss.h"
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

/* The one namespace whose the RRset is, as a plan says it (whose.h). */
static void put_whose(const struct changes_row *row, struct buf *out)
{
	size_t len = 0;
	const char *namespace = "-";

	for (size_t i = 0; i < row->norigins; i++) {
		const char *at = strchr(row->origins[i], ' ');
		const char *slash = at ? strchr(at, '/') : NULL;
		size_t this = slash ? (size_t)(slash - at) - 1 : 0;

		if (!this ||
		    (i && (this != len || memcmp(namespace, at + 1, len)))) {
			buf_putc(out, '-');
			return;
		}
		namespace = at + 1;
		len = this;
	}
	buf_add(out, namespace, len ? len : 1);
}

static bool is_approved(const struct reasons *of, const struct changes_row *row)
{
	const struct approvals *approvals = &of->overlay->memory.approvals;
	struct buf line = BUF_INIT(NAME_SIZE * 2);
	bool update = row->op == CHANGE_UPDATE, approved;

	buf_printf(
	    &line, "%c %s %s ", update ? '~' : '-', row->name, row->type);
	put_whose(row, &line);
	approved = update ? approvals_cover_some(approvals, buf_text(&line))
			  : approvals_cover(approvals, buf_text(&line));
	buf_clear(&line);
	return approved;
}

/* The rows are sorted by name. */
static bool is_excluded(const struct reasons *of, const struct changes_row *row)
{
	const struct exclusions *excluded = &of->overlay->overlay.excluded;
	size_t low = 0, high = excluded->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_compare(excluded->list[middle].name, row->name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < excluded->count &&
	     !name_compare(excluded->list[low].name, row->name);
	     low++)
		if (!strcmp(rr_type_text(excluded->list[low].record.type),
			row->type))
			return true;
	return false;
}

/* The row that keeps some of it; NULL: none does. */
static const struct retained *find_row(
    const struct reasons *of, const struct changes_row *row)
{
	return loss_row(&of->overlay->overlay,
	    &(struct loss){
		.name = row->name,
		.type = rr_type_parse(row->type),
	    });
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
	if (zone_is_restored(of->zone))
		return "restored";
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

static bool is_configured(const struct changes_row *row)
{
	return row->norigins &&
	    !strncmp(row->origins[0], ORIGIN_ZONE " ", strlen(ORIGIN_ZONE " "));
}

static const char *why(void *arg, const struct changes_row *row)
{
	const struct reasons *of = arg;
	const struct retained *kept;

	if (row->op == CHANGE_REMOVE)
		return why_gone(of, row);
	if (is_configured(row))
		return "configuration";
	kept = find_row(of, row);
	if (kept)
		return retained_word(kept->reason);
	if (zone_is_restored(of->zone))
		return "restored";
	if (row->op == CHANGE_UPDATE && is_approved(of, row))
		return "approved";
	return row->op == CHANGE_UPDATE && is_excluded(of, row) ? "quarantine"
								: "";
}

static bool source(
    void *arg, const char *origin, const char *uid, struct note_source *out)
{
	const struct reasons *of = arg;
	const struct object *object = find_object(of->store, origin, uid);

	if (!object)
		return false;
	out->revision = object->resource_version;
	out->manager = object->manager;
	return true;
}

struct note_reasons reasons_note(struct reasons *reasons)
{
	return (struct note_reasons){
		.why = why,
		.source = source,
		.arg = reasons,
	};
}
