/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_manifests.c - files come, go, break and heal; what the store has then.
 */
#include "controller/kube/manifest/manifests.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/object/part/object.h"
#include "tests/test.h"

#define DEADLINE 20000 /* ms: only a broken test takes so long */
#define MAX_STEPS 16

/* Service n/NAME with the label v. */
#define SVC(name, v)                                      \
	"---\napiVersion: v1\nkind: Service\nmetadata:\n" \
	"  namespace: n\n  name: " name "\n  labels: {v: '" v "'}\n"
#define JSON(name, v)                                        \
	"{\"apiVersion\":\"v1\",\"kind\":\"Service\","       \
	"\"metadata\":{\"namespace\":\"n\",\"name\":\"" name \
	"\",\"labels\":{\"v\":\"" v "\"}}}"

enum action {
	END,
	START,    /* follow the directory "d" ... */
	START_AT, /* ... or another path */
	PUT,      /* a whole file, at once */
	BEGIN,    /* begin a file over its old content and leave it open */
	FINISH,   /* write the rest and close it */
	REMOVE,
	MOVE, /* to text */
	LINK, /* to text, over what was there, at once */
	DIRECTORY,
};

/* wants: objects with labels, state, "?" not synced, "~" partial, bad files. */
struct step {
	enum action action;
	const char *path, *text, *wants;
};

