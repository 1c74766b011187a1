/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/base/entries.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

DIR *entries_open(int dir, const char *name)
{
	int fd =
	    openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !entries)
		close(fd);
	return entries;
}

const char *entries_next(DIR *entries, const char *suffix)
{
	size_t len, suffix_len = strlen(suffix);
	const struct dirent *entry;

	while (entries && (entry = readdir(entries))) {
		len = strlen(entry->d_name);
		if (len > suffix_len &&
		    !strcmp(entry->d_name + len - suffix_len, suffix))
			return entry->d_name;
	}
	if (entries)
		closedir(entries);
	return NULL;
}
