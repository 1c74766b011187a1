/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_manifest.c - a file of manifests: YAML or JSON, cut into documents.
 *
 * What is given away is JSON with a name, and the same if it is read in pieces;
 * a file that goes takes along all that it brought.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/log.h"
#include "controller/kube/manifest/documents.h"
#include "controller/kube/manifest/manifestfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 forgets a buffer when a token in error is dropped. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

/* What the documents of a text have. */
struct given {
	size_t count, remarks, bad;
	struct buf texts; /* of the objects */
};

static bool always(void *arg)
{
	(void)arg;
	return true;
}

static void check_object(void *arg, const struct document *document)
{
	struct err err;
	struct json *tree = json_parse(document->text, document->len, &err);
	struct given *given = arg;

	assert(tree && json_type(tree) == JSON_OBJECT);
	assert(document->kind && *document->name);
	json_free(tree);
	given->count++;
	buf_add(&given->texts, document->text, document->len);
}

static void check_remark(
    void *arg, enum finding_id id, const char *origin, const char *text)
{
	struct given *given = arg;

	given->remarks++;
	assert((id == OTHER_VERSION) == (*origin != '\0'));
	assert(!strncmp(text, "f:", 2));
}

static size_t count_objects(const struct store *store)
{
	size_t count = 0;

	for (size_t i = 0; i < kind_count(); i++)
		count += store_status(store, kind_at(i))->objects +
		    store_status(store, kind_at(i))->refused;
	return count;
}

static struct given read_all(
    const char *text, size_t size, const struct pause *pause)
{
	struct given given = { .texts = BUF_INIT(SIZE_MAX / 2) };
	struct documents documents = {
		.file = "f",
		.namespace = "n",
		.object = check_object,
		.remark = check_remark,
		.arg = &given,
	};

	documents_begin(&documents, text, size);
	while (!documents_some(&documents, pause))
		assert(pause);
	given.bad = documents.bad;
	return given;
}

/* The objects of a file, the same file again, and none of it. */
static void take(const char *text, size_t size, size_t most)
{
	struct fileobjects objects = { .store = store_new() };
	struct manifestfile *file = manifestfile_new("f");
	struct buf copy = BUF_INIT(size + 1);

	for (size_t i = 0; i < kind_count(); i++)
		store_begin(objects.store, kind_at(i));
	manifestfile_take(file, &objects, text, size);
	assert(count_objects(objects.store) <= most);
	buf_add(&copy, text, size);
	assert(manifestfile_keeps(file, &objects, &copy) == file->good);
	buf_clear(&copy);
	manifestfile_take(file, &objects, text, size);
	assert(count_objects(objects.store) <= most);
	assert(file->good == file->known);
	manifestfile_free(file, &objects, true);
	manifestfile_end_orphans(&objects, true);
	assert(!count_objects(objects.store));
	assert(!objects.map.count);
	map_clear(&objects.map);
	store_free(objects.store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pause pause = { .due = always };
	const char *text = (const char *)data;
	struct given whole, pieces;

	log_setup(LOG_ERROR, LOG_TEXT);
	whole = read_all(text, size, NULL);
	pieces = read_all(text, size, &pause);
	assert(whole.count == pieces.count && whole.bad == pieces.bad);
	assert(whole.remarks == pieces.remarks);
	assert(!strcmp(buf_text(&whole.texts), buf_text(&pieces.texts)));
	buf_clear(&whole.texts);
	buf_clear(&pieces.texts);
	take(text, size, whole.count);
	return 0;
}
