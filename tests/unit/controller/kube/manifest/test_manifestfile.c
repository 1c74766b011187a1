/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object that one file gives up stays until all files were looked at.
 */
#include "controller/kube/manifest/manifestfile.h"

#include <string.h>

#include "controller/base/log.h"
#include "tests/test.h"

#define SVC(name)                                         \
	"---\napiVersion: v1\nkind: Service\nmetadata:\n" \
	"  namespace: n\n  name: " name "\n"

struct scene {
	struct fileobjects objects;
	struct manifestfile *a, *b;
};

static void open_scene(struct scene *scene)
{
	*scene = (struct scene){ .objects.store = store_new(),
		.a = manifestfile_new("a.yaml"),
		.b = manifestfile_new("b.yaml") };
}

static void take(
    struct scene *scene, struct manifestfile *file, const char *text)
{
	manifestfile_take(file, &scene->objects, text, strlen(text));
}

static bool has(const struct scene *scene, const char *key)
{
	return store_get(scene->objects.store, kind_find("Service"), key);
}

static void close_scene(struct scene *scene)
{
	manifestfile_end_orphans(&scene->objects, false);
	manifestfile_free(scene->a, &scene->objects, false);
	manifestfile_free(scene->b, &scene->objects, false);
	map_clear(&scene->objects.map);
	store_free(scene->objects.store);
}

static void moves_on(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene);
	take(&scene, scene.a, SVC("x") SVC("y"));
	take(&scene, scene.a, SVC("x"));
	assert_true(has(&scene, "n/y"));
	take(&scene, scene.b, SVC("y"));
	manifestfile_end_orphans(&scene.objects, true);
	assert_true(has(&scene, "n/y"));
	take(&scene, scene.b, SVC("z"));
	manifestfile_end_orphans(&scene.objects, true);
	assert_false(has(&scene, "n/y"));
	assert_true(has(&scene, "n/x") && has(&scene, "n/z"));
	close_scene(&scene);
}

static void moves_on_twice(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene);
	take(&scene, scene.a, SVC("y"));
	take(&scene, scene.a, "");
	take(&scene, scene.b, SVC("y"));
	take(&scene, scene.b, "");
	take(&scene, scene.a, SVC("y"));
	manifestfile_end_orphans(&scene.objects, true);
	assert_true(has(&scene, "n/y"));
	close_scene(&scene);
}

static void goes_with_its_file(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene);
	take(&scene, scene.a, SVC("y"));
	manifestfile_free(scene.a, &scene.objects, true);
	assert_true(has(&scene, "n/y"));
	scene.a = manifestfile_new("c.yaml");
	manifestfile_end_orphans(&scene.objects, true);
	assert_false(has(&scene, "n/y"));
	close_scene(&scene);
}

static bool always(void *arg)
{
	(void)arg;
	return true;
}

/* What is read piece by piece is the same as what is read at once. */
static void in_pieces(void **state)
{
	static const char list[] =
	    SVC("x") "---\n"
		     "apiVersion: v1\nkind: List\nitems:\n"
		     "- {apiVersion: v1, kind: Service, metadata: "
		     "{namespace: n, name: y}}\n"
		     "- {apiVersion: v1, kind: Service, metadata: "
		     "{namespace: n, name: z}}\n"
		     "---\n{\"kind\": \"List\", \"items\": [1, 2, "
		     "{\"kind\"}]}\n" SVC("w");
	const struct pause pause = { .due = always };
	struct buf text = BUF_INIT(1000);
	struct scene scene;
	size_t pieces = 0;

	(void)state;
	open_scene(&scene);
	buf_puts(&text, list);
	manifestfile_begin(scene.a, &scene.objects, &text);
	assert_false(has(&scene, "n/x"));
	while (!manifestfile_some(scene.a, &pause))
		pieces++;
	assert_true(pieces > 5);
	assert_true(has(&scene, "n/x") && has(&scene, "n/w"));
	assert_true(has(&scene, "n/y") && has(&scene, "n/z"));
	assert_false(scene.a->good);
	close_scene(&scene);
}

/* Nor is a document read in one turn, however much YAML it has. */
static void one_document_in_pieces(void **state)
{
	const struct pause pause = { .due = always };
	struct buf text = BUF_INIT(1u << 16);
	struct scene scene;
	size_t pieces = 0;

	(void)state;
	open_scene(&scene);
	buf_puts(&text,
	    "apiVersion: v1\nkind: Service\n"
	    "metadata:\n  namespace: n\n  name: x\n  labels:\n");
	for (unsigned i = 0; i < 100; i++)
		buf_printf(&text, "    l%u: x\n", i);
	manifestfile_begin(scene.a, &scene.objects, &text);
	while (!manifestfile_some(scene.a, &pause))
		pieces++;
	assert_true(pieces > 100);
	assert_true(scene.a->good && has(&scene, "n/x"));
	close_scene(&scene);
}

