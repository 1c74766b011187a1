/* SPDX-License-Identifier: Apache-2.0 */
/*
 * committing.c - two runs of git for all that is due: the files become blobs,
 * read by git from where they are; then commits are made of their ids.
 */
#include "controller/publish/history/committing.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "controller/base/log.h"
#include "controller/publish/history/historystate.h"
#include "controller/publish/history/signing.h"
#include "controller/publish/history/snapshot.h"
#include "zonegen/record/name.h"

#define STREAM_MAX UINT32_MAX
#define IDS_MAX (PENDING_BATCH * 2 * STREAM_ID_SIZE)

static const char *const files[] = { "zone", "origins" };

/* --- Commits --- */

static void take_commits(struct history *h)
{
	uint64_t took = loop_now(h->loop) - h->taken_at;
	size_t count = h->ntaken;

	while (h->ntaken) {
		struct pending_zone *zone = h->taken[--h->ntaken];

		log_event(LOG_DEBUG, "version committed", "zone", zone->zone,
		    "serial", log_u(zone->flight.last), "ms", log_u(took));
		snapshot_drop(h->statedir, zone->zone, zone->flight.last);
		pending_commit(zone, loop_wall(h->loop), loop_now(h->loop));
	}
	h->commits += count;
	h->unpushed += count;
	if (!h->oldest)
		h->oldest = loop_wall(h->loop);
	if (!h->oldest_after)
		h->oldest_after = loop_wall(h->loop);
	history_done(h, count);
}

static void on_moved(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	memcpy(h->tip, h->next_tip, sizeof(h->tip));
	take_commits(h);
}

/* The branch is what it was when it was opened, or was not there. */
static void on_signed(struct history *h, const char *commit)
{
	struct buf input = BUF_INIT(4096);

	if (!*commit) {
		history_fail(h);
		return;
	}
	snprintf(h->next_tip, sizeof(h->next_tip), "%s", commit);
	buf_printf(&input, "%s refs/heads/%s %s%s%s\ndelete %s\n",
	    *h->tip ? "update" : "create", h->config->git.branch, commit,
	    *h->tip ? " " : "", h->tip, HISTORY_DRAFT);
	history_call(h, (const char *const[]){ "update-ref", "--stdin", NULL },
	    &input, 0, 0, on_moved);
	buf_clear(&input);
}

static void on_committed(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	const char *at = end->out;
	char tip[STREAM_ID_SIZE];

	if (!history_came(h, end))
		return;
	for (size_t i = 0; i < h->ntaken; i++)
		if (!stream_id(&at, tip)) {
			err_set(&h->err, ERR_SYSTEM, "git told no commit");
			history_fail(h);
			return;
		}
	if (h->config->git.signing_key) {
		signing_start(h, h->tip, on_signed);
		return;
	}
	memcpy(h->tip, tip, sizeof(h->tip));
	take_commits(h);
}

/* Message of a zone; false: its file cannot be read. */
static bool add_message(
    struct history *h, const struct pending_zone *zone, struct buf *out)
{
	struct note_message message = {
		.zone = zone->zone,
		.cluster = h->config->cluster_name,
		.template = h->config->git.commit,
		.committed = zone->committed,
		.has_committed = zone->is_committed,
		.required = zone->wants,
	};
	struct buf text = BUF_INIT(STREAM_MAX);
	bool ok = snapshot_read(
	    h->statedir, zone->zone, zone->flight.last, &text, &h->err);

	if (ok) {
		digest_hex(buf_text(&text), text.len, message.digest);
		note_print(&zone->flight, &message, out);
	} else if (h->err.kind == ERR_INPUT) {
		/* The file in place may be the right one again by then. */
		snapshot_drop(h->statedir, zone->zone, zone->flight.last);
	}
	buf_clear(&text);
	return ok;
}

/* The ids of its files are the next of what git printed. */
static bool add_files(struct history *h, const struct pending_zone *zone,
    const char **ids, struct buf *out)
{
	struct buf path = BUF_INIT(PATH_MAX);
	bool ok = true;

	for (size_t i = 0; i < ARRAY_LEN(files) && ok; i++) {
		char id[STREAM_ID_SIZE], file[NAME_FILE_SIZE];
		bool there;

		buf_reset(&path);
		there = snapshot_path(h->statedir, zone->zone,
		    zone->flight.last, files[i], &path);
		if (!there && i)
			continue;
		ok = there && stream_id(ids, id);
		buf_reset(&path);
		buf_printf(&path, "%s%s.%s", h->config->git.path,
		    name_for_file(zone->zone, file), files[i]);
		if (ok)
			stream_file(out, id, buf_text(&path));
	}
	buf_clear(&path);
	return ok ||
	    err_set(&h->err, ERR_SYSTEM, "files of zone '%s' are missing",
		zone->zone);
}

