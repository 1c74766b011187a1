/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_together.c - what one edit gives up and what it adds are seen at the
 * same time: a name that moves from one object to another is never claimed
 * twice, nor by neither.
 */
#include "controller/kube/manifest/manifests.h"

#include <stdio.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define SVC(name)                                         \
	"---\napiVersion: v1\nkind: Service\nmetadata:\n" \
	"  namespace: n\n  name: " name "\n"
#define DEADLINE 20000 /* ms: only a broken test takes so long */

/* Object n/a before; n/b instead of it afterwards. */
static const struct row {
	const char *name;
	const char *old[2], *new[2]; /* texts of x.yaml and y.yaml; or NULL */
	bool written;                /* in place */
} rows[] = {
	{ "in one file, renamed", { SVC("a") }, { SVC("b") } },
	{ "in one file, written", { SVC("a") }, { SVC("b") }, .written = true },
	{ "a file is emptied, another has it", { SVC("a"), SVC("c") },
	    { "", SVC("c") SVC("b") } },
	{ "the same the other way round", { SVC("c"), SVC("a") },
	    { SVC("c") SVC("b"), "" } },
	{ "beside one that stays", { SVC("a") SVC("c") },
	    { SVC("c") SVC("b") } },
};

struct scene {
	char dir[64];
	struct loop *loop;
	struct store *store;
	struct manifests *manifests;
	struct loop_timer *look;
	bool begun, wrong, late;
};

static bool has(const struct scene *scene, const char *key)
{
	return store_get(scene->store, kind_find("Service"), key);
}

/* As the publisher does. */
static void changed(void *arg)
{
	struct scene *scene = arg;

	loop_timer_set(scene->look, 0);
}

static void look(void *arg)
{
	struct scene *scene = arg;
	bool old = has(scene, "n/a"), new = has(scene, "n/b");

	scene->wrong |= scene->begun && old == new;
	if (scene->begun ? new : old)
		loop_stop(scene->loop);
}

static void too_late(void *arg)
{
	struct scene *scene = arg;

	scene->late = true;
	loop_stop(scene->loop);
}

static void put(
    const struct scene *scene, const char *const texts[2], bool written)
{
	static const char *const names[] = { "x.yaml", "y.yaml" };
	char from[80], to[80];

	for (size_t i = 0; i < 2; i++) {
		if (!texts[i])
			continue;
		file_write(scene->dir, written ? names[i] : ".new", texts[i]);
		snprintf(from, sizeof(from), "%s/.new", scene->dir);
		snprintf(to, sizeof(to), "%s/%s", scene->dir, names[i]);
		if (!written)
			assert_int_equal(rename(from, to), 0);
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	struct scene scene = { .loop = loop_new(), .store = store_new() };
	struct loop_timer *guard = loop_timer_new(scene.loop, too_late, &scene);
	struct err err = { 0 };

	temp_dir(scene.dir);
	put(&scene, row->old, true);
	scene.look = loop_timer_new(scene.loop, look, &scene);
	store_listen(scene.store, changed, &scene);
	loop_timer_set(guard, DEADLINE);
	scene.manifests =
	    manifests_start(scene.loop, scene.store, scene.dir, NULL, &err);
	assert_non_null(scene.manifests);
	loop_run(scene.loop);
	put(&scene, row->new, row->written);
	scene.begun = true;
	loop_run(scene.loop);
	assert_false(scene.late);
	assert_false(scene.wrong);
	manifests_stop(scene.manifests);
	store_free(scene.store);
	loop_timer_free(scene.look);
	loop_timer_free(guard);
	loop_free(scene.loop);
	remove_dir(scene.dir);
}

RUN_TABLE(rows, check)
