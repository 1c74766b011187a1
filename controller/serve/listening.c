/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/serve/listening.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/unixaddress.h"
#include "controller/config/read/endpoint.h"
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

static bool set_address(const char *text, struct sockaddr_storage *out,
    socklen_t *len, struct err *err)
{
	struct endpoint endpoint;

	if (!endpoint_parse_url(text, &endpoint))
		return err_set(err, ERR_INPUT, "'%s' is no ADDRESS:PORT", text);
	*len = endpoint_socket(&endpoint, out);
	return true;
}

static int listen_tcp(const struct sockaddr_storage *address, socklen_t len)
{
	int fd = socket(
	    address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	const int on = 1, off = 0;
	int saved;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address->ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	if (bind(fd, (const struct sockaddr *)address, len) == 0 &&
	    listen(fd, SOMAXCONN) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

bool listening_tcp(struct listening *out, const char *address, struct err *err)
{
	static const char any6[] = "[::]:";
	struct sockaddr_storage where;
	socklen_t len = 0;

	*out = (struct listening)LISTENING_INIT;
	if (!set_address(address, &where, &len, err))
		return false;
	out->fd = listen_tcp(&where, len);
	if (out->fd < 0 && !strncmp(address, any6, strlen(any6)) &&
	    (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL)) {
		struct sockaddr_in v4 = { .sin_family = AF_INET,
			.sin_port =
			    ((struct sockaddr_in6 *)&where)->sin6_port };

		memcpy(&where, &v4, sizeof(v4));
		out->fd = listen_tcp(&where, sizeof(v4));
	}
	return out->fd >= 0 || err_errno(err, "cannot listen at '%s'", address);
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
