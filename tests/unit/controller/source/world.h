/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - the objects that others look at, in a store.
 */
#ifndef TESTS_UNIT_CONTROLLER_SOURCE_WORLD_H
#define TESTS_UNIT_CONTROLLER_SOURCE_WORLD_H

#include "controller/object/store.h"
#include "controller/source/source.h"
#include "tests/unit/controller/source/document.h"

static void run(struct claims *claims)
{
	const struct config *config = claims->config;
	struct zoneset *set = zoneset_new(config->settings, config->nzones);

	claims->zones = set;
	source_find(claims->object->kind->name)->claims(claims);
	zoneset_free(set);
}

static void no_reader(void *arg, const struct kind *kind, const char *key)
{
	(void)arg;
	fail_msg("%s %s is told of changes", kind->name, key);
}

/* The other objects, listed and known to the index. */
static void fill(
    struct store *store, const struct lookup *lookup, const char *const *others)
{
	struct buf json = BUF_INIT(1 << 20);
	struct store_change change;
	struct err err;

	for (size_t i = 0; others[i]; i++) {
		buf_reset(&json);
		to_json(&json, others[i]);
		if (!store_put(store, kind_in(others[i]), buf_text(&json),
			json.len, &err))
			fail_msg("%s", err.text);
	}
	for (size_t i = 0; i < kind_count(); i++)
		store_commit(store, kind_at(i));
	while (store_next(store, &change))
		lookup_changed(lookup, &change, no_reader, NULL);
	buf_clear(&json);
}

#endif
