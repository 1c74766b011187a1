/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "zonegen/base/outfile.h"

struct place {
	char path[64];
	int dir;
};

static int open_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	snprintf(place->path, sizeof(place->path), "/tmp/outfile-XXXXXX");
	if (!mkdtemp(place->path))
		return -1;
	place->dir = open(place->path, O_RDONLY | O_DIRECTORY);
	*state = place;
	return place->dir < 0 ? -1 : 0;
}

static int close_place(void **state)
{
	struct place *place = *state;

	unlinkat(place->dir, "z", 0);
	close(place->dir);
	rmdir(place->path);
	free(place);
	return 0;
}

static void holds(const struct place *place, const char *text)
{
	char bytes[100] = "";
	int fd = openat(place->dir, "z", O_RDONLY);

	assert_true(fd >= 0);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), strlen(text));
	assert_string_equal(bytes, text);
	close(fd);
}

static size_t files(const struct place *place)
{
	DIR *entries = opendir(place->path);
	struct dirent *entry;
	size_t count = 0;

	while ((entry = readdir(entries)))
		count += strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0;
	closedir(entries);
	return count;
}

static bool replace(const struct place *place, const char *name, unsigned mode,
    const char *text, size_t len, struct err *err)
{
	struct buf buf = BUF_INIT(len + 1);
	bool ok;

	buf_add(&buf, text, len);
	ok = outfile_replace(place->dir, name, mode, &buf, err);
	buf_clear(&buf);
	return ok;
}

static void replaces_with_a_later_mtime(void **state)
{
	const struct place *place = *state;
	struct stat before = { 0 }, after;
	struct timespec future[2] = { { .tv_sec = 4000000000 },
		{ .tv_sec = 4000000000, .tv_nsec = 999999999 } };
	struct err err;

	for (int i = 0; i < 50; i++) {
		char text[2] = { (char)('a' + i % 26), '\0' };

		assert_true(replace(place, "z", 0644, text, 1, &err));
		holds(place, text);
		fstatat(place->dir, "z", &after, 0);
		assert_true(after.st_mtim.tv_sec > before.st_mtim.tv_sec ||
		    (after.st_mtim.tv_sec == before.st_mtim.tv_sec &&
			after.st_mtim.tv_nsec > before.st_mtim.tv_nsec));
		before = after;
	}
	utimensat(place->dir, "z", future, 0);
	assert_true(replace(place, "z", 0644, "new", 3, &err));
	fstatat(place->dir, "z", &after, 0);
	assert_int_equal(after.st_mtim.tv_sec, 4000000001);
	assert_int_equal(after.st_mtim.tv_nsec, 0);
}

static void leaves_the_same_bytes_alone(void **state)
{
	const struct place *place = *state;
	struct stat before, after;
	struct err err;

	assert_true(replace(place, "z", 0644, "a", 1, &err));
	fstatat(place->dir, "z", &before, 0);
	assert_true(replace(place, "z", 0644, "a", 1, &err));
	fstatat(place->dir, "z", &after, 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

/* Nothing that was cut gets to the disk. */
static void refuses_what_did_not_fit(void **state)
{
	const struct place *place = *state;
	struct buf cut = BUF_INIT(4);
	struct err err;

	assert_true(replace(place, "z", 0644, "old", 3, &err));
	buf_puts(&cut, "new");
	buf_puts(&cut, " and more");
	assert_false(outfile_replace(place->dir, "z", 0644, &cut, &err));
	assert_string_equal(err.text, "'z' would be too large");
	holds(place, "old");
	buf_clear(&cut);
}

static void written_in_pieces(void **state)
{
	const struct place *place = *state;
	struct outfile out = OUTFILE_INIT;
	struct err err;

	assert_true(replace(place, "z", 0644, "old", 3, &err));
	assert_true(outfile_open(&out, place->dir, "z", 0644, &err));
	assert_true(outfile_add(&out, "a", 1, &err));
	assert_true(outfile_add(&out, "", 0, &err));
	assert_true(outfile_add(&out, "bc", 2, &err));
	holds(place, "old");
	assert_true(outfile_end(&out, &err));
	assert_true(outfile_commit(&out, &err));
	holds(place, "abc");
	/* Given up in the middle. */
	assert_true(outfile_open(&out, place->dir, "z", 0644, &err));
	assert_true(outfile_add(&out, "x", 1, &err));
	outfile_abandon(&out);
	holds(place, "abc");
	assert_int_equal(files(place), 1);
}

/* A full disk, as the process sees it: a limit on the size of files. */
static void a_failed_write_leaves_the_old_file(void **state)
{
	const struct place *place = *state;
	struct rlimit old, small;
	char large[10000];
	struct err err;

	memset(large, 'x', sizeof(large));
	assert_true(replace(place, "z", 0644, "old", 3, &err));
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &small);
	assert_false(replace(place, "z", 0644, large, sizeof(large), &err));
	setrlimit(RLIMIT_FSIZE, &old);
	assert_non_null(strstr(err.text, "cannot write '.z.tmp'"));
	holds(place, "old");
	assert_int_equal(files(place), 1);
}

static void left_overs_are_in_nobodys_way(void **state)
{
	const struct place *place = *state;
	struct outfile out = OUTFILE_INIT;
	struct err err;

	assert_true(outfile_write(&out, place->dir, "z", 0600, "a", 1, &err));
	assert_int_equal(files(place), 1);
	/* ... and then the writer was killed. */
	assert_true(replace(place, "z", 0600, "b", 1, &err));
	holds(place, "b");
	assert_true(outfile_write(&out, place->dir, "z", 0600, "c", 1, &err));
	outfile_sweep(place->dir);
	assert_int_equal(files(place), 1);
	assert_false(outfile_commit(&out, &err));
	holds(place, "b");
	assert_true(outfile_write(&out, place->dir, "z", 0600, "c", 1, &err));
	outfile_abandon(&out);
	outfile_abandon(&out);
	assert_int_equal(files(place), 1);
}

static void a_missing_directory_is_said(void **state)
{
	const struct place *place = *state;
	struct err err;
	char name[NAME_MAX + 2];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_false(replace(place, "no/z", 0644, "a", 1, &err));
	assert_non_null(strstr(err.text, "cannot create"));
	assert_false(replace(place, name, 0644, "a", 1, &err));
	assert_non_null(strstr(err.text, "too long"));
}

#define HERE(test) \
	cmocka_unit_test_setup_teardown(test, open_place, close_place)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		HERE(replaces_with_a_later_mtime),
		HERE(written_in_pieces),
		HERE(leaves_the_same_bytes_alone),
		HERE(refuses_what_did_not_fit),
		HERE(a_failed_write_leaves_the_old_file),
		HERE(left_overs_are_in_nobodys_way),
		HERE(a_missing_directory_is_said),
	};

	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
