/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_manifest.c - a file of manifests: YAML or JSON, cut into documents.
 *
 * What is given away is JSON with a name; a file that goes takes along all
 * that it brought.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
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

static void check_object(void *arg, const struct document *document)
{
	struct err err;
	struct json *tree = json_parse(document->text, document->len, &err);
	size_t *count = arg;

	assert(tree && json_type(tree) == JSON_OBJECT);
	assert(document->kind && *document->name);
	json_free(tree);
	(*count)++;
}

static void check_remark(
    void *arg, enum finding_id id, const char *origin, const char *text)
{
	(void)arg;
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

/* The objects of a file, the same file again, and none of it. */
static void take(const char *text, size_t size, size_t most)
{
	struct fileobjects objects = { .store = store_new() };
	struct manifestfile *file = manifestfile_new("f");

	for (size_t i = 0; i < kind_count(); i++)
		store_begin(objects.store, kind_at(i));
	manifestfile_take(file, &objects, text, size);
	assert(count_objects(objects.store) <= most);
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
	const char *text = (const char *)data;
	size_t count = 0;
	struct documents documents = {
		.file = "f",
		.namespace = "n",
		.object = check_object,
		.remark = check_remark,
		.arg = &count,
	};

	log_setup(LOG_ERROR, LOG_TEXT);
	documents_begin(&documents, text, size);
	if (!documents_some(&documents, NULL))
		abort();
	take(text, size, count);
	return 0;
}
