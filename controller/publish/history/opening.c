/* SPDX-License-Identifier: Apache-2.0 */
/*
 * opening.c - which git it is, then a repository, its tip, and the serials of
 * the zones in its last commit.  The serial is read from the zone file and not
 * from a message: whatever others have committed, that file is what is there.
 */
#include "controller/publish/history/opening.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/publish/history/historystate.h"
#include "controller/publish/history/snapshot.h"
#include "zonegen/base/entries.h"
#include "zonegen/record/name.h"

#define SERIALS_MAX (1u << 26) /* octets of what git says of them */
#define NAME_WIDTH "253"       /* NAME_SIZE without its NUL */
#define LOOSE_PER_COMMIT 5     /* objects, about */
#define LOCK_LIFE 120          /* s: no git of ours works that long on one */
#define OLDEST_MAJOR 2
#define OLDEST_MINOR 32

/* "git version 2.39.5": is it one that we can work with? */
static bool opening_knows(const char *version)
{
	unsigned major, minor;

	return sscanf(version, "git version %u.%u", &major, &minor) == 2 &&
	    (major > OLDEST_MAJOR ||
		(major == OLDEST_MAJOR && minor >= OLDEST_MINOR));
}

/* --- How much is loose --- */

static void on_counted(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	h->tell(h,
	    (struct ledger_event){
		.what = LEDGER_OPENED,
		.commits = strtoul(end->out, NULL, 10) / LOOSE_PER_COMMIT,
	    });
}

/* Of a commit that failed, and was made all the same or is a later one now. */
static void drop_overtaken(struct history *h)
{
	for (size_t i = 0; i < h->pending.count; i++) {
		struct pending_zone *zone = h->pending.list[i];

		if (zone->overtaken)
			snapshot_drop(h->statedir, zone->zone, zone->stale);
		zone->overtaken = false;
	}
}

static void count(struct history *h)
{
	pending_opened(&h->pending, loop_wall(h->loop), loop_now(h->loop));
	drop_overtaken(h);
	history_call(h, (const char *const[]){ "count-objects", NULL }, NULL, 0,
	    0, on_counted);
}

/* --- What the remote has not --- */

/* A line each, with the time of a commit; the first is the last line. */
static void on_unpushed(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	for (const char *at = end->out; *at;
	     at += strcspn(at, "\n"), at += *at == '\n') {
		h->unpushed++;
		h->oldest = strtoll(at, NULL, 10);
	}
	count(h);
}

static void ask_unpushed(struct history *h)
{
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "log", "--format=%ct", h->tip,
		*h->pushed ? arena_printf(&arena, "^%s", h->pushed) : NULL,
		NULL };

	h->unpushed = 0;
	h->oldest = h->oldest_after = 0;
	if (h->config->git.remote && strcmp(h->tip, h->pushed) != 0) {
		history_call(h, words, NULL, SERIALS_MAX, 0, on_unpushed);
	} else {
		pending_push(&h->pending);
		pending_pushed(&h->pending);
		count(h);
	}
	arena_clear(&arena);
}

/* --- Serials that are no zone's any more --- */

/* "ZONE SERIAL", a line each; what is no such line says nothing. */
static void on_withdrawn(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	char zone[NAME_SIZE];
	unsigned long serial;

	if (!history_came(h, end))
		return;
	for (const char *at = end->out; *at;
	     at += strcspn(at, "\n"), at += *at == '\n')
		if (sscanf(at, "%" NAME_WIDTH "s %lu", zone, &serial) == 2)
			pending_had(&h->pending, zone, (uint32_t)serial);
	ask_unpushed(h);
}

/* None of them is given to another version, over a restart too. */
static void ask_withdrawn(struct history *h)
{
	const char *const words[] = { "log",
		"--grep=^Zone-Withdrawn-Serial: ", "-n", "10000",
		"--format=%(trailers:key=Zone,valueonly,separator=%x2C) "
		"%(trailers:key=Zone-Withdrawn-Serial,valueonly,"
		"separator=%x2C)",
		h->tip, NULL };

	if (h->config->git.required)
		history_call(h, words, NULL, SERIALS_MAX, 0, on_withdrawn);
	else
		ask_unpushed(h);
}

/* --- Serials --- */

/* "COMMIT:PATH/ZONE.zone", NUL, "\tSERIAL\t; serial". */
static void read_serial(struct history *h, const char *path, const char *line)
{
	const char *folder = h->config->git.path;
	const char *at = strchr(path, ':');
	char zone[NAME_SIZE];
	struct err err;
	size_t len;

	if (!at || strncmp(++at, folder, strlen(folder)) != 0)
		return;
	at += strlen(folder);
	len = strlen(at);
	if (len < 5 || strcmp(at + len - 5, ".zone") != 0 || strchr(at, '/') ||
	    !name_parse_record(at, len - 5, zone, &err))
		return;
	pending_has(&h->pending, zone, (uint32_t)strtoul(line, NULL, 10));
}

static void on_serials(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	const char *at = end->out, *stop = at + end->out_len;

	/* 1: no file has such a line. */
	if (end->status != 1 || *end->errors) {
		if (!history_came(h, end))
			return;
	}
	h->work = NULL;
	while (at < stop) {
		const char *line = at + strlen(at) + 1;

		if (line >= stop)
			break;
		read_serial(h, at, line);
		at = line + strcspn(line, "\n") + 1;
	}
	ask_withdrawn(h);
}