static bool add_commit(
    struct history *h, size_t at, const char **ids, struct buf *out)
{
	const struct pending_zone *zone = h->taken[at];
	struct buf message = BUF_INIT(1u << 24), ref = BUF_INIT(PATH_MAX);
	bool ok = add_message(h, zone, &message);

	if (h->config->git.signing_key)
		buf_puts(&ref, HISTORY_DRAFT);
	else
		buf_printf(&ref, "refs/heads/%s", h->config->git.branch);
	if (ok) {
		stream_commit(out,
		    &(struct stream_commit){
			.ref = buf_text(&ref),
			.parent = at ? "" : h->tip,
			.author = h->config->git.author,
			.authored = zone->flight.confirmed,
			.committed = loop_wall(h->loop),
			.message = buf_text(&message),
			.message_len = message.len,
		    },
		    at + 1);
		ok = add_files(h, zone, ids, out);
		stream_ask(out, at + 1);
	}
	buf_clear(&message);
	buf_clear(&ref);
	return ok;
}

static void on_blobs(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	struct buf stream = BUF_INIT(STREAM_MAX);
	const char *ids = end->out;
	bool ok = true;

	if (!history_came(h, end))
		return;
	for (size_t i = 0; i < h->ntaken && ok; i++)
		ok = add_commit(h, i, &ids, &stream);
	stream_end(&stream);
	if (ok)
		history_call(h,
		    (const char *const[]){ "fast-import", "--quiet", "--done",
			"--date-format=raw", NULL },
		    &stream, IDS_MAX, 0, on_committed);
	else
		history_fail(h);
	buf_clear(&stream);
}

/* --- Blobs --- */

/* Nobody puts its files in place again: all others would wait for it. */
static void drop(const struct history *h, struct pending_zone *zone)
{
	log_event(LOG_WARNING,
	    "last version of a zone that is not configured any more is in no "
	    "commit",
	    "zone", zone->zone, "serial", log_u(zone->next.last), "error",
	    h->err.text);
	snapshot_drop(h->statedir, zone->zone, zone->next.last);
	pending_drop(zone);
}

/*
 * They are links: whoever writes to a file in place, writes to them.  What
 * cannot be read now is no other file for that.
 */
static bool is_other(struct history *h, const struct pending_zone *zone)
{
	struct buf text = BUF_INIT(STREAM_MAX);
	bool other = !snapshot_read(h->statedir, zone->zone, zone->next.last,
			 &text, &h->err) &&
	    h->err.kind == ERR_INPUT;

	buf_clear(&text);
	return other;
}

/* What could not be linked when it was served is still in place. */
static void link_again(struct history *h)
{
	struct buf path = BUF_INIT(PATH_MAX);

	err_set(&h->err, ERR_SYSTEM, "the files of a version are not at hand");
	for (size_t i = 0; i < h->pending.count; i++) {
		struct pending_zone *zone = h->pending.list[i];

		buf_reset(&path);
		zone->linked &= snapshot_path(
		    h->statedir, zone->zone, zone->next.last, "zone", &path);
		if (zone->next.any && !zone->linked && !zone->placed.any &&
		    zone->is_served && zone->served == zone->next.last)
			zone->linked = snapshot_link(
			    h->statedir, zone->zone, zone->served, &h->err);
		if (zone->next.any && zone->gone &&
		    (!zone->linked || is_other(h, zone)))
			drop(h, zone);
	}
	buf_clear(&path);
}

static void start(struct history *h)
{
	struct buf paths = BUF_INIT(STREAM_MAX), path = BUF_INIT(PATH_MAX);

	link_again(h);
	h->taken_at = loop_now(h->loop);
	h->ntaken = pending_take(&h->pending, loop_now(h->loop), h->taken);
	for (size_t i = 0; i < h->ntaken; i++)
		for (size_t j = 0; j < ARRAY_LEN(files); j++) {
			buf_reset(&path);
			if (snapshot_path(h->statedir, h->taken[i]->zone,
				h->taken[i]->flight.last, files[j], &path))
				buf_printf(&paths, "%s\n", buf_text(&path));
		}
	if (paths.len)
		history_call(h,
		    (const char *const[]){ "hash-object", "-w", "--no-filters",
			"--stdin-paths", NULL },
		    &paths, IDS_MAX, 0, on_blobs);
	else if (pending_due(&h->pending) == PENDING_NEVER)
		history_done(h, 0);
	else
		history_fail(h);
	buf_clear(&paths);
	buf_clear(&path);
}

static void on_dropped(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (history_came(h, end))
		start(h);
}

void committing_start(struct history *h)
{
	/* A draft that was not ended would have to be built upon. */
	if (h->config->git.signing_key)
		history_call(h,
		    (const char *const[]){
			"update-ref", "-d", HISTORY_DRAFT, NULL },
		    NULL, 0, 0, on_dropped);
	else
		start(h);
}
