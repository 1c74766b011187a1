/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/listening.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/unixaddress.h"
#include "zonegen/base/mem.h"

#define SUFFIX ".new"

static int open_socket(struct err *err)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		err_errno(err, "cannot make a socket");
	return fd;
}

/* Is the socket left over from a program that ended? */
static bool is_stale(const char *path, struct err *err)
{
	struct sockaddr_un address;
	bool stale;
	int fd;

	if (!unixaddress_set(&address, path, err))
		return false;
	fd = open_socket(err);
	if (fd < 0)
		return false;
	stale = connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 &&
	    errno == ECONNREFUSED;
	close(fd);
	return stale ||
	    err_set(err, ERR_SYSTEM, "'%s' is another program's socket", path);
}

/* May a new socket take the place of path? */
static bool is_free(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ||
		    err_errno(err, "cannot see '%s'", path);
	if (!S_ISSOCK(st.st_mode))
		return err_set(err, ERR_SYSTEM,
		    "'%s' is no socket, and not removed for one", path);
	return is_stale(path, err);
}

/* Binds, sets the mode, and listens only then. */
static bool bind_at(int fd, const char *path, unsigned mode, struct err *err)
{
	struct sockaddr_un address;

	if (!unixaddress_set(&address, path, err))
		return false;
	unlink(path); /* left by a killed controller */
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return err_errno(err, "cannot bind '%s'", path);
	if (chmod(path, mode) == 0 && listen(fd, SOMAXCONN) == 0)
		return true;
	err_errno(err, "cannot listen at '%s'", path);
	unlink(path);
	return false;
}

static bool put_in_place(
    struct listening *listening, const char *temporary, struct err *err)
{
	struct stat st;

	if (stat(temporary, &st) == 0 &&
	    rename(temporary, listening->path) == 0) {
		listening->device = st.st_dev;
		listening->inode = st.st_ino;
		return true;
	}
	err_errno(err, "cannot rename '%s'", temporary);
	unlink(temporary);
	return false;
}

bool listening_unix(
    struct listening *out, const char *path, unsigned mode, struct err *err)
{
	struct arena arena = { 0 };
	const char *temporary = arena_printf(&arena, "%s" SUFFIX, path);
	struct sockaddr_un address;
	bool ok = false;

	*out = (struct listening)LISTENING_INIT;
	if (!unixaddress_set(&address, path, err) || !is_free(path, err))
		goto out;
	out->fd = open_socket(err);
	if (out->fd < 0)
		goto out;
	out->path = xstrdup(path);
	ok = bind_at(out->fd, temporary, mode, err) &&
	    put_in_place(out, temporary, err);
	if (!ok) {
		close(out->fd);
		free(out->path);
		*out = (struct listening)LISTENING_INIT;
	}
out:
	arena_clear(&arena);
	return ok;
}

void listening_close(struct listening *listening)
{
	struct stat st;

	if (listening->path && lstat(listening->path, &st) == 0 &&
	    st.st_dev == listening->device && st.st_ino == listening->inode)
		unlink(listening->path);
	if (listening->fd >= 0)
		close(listening->fd);
	free(listening->path);
	*listening = (struct listening)LISTENING_INIT;
}
