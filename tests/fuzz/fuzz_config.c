/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_config.c - a configuration file, YAML and all.
 *
 * It becomes a configuration that later code may rely on, or errors of one
 * line each that name the file.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "controller/config/config.h"
#include "zonegen/record/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 forgets a buffer when a token in error is dropped. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

static void check_zone(const struct zone_settings *zone)
{
	char name[NAME_SIZE];
	struct err err;
	const char *line = zone->header;

	assert(name_parse(zone->name, strlen(zone->name), name, &err));
	assert(!strcmp(name, zone->name));
	assert(zone->ttl && zone->ttl <= zone->max_ttl);
	assert(zone->nnameservers && zone->soa.primary);
	assert(!strpbrk(zone->soa.contact, " \t\r\n;()\"@"));
	for (size_t i = 0; i < zone->nnameservers; i++)
		assert(name_within(zone->nameservers[i].name, zone->name) ==
		    (zone->nameservers[i].count > 0));
	for (; *line; line += strcspn(line, "\n") + 1) {
		assert(*line == ';' || *line == '\n');
		assert(strchr(line, '\n'));
	}
}

static void check_config(const struct config *config)
{
	assert(config->nzones && config->resources.count);
	assert(*config->directory == '/' && *config->nsd_socket == '/');
	assert(config->listen.count && strchr(config->query, '@'));
	for (size_t i = 0; i < config->nzones; i++)
		check_zone(&config->settings[i]);
}

static void check_errors(const struct config_errors *errors)
{
	const char *line = buf_text(&errors->text);
	size_t count = 0;

	assert(strlen(line) == errors->text.len);
	for (; *line; line += strcspn(line, "\n") + 1) {
		assert(!strncmp(line, "/f:", 3));
		count++;
	}
	assert(count == errors->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config_errors errors = { 0 };
	struct config *config =
	    config_parse("/f", (const char *)data, size, &errors);

	assert(!config == (errors.count > 0));
	if (config)
		check_config(config);
	check_errors(&errors);
	config_free(config);
	config_errors_clear(&errors);
	return 0;
}
