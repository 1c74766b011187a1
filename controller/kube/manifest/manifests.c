/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifests.c - every change, and a poll now and then, leads to one look at
 * everything: the tree is read, compared with the files that are known,
 * changed files are read, and the state of all kinds is told to the store.  A
 * look is taken in slices; what happens meanwhile leads to another one.  Little
 * is one slice: a name that goes from one object to another is never claimed
 * twice.  Files that are renamed may be read before the look (renamed.h).
 */
#include "controller/kube/manifest/manifests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "controller/base/log.h"
#include "controller/kube/manifest/dirtree.h"
#include "controller/kube/manifest/dirwatch.h"
#include "controller/kube/manifest/knownfiles.h"
#include "controller/kube/manifest/renamed.h"
#include "controller/kube/manifest/unclosed.h"
#include "zonegen/base/mem.h"

#define QUIET 20         /* ms without an event, before looking */
#define QUIET_RENAMED 2  /* the same before reading files that were renamed */
#define PATIENCE 500     /* ms after the first event, quiet or not */
#define POLL 60000       /* ms: not every file system tells of changes */
#define POLL_OFTEN 2000  /* the same while root is away, or unwatched */
#define SLICE 200        /* files that need not be read */
#define SLICE_MOST 50000 /* the same, where little else is to be read */

/* A look that is being taken. */
struct look {
	struct dirtree tree;
	struct dirwalk *walk;      /* NULL: the tree is whole */
	size_t at;                 /* of its files, the next to be read */
	struct manifestfile *file; /* that is being read; or NULL */
	bool again;                /* files are looked at for the second time */
	bool begun;
	bool light; /* little is to be read: the rest is one slice */
};

struct manifests {
	struct loop *loop; /* NULL: read once */
	struct store *store;
	char *root;   /* without a final "/" */
	char *prefix; /* of root: up to and with its last "/", or "" */
	bool follow;  /* a directory or regular file, and a loop */
	struct knownfiles files;
	struct map unclosed; /* see unclosed.h */
	struct renamed renamed;
	struct look look;
	struct dirwatch *watch;
	struct loop_timer *timer;
	uint64_t since; /* the first event that was not looked at yet; 0 */
	bool synced;
	bool partial;     /* a directory could not be read */
	bool lost;        /* root cannot */
	bool unwatched;   /* there is a directory that cannot be watched */
	char remark[256]; /* last logged about directories */
};

/*
 * Reads the next file that changed, or some more of it, in the order of paths,
 * so that the first of two wins.  false: all were looked at.
 */
static bool read_some(struct manifests *manifests)
{
	struct look *look = &manifests->look;
	const struct loop *loop = manifests->loop;
	struct loop_turn turn;
	const struct pause *pause =
	    loop && !look->light ? loop_turn_begin(&turn, loop) : NULL;

	if (look->file) {
		if (manifestfile_some(look->file, pause))
			look->file = NULL;
		return true;
	}
	for (size_t i = 0;
	     !look->file && i < SLICE && look->at < look->tree.count; i++) {
		const char *path = look->tree.files[look->at++].path;
		struct manifestfile *file =
		    map_get(&manifests->files.map, path);

		if (file->stale &&
		    !unclosed_waits(&manifests->unclosed, path,
			loop ? loop_now(loop) : 0) &&
		    manifestfile_read(file, &manifests->files.objects))
			look->file = file;
	}
	return look->file || look->at < look->tree.count;
}

static void set_state(
    struct manifests *manifests, enum source_state state, const char *reason)
{
	uint64_t now = manifests->loop ? loop_now(manifests->loop) : 0;

	for (size_t i = 0; i < kind_count(); i++)
		store_set_state(
		    manifests->store, kind_at(i), state, reason, now);
}

static void tell_state(struct manifests *manifests)
{
	bool known;
	const struct manifestfile *bad =
	    knownfiles_bad(&manifests->files, &known);

	for (size_t i = 0; i < kind_count(); i++)
		store_set_partial(
		    manifests->store, kind_at(i), !known || manifests->partial);
	if (!manifests->synced) {
		manifests->synced = true;
		for (size_t i = 0; i < kind_count(); i++)
			store_commit(manifests->store, kind_at(i));
	}
	if (manifests->partial)
		set_state(manifests, SOURCE_SYNCING, manifests->remark);
	else if (bad)
		set_state(manifests, SOURCE_SYNCING,
		    *bad->remark ? bad->remark : "a file is being written");
	else
		set_state(manifests, SOURCE_LIVE, "");
}