/*
 * The line of the SOA that begins with a blank; all others begin with a name or
 * with a semicolon.
 */
static void ask_serials(struct history *h)
{
	const char *const words[] = { "grep", "-z", "--full-name", "-a", "-E",
		"-e", "^\t[0-9]+\t; serial$", h->tip, NULL };

	history_call(h, words, NULL, SERIALS_MAX, 0, on_serials);
}

/* --- The tip --- */

/* "refs/heads/main ID" */
static void read_ref(struct history *h, const char *line, const char *branch)
{
	size_t len = strcspn(line, " ");
	const char *id = line + len + (line[len] == ' ');
	char *to = NULL;

	if (strlen(branch) == len && !strncmp(line, branch, len))
		to = h->tip;
	else if (!strncmp(line, "refs/k8s-nsd/pushed ", len + 1))
		to = h->pushed;
	else if (!strncmp(line, "refs/k8s-nsd/stopped ", len + 1))
		h->stopped = true;
	else if (len < sizeof(h->lost))
		snprintf(h->lost, sizeof(h->lost), "%.*s", (int)len, line);
	if (to && !stream_id(&id, to))
		*to = '\0';
}

static void on_refs(void *arg, const struct process_end *end)
{
	struct history *h = arg;
	struct arena arena = { .chunk = 0 };
	const char *branch =
	    arena_printf(&arena, "refs/heads/%s", h->config->git.branch);

	if (!history_came(h, end)) {
		arena_clear(&arena);
		return;
	}
	if (*end->errors) {
		/* "ignoring broken ref": it must not look like no ref. */
		git_words(end, &h->err);
		arena_clear(&arena);
		history_fail(h);
		return;
	}
	*h->tip = *h->pushed = '\0';
	h->unpushed = 0;
	h->stopped = false;
	for (const char *at = end->out; *at;
	     at += strcspn(at, "\n"), at += *at == '\n')
		read_ref(h, at, branch);
	arena_clear(&arena);
	pending_open(&h->pending);
	if (*h->tip)
		ask_serials(h);
	else
		count(h);
}

static void ask_refs(struct history *h)
{
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "for-each-ref", "--sort=version:refname",
		"--format=%(refname) %(objectname)",
		arena_printf(&arena, "refs/heads/%s", h->config->git.branch),
		"refs/k8s-nsd/pushed", "refs/k8s-nsd/stopped",
		"refs/k8s-nsd/lost", NULL };

	history_call(h, words, NULL, 0, 0, on_refs);
	arena_clear(&arena);
}

/* --- The repository --- */

/* A git that was killed leaves its lock; ours would wait for ever. */
static void drop_locks(
    int parent, const char *name, unsigned depth, int64_t before)
{
	DIR *entries = entries_open(parent, name);
	const char *file;

	while ((file = entries_next(entries, ""))) {
		int fd = dirfd(entries);
		size_t len = strlen(file);
		struct stat st;

		if (*file == '.' ||
		    fstatat(fd, file, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth)
			drop_locks(fd, file, depth - 1, before);
		else if (len > 5 && !strcmp(file + len - 5, ".lock") &&
		    st.st_mtime < before && unlinkat(fd, file, 0) == 0)
			log_event(LOG_WARNING,
			    "lock of a git that is gone removed", "file", file);
	}
}

static void sweep_locks(const struct history *h)
{
	int fd = open(h->git.directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	drop_locks(fd, ".", 0, loop_wall(h->loop) - LOCK_LIFE);
	drop_locks(fd, "refs", 8, loop_wall(h->loop) - LOCK_LIFE);
	close(fd);
}

static void on_made(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	log_event(
	    LOG_INFO, "git repository made", "directory", h->git.directory);
	ask_refs(h);
}

/* Has it anything but a repository in it?  Then it is not ours to fill. */
static bool is_taken(const struct history *h)
{
	DIR *dir = opendir(h->git.directory);
	struct dirent *entry;
	bool taken = false;

	while (dir && (entry = readdir(dir)))
		taken |= strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0;
	if (dir)
		closedir(dir);
	return taken;
}

static void make(struct history *h)
{
	struct arena arena = { .chunk = 0 };
	const char *const words[] = { "init", "--bare", "--quiet",
		"--template=",
		arena_printf(
		    &arena, "--initial-branch=%s", h->config->git.branch),
		h->git.directory, NULL };

	if (is_taken(h)) {
		err_set(&h->err, ERR_INPUT,
		    "'%s' is not empty, and no bare repository",
		    h->git.directory);
		history_fail(h);
	} else {
		history_call(h, words, NULL, 0, 0, on_made);
	}
	arena_clear(&arena);
}

static void on_version(void *arg, const struct process_end *end)
{
	struct history *h = arg;

	if (!history_came(h, end))
		return;
	if (!opening_knows(end->out)) {
		err_set(&h->err, ERR_SYSTEM, "git %d.%d is needed, not '%.80s'",
		    OLDEST_MAJOR, OLDEST_MINOR, end->out);
		history_fail(h);
		return;
	}
	sweep_locks(h);
	if (history_is_begun(h))
		ask_refs(h);
	else
		make(h);
}

void opening_start(struct history *h)
{
	history_call(h, (const char *const[]){ "version", NULL }, NULL, 0, 0,
	    on_version);
}
