/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool textfile_read_fd(
    int fd, const char *name, struct buf *out, struct err *err)
{
	char chunk[32768];
	ssize_t got;

	for (;;) {
		got = read(fd, chunk, sizeof(chunk));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, "cannot read '%s'", name);
		if (!got)
			return true;
		buf_add(out, chunk, (size_t)got);
		if (!buf_ok(out))
			return err_set(err, ERR_INPUT,
			    "'%s' is larger than %zu KiB", name,
			    out->limit / 1024);
	}
}

static bool fail_open(const char *path, struct err *err)
{
	bool absent = errno == ENOENT;

	err_errno(err, "cannot open '%s'", path);
	err->kind = absent ? ERR_ABSENT : ERR_SYSTEM;
	return false;
}

bool textfile_read(const char *path, struct buf *out, struct err *err)
{
	/* Nobody may have the other end of a pipe. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat found;
	bool ok;

	if (fd < 0)
		return fail_open(path, err);
	ok = fstat(fd, &found) == 0 &&
	    (S_ISREG(found.st_mode) || S_ISCHR(found.st_mode));
	if (ok)
		ok = textfile_read_fd(fd, path, out, err);
	else
		err_set(err, ERR_SYSTEM, "'%s' is no regular file", path);
	close(fd);
	return ok;
}

bool textfile_read_any(const char *path, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fail_open(path, err);
	ok = textfile_read_fd(fd, path, out, err);
	close(fd);
	return ok;
}
