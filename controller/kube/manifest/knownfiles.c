/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/manifest/knownfiles.h"

#include <string.h>

struct manifestfile *knownfiles_make(struct knownfiles *files, const char *path)
{
	struct manifestfile *file = map_get(&files->map, path);

	if (!file) {
		file = manifestfile_new(path);
		file->stale = true;
		map_put(&files->map, file->path, file);
	}
	return file;
}

static void drop(struct knownfiles *files, struct manifestfile *file, bool gone)
{
	map_remove(&files->map, file->path);
	manifestfile_free(file, &files->objects, gone);
}

off_t knownfiles_compare(struct knownfiles *files, const struct dirtree *tree)
{
	struct manifestfile *file;
	off_t octets = 0;
	size_t at = 0;

	while ((file = map_next(&files->map, &at)))
		file->seen = false;
	for (size_t i = 0; i < tree->count; i++) {
		const struct treefile *found = &tree->files[i];

		file = knownfiles_make(files, found->path);
		manifestfile_found(file, &found->stat);
		if (file->stale || file->shadowed)
			octets += found->stat.st_size;
	}
	/* A file in a directory that could not be read is not gone. */
	for (at = 0; !tree->partial && (file = map_next(&files->map, &at));)
		if (!file->seen)
			drop(files, file, true);
	return octets;
}

void knownfiles_share(struct knownfiles *files)
{
	struct manifestfile *file;
	size_t at = 0;

	if (files->objects.released)
		while ((file = map_next(&files->map, &at)))
			file->stale = file->stale || file->shadowed;
	files->objects.released = false;
}

const struct manifestfile *knownfiles_bad(
    const struct knownfiles *files, bool *known)
{
	const struct manifestfile *file, *first = NULL;
	size_t at = 0;

	*known = true;
	while ((file = map_next(&files->map, &at))) {
		*known = *known && file->known;
		if (!file->good &&
		    (!first || strcmp(file->path, first->path) < 0))
			first = file;
	}
	return first;
}

size_t knownfiles_faults(const struct knownfiles *files)
{
	const struct manifestfile *file;
	size_t count = 0, at = 0;

	while ((file = map_next(&files->map, &at)))
		count += !file->good;
	return count;
}

void knownfiles_clear(struct knownfiles *files)
{
	struct manifestfile *file;
	size_t at = 0;

	manifestfile_end_orphans(&files->objects, false);
	while ((file = map_next(&files->map, &at)))
		drop(files, file, false);
	map_clear(&files->map);
	map_clear(&files->objects.map);
}
