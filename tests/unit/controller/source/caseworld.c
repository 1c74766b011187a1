/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/source/caseworld.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/textfile.h"
#include "controller/kube/manifest/documents.h"
#include "tests/test.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

#define CASES "tests/cases"
#define FILE_LIMIT (8u << 20)

static void add_object(void *arg, const struct document *document)
{
	struct golden *golden = arg;
	struct case_object *object;

	golden->objects = xgrow(golden->objects, golden->count, &golden->cap,
	    sizeof(*golden->objects));
	object = &golden->objects[golden->count++];
	*object = (struct case_object){ .kind = document->kind,
		.text = xmalloc(document->len + 1),
		.len = document->len,
		.namespace = xstrdup(document->namespace) };
	memcpy(object->text, document->text, document->len);
	object->text[document->len] = '\0';
}

static void read_objects(struct golden *golden)
{
	static const char *const names[] = { "objects.yaml", "objects.json" };
	struct documents documents = { .object = add_object, .arg = golden };
	struct buf text = BUF_INIT(FILE_LIMIT);
	char path[512];
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(
		    path, sizeof(path), CASES "/%s/%s", golden->name, names[i]);
		buf_reset(&text);
		documents.file = path;
		if (!textfile_read(path, &text, &err))
			continue;
		documents_begin(&documents, buf_text(&text), text.len);
		assert_true(documents_some(&documents, NULL));
	}
	buf_clear(&text);
}

static void read_one(struct goldens *goldens, const char *name)
{
	struct config_errors errors = { .text = BUF_INIT(1u << 20) };
	struct golden *golden;
	char path[512];

	snprintf(path, sizeof(path), CASES "/%s/config.yaml", name);
	goldens->list = xgrow(goldens->list, goldens->count, &goldens->cap,
	    sizeof(*goldens->list));
	golden = &goldens->list[goldens->count++];
	*golden = (struct golden){ .name = xstrdup(name),
		.config = config_load(path, &errors) };
	if (!golden->config)
		fail_msg("%s", buf_text(&errors.text));
	read_objects(golden);
	config_errors_clear(&errors);
}

void goldens_read(struct goldens *goldens)
{
	struct dirent **entries;
	int count = scandir(CASES, &entries, NULL, alphasort);

	assert_true(count > 0);
	*goldens = (struct goldens){ 0 };
	for (int i = 0; i < count; i++) {
		if (!strchr(entries[i]->d_name, '.'))
			read_one(goldens, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

void goldens_clear(struct goldens *goldens)
{
	for (size_t i = 0; i < goldens->count; i++) {
		struct golden *golden = &goldens->list[i];

		for (size_t j = 0; j < golden->count; j++) {
			free(golden->objects[j].text);
			free(golden->objects[j].namespace);
		}
		free(golden->objects);
		free(golden->name);
		config_free(golden->config);
	}
	free(goldens->list);
}

void caseworld_list(struct caseworld *world)
{
	for (size_t i = 0; i < kind_count(); i++)
		store_commit(world->store, kind_at(i));
}

void caseworld_open(
    struct caseworld *world, const struct config *config, bool listed)
{
	*world = (struct caseworld){ .config = config, .store = store_new() };
	world->sources = sources_new(world->store);
	world->set = zoneset_new(config->settings, config->nzones);
	if (listed)
		caseworld_list(world);
}

/* One that is refused stays refused: that is an outcome, too. */
void caseworld_put(struct caseworld *world, const struct case_object *object)
{
	struct err err;

	(void)!store_put(
	    world->store, object->kind, object->text, object->len, &err);
}

void caseworld_delete(struct caseworld *world, const struct case_object *object)
{
	struct err err;

	(void)!store_delete(
	    world->store, object->kind, object->text, object->len, &err);
}

void caseworld_pass(struct caseworld *world)
{
	sources_pass(world->sources, world->config, world->set, 0);
	for (size_t i = 0; i < zoneset_count(world->set); i++)
		zone_resolve(zoneset_at(world->set, i));
}

static struct version *version_of(struct caseworld *world, size_t at)
{
	struct err err;
	struct version *version =
	    version_new(zoneset_at(world->set, at), 1, &err);

	assert_non_null(version);
	return version;
}

void caseworld_adopt(struct caseworld *world)
{
	for (size_t i = 0; i < zoneset_count(world->set); i++) {
		struct version *version = version_of(world, i);

		version_adopt(zoneset_at(world->set, i), version);
		version_free(version);
	}
}

static int compare(const void *a, const void *b)
{
	return finding_compare(a, b);
}

static void print_findings(struct caseworld *world, struct buf *out)
{
	struct findings findings = { 0 };

	store_findings(world->store, &findings);
	zoneset_findings(world->set, &findings);
	if (findings.count)
		qsort(findings.list, findings.count, sizeof(*findings.list),
		    compare);
	for (size_t i = 0; i < findings.count; i++)
		finding_print(&findings.list[i], out);
	findings_clear(&findings);
}

char *caseworld_print(struct caseworld *world, bool findings)
{
	struct buf out = BUF_INIT(64u << 20);
	char *text;

	for (size_t i = 0; i < zoneset_count(world->set); i++) {
		struct version *version = version_of(world, i);

		buf_add(&out, version->file.data, version->file.len);
		version_free(version);
	}
	if (findings)
		print_findings(world, &out);
	text = xstrdup(buf_text(&out));
	buf_clear(&out);
	return text;
}

void caseworld_close(struct caseworld *world)
{
	zoneset_free(world->set);
	sources_free(world->sources);
	store_free(world->store);
}
