/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/base/textfile.h"
#include "controller/base/yaml.h"
#include "controller/config/check.h"
#include "controller/config/draft.h"
#include "controller/config/keys.h"
#include "controller/config/read/reader.h"
#include "zonegen/base/digest.h"

#define FILE_MAX (1024 * 1024)
#define ERRORS_MAX (1024 * 1024)

static struct config *fail(struct config_errors *errors, const struct err *err)
{
	buf_printf(&errors->text, "%s\n", err->text);
	errors->count = 1;
	return NULL;
}

/* The directory of the file at path, absolute. */
static const char *directory_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	int len = slash ? (int)(slash - path) : 0;
	char here[PATH_MAX];

	if (*path == '/')
		return arena_printf(arena, "%.*s", len ? len : 1, path);
	if (!getcwd(here, sizeof(here)))
		here[0] = '\0';
	return arena_printf(arena, "%s%s%.*s", here, len ? "/" : "", len, path);
}

/* Makes the draft a config of its own, which takes over the arena. */
static struct config *finish(struct draft *draft, const char *path)
{
	struct config *config = xmalloc(sizeof(*config));

	draft->config.file = arena_strdup(&draft->config.arena, path);
	*config = draft->config;
	return config;
}

static struct config *read_document(const char *path, const struct yaml *yaml,
    const struct json *document, const struct config_templates *templates,
    struct config_errors *errors)
{
	struct draft draft = { .templates = templates };
	struct reader reader = {
		.arena = &draft.config.arena,
		.yaml = yaml,
		.file = path,
	};
	struct config *config = NULL;
	char claiming[DIGEST_SIZE];
	const char *profile;

	reader.base = directory_of(&reader.scratch, path);
	if (json_string(json_get(document, "profile"), &profile))
		reader.profile = profile_find(profile);
	reader_read(&reader, document, config_keys, config_nkeys, &draft);
	check_draft(&draft, &reader);
	reader_report(&reader, &errors->text);
	errors->count = reader.count;
	if (!reader.count) {
		reader_digest(&reader, claiming);
		draft.config.claiming = arena_strdup(reader.arena, claiming);
		config = finish(&draft, path);
	} else {
		arena_clear(&draft.config.arena);
	}
	reader_clear(&reader);
	return config;
}

struct config *config_parse_with(const char *path, const char *text, size_t len,
    const struct config_templates *templates, struct config_errors *errors)
{
	struct yaml_text source = { path, text, len, 1 };
	struct json *document = NULL;
	struct config *config = NULL;
	struct yaml yaml;
	struct err err;

	config_errors_clear(errors);
	digest_hex(text, len, errors->digest);
	if (!yaml_parse(&source, true, &yaml, &err))
		return fail(errors, &err);
	if (yaml.json.len)
		document = json_parse(yaml.json.data, yaml.json.len, &err);
	if (yaml.json.len && !document) {
		err_prefix(&err, "%s", path);
		fail(errors, &err);
	} else {
		config =
		    read_document(path, &yaml, document, templates, errors);
	}
	json_free(document);
	yaml_clear(&yaml);
	if (config) {
		config->digest = arena_strdup(&config->arena, errors->digest);
		config->text =
		    arena_printf(&config->arena, "%.*s", (int)len, text);
	}
	return config;
}

struct config *config_parse(const char *path, const char *text, size_t len,
    struct config_errors *errors)
{
	return config_parse_with(path, text, len, NULL, errors);
}

struct config *config_load(const char *path, struct config_errors *errors)
{
	struct buf text = BUF_INIT(FILE_MAX);
	struct config *config;
	struct err err;

	config_errors_clear(errors);
	if (textfile_read(path, &text, &err))
		config = config_parse(path, buf_text(&text), text.len, errors);
	else
		config = fail(errors, &err);
	buf_clear(&text);
	return config;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	arena_clear(&config->arena);
	free(config);
}

bool config_asks_services(const struct config *config)
{
	for (size_t i = 0; i < config->nzones; i++) {
		const char *const *services =
		    config->zones[i].nameserver_services;

		for (size_t j = 0;
		     services && j < config->settings[i].nnameservers; j++)
			if (services[j])
				return true;
	}
	return false;
}

void config_errors_clear(struct config_errors *errors)
{
	buf_clear(&errors->text);
	errors->text.limit = ERRORS_MAX;
	errors->count = 0;
	*errors->digest = '\0';
}
