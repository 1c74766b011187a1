/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_renamed.c - which renamed files are read before the look, and what of
 * them.
 */
#include "controller/kube/manifest/renamed.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define SVC(name)                                         \
	"---\napiVersion: v1\nkind: Service\nmetadata:\n" \
	"  namespace: n\n  name: " name "\n"

static const struct row {
	const char *name;
	bool link, large, gone, doubted, twice;
	bool waits; /* for the look */
} rows[] = {
	{ "a small file" },
	{ "renamed twice", .twice = true },
	{ "a link may lead out of the tree", .link = true, .waits = true },
	{ "a large file is read in slices", .large = true, .waits = true },
	{ "a file that is gone again", .gone = true, .waits = true },
	{ "a file that was renamed before it was closed", .doubted = true,
	    .waits = true },
};

struct scene {
	char dir[64];
	struct fileobjects objects;
	struct manifestfile *file;
	struct renamed renamed;
};

static void put(const struct scene *scene, const struct row *row)
{
	struct buf text = BUF_INIT(2 * RENAMED_MOST);

	buf_puts(&text, SVC("new"));
	while (row->large && text.len <= RENAMED_MOST)
		buf_puts(&text, "# more\n");
	file_write(
	    scene->dir, row->link ? "target" : "x.yaml", buf_text(&text));
	buf_clear(&text);
	if (row->gone)
		assert_int_equal(unlink(scene->file->path), 0);
	if (row->link)
		assert_int_equal(symlink("target", scene->file->path), 0);
}

static void open_scene(struct scene *scene)
{
	char path[80];

	*scene = (struct scene){ .objects.store = store_new() };
	temp_dir(scene->dir);
	snprintf(path, sizeof(path), "%s/x.yaml", scene->dir);
	scene->file = manifestfile_new(path);
	manifestfile_take(
	    scene->file, &scene->objects, SVC("old"), strlen(SVC("old")));
	scene->file->stale = true;
}

static bool has(const struct scene *scene, const char *key)
{
	return store_get(scene->objects.store, kind_find("Service"), key);
}

static void close_scene(struct scene *scene)
{
	renamed_clear(&scene->renamed);
	manifestfile_end_orphans(&scene->objects, false);
	manifestfile_free(scene->file, &scene->objects, false);
	map_clear(&scene->objects.map);
	store_free(scene->objects.store);
	remove_dir(scene->dir);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct scene scene;

	open_scene(&scene);
	put(&scene, row);
	scene.renamed.doubted = row->doubted;
	renamed_note(&scene.renamed, scene.file);
	if (row->twice)
		renamed_note(&scene.renamed, scene.file);
	renamed_read(&scene.renamed, &scene.objects);
	assert_int_equal(scene.renamed.count, 0);
	assert_int_equal(has(&scene, "n/new"), !row->waits);
	assert_int_equal(scene.file->stale, row->waits);
	/* It was not looked for in other files yet. */
	assert_true(has(&scene, "n/old"));
	manifestfile_end_orphans(&scene.objects, true);
	assert_int_equal(has(&scene, "n/old"), row->waits);
	close_scene(&scene);
}

RUN_TABLE(rows, check)
