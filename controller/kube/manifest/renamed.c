/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/manifest/renamed.h"

#include <assert.h>
#include <stdlib.h>

#include "controller/base/textfile.h"
#include "controller/kube/manifest/dirtree.h"
#include "zonegen/base/mem.h"

/* May it be part of the same change as files that are renamed? */
static bool is_other(const struct manifestfile *file, enum dirwatch_event event,
    const char *path)
{
	if (event == DIRWATCH_RENAMED)
		return !file;
	return file || event == DIRWATCH_LOST || dirtree_names(path);
}

void renamed_note(struct renamed *renamed, struct manifestfile *file,
    enum dirwatch_event event, const char *path)
{
	renamed->doubted |=
	    is_other(file, event, path) || renamed->count == RENAMED_FILES;
	if (renamed->doubted || event != DIRWATCH_RENAMED)
		return;
	renamed->files = xgrow(renamed->files, renamed->count, &renamed->cap,
	    sizeof(*renamed->files));
	renamed->files[renamed->count++] = (struct renamed_file){ .file = file,
		.text = BUF_INIT(RENAMED_MOST + 1) };
}

/* The walk of a look decides about links: they may lead out of the tree. */
static bool load(struct renamed *renamed, struct renamed_file *one)
{
	struct err ignored;

	if (lstat(one->file->path, &one->stat) != 0 ||
	    !S_ISREG(one->stat.st_mode) ||
	    (size_t)one->stat.st_size > RENAMED_MOST - renamed->octets ||
	    !textfile_read(one->file->path, &one->text, &ignored) ||
	    one->text.len > RENAMED_MOST - renamed->octets)
		return false;
	renamed->octets += one->text.len;
	return true;
}

static void take(struct renamed_file *one, struct fileobjects *objects)
{
	bool whole;

	/* It may have been noted twice. */
	if (!one->file->stale)
		return;
	/* As before it was read: what is written later is seen by the look. */
	manifestfile_found(one->file, &one->stat);
	manifestfile_begin(one->file, objects, &one->text);
	whole = manifestfile_some(one->file, NULL);
	assert(whole);
}

static void forget(struct renamed *renamed)
{
	while (renamed->count)
		buf_clear(&renamed->files[--renamed->count].text);
}

void renamed_read(struct renamed *renamed, struct fileobjects *objects)
{
	for (size_t i = 0; !renamed->doubted && i < renamed->count; i++) {
		struct renamed_file *one = &renamed->files[i];

		renamed->doubted = !load(renamed, one) ||
		    !manifestfile_keeps(one->file, objects, &one->text);
	}
	for (size_t i = 0; !renamed->doubted && i < renamed->count; i++)
		take(&renamed->files[i], objects);
	forget(renamed);
}

void renamed_clear(struct renamed *renamed)
{
	forget(renamed);
	free(renamed->files);
	*renamed = (struct renamed){ 0 };
}
