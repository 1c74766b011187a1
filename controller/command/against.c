/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/against.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "controller/command/past.h"
#include "controller/command/remote.h"
#include "controller/publish/nameservers.h"
#include "controller/publish/state/lastversion.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/foreign/foreignfile.h"

#define FILE_LIMIT ((size_t)1 << 30) /* octets of a zone file */

static bool fail(const struct snapshot *snapshot, const char *text)
{
	fprintf(stderr, "k8s-nsd %s: %s\n", snapshot->command, text);
	return false;
}

/* --- A directory --- */

/* Loads overlay.json; a damaged file counts as none. */
static void load_overlays(struct snapshot *r, int dir)
{
	const struct instant now = { .ms = (int64_t)loop_now(r->loop),
		.wall = loop_wall(r->loop) };
	char *text = NULL;
	struct err err;
	size_t len;

	if (statedir_read(
		dir, OVERLAYFILE_NAME, OVERLAYFILE_MAX, &text, &len, &err)) {
		if (!overlayfile_parse(
			text, len, r->config, &now, &r->overlays, &err))
			fail(r, err.text);
	} else if (err.kind != ERR_ABSENT) {
		fail(r, err.text);
	}
	free(text);
}

/* Opens the directory of zone files: in a state directory, zones/. */
static int open_last(struct snapshot *r, const char *path, struct err *err)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int zones;

	if (dir < 0) {
		err_errno(err, "cannot open directory '%s'", path);
		return -1;
	}
	zones = openat(dir, "zones", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (zones < 0)
		return dir;
	load_overlays(r, dir);
	close(dir);
	return zones;
}

static bool load_directory(
    struct against *against, struct snapshot *snapshot, struct err *err)
{
	struct lastversion last;
	int dir = open_last(snapshot, against->place, err);
	bool ok = dir >= 0;

	for (size_t i = 0; ok && i < against->count; i++)
		ok = !against->compared[i] ||
		    lastversion_look(
			dir, zoneset_at(snapshot->zones, i), &last, err);
	if (dir >= 0)
		close(dir);
	return ok;
}

/* --- A file --- */

/* The only zone that it can be of, before it is read; NULL: it has to say. */
static const char *expected(
    const struct against *against, const struct snapshot *snapshot)
{
	const char *only = NULL;
	size_t count = 0;

	for (size_t i = 0; i < against->count; i++)
		if (against->compared[i]) {
			only = zone_name(zoneset_at(snapshot->zones, i));
			count++;
		}
	return count == 1 ? only : NULL;
}

/* The file is of one zone; the others are not compared. */
static bool place(struct against *against, struct snapshot *snapshot,
    struct foreign *read, struct err *err)
{
	bool found = false;

	for (size_t i = 0; i < against->count; i++) {
		struct zone *zone = zoneset_at(snapshot->zones, i);

		against->compared[i] = against->compared[i] &&
		    !strcmp(zone_name(zone), read->zone);
		if (!against->compared[i])
			continue;
		found = true;
		against->foreign[i] = *read;
		*read = (struct foreign){ .count = 0 };
		if (!foreign_load(&against->foreign[i], zone, err))
			return false;
		break;
	}
	return found ||
	    err_set(err, ERR_INPUT, "zone '%s' is not one of the configuration",
		read->zone);
}

static bool load_file(
    struct against *against, struct snapshot *snapshot, struct err *err)
{
	struct buf text = BUF_INIT(FILE_LIMIT);
	struct foreign read = { .count = 0 };
	bool ok = textfile_read_any(against->place, &text, err);

	against->foreign = xcalloc(against->count + 1, sizeof(read));
	if (ok) {
		ok = foreignfile_read(&read, buf_text(&text), text.len,
			 expected(against, snapshot), err) &&
		    place(against, snapshot, &read, err);
		if (!ok)
			err_prefix(err, "'%s'", against->place);
	}
	foreign_clear(&read);
	buf_clear(&text);
	return ok;
}

/* --- Another server --- */

static bool load_remote(
    struct against *against, struct snapshot *snapshot, struct err *err)
{
	struct remote remote = { .place = against->place };
	bool ok = remote_key(&remote, snapshot->config, against->tsig, err);

	against->foreign =
	    xcalloc(against->count + 1, sizeof(*against->foreign));
	for (size_t i = 0; ok && i < against->count; i++) {
		struct zone *zone = zoneset_at(snapshot->zones, i);
		struct foreign *read = &against->foreign[i];

		ok = !against->compared[i] ||
		    (remote_fetch(
			 &remote, snapshot->loop, zone_name(zone), read, err) &&
			foreign_load(read, zone, err));
	}
	return ok;
}

/* --- A commit --- */

static bool load_past(
    struct against *against, struct snapshot *snapshot, struct err *err)
{
	char commit[STREAM_ID_SIZE];
	bool ok = past_find(snapshot->config, against->place, commit, err);

	for (size_t i = 0; ok && i < against->count; i++)
		ok = !against->compared[i] ||
		    past_load(snapshot->config, commit,
			zoneset_at(snapshot->zones, i), err);
	return ok;
}

static bool choose(
    struct against *against, const struct snapshot *snapshot, struct err *err)
{
	bool any = false;

	against->count = zoneset_count(snapshot->zones);
	against->compared =
	    xcalloc(against->count + 1, sizeof(*against->compared));
	for (size_t i = 0; i < against->count; i++) {
		const char *name = zone_name(zoneset_at(snapshot->zones, i));

		against->compared[i] = !snapshot->config->settings[i].closed &&
		    (!against->zone || !strcmp(against->zone, name));
		any = any || against->compared[i];
	}
	return any ||
	    err_set(err, ERR_INPUT, "zone '%s' is not one of the configuration",
		against->zone);
}

static bool load(
    struct against *against, struct snapshot *snapshot, struct err *err)
{
	struct stat status;

	if (!choose(against, snapshot, err))
		return false;
	if (remote_is(against->place))
		return load_remote(against, snapshot, err);
	if (past_is(against->place))
		return load_past(against, snapshot, err);
	if (stat(against->place, &status) < 0)
		return err_errno(err, "cannot read '%s'", against->place);
	if (S_ISDIR(status.st_mode))
		return load_directory(against, snapshot, err);
	return load_file(against, snapshot, err);
}

bool against_load(struct against *against, struct snapshot *snapshot)
{
	struct err err;

	if (!load(against, snapshot, &err))
		return fail(snapshot, err.text);
	nameservers_restore(snapshot->config, snapshot->zones);
	return true;
}

void against_clear(struct against *against)
{
	for (size_t i = 0; against->foreign && i < against->count; i++)
		foreign_clear(&against->foreign[i]);
	free(against->foreign);
	free(against->compared);
	against->foreign = NULL;
	against->compared = NULL;
}
