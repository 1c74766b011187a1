/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/xfrdirs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zonegen/base/entries.h"

#define PREFIX "nsd-xfr-"

/* NULL: it is no directory of this user. */
static DIR *open_entries(int dir, const char *name)
{
	DIR *entries = entries_open(dir, name);
	struct stat st;

	if (!entries ||
	    (fstat(dirfd(entries), &st) == 0 && st.st_uid == geteuid()))
		return entries;
	closedir(entries);
	return NULL;
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
	const char *file;

	while ((file = entries_next(entries, "")))
		if (is_nsds(file))
			unlinkat(dirfd(entries), file, 0);
	/* Not while anything else is in it. */
	unlinkat(dir, name, AT_REMOVEDIR);
}

void xfrdirs_sweep(int dir)
{
	DIR *entries = open_entries(dir, ".");
	const char *name;

	while ((name = entries_next(entries, "")))
		if (is_left(name))
			remove_one(dir, name);
}
