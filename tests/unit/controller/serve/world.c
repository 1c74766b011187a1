/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/serve/world.h"

#include <stdlib.h>
#include <string.h>

#include "controller/serve/answer/explain.h"
#include "controller/serve/answer/report.h"
#include "controller/source/source.h"
#include "controller/source/sources.h"
#include "tests/test.h"
#include "zonegen/base/mem.h"
#include "zonegen/version/version.h"

#define ZONE(name)                                            \
	"- name: " name "\n"                                  \
	"  nameservers:\n"                                    \
	"  - {name: ns1." name ", addresses: [192.0.2.53]}\n" \
	"  soa: {contact: root@example.net}\n"

void world_open(struct world *world, const char *rules)
{
	struct config_errors errors = { .text = BUF_INIT(1u << 20) };
	struct buf text = BUF_INIT(1u << 20);

	buf_printf(&text, "zones:\n%s%s%s", ZONE("example.com"),
	    ZONE("dev.example.com"), rules);
	*world = (struct world){ .store = store_new() };
	world->config =
	    config_parse("k8s-nsd.yaml", buf_text(&text), text.len, &errors);
	if (!world->config)
		fail_msg("%s", buf_text(&errors.text));
	world->sources = sources_new(world->store);
	world->set =
	    zoneset_new(world->config->settings, world->config->nzones);
	world->knowledge = (struct knowledge){ .config = world->config,
		.store = world->store,
		.set = world->set };
	config_errors_clear(&errors);
	buf_clear(&text);
}

void world_put(struct world *world, const char *objects)
{
	char *copy = xstrdup(objects), *rest = copy, *line;
	struct err err;

	for (char *p = copy; *p; p++)
		*p = *p == '\'' ? '"' : *p;
	while ((line = strsep(&rest, "\n"))) {
		char *document = strchr(line, ' ');

		if (!document)
			continue;
		*document++ = '\0';
		if (!store_put(world->store, kind_find(line), document,
			strlen(document), &err))
			continue;
	}
	free(copy);
}

void world_list(struct world *world, const char *without)
{
	for (size_t i = 0; i < kind_count(); i++)
		if (strcmp(kind_at(i)->name, without) != 0)
			store_commit(world->store, kind_at(i));
}

static void resolve(struct world *world)
{
	for (size_t i = 0; i < zoneset_count(world->set); i++)
		zone_resolve(zoneset_at(world->set, i));
}

void world_pass(struct world *world)
{
	sources_pass(world->sources, world->config, world->set, 0);
	resolve(world);
}

void world_publish(struct world *world)
{
	struct err err;

	for (size_t i = 0; i < zoneset_count(world->set); i++) {
		struct zone *zone = zoneset_at(world->set, i);
		struct version *version = version_new(zone, 1, &err);

		assert_non_null(version);
		version_adopt(zone, version);
		version_free(version);
	}
}

void world_keep(struct world *world)
{
	struct origin *origin =
	    origin_from_text("Ingress web/www", "", AGE_UNKNOWN);
	struct overlay overlay = OVERLAY_INIT;
	struct arena arena = { 0 };
	struct record record;
	struct err err;

	if (!record_address(&record, "192.0.2.1", &arena, &err))
		fail_msg("%s", err.text);
	overlay_retain(&overlay, RETAIN_UNTRUSTED, origin,
	    source_rank(world->config, "Ingress"), "www.example.com", RR_A,
	    &record, 1);
	zone_overlay(zoneset_at(world->set, 0), &overlay);
	resolve(world);
	overlay_clear(&overlay);
	arena_clear(&arena);
	origin_unref(origin);
}

bool world_explain(
    const struct world *world, const char *asked, struct buf *text)
{
	struct buf json = BUF_INIT(1 << 20);
	struct question question;
	struct err err;
	bool found;

	if (!question_parse(&question, asked, &err))
		fail_msg("%s", err.text);
	explain_write(&world->knowledge, &question, &json);
	if (!report_print(buf_text(&json), json.len, text, &found, &err))
		fail_msg("%s: %s", err.text, buf_text(&json));
	buf_clear(&json);
	return found;
}

void world_close(struct world *world)
{
	zoneset_free(world->set);
	sources_free(world->sources);
	store_free(world->store);
	config_free(world->config);
}

void world_drop_owner(struct buf *text)
{
	char *at = strstr(buf_text(text), "\nowner"), *end;

	if (!at)
		return;
	end = strchr(++at, '\n') + 1;
	memmove(at, end, strlen(end) + 1);
}
