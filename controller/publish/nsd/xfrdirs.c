/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/xfrdirs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "nsd-xfr-"

/* NULL: it is no directory of this user. */
static DIR *open_entries(int dir, const char *name)
{
	int fd =
	    openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	DIR *entries = NULL;

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid())
		entries = fdopendir(fd);
	if (fd >= 0 && !entries)
		close(fd);
	return entries;
}

/* Of whom it is; 0: it is no such name. */
static pid_t owner(const char *name)
{
	size_t len = strlen(PREFIX);
	char *end;
	long pid;

	if (strncmp(name, PREFIX, len) != 0 || name[len] < '1' ||
	    name[len] > '9')
		return 0;
	errno = 0;
	pid = strtol(name + len, &end, 10);
	return *end || errno || pid > INT_MAX ? 0 : (pid_t)pid;
}

static bool is_left(const char *name)
{
	pid_t pid = owner(name);

	return pid && kill(pid, 0) < 0 && errno == ESRCH;
}

/* "nsd.PID.task.0", "xfr.NUMBER" */
static bool is_nsds(const char *name)
{
	return !strncmp(name, "nsd.", 4) || !strncmp(name, "xfr.", 4);
}

static void remove_one(int dir, const char *name)
{
	DIR *entries = open_entries(dir, name);
	struct dirent *entry;

	while (entries && (entry = readdir(entries)))
		if (is_nsds(entry->d_name))
			unlinkat(dirfd(entries), entry->d_name, 0);
	if (entries)
		closedir(entries);
	/* Not while anything else is in it. */
	unlinkat(dir, name, AT_REMOVEDIR);
}

void xfrdirs_sweep(int dir)
{
	DIR *entries = open_entries(dir, ".");
	struct dirent *entry;

	while (entries && (entry = readdir(entries)))
		if (is_left(entry->d_name))
			remove_one(dir, entry->d_name);
	if (entries)
		closedir(entries);
}
