/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/infile.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Stops early when out is full: /dev/zero is a file, too. */
static bool read_all(int fd, struct buf *out)
{
	char piece[4096];
	ssize_t got;

	while ((got = read(fd, piece, sizeof(piece))) > 0) {
		buf_add(out, piece, (size_t)got);
		if (!buf_ok(out))
			return true;
	}
	return got == 0;
}

bool infile_read(const char *path, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool absent = fd < 0 && errno == ENOENT;
	bool ok;

	if (fd < 0) {
		err_errno(err, "cannot open '%s'", path);
		if (absent)
			err->kind = ERR_ABSENT;
		return false;
	}
	ok = read_all(fd, out) || err_errno(err, "cannot read '%s'", path);
	close(fd);
	if (ok && !buf_ok(out))
		return err_set(err, ERR_INPUT, "'%s' is too large", path);
	return ok;
}