static const struct row {
	const char *name;
	struct step steps[MAX_STEPS];
} rows[] = {
	{ "empty directory", { { START, NULL, NULL, "live 0" } } },
	{ "one file",
	    { { PUT, "d/x.yaml", SVC("a", "1") SVC("b", "1") },
		{ START, NULL, NULL, "a1 b1 live 0" } } },
	{ "names",
	    { { PUT, "d/x.yml", SVC("a", "1") },
		{ PUT, "d/x.json", JSON("b", "1") },
		{ PUT, "d/x.txt", SVC("c", "1") },
		{ PUT, "d/.x.yaml", SVC("c", "1") },
		{ PUT, "d/yaml", SVC("c", "1") }, { DIRECTORY, "d/s" },
		{ DIRECTORY, "d/.s" }, { PUT, "d/s/x.yaml", SVC("d", "1") },
		{ PUT, "d/.s/x.yaml", SVC("c", "1") },
		{ START, NULL, NULL, "a1 b1 d1 live 0" } } },
	{ "lists",
	    { { PUT, "d/x.json",
		  "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" JSON(
		      "a", "1") "," JSON("b", "1") "]}" },
		{ PUT, "d/y.json",
		    "{\"items\":[{\"metadata\":{\"namespace\":\"n\",\"name\":"
		    "\"c\",\"labels\":{\"v\":\"1\"}}}],\"kind\":"
		    "\"ServiceList\",\"apiVersion\":\"v1\"}" },
		{ PUT, "d/z.yaml",
		    "apiVersion: v1\nkind: List\nitems:\n"
		    "- {apiVersion: v1, kind: Service, metadata: "
		    "{name: d, namespace: n, labels: {v: '1'}}}\n"
		    "- {apiVersion: v1, kind: ConfigMap, metadata: {}}\n" },
		{ START, NULL, NULL, "a1 b1 c1 d1 live 0" } } },
	{ "other kinds",
	    { { PUT, "d/x.yaml",
		  "apiVersion: v1\nkind: Secret\n---\nx: y\n---\n# none\n---\n"
		  "apiVersion: serving.knative.dev/v1\nkind: Service\n"
		  "metadata: {name: a, namespace: n}\n" },
		{ START, NULL, NULL, "live 0" } } },

	{ "bad document in the middle",
	    { { PUT, "d/x.yaml", SVC("a", "1") "---\na: [\n" SVC("b", "1") },
		{ START, NULL, NULL, "a1 b1 syncing~ 1" },
		{ PUT, "d/x.yaml", SVC("a", "1") SVC("b", "2"),
		    "a1 b2 live 0" } } },
	{ "never good, beside a good one",
	    { { PUT, "d/x.yaml", "a: [\n" }, { PUT, "d/y.yaml", SVC("a", "1") },
		{ START, NULL, NULL, "a1 syncing~ 1" },
		{ REMOVE, "d/x.yaml", NULL, "a1 live 0" } } },
	{ "good, then bad",
	    { { PUT, "d/x.yaml", SVC("a", "1") SVC("b", "1") },
		{ START, NULL, NULL, "a1 b1 live 0" },
		{ PUT, "d/x.yaml", SVC("b", "2") "---\n[\n",
		    "a1 b2 syncing 1" },
		{ PUT, "d/y.yaml", SVC("c", "1"), "a1 b2 c1 syncing 1" },
		{ PUT, "d/x.yaml", SVC("b", "3"), "b3 c1 live 0" } } },
	{ "new and bad",
	    { { PUT, "d/x.yaml", SVC("a", "1") },
		{ START, NULL, NULL, "a1 live 0" },
		{ PUT, "d/y.yaml", "---\n\"", "a1 syncing~ 1" },
		{ PUT, "d/y.yaml", SVC("b", "1"), "a1 b1 live 0" } } },
	{ "half a list gives nothing",
	    { { PUT, "d/x.json",
		  "{\"kind\":\"List\",\"items\":[" JSON("a", "1") "," },
		{ START, NULL, NULL, "syncing~ 1" } } },
	{ "no objects",
	    { { PUT, "d/x.yaml", "- op: replace\n---\na\n---\n5\n" },
		{ PUT, "d/y.json", "[{\"op\": \"replace\"}]" },
		{ PUT, "d/z.yaml", SVC("a", "1") },
		{ START, NULL, NULL, "a1 live 0" } } },
	{ "a kind that is not read cannot be bad",
	    { { PUT, "d/x.yaml",
		  "apiVersion: a/v1\nkind: Thing\nspec: [!tag x\n" SVC(
		      "a", "1") },
		{ START, NULL, NULL, "a1 live 0" } } },
	{ "a key twice in JSON",
	    { { PUT, "d/x.json",
		  "{\"apiVersion\":\"v1\",\"kind\":\"Service\","
		  "\"metadata\":{\"namespace\":\"n\",\"name\":\"a\"},"
		  "\"spec\":{\"type\":\"NodePort\",\"type\":\"x\"}}" },
		{ PUT, "d/y.json",
		    "{\"kind\":\"List\",\"items\":[],\"items\":[" JSON(
			"b", "1") "]}" },
		{ START, NULL, NULL, "syncing~ 2" } } },
	{ "anchors",
	    { { PUT, "d/x.yaml",
		  "apiVersion: v1\nkind: Service\nmetadata:\n  namespace: n\n"
		  "  name: &x a\n  labels: {v: *x}\n" },
		{ START, NULL, NULL, "aa live 0" } } },
	{ "no name",
	    { { PUT, "d/x.yaml", "apiVersion: v1\nkind: Service\n" },
		{ START, NULL, NULL, "syncing~ 1" } } },
	{ "bad object costs itself only",
	    { { PUT, "d/x.yaml",
		  SVC("a",
		      "1") "---\napiVersion: v1\nkind: Service\n"
			   "metadata: {name: b, namespace: n}\nspec: 5\n" },
		{ START, NULL, NULL, "a1 live 0" },
		{ PUT, "d/x.yaml", SVC("b", "1"), "b1 live 0" } } },
	{ "link to nothing",
	    { { LINK, "d/x.yaml", "nothing.txt" },
		{ START, NULL, NULL, "syncing~ 1" },
		{ PUT, "d/nothing.txt", SVC("a", "1") },
		{ LINK, "d/x.yaml", "./nothing.txt", "a1 live 0" } } },
	{ "links out of it",
	    { { PUT, "x.yaml", SVC("a", "1") }, { DIRECTORY, "e" },
		{ PUT, "e/y.yaml", SVC("b", "1") },
		{ PUT, "d/z.yaml", SVC("c", "1") },
		{ LINK, "d/x.yaml", "../x.yaml" }, { LINK, "d/e", "../e" },
		{ LINK, "d/all", "/" }, { START, NULL, NULL, "c1 syncing~ 1" },
		{ REMOVE, "d/all" }, { REMOVE, "d/x.yaml" },
		{ REMOVE, "d/e", NULL, "c1 live 0" } } },
	{ "what a file system has lost",
	    { { DIRECTORY, "d/lost+found" },
		{ PUT, "d/lost+found/x.yaml", "[" },
		{ START, NULL, NULL, "live 0" } } },

	{ "file changes",
	    { { PUT, "d/x.yaml", SVC("a", "1") },
		{ START, NULL, NULL, "a1 live 0" },
		{ PUT, "d/x.yaml", SVC("a", "2"), "a2 live 0" },
		{ PUT, "d/x.yaml", SVC("b", "2"), "b2 live 0" } } },
	{ "file vanishes",
	    { { PUT, "d/x.yaml", SVC("a", "1") },
		{ PUT, "d/y.yaml", SVC("b", "1") },
		{ START, NULL, NULL, "a1 b1 live 0" },
		{ REMOVE, "d/x.yaml", NULL, "b1 live 0" },
		{ REMOVE, "d/y.yaml", NULL, "live 0" } } },
	{ "file is renamed",
	    { { PUT, "d/x.yaml", SVC("a", "1") },
		{ START, NULL, NULL, "a1 live 0" },
		{ MOVE, "d/x.yaml", "d/y.yaml" },
		{ PUT, "d/z.yaml", SVC("b", "1"), "a1 b1 live 0" },
		{ MOVE, "d/y.yaml", "d/y.txt", "b1 live 0" } } },
	{ "subdirectory comes and goes",
	    { { START, NULL, NULL, "live 0" }, { DIRECTORY, "d/s" },
		{ PUT, "d/s/x.yaml", SVC("a", "1"), "a1 live 0" },
		{ PUT, "d/s/x.yaml", SVC("a", "2"), "a2 live 0" },
		{ MOVE, "d/s", "d/t" },
		{ PUT, "d/t/y.yaml", SVC("b", "1"), "a2 b1 live 0" },
		{ MOVE, "d/t", "t", "live 0" } } },
	{ "directory vanishes and comes back",
	    { { PUT, "d/x.yaml", SVC("a", "1") },
		{ START, NULL, NULL, "a1 live 0" },
		{ MOVE, "d", "e", "a1 lost 1" }, { DIRECTORY, "d" },
		{ PUT, "d/y.yaml", SVC("b", "1"), "b1 live 0" },
		{ PUT, "d/y.yaml", SVC("b", "2"), "b2 live 0" } } },
	{ "directory vanishes before it was good",
	    { { PUT, "d/x.yaml", "[" }, { START, NULL, NULL, "syncing~ 1" },
		{ MOVE, "d", "e", "lost~ 2" },
		{ MOVE, "e", "d", "syncing~ 1" } } },

	{ "written slowly",
	    { { PUT, "d/x.yaml", SVC("a", "1") SVC("b", "1") },
		{ START, NULL, NULL, "a1 b1 live 0" },
		{ BEGIN, "d/x.yaml", SVC("a", "2") },
		{ PUT, "d/y.yaml", SVC("c", "1"), "a1 b1 c1 live 0" },
		{ FINISH, "d/x.yaml", SVC("b", "2"), "a2 b2 c1 live 0" } } },
	{ "new and written slowly",
	    { { START, NULL, NULL, "live 0" },
		{ BEGIN, "d/x.yaml", SVC("a", "1") },
		{ PUT, "d/y.yaml", SVC("c", "1"), "c1 syncing~ 1" },
		{ FINISH, "d/x.yaml", SVC("b", "1"), "a1 b1 c1 live 0" } } },
	{ "never closed",
	    { { START, NULL, NULL, "live 0" },
		{ BEGIN, "d/x.yaml", SVC("a", "1"), "a1 live 0" } } },
	{ "ConfigMap",
	    { { DIRECTORY, "d/..1" }, { PUT, "d/..1/x.yaml", SVC("a", "1") },
		{ DIRECTORY, "d/..1/s" },
		{ PUT, "d/..1/s/y.yaml", SVC("b", "1") },
		{ LINK, "d/..data", "..1" },
		{ LINK, "d/x.yaml", "..data/x.yaml" },
		{ LINK, "d/s", "..data/s" },
		{ START, NULL, NULL, "a1 b1 live 0" }, { DIRECTORY, "d/..2" },
		{ PUT, "d/..2/x.yaml", SVC("a", "2") },
		{ DIRECTORY, "d/..2/s" },
		{ PUT, "d/..2/s/y.yaml", SVC("b", "2") },
		{ LINK, "d/..data", "..2", "a2 b2 live 0" } } },
	{ "link back up",
	    { { PUT, "d/x.yaml", SVC("a", "1") }, { LINK, "d/up", "." },
		{ START, NULL, NULL, "a1 live 0" } } },

	{ "same object twice",
	    { { PUT, "d/x.yaml", SVC("a", "1") },
		{ PUT, "d/y.yaml", SVC("a", "2") SVC("b", "2") },
		{ START, NULL, NULL, "a1 b2 live 0" },
		{ PUT, "d/w.yaml", SVC("a", "0"), "a0 b2 live 0" },
		{ REMOVE, "d/w.yaml", NULL, "a1 b2 live 0" },
		{ REMOVE, "d/x.yaml", NULL, "a2 b2 live 0" } } },
	{ "same object twice in one file",
	    { { PUT, "d/x.yaml", SVC("a", "1") SVC("a", "2") },
		{ START, NULL, NULL, "a1 live 0" } } },
	{ "same file renamed over its twin",
	    { { PUT, "d/x.yaml", SVC("a", "1") },
		{ START, NULL, NULL, "a1 live 0" },
		{ MOVE, "d/x.yaml", "d/a.yaml" },
		{ PUT, "d/b.yaml", SVC("a", "2") SVC("b", "1"),
		    "a1 b1 live 0" } } },
	{ "renamed before it is closed",
	    { { PUT, "d/x.yaml", SVC("a", "1") SVC("b", "1") },
		{ START, NULL, NULL, "a1 b1 live 0" },
		{ BEGIN, "d/.new", SVC("a", "2") },
		{ MOVE, "d/.new", "d/x.yaml" },
		{ FINISH, "d/x.yaml", SVC("b", "2"), "a2 b2 live 0" } } },
	{ "edited dump",
	    { { PUT, "d/x.yaml",
		  SVC("a", "1") "  uid: u\n  resourceVersion: '7'\n" },
		{ START, NULL, NULL, "a1 live 0" },
		{ PUT, "d/x.yaml",
		    SVC("a", "2") "  uid: u\n  resourceVersion: '7'\n",
		    "a2 live 0" },
		{ PUT, "d/x.yaml",
		    SVC("a", "3") "  uid: u\n  resourceVersion: '7'\n"
				  "spec: 5\n" SVC("b", "1"),
		    "a2 b1 live 0" } } },

	{ "single file",
	    { { PUT, "x", SVC("a", "1") }, { START_AT, "x", NULL, "a1 live 0" },
		{ PUT, "x", SVC("a", "2"), "a2 live 0" },
		{ PUT, "x", "[", "a2 syncing 1" },
		{ REMOVE, "x", NULL, "a2 lost 2" },
		{ PUT, "x", SVC("b", "1"), "b1 live 0" } } },
	{ "single file in a ConfigMap",
	    { { DIRECTORY, "d/..1" }, { PUT, "d/..1/x.yaml", SVC("a", "1") },
		{ LINK, "d/..data", "..1" },
		{ LINK, "d/x.yaml", "..data/x.yaml" },
		{ START_AT, "d/x.yaml", NULL, "a1 live 0" },
		{ DIRECTORY, "d/..2" }, { PUT, "d/..2/x.yaml", SVC("a", "2") },
		{ LINK, "d/..data", "..2", "a2 live 0" } } },
};

