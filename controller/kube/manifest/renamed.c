/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/manifest/renamed.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "zonegen/base/mem.h"

void renamed_note(struct renamed *renamed, struct manifestfile *file)
{
	if (renamed->doubted)
		return;
	renamed->files = xgrow(renamed->files, renamed->count, &renamed->cap,
	    sizeof(*renamed->files));
	renamed->files[renamed->count++] = file;
}

/* The walk of a look decides about links: they may lead out of the tree. */
static bool is_small(
    const struct renamed *renamed, const char *path, struct stat *found)
{
	return lstat(path, found) == 0 && S_ISREG(found->st_mode) &&
	    (size_t)found->st_size <= RENAMED_MOST - renamed->octets;
}

static void read_one(struct renamed *renamed, struct manifestfile *file,
    struct fileobjects *objects)
{
	struct stat found;
	bool whole;

	/* It may have been noted twice. */
	if (!file->stale || !is_small(renamed, file->path, &found))
		return;
	renamed->octets += (size_t)found.st_size;
	/* Before it is read: what is written later is seen by the look. */
	manifestfile_found(file, &found);
	if (!manifestfile_read(file, objects))
		return;
	whole = manifestfile_some(file, NULL);
	assert(whole);
}

void renamed_read(struct renamed *renamed, struct fileobjects *objects)
{
	for (size_t i = 0; !renamed->doubted && i < renamed->count; i++)
		read_one(renamed, renamed->files[i], objects);
	renamed->count = 0;
}

void renamed_clear(struct renamed *renamed)
{
	free(renamed->files);
	*renamed = (struct renamed){ 0 };
}
