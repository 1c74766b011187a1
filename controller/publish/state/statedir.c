/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statedir.c - the directory is made, locked, and swept of temporary files, in
 * this order: only the process that has the lock may remove files.
 */
#include "controller/publish/state/statedir.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"
#include "zonegen/record/name.h"

#define LOCK_EVERY 20 /* ms: the lock is tried */
#define ASIDE_MAX 99  /* the last one is overwritten */

/* Opens a directory below at, and makes it if missing; -1 with *err. */
static int open_dir(int at, const char *path, struct err *err)
{
	int fd;

	if (mkdirat(at, path, 0750) < 0 && errno != EEXIST) {
		err_errno(err, "cannot make directory '%s'", path);
		return -1;
	}
	fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		err_errno(err, "cannot open directory '%s'", path);
	return fd;
}

static bool say_holder(int lock, const char *path, struct err *err)
{
	struct flock there = { .l_type = F_WRLCK };

	if (fcntl(lock, F_GETLK, &there) == 0 && there.l_type != F_UNLCK &&
	    there.l_pid > 0)
		return err_set(err, ERR_SYSTEM,
		    "state directory '%s' is in use by process %ld", path,
		    (long)there.l_pid);
	return err_set(err, ERR_SYSTEM,
	    "state directory '%s' is in use by another process", path);
}

/*
 * The lock belongs to the process, not to the open file: a child forked just
 * before a kill, which has not run its program yet, does not keep it.
 */
static bool take_lock(
    struct statedir *statedir, unsigned patience, struct err *err)
{
	struct flock mine = { .l_type = F_WRLCK };
	bool taken;

	statedir->lock =
	    openat(statedir->dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (statedir->lock < 0)
		return err_errno(err, "cannot open '%s/lock'", statedir->path);
	for (;;) {
		taken = fcntl(statedir->lock, F_SETLK, &mine) == 0;
		if (taken || (errno != EAGAIN && errno != EACCES))
			break;
		if (!patience)
			return say_holder(statedir->lock, statedir->path, err);
		poll(NULL, 0, LOCK_EVERY);
		patience -= patience < LOCK_EVERY ? patience : LOCK_EVERY;
	}
	return taken || err_errno(err, "cannot lock '%s/lock'", statedir->path);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool statedir_nsd(struct statedir *statedir, const char *path, struct err *err)
{
	int fd = open_dir(AT_FDCWD, path, err);

	if (fd < 0)
		return false;
	close_fd(&statedir->nsd);
	free(statedir->nsd_path);
	statedir->nsd = fd;
	statedir->nsd_path = xstrdup(path);
	outfile_sweep(fd);
	return true;
}

bool statedir_open(
    struct statedir *out, const char *path, unsigned patience, struct err *err)
{
	*out = (struct statedir)STATEDIR_INIT;
	out->path = xstrdup(path);
	out->dir = open_dir(AT_FDCWD, path, err);
	if (out->dir < 0 || !take_lock(out, patience, err))
		goto out;
	out->zones = open_dir(out->dir, "zones", err);
	if (out->zones < 0 || !statedir_nsd(out, path, err))
		goto out;
	outfile_sweep(out->dir);
	outfile_sweep(out->zones);
	return true;
out:
	statedir_close(out);
	return false;
}

void statedir_close(struct statedir *statedir)
{
	close_fd(&statedir->zones);
	close_fd(&statedir->dir);
	close_fd(&statedir->nsd);
	close_fd(&statedir->lock);
	free(statedir->path);
	free(statedir->nsd_path);
	statedir->path = statedir->nsd_path = NULL;
}

struct statedir_name statedir_name(const char *zone, const char *suffix)
{
	struct statedir_name name;
	char file[NAME_FILE_SIZE];

	snprintf(name.text, sizeof(name.text), "%s.%s",
	    name_for_file(zone, file), suffix);
	return name;
}

/* Reads size octets, or less when the file shrinks meanwhile. */
static bool read_all(int fd, char *text, size_t size, size_t *len)
{
	*len = 0;
	while (*len < size) {
		ssize_t n = read(fd, text + *len, size - *len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		*len += (size_t)n;
	}
	text[*len] = '\0';
	return true;
}

bool statedir_read(int dir, const char *name, size_t limit, char **text,
    size_t *len, struct err *err)
{
	char *bytes = NULL;
	bool ok = false;
	struct stat st;
	int fd;

	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0) {
		bool absent = errno == ENOENT;

		err_errno(err, "cannot read '%s'", name);
		if (absent)
			err->kind = ERR_ABSENT;
		return false;
	}
	if (fstat(fd, &st) < 0) {
		err_errno(err, "cannot read '%s'", name);
		goto out;
	}
	if (!S_ISREG(st.st_mode) || (size_t)st.st_size > limit) {
		err_set(err, ERR_INPUT, "'%s' is too large, or no file", name);
		goto out;
	}
	bytes = xmalloc((size_t)st.st_size + 1);
	if (!read_all(fd, bytes, (size_t)st.st_size, len)) {
		err_errno(err, "cannot read '%s'", name);
		goto out;
	}
	*text = bytes;
	bytes = NULL; /* the caller's now */
	ok = true;
out:
	free(bytes);
	close(fd);
	return ok;
}

bool statedir_set_aside(int dir, const char *name, struct err *err)
{
	char aside[NAME_MAX + 1];

	for (unsigned n = 1; n <= ASIDE_MAX; n++) {
		unsigned flags = n < ASIDE_MAX ? RENAME_NOREPLACE : 0;

		if (snprintf(aside, sizeof(aside), "%s.bad-%u", name, n) >=
		    (int)sizeof(aside))
			return err_set(
			    err, ERR_INPUT, "file name '%s' too long", name);
		if (renameat2(dir, name, dir, aside, flags) == 0)
			return true;
		if (errno != EEXIST)
			break;
	}
	return err_errno(err, "cannot rename '%s' to '%s'", name, aside);
}

bool statedir_refuse(int dir, const char *name, struct err *err)
{
	struct err moved;

	if (!statedir_set_aside(dir, name, &moved))
		return err_prefix(err, "%s", moved.text);
	return err_prefix(err, "'%s' set aside", name);
}
