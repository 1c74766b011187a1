/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>
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

bool textfile_read(const char *path, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool absent = fd < 0 && errno == ENOENT;
	bool ok;

	if (fd < 0) {
		err_errno(err, "cannot open '%s'", path);
		err->kind = absent ? ERR_ABSENT : ERR_SYSTEM;
		return false;
	}
	ok = textfile_read_fd(fd, path, out, err);
	close(fd);
	return ok;
}
