/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "controller/serve/listening.h"
#include "tests/test.h"

struct place {
	char dir[64], path[96], temporary[100];
};

static void begin(struct place *place)
{
	*place = (struct place){ .dir = "/tmp/k8s-nsd-test-XXXXXX" };
	assert_non_null(mkdtemp(place->dir));
	snprintf(place->path, sizeof(place->path), "%s/s", place->dir);
	snprintf(
	    place->temporary, sizeof(place->temporary), "%s/s.new", place->dir);
}

static int unix_socket(const char *path, int type, bool listens)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, strlen(path));
	assert_int_equal(
	    bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	if (listens)
		assert_int_equal(listen(fd, 5), 0);
	return fd;
}

static void touch(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

/* What stands at the path before. */
static const struct row {
	const char *name;
	enum { NOTHING, STALE, LIVE, FILE_, LINK, DIRECTORY, DATAGRAM } there;
	bool taken; /* and left as it is */
} rows[] = {
	{ "nothing", NOTHING },
	{ "a socket that nobody listens at", STALE },
	{ "a socket that somebody listens at", LIVE, .taken = true },
	{ "a file", FILE_, .taken = true },
	{ "a link to nowhere", LINK, .taken = true },
	{ "a directory", DIRECTORY, .taken = true },
	{ "a socket of another type", DATAGRAM, .taken = true },
};

static int put_there(const struct row *row, const char *path)
{
	switch (row->there) {
	case STALE:
		close(unix_socket(path, SOCK_STREAM, true));
		return -1;
	case LIVE:
		return unix_socket(path, SOCK_STREAM, true);
	case DATAGRAM:
		return unix_socket(path, SOCK_DGRAM, false);
	case FILE_:
		touch(path);
		return -1;
	case LINK:
		assert_int_equal(symlink("/nonexistent", path), 0);
		return -1;
	case DIRECTORY:
		assert_int_equal(mkdir(path, 0700), 0);
		return -1;
	case NOTHING:
		break;
	}
	return -1;
}

static void check(void **state)
{
	const struct row *row = *state;
	struct listening listening;
	struct stat before, after;
	struct place place;
	struct err err;
	bool got;
	int fd;

	begin(&place);
	fd = put_there(row, place.path);
	memset(&before, 0, sizeof(before));
	assert_int_equal(lstat(place.path, &before) < 0, row->there == NOTHING);
	/* What a killed one was about to put in place is in no one's way. */
	touch(place.temporary);
	got = listening_unix(&listening, place.path, 0660, &err);
	assert_int_equal(got, !row->taken);
	assert_int_equal(lstat(place.path, &after), 0);
	if (row->taken) {
		assert_non_null(strstr(err.text, place.path));
		assert_int_equal(before.st_ino, after.st_ino);
		assert_int_equal(before.st_mode, after.st_mode);
		unlink(place.temporary);
		remove(place.path);
	} else {
		assert_int_equal(after.st_mode, S_IFSOCK | 0660);
		listening_close(&listening);
		assert_true(lstat(place.path, &after) < 0);
	}
	close(fd);
	assert_int_equal(rmdir(place.dir), 0);
}

/* Somebody put another file there meanwhile: it is not ours to remove. */
static void replaced_meanwhile(void **state)
{
	struct listening listening;
	struct place place;
	struct stat st;
	struct err err;

	(void)state;
	begin(&place);
	if (!listening_unix(&listening, place.path, 0660, &err))
		fail_msg("%s", err.text);
	touch(place.temporary);
	assert_int_equal(rename(place.temporary, place.path), 0);
	listening_close(&listening);
	assert_int_equal(lstat(place.path, &st), 0);
	unlink(place.path);
	rmdir(place.dir);
}

static void bad_paths(void **state)
{
	char path[300] = "/tmp/";
	struct listening listening;
	struct err err;

	(void)state;
	assert_false(listening_unix(&listening, "/nonexistent/s", 0660, &err));
	/* Fits, but with what is behind it for a moment it does not. */
	memset(path + 5, 'a', 101);
	assert_false(listening_unix(&listening, path, 0660, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	memset(path + 5, 'a', sizeof(path) - 6);
	assert_false(listening_unix(&listening, path, 0660, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	listening_close(&listening);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(replaced_meanwhile),
		cmocka_unit_test(bad_paths));
}
