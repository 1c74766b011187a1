/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/manifest/unclosed.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

struct unclosed {
	uint64_t first, last; /* write, in ms */
	char path[];
};

void unclosed_note(struct map *files, const char *path, uint64_t now)
{
	struct unclosed *file = map_get(files, path);
	size_t size = strlen(path) + 1;

	if (!file) {
		file = xcalloc(1, sizeof(*file) + size);
		memcpy(file->path, path, size);
		file->first = now;
		map_put(files, file->path, file);
	}
	file->last = now;
}

bool unclosed_forget(struct map *files, const char *path)
{
	struct unclosed *file = map_remove(files, path);

	free(file);
	return file != NULL;
}

bool unclosed_waits(struct map *files, const char *path, uint64_t now)
{
	const struct unclosed *file = map_get(files, path);

	if (!file)
		return false;
	if (now - file->last < UNCLOSED_PATIENCE &&
	    now - file->first < UNCLOSED_MOST)
		return true;
	unclosed_forget(files, path);
	return false;
}

void unclosed_clear(struct map *files)
{
	struct unclosed *file;
	size_t at = 0;

	while ((file = map_next(files, &at))) {
		map_remove(files, file->path);
		free(file);
	}
	map_clear(files);
}