struct scene {
	char dir[64];
	struct loop *loop;
	struct store *store;
	struct manifests *manifests;
	struct loop_timer *check, *guard;
	const char *wants;
	char got[200];
	bool late;
	int open;
};

static void describe(struct scene *scene)
{
	static const char *const keys[] = { "n/a", "n/b", "n/c", "n/d" };
	const struct kind *kind = kind_find("Service");
	const struct source_status *status = store_status(scene->store, kind);
	struct buf got = BUF_INIT(sizeof(scene->got) - 1);

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const struct object *object =
		    store_get(scene->store, kind, keys[i]);

		if (object)
			buf_printf(&got, "%s%s ", object_name(object),
			    object_label(object, "v"));
	}
	buf_printf(&got, "%s%s%s %zu", source_state_word(status->state),
	    status->synced ? "" : "?", status->partial ? "~" : "",
	    manifests_problems(scene->manifests));
	snprintf(scene->got, sizeof(scene->got), "%s", buf_text(&got));
	buf_clear(&got);
}

/* The store tells of changes one by one: look when the last was made. */
static void changed(void *arg)
{
	struct scene *scene = arg;

	loop_timer_set(scene->check, 0);
}

static void look(void *arg)
{
	struct scene *scene = arg;

	if (!scene->manifests)
		return;
	describe(scene);
	if (scene->wants && !strcmp(scene->got, scene->wants))
		loop_stop(scene->loop);
}

