/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filepair.c - written under temporary names, placed by renaming, served or
 * restored.  The good pair is linked before the new files are renamed, so that
 * at any moment one whole pair is on the disk.
 */
#include "controller/publish/state/filepair.h"
#include "zonegen/version/version.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_LIMIT UINT32_MAX
#define MODE 0644

enum suffix { ZONE, ORIGINS, GOOD_ZONE, GOOD_ORIGINS };

static struct statedir_name named(
    const struct filepair *pair, enum suffix suffix)
{
	static const char *const words[] = {
		[ZONE] = "zone",
		[ORIGINS] = "origins",
		[GOOD_ZONE] = "zone.good",
		[GOOD_ORIGINS] = "origins.good",
	};

	return statedir_name(pair->zone, words[suffix]);
}

/* st_ino 0: there is none. */
static struct stat look(const struct filepair *pair, const char *name)
{
	struct stat st;

	if (fstatat(pair->statedir->zones, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return (struct stat){ .st_ino = 0 };
	return st;
}

void filepair_open(
    struct filepair *pair, const struct statedir *statedir, const char *zone)
{
	*pair = (struct filepair){
		.statedir = statedir,
		.zone = zone,
		.file = OUTFILE_INIT,
		.origins = OUTFILE_INIT,
	};
	pair->there = look(pair, named(pair, ZONE).text);
	pair->served = !filepair_has_good(pair);
}

static bool write_file(
    struct filepair *pair, const void *data, size_t len, struct err *err)
{
	return outfile_write(&pair->file, pair->statedir->zones,
	    named(pair, ZONE).text, MODE, data, len, err);
}

/* The origins are the largest part of a version: never whole in memory. */
static bool write_origins(struct filepair *pair, const struct zone *zone,
    filepair_origins *next, struct err *err)
{
	struct statedir_name name = named(pair, ORIGINS);
	struct buf piece = BUF_INIT(FILE_LIMIT);
	bool ok, more = true;
	size_t at = 0;

	ok = outfile_open(
	    &pair->origins, pair->statedir->zones, name.text, MODE, err);
	while (ok && more) {
		buf_reset(&piece);
		more = next(zone, &at, &piece);
		ok = outfile_add(
		    &pair->origins, buf_text(&piece), piece.len, err);
	}
	buf_clear(&piece);
	return ok && outfile_end(&pair->origins, err);
}

bool filepair_write(struct filepair *pair, const struct buf *file,
    const struct zone *zone, filepair_origins *next, struct err *err)
{
	pair->with_origins = next != NULL;
	return write_file(pair, buf_text(file), file->len, err) &&
	    (!next || write_origins(pair, zone, next, err));
}

bool filepair_note(struct filepair *pair, const struct zone *zone,
    filepair_origins *next, struct err *err)
{
	bool ok = write_origins(pair, zone, next, err) &&
	    outfile_rename(&pair->origins, err) && filepair_sync(pair, err);

	filepair_abandon(pair);
	return ok;
}

static void drop(const struct filepair *pair, enum suffix suffix)
{
	unlinkat(pair->statedir->zones, named(pair, suffix).text, 0);
}

/* Links a file under a second name, in place of an older link. */
static void keep_as(
    const struct filepair *pair, enum suffix from, enum suffix to)
{
	struct statedir_name old = named(pair, from), new = named(pair, to);
	int dir = pair->statedir->zones;
	char temp[NAME_MAX + 1];

	outfile_temporary(new.text, temp);
	unlinkat(dir, temp, 0);
	if (linkat(dir, old.text, dir, temp, 0) < 0 ||
	    renameat(dir, temp, dir, new.text) < 0)
		drop(pair, to);
	/* A link renamed to another one of the same file stays (rename(2)). */
	unlinkat(dir, temp, 0);
}

/* .origins first: beside the old zone file it is still the better one. */
bool filepair_place(struct filepair *pair, bool keep, struct err *err)
{
	struct stat written;

	if (keep && pair->served) {
		keep_as(pair, ORIGINS, GOOD_ORIGINS);
		keep_as(pair, ZONE, GOOD_ZONE);
	}
	if (pair->with_origins && !outfile_rename(&pair->origins, err))
		return false;
	/* Before others find it: what they write at once is theirs. */
	written = look(pair, pair->file.temp);
	if (!outfile_rename(&pair->file, err))
		return false;
	pair->there = written;
	pair->served = false;
	return true;
}

bool filepair_sync(const struct filepair *pair, struct err *err)
{
	return outfile_sync(pair->statedir->zones, named(pair, ZONE).text, err);
}

void filepair_abandon(struct filepair *pair)
{
	outfile_abandon(&pair->file);
	outfile_abandon(&pair->origins);
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec ||
	    (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

static bool set_mtime(const struct filepair *pair, const char *name,
    struct timespec mtime, struct err *err)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, mtime };

	return utimensat(pair->statedir->zones, name, times,
		   AT_SYMLINK_NOFOLLOW) == 0 ||
	    err_errno(err, "cannot set the time of '%s'", name);
}

static struct timespec behind(struct timespec time)
{
	if (++time.tv_nsec == 1000000000)
		time = (struct timespec){ .tv_sec = time.tv_sec + 1 };
	return time;
}

/* NSD's transfers are later than the file in place. */
static bool backdate(struct filepair *pair, int64_t before, struct err *err)
{
	struct timespec least = behind(pair->there.st_mtim);
	struct timespec mtime = { .tv_sec = (time_t)before - 1 };

	return before == FILEPAIR_NOW ||
	    set_mtime(pair, pair->file.temp,
		is_before(&mtime, &least) ? least : mtime, err);
}

bool filepair_renew(struct filepair *pair, struct err *err)
{
	struct statedir_name name = named(pair, ZONE);

	if (!set_mtime(pair, name.text,
		(struct timespec){ .tv_nsec = UTIME_NOW }, err))
		return false;
	pair->there = look(pair, name.text);
	return true;
}

bool filepair_rewrite(struct filepair *pair, const struct zone *zone, bool keep,
    int64_t before, struct err *err)
{
	struct buf file = BUF_INIT(FILE_LIMIT);
	bool ok;

	version_reprint(zone, &file);
	ok = filepair_write(pair, &file, zone, version_reprint_origins, err) &&
	    backdate(pair, before, err) && filepair_place(pair, keep, err) &&
	    filepair_sync(pair, err);
	if (!ok)
		filepair_abandon(pair);
	buf_clear(&file);
	return ok;
}

/* A temporary file that could not be removed before. */
static void drop_temporary(const struct filepair *pair, enum suffix suffix)
{
	outfile_drop(pair->statedir->zones, named(pair, suffix).text);
}

void filepair_drop_good(struct filepair *pair)
{
	pair->served = true;
	drop(pair, GOOD_ZONE);
	drop(pair, GOOD_ORIGINS);
	drop_temporary(pair, ZONE);
	drop_temporary(pair, ORIGINS);
	drop_temporary(pair, GOOD_ZONE);
	drop_temporary(pair, GOOD_ORIGINS);
}

bool filepair_has_good(const struct filepair *pair)
{
	return faccessat(pair->statedir->zones, named(pair, GOOD_ZONE).text,
		   R_OK, 0) == 0;
}

bool filepair_restore(struct filepair *pair, struct err *err)
{
	struct statedir_name name = named(pair, GOOD_ZONE);
	char *text;
	size_t len;
	bool ok;

	if (!statedir_read(
		pair->statedir->zones, name.text, FILE_LIMIT, &text, &len, err))
		return false;
	pair->with_origins = false;
	ok = write_file(pair, text, len, err);
	free(text);
	if (ok) {
		/* If this fails the origins are unknown; nothing worse. */
		keep_as(pair, GOOD_ORIGINS, ORIGINS);
		ok = filepair_place(pair, false, err) &&
		    filepair_sync(pair, err);
	}
	filepair_abandon(pair);
	if (ok)
		filepair_drop_good(pair);
	return ok;
}

static bool is_same(const struct stat *now, const struct stat *then)
{
	return now->st_ino == then->st_ino && now->st_dev == then->st_dev &&
	    now->st_size == then->st_size &&
	    now->st_mtim.tv_sec == then->st_mtim.tv_sec &&
	    now->st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

int filepair_descriptor(const struct filepair *pair)
{
	int fd = openat(pair->statedir->zones, named(pair, ZONE).text,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat now;

	if (fd < 0)
		return -1;
	if (fstat(fd, &now) == 0 && is_same(&now, &pair->there))
		return fd;
	close(fd);
	return -1;
}

bool filepair_is_past(const struct filepair *pair, const struct timespec *now)
{
	return is_before(&pair->there.st_mtim, now);
}

bool filepair_touched(const struct filepair *pair)
{
	struct stat now = look(pair, named(pair, ZONE).text);

	return !is_same(&now, &pair->there);
}

/* "; zone example.com. written by NSD 4.6.1 on ..." is how it begins then. */
bool filepair_by_nsd(const struct filepair *pair)
{
	char head[512];
	int fd = openat(pair->statedir->zones, named(pair, ZONE).text,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t len = fd < 0 ? 0 : read(fd, head, sizeof(head) - 1);

	if (fd >= 0)
		close(fd);
	head[len > 0 ? len : 0] = '\0';
	head[strcspn(head, "\n")] = '\0';
	return !strncmp(head, "; zone ", 7) && strstr(head, " written by NSD ");
}
