/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_renamed.c - which renamed files are read before the look, and what of
 * them.
 */
#include "controller/kube/manifest/renamed.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "controller/object/part/object.h"
#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define SVC(name, v)                                      \
	"---\napiVersion: v1\nkind: Service\nmetadata:\n" \
	"  namespace: n\n  name: " name "\n  labels: {v: '" v "'}\n"

/* x.yaml has n/a and n/b, y.yaml has n/c. */
static const struct row {
	const char *name;
	const char *text;  /* of x.yaml now; NULL: n/a and n/b, changed */
	const char *other; /* another event, and its path */
	enum dirwatch_event event;
	bool link, large, gone, twice, many;
	bool waits; /* for the look */
} rows[] = {
	{ "a small file" },
	{ "renamed twice", .twice = true },
	{ "a new object", SVC("d", "1") SVC("b", "2") SVC("a", "2") },
	{ "an object goes", SVC("a", "2"), .waits = true },
	{ "an object goes, another comes", SVC("a", "2") SVC("d", "1"),
	    .waits = true },
	{ "an object of another file",
	    SVC("a", "2") SVC("b", "2") SVC("c", "2"), .waits = true },
	{ "nothing is left", "", .waits = true },
	{ "a bad document", SVC("a", "2") SVC("b", "2") "---\n[\n",
	    .waits = true },
	{ "a link may lead out of the tree", .link = true, .waits = true },
	{ "a large file is read in slices", .large = true, .waits = true },
	{ "a file that is gone again", .gone = true, .waits = true },
	{ "so many that they are a change of their own", .many = true,
	    .waits = true },
	{ "beside a temporary file", .other = "d/.new",
	    .event = DIRWATCH_WRITTEN },
	{ "beside a new file", .other = "d/new.yaml", .event = DIRWATCH_RENAMED,
	    .waits = true },
	{ "beside a directory or a ConfigMap", .other = "d/..data",
	    .event = DIRWATCH_RENAMED, .waits = true },
	{ "beside a file that is written", .other = "d/new.yaml",
	    .event = DIRWATCH_WRITTEN, .waits = true },
	{ "beside a file that goes", .other = "d/y.yaml",
	    .event = DIRWATCH_CHANGED, .waits = true },
	{ "events were lost", .other = "", .event = DIRWATCH_LOST,
	    .waits = true },
};

struct scene {
	char dir[64];
	struct fileobjects objects;
	struct manifestfile *file, *other;
	struct renamed renamed;
};

static void put(const struct scene *scene, const struct row *row)
{
	struct buf text = BUF_INIT(2 * RENAMED_MOST);

	buf_puts(&text, row->text ? row->text : SVC("a", "2") SVC("b", "2"));
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

static void take(
    struct scene *scene, struct manifestfile *file, const char *text)
{
	manifestfile_take(file, &scene->objects, text, strlen(text));
	file->stale = true;
}

static void open_scene(struct scene *scene)
{
	char path[80];

	*scene = (struct scene){ .objects.store = store_new() };
	temp_dir(scene->dir);
	snprintf(path, sizeof(path), "%s/x.yaml", scene->dir);
	scene->file = manifestfile_new(path);
	scene->other = manifestfile_new("d/y.yaml");
	take(scene, scene->file, SVC("a", "1") SVC("b", "1"));
	take(scene, scene->other, SVC("c", "1"));
}

static bool has(const struct scene *scene, const char *key, const char *v)
{
	const struct object *object =
	    store_get(scene->objects.store, kind_find("Service"), key);

	return object && !strcmp(object_label(object, "v"), v);
}

static void close_scene(struct scene *scene)
{
	renamed_clear(&scene->renamed);
	manifestfile_end_orphans(&scene->objects, false);
	manifestfile_free(scene->file, &scene->objects, false);
	manifestfile_free(scene->other, &scene->objects, false);
	map_clear(&scene->objects.map);
	store_free(scene->objects.store);
	remove_dir(scene->dir);
}

static void note(struct scene *scene, const struct row *row)
{
	size_t times = row->many ? RENAMED_FILES + 1 : row->twice ? 2 : 1;

	while (times--)
		renamed_note(&scene->renamed, scene->file, DIRWATCH_RENAMED,
		    scene->file->path);
	if (row->other)
		renamed_note(&scene->renamed,
		    strcmp(row->other, scene->other->path) ? NULL
							   : scene->other,
		    row->event, row->other);
}

static void check(void **state)
{
	const struct row *row = *state;
	const char *v = row->waits ? "1" : "2";
	struct scene scene;

	open_scene(&scene);
	put(&scene, row);
	note(&scene, row);
	renamed_read(&scene.renamed, &scene.objects);
	assert_int_equal(scene.renamed.count, 0);
	assert_int_equal(scene.file->stale, row->waits);
	assert_true(has(&scene, "n/a", v) && has(&scene, "n/b", v));
	assert_true(has(&scene, "n/c", "1"));
	assert_false(scene.objects.released);
	close_scene(&scene);
}

RUN_TABLE(rows, check)