static void too_late(void *arg)
{
	struct scene *scene = arg;

	scene->late = true;
	loop_stop(scene->loop);
}

static const char *in_dir(const struct scene *scene, const char *path)
{
	static char texts[4][200];
	static unsigned next;
	char *text = texts[next++ % ARRAY_LEN(texts)];

	snprintf(text, sizeof(texts[0]), "%s/%s", scene->dir, path);
	return text;
}

static void put(const struct scene *scene, const char *path, const char *text)
{
	const char *temporary = in_dir(scene, ".new");
	FILE *file = fopen(temporary, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(rename(temporary, in_dir(scene, path)), 0);
}

static void make_link(
    const struct scene *scene, const char *path, const char *text)
{
	const char *temporary = in_dir(scene, ".link");

	assert_int_equal(symlink(text, temporary), 0);
	assert_int_equal(rename(temporary, in_dir(scene, path)), 0);
}

static void add_text(struct scene *scene, const char *text)
{
	assert_int_equal(write(scene->open, text, strlen(text)), strlen(text));
}

static void start(struct scene *scene, const char *path)
{
	struct err err = { 0 };

	scene->manifests = manifests_start(
	    scene->loop, scene->store, in_dir(scene, path), NULL, &err);
	if (!scene->manifests)
		fail_msg("%s", err.text);
}

static void act(struct scene *scene, const struct step *step)
{
	const char *path = in_dir(scene, step->path ? step->path : "d");

	switch (step->action) {
	case START:
	case START_AT:
		start(scene, step->path ? step->path : "d");
		break;
	case PUT:
		put(scene, step->path, step->text);
		break;
	case BEGIN:
		scene->open = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
		add_text(scene, step->text);
		break;
	case FINISH:
		add_text(scene, step->text);
		close(scene->open);
		scene->open = -1;
		break;
	case REMOVE:
		assert_int_equal(unlink(path), 0);
		break;
	case MOVE:
		assert_int_equal(rename(path, in_dir(scene, step->text)), 0);
		break;
	case LINK:
		make_link(scene, step->path, step->text);
		break;
	case DIRECTORY:
		assert_int_equal(mkdir(path, 0777), 0);
		break;
	case END:
		break;
	}
}

static int remove_one(
    const char *path, const struct stat *found, int type, struct FTW *place)
{
	(void)found;
	(void)type;
	(void)place;
	return remove(path);
}

static void wait_for(struct scene *scene, const char *wants)
{
	scene->wants = wants;
	describe(scene);
	if (!strcmp(scene->got, wants))
		return;
	loop_timer_set(scene->guard, DEADLINE);
	loop_run(scene->loop);
	loop_timer_stop(scene->guard);
	if (scene->late)
		fail_msg("still '%s', not '%s'", scene->got, wants);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct scene scene = {
		.dir = "/tmp/test_manifests.XXXXXX",
		.open = -1,
	};

	assert_non_null(mkdtemp(scene.dir));
	assert_int_equal(mkdir(in_dir(&scene, "d"), 0777), 0);
	scene.loop = loop_new();
	scene.store = store_new();
	scene.check = loop_timer_new(scene.loop, look, &scene);
	scene.guard = loop_timer_new(scene.loop, too_late, &scene);
	store_listen(scene.store, changed, &scene);
	for (const struct step *step = row->steps; step->action; step++) {
		act(&scene, step);
		if (step->wants)
			wait_for(&scene, step->wants);
	}
	if (scene.open >= 0)
		close(scene.open);
	manifests_stop(scene.manifests);
	store_free(scene.store);
	loop_timer_free(scene.check);
	loop_timer_free(scene.guard);
	loop_free(scene.loop);
	nftw(scene.dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void once(void **state)
{
	struct scene scene = { .dir = "/tmp/test_manifests.XXXXXX" };
	struct err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(scene.dir));
	scene.store = store_new();
	assert_null(manifests_start(
	    NULL, scene.store, in_dir(&scene, "nothing"), NULL, &err));
	assert_int_equal(err.kind, ERR_SYSTEM);
	put(&scene, "x.json", JSON("a", "1"));
	assert_int_equal(mkfifo(in_dir(&scene, "f.yaml"), 0666), 0);
	start(&scene, "");
	describe(&scene);
	assert_string_equal(scene.got, "a1 live 0");
	manifests_stop(scene.manifests);
	store_free(scene.store);
	nftw(scene.dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	log_setup(LOG_ERROR, LOG_TEXT);
	return RUN_ROWS(rows, check) + RUN_TESTS(cmocka_unit_test(once));
}
