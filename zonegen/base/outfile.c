/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outfile.c - a file is written under a temporary name, synced, given a later
 * time than the file that it replaces, renamed, and its directory synced.
 */
#include "zonegen/base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zonegen/base/entries.h"
#include "zonegen/base/mem.h"

#define SUFFIX ".tmp"

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static bool is_later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec ||
	    (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

/* Later than the file that stands there, if only by a nanosecond. */
static bool set_mtime(int fd, int dir, const char *name)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT } };
	struct stat old, new;

	if (fstat(fd, &new) < 0)
		return false;
	if (fstatat(dir, name, &old, 0) < 0 ||
	    is_later(&new.st_mtim, &old.st_mtim))
		return true;
	times[1] = old.st_mtim;
	if (++times[1].tv_nsec == 1000000000) {
		times[1].tv_nsec = 0;
		times[1].tv_sec++;
	}
	return futimens(fd, times) == 0;
}

static bool fail(struct outfile *out, struct err *err)
{
	err_errno(err, "cannot write '%s'", out->temp);
	outfile_abandon(out);
	return false;
}

/* temp has NAME_MAX + 1 octets, and name is short enough. */
void outfile_temporary(const char *name, char temp[NAME_MAX + 1])
{
	snprintf(temp, NAME_MAX + 1, ".%.*s" SUFFIX,
	    (int)(NAME_MAX + 1 - sizeof("." SUFFIX)), name);
}

bool outfile_open(struct outfile *out, int dir, const char *name, unsigned mode,
    struct err *err)
{
	*out = (struct outfile)OUTFILE_INIT;
	if (strlen(name) + sizeof("." SUFFIX) > sizeof(out->temp))
		return err_set(err, ERR_INPUT, "file name '%s' too long", name);
	snprintf(out->name, sizeof(out->name), "%s", name);
	outfile_temporary(name, out->temp);
	/* A killed writer's is in the way of O_EXCL. */
	unlinkat(dir, out->temp, 0);
	out->fd = openat(
	    dir, out->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (out->fd < 0)
		return err_errno(err, "cannot create '%s'", out->temp);
	out->dir = dir;
	return true;
}

bool outfile_add(
    struct outfile *out, const void *data, size_t len, struct err *err)
{
	return write_all(out->fd, data, len) || fail(out, err);
}

bool outfile_end(struct outfile *out, struct err *err)
{
	if (!set_mtime(out->fd, out->dir, out->name) || fsync(out->fd) < 0)
		return fail(out, err);
	close(out->fd);
	out->fd = -1;
	return true;
}

bool outfile_write(struct outfile *out, int dir, const char *name,
    unsigned mode, const void *data, size_t len, struct err *err)
{
	return outfile_open(out, dir, name, mode, err) &&
	    outfile_add(out, data, len, err) && outfile_end(out, err);
}

bool outfile_rename(struct outfile *out, struct err *err)
{
	int dir = out->dir;

	out->dir = -1;
	if (renameat(dir, out->temp, dir, out->name) < 0) {
		err_errno(err, "cannot replace '%s'", out->name);
		unlinkat(dir, out->temp, 0);
		return false;
	}
	return true;
}

bool outfile_sync(int dir, const char *name, struct err *err)
{
	return fsync(dir) == 0 ||
	    err_errno(err, "cannot sync the directory of '%s'", name);
}

bool outfile_commit(struct outfile *out, struct err *err)
{
	int dir = out->dir;

	return outfile_rename(out, err) && outfile_sync(dir, out->name, err);
}

void outfile_abandon(struct outfile *out)
{
	if (out->fd >= 0)
		close(out->fd);
	if (out->dir >= 0)
		unlinkat(out->dir, out->temp, 0);
	out->dir = out->fd = -1;
}

/* Any doubt (unreadable, another size) counts as a difference. */
static bool same_bytes(int dir, const char *name, const void *data, size_t len)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	char *old = NULL;
	bool same = false;
	struct stat st;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && (size_t)st.st_size == len) {
		old = xmalloc(len);
		same = read(fd, old, len) == (ssize_t)len &&
		    !memcmp(old, data, len);
	}
	free(old);
	close(fd);
	return same;
}

bool outfile_replace(int dir, const char *name, unsigned mode,
    const struct buf *text, struct err *err)
{
	struct outfile out = OUTFILE_INIT;
	const char *data = buf_text(text);
	size_t len = text->len;
	bool ok;

	if (!buf_ok(text))
		return err_set(err, ERR_INPUT, "'%s' would be too large", name);
	if (same_bytes(dir, name, data, len))
		return true;
	/*
	 * Two programs that write into one directory share the temporary name,
	 * so one waits for the other.  A file system without locks does
	 * without.
	 */
	flock(dir, LOCK_EX);
	ok = outfile_write(&out, dir, name, mode, data, len, err) &&
	    outfile_commit(&out, err);
	flock(dir, LOCK_UN);
	return ok;
}

void outfile_drop(int dir, const char *name)
{
	char temp[NAME_MAX + 1];

	outfile_temporary(name, temp);
	unlinkat(dir, temp, 0);
}

void outfile_sweep(int dir)
{
	DIR *entries = entries_open(dir, ".");
	const char *name;

	while ((name = entries_next(entries, SUFFIX)))
		if (*name == '.')
			unlinkat(dir, name, 0);
}