/* One line when a directory goes, and one when all are back. */
static void say(struct manifests *manifests, const char *text)
{
	struct findings findings = { 0 };

	if (!strcmp(manifests->remark, text))
		return;
	if (*text)
		findings_add(&findings, &(struct finding){ .id = BAD_MANIFEST },
		    "%s", text);
	store_remark(manifests->store, manifests->root, &findings);
	if (*text)
		log_event(LOG_WARNING, "manifests cannot be read", "path",
		    manifests->root, "reason", text);
	else
		log_event(LOG_INFO, "manifests can be read again", "path",
		    manifests->root);
	snprintf(manifests->remark, sizeof(manifests->remark), "%s", text);
}

static void add_watch(
    struct manifests *manifests, const char *dir, const char *prefix)
{
	struct err err;

	if (dirwatch_add(manifests->watch, dir, prefix, &err))
		return;
	if (!manifests->unwatched)
		log_event(LOG_WARNING,
		    "cannot watch a directory, polling the manifests", "reason",
		    err.text);
	manifests->unwatched = true;
}

static void watch_directory(void *arg, const char *dir)
{
	struct manifests *manifests = arg;
	size_t len = strlen(dir);
	struct buf prefix = BUF_INIT(len + 2);

	buf_printf(&prefix, "%s%s", dir, len && dir[len - 1] == '/' ? "" : "/");
	if (manifests->watch)
		add_watch(manifests, dir, buf_text(&prefix));
	buf_clear(&prefix);
}

static void end_look(struct manifests *manifests)
{
	dirwalk_free(manifests->look.walk);
	dirtree_clear(&manifests->look.tree);
	manifests->look = (struct look){ 0 };
}

static bool begin_look(struct manifests *manifests, struct err *err)
{
	struct look *look = &manifests->look;

	if (manifests->watch)
		add_watch(manifests,
		    *manifests->prefix ? manifests->prefix : ".",
		    manifests->prefix);
	renamed_clear(&manifests->renamed);
	look->begun = true;
	look->walk = dirwalk_new(
	    manifests->root, watch_directory, manifests, &look->tree, err);
	manifests->lost = !look->walk;
	if (manifests->lost) {
		set_state(manifests, SOURCE_LOST, err->text);
		end_look(manifests);
	}
	return !manifests->lost;
}

/* A slice of the look; false: it is done. */
static bool step_look(struct manifests *manifests)
{
	struct look *look = &manifests->look;
	off_t octets;

	if (look->walk) {
		if (dirwalk_step(look->walk))
			return true;
		dirwalk_free(look->walk);
		look->walk = NULL;
		manifests->partial = look->tree.partial;
		say(manifests,
		    look->tree.partial ? look->tree.problem.text : "");
		octets = knownfiles_compare(&manifests->files, &look->tree);
		look->light = octets <= (off_t)RENAMED_MOST &&
		    look->tree.count <= SLICE_MOST;
		return true;
	}
	if (read_some(manifests))
		return true;
	if (!look->again) {
		/* An object that one gave up may stand in another too. */
		knownfiles_share(&manifests->files);
		look->again = true;
		look->at = 0;
		return true;
	}
	manifestfile_end_orphans(&manifests->files.objects, true);
	tell_state(manifests);
	end_look(manifests);
	return false;
}

/* When there is nothing to be told. */
static uint64_t until_next(const struct manifests *manifests)
{
	if (manifests->since)
		return QUIET;
	if (manifests->unclosed.count)
		return UNCLOSED_PATIENCE;
	return manifests->lost || !manifests->watch || manifests->unwatched
	    ? POLL_OFTEN
	    : POLL;
}

/* How long nothing may happen before something is read. */
static uint64_t quiet(const struct manifests *manifests)
{
	if (loop_now(manifests->loop) - manifests->since > PATIENCE)
		return 0;
	return manifests->renamed.count ? QUIET_RENAMED : QUIET;
}

/* Files that need not wait for a look; false: it is time for one. */
static bool read_ahead(struct manifests *manifests)
{
	if (!manifests->renamed.count || !quiet(manifests))
		return false;
	/* Perhaps to be seen together with what is being written. */
	manifests->renamed.doubted |= manifests->unclosed.count > 0;
	renamed_read(&manifests->renamed, &manifests->files.objects);
	loop_timer_set(manifests->timer, QUIET);
	return true;
}

static void look_again(void *arg)
{
	struct manifests *manifests = arg;
	bool more = manifests->look.begun;
	struct err err;

	if (!more && read_ahead(manifests))
		return;
	if (!more) {
		manifests->since = 0;
		more = begin_look(manifests, &err);
		if (!more)
			say(manifests, err.text);
	}
	do
		more = more && step_look(manifests);
	while (more && manifests->look.light);
	loop_timer_set(manifests->timer, more ? 0 : until_next(manifests));
}