/* Stopped in the middle of a list. */
static void not_to_its_end(void **state)
{
	const struct pause pause = { .due = always };
	struct buf text = BUF_INIT(1000);
	struct scene scene;

	(void)state;
	open_scene(&scene);
	buf_puts(&text,
	    "apiVersion: v1\nkind: ServiceList\nitems:\n"
	    "- metadata: {namespace: n, name: y}\n"
	    "- metadata: {namespace: n, name: z}\n");
	manifestfile_begin(scene.a, &scene.objects, &text);
	assert_false(manifestfile_some(scene.a, &pause));
	assert_false(manifestfile_some(scene.a, &pause));
	close_scene(&scene);
}

/* As a program writes it: one line, longer than a line of YAML may be. */
static void a_long_line_of_json(void **state)
{
	struct buf text = BUF_INIT(1u << 20);
	struct scene scene;

	(void)state;
	open_scene(&scene);
	buf_puts(&text, "---\n{\"kind\":\"List\",\"items\":[");
	for (int i = 0; i < 4000; i++)
		buf_printf(&text,
		    "%s{\"apiVersion\":\"v1\",\"kind\":\"Service\","
		    "\"metadata\":{\"namespace\":\"n\",\"name\":\"s%d\"}}",
		    i ? "," : "", i);
	buf_puts(&text,
	    "]}\n---\n{\"apiVersion\":\"v1\",\"kind\":\"Service\","
	    "\"metadata\":{\"namespace\":\"n\",\"name\":\"t\"}}\n");
	assert_true(text.len > 256 * 1024);
	take(&scene, scene.a, buf_text(&text));
	assert_true(scene.a->good);
	assert_true(has(&scene, "n/s3999") && has(&scene, "n/t"));
	buf_clear(&text);
	close_scene(&scene);
}

#define MANY 100000

/* No object is looked for among all of its file: that would take minutes. */
static void many_move(void **state)
{
	struct buf text = BUF_INIT((size_t)MANY * 100);
	struct scene scene;

	(void)state;
	for (unsigned i = 0; i < MANY; i++)
		buf_printf(&text, SVC("s%u"), i);
	assert_true(buf_ok(&text));
	open_scene(&scene);
	take(&scene, scene.b, buf_text(&text));
	take(&scene, scene.a, buf_text(&text));
	take(&scene, scene.b, "");
	manifestfile_end_orphans(&scene.objects, true);
	assert_true(has(&scene, "n/s0"));
	assert_true(has(&scene, "n/s99999"));
	take(&scene, scene.a, "");
	manifestfile_end_orphans(&scene.objects, true);
	assert_false(has(&scene, "n/s0"));
	assert_false(has(&scene, "n/s99999"));
	close_scene(&scene);
	buf_clear(&text);
}

#define ITEM(kind, name, more)                                        \
	"{\"apiVersion\":\"v1\",\"kind\":\"" kind "\",\"metadata\":{" \
	"\"namespace\":\"n\",\"name\":\"" name "\"}" more "}"
#define ITEMS(more) "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" more
#define NUL ",\"data\":\"\\u0000\""

/* What the API server takes and we do not: it costs nobody else a name. */
static void an_item_that_cannot_be_read(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene);
	take(&scene, scene.a,
	    ITEMS(ITEM("Service", "x", "") "," ITEM(
		"Service", "y", NUL) "," ITEM("Service", "z", "") "]}"));
	assert_true(has(&scene, "n/x") && has(&scene, "n/z"));
	assert_false(has(&scene, "n/y") || scene.a->good);
	assert_string_equal(scene.a->remark,
	    "a.yaml:1: items[1]: Service n/y: a NUL (\\u0000) in a string");
	/* It is not gone, then. */
	take(&scene, scene.a, ITEMS(ITEM("Service", "x", NUL) "]}"));
	manifestfile_end_orphans(&scene.objects, true);
	assert_true(has(&scene, "n/x") && has(&scene, "n/z"));
	/* Of a kind that is not read it does not matter. */
	take(&scene, scene.a,
	    ITEMS(
		ITEM("ConfigMap", "c", NUL) "," ITEM("Service", "x", "") "]}"));
	manifestfile_end_orphans(&scene.objects, true);
	assert_true(has(&scene, "n/x") && scene.a->good);
	assert_false(has(&scene, "n/z"));
	/* A list without its end is no list. */
	take(&scene, scene.a, ITEMS(ITEM("Service", "w", "") ","));
	assert_false(has(&scene, "n/w") || scene.a->good);
	close_scene(&scene);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_on),
		cmocka_unit_test(many_move),
		cmocka_unit_test(in_pieces),
		cmocka_unit_test(one_document_in_pieces),
		cmocka_unit_test(a_long_line_of_json),
		cmocka_unit_test(not_to_its_end),
		cmocka_unit_test(moves_on_twice),
		cmocka_unit_test(goes_with_its_file),
		cmocka_unit_test(an_item_that_cannot_be_read),
	};

	log_setup(LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