/* Among root's neighbours only root itself matters. */
static bool matters(const struct manifests *manifests, const char *path)
{
	size_t len = strlen(manifests->root);

	return !strncmp(path, manifests->root, len) &&
	    (!path[len] || path[len] == '/');
}

static void happened(void *arg, enum dirwatch_event event, const char *path)
{
	struct manifests *manifests = arg;
	struct manifestfile *file = map_get(&manifests->files.map, path);
	uint64_t now = loop_now(manifests->loop);
	struct stat found;

	if (event == DIRWATCH_LOST) {
		unclosed_clear(&manifests->unclosed);
	} else if (!matters(manifests, path) &&
	    (stat(manifests->root, &found) || S_ISDIR(found.st_mode))) {
		return;
	} else if (event == DIRWATCH_WRITING) {
		unclosed_note(&manifests->unclosed, path, now);
	} else if (unclosed_forget(&manifests->unclosed, path) &&
	    event == DIRWATCH_CHANGED) {
		/* Renamed, perhaps, before it was whole. */
		manifests->renamed.doubted = true;
	}
	if (file)
		file->stale = true; /* whatever its mtime says */
	manifests->renamed.doubted |= manifests->look.begun;
	renamed_note(&manifests->renamed, file, event, path);
	if (manifests->look.begun) {
		/* Another look follows, and the timer is that of this one. */
		manifests->since = now;
	} else if (event == DIRWATCH_WRITING) {
		/* It will be closed. */
		if (!manifests->since)
			loop_timer_set(manifests->timer, UNCLOSED_PATIENCE);
	} else {
		if (!manifests->since)
			manifests->since = now;
		loop_timer_set(manifests->timer, quiet(manifests));
	}
}

static struct manifests *create(struct loop *loop, struct store *store,
    const char *path, const char *namespace)
{
	struct manifests *manifests = xcalloc(1, sizeof(*manifests));
	size_t len = strlen(path);
	const char *slash;
	struct stat found;

	while (len > 1 && path[len - 1] == '/')
		len--;
	manifests->root = xcalloc(len + 1, 1);
	memcpy(manifests->root, path, len);
	slash = strrchr(manifests->root, '/');
	len = slash ? (size_t)(slash - manifests->root) + 1 : 0;
	manifests->prefix = xcalloc(len + 1, 1);
	memcpy(manifests->prefix, path, len);
	manifests->store = store;
	manifests->files.objects.store = store;
	manifests->files.objects.namespace = namespace;
	manifests->loop = loop;
	manifests->follow = strcmp(path, "-") != 0 &&
	    (stat(manifests->root, &found) || S_ISDIR(found.st_mode) ||
		S_ISREG(found.st_mode));
	return manifests;
}

/* Is there something to look at?  The look itself may take its time. */
static bool begin(struct manifests *manifests, struct err *err)
{
	if (!manifests->follow) {
		if (!manifestfile_drain(
			knownfiles_make(&manifests->files, manifests->root),
			&manifests->files.objects, err))
			return false;
		tell_state(manifests);
		return true;
	}
	if (!begin_look(manifests, err))
		return false;
	if (manifests->timer)
		loop_timer_set(manifests->timer, 0);
	else
		while (step_look(manifests))
			continue;
	return true;
}

struct manifests *manifests_start(struct loop *loop, struct store *store,
    const char *path, const char *namespace, struct err *err)
{
	struct manifests *manifests = create(loop, store, path, namespace);

	for (size_t i = 0; i < kind_count(); i++)
		store_begin(store, kind_at(i));
	if (loop && manifests->follow) {
		manifests->timer = loop_timer_new(loop, look_again, manifests);
		manifests->watch = dirwatch_new(loop, happened, manifests, err);
		if (!manifests->watch)
			log_event(LOG_WARNING,
			    "cannot watch the manifests, polling them",
			    "reason", err->text);
	}
	if (begin(manifests, err))
		return manifests;
	err->kind = ERR_SYSTEM;
	manifests_stop(manifests);
	return NULL;
}

size_t manifests_problems(const struct manifests *manifests)
{
	return knownfiles_faults(&manifests->files) +
	    (manifests->lost || manifests->partial);
}

void manifests_stop(struct manifests *manifests)
{
	if (!manifests)
		return;
	dirwatch_free(manifests->watch);
	loop_timer_free(manifests->timer);
	knownfiles_clear(&manifests->files);
	unclosed_clear(&manifests->unclosed);
	renamed_clear(&manifests->renamed);
	end_look(manifests);
	free(manifests->prefix);
	free(manifests->root);
	free(manifests);
}
