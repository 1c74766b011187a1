/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/lookup.h"

#include <stdio.h>
#include <string.h>

#define TOPIC_SIZE (OBJECT_KEY_SIZE + 64)
#define SLICE "EndpointSlice"

static void topic_one(
    char topic[TOPIC_SIZE], const struct kind *kind, const char *key)
{
	snprintf(topic, TOPIC_SIZE, "%s %s", kind->name, key);
}

static void topic_all(char topic[TOPIC_SIZE], const struct kind *kind)
{
	snprintf(topic, TOPIC_SIZE, "%s *", kind->name);
}

static void topic_slices(char topic[TOPIC_SIZE], const char *service)
{
	snprintf(topic, TOPIC_SIZE, SLICE " of %s", service);
}

static bool is_known(const struct lookup *lookup, const struct kind *kind)
{
	return store_status(lookup->store, kind)->synced;
}

const struct object *lookup_get(const struct lookup *lookup,
    const char *kind_name, const char *namespace, const char *name)
{
	const struct kind *kind = kind_find(kind_name);
	char topic[TOPIC_SIZE], key[OBJECT_KEY_SIZE];

	snprintf(
	    key, sizeof(key), "%s%s%s", namespace, *namespace ? "/" : "", name);
	topic_one(topic, kind, key);
	reads_note(lookup->reads, kind, topic);
	return is_known(lookup, kind) ? store_get(lookup->store, kind, key)
				      : NULL;
}

const struct object *lookup_each(
    const struct lookup *lookup, const char *kind_name, size_t *at)
{
	const struct kind *kind = kind_find(kind_name);
	char topic[TOPIC_SIZE];

	topic_all(topic, kind);
	reads_note(lookup->reads, kind, topic);
	return is_known(lookup, kind) ? store_each(lookup->store, kind, at)
				      : NULL;
}

const struct endpointslice *lookup_slice(
    const struct lookup *lookup, const char *service, const void **at)
{
	const struct kind *kind = kind_find(SLICE);
	const struct object *object = NULL;
	char topic[TOPIC_SIZE];
	const char *key;

	topic_slices(topic, service);
	reads_note(lookup->reads, kind, topic);
	/*
	 * The index has only slices that the store handed out: their kind is
	 * complete.
	 */
	while (!object && (key = slices_next(lookup->slices, service, at)))
		object = store_get(lookup->store, kind, key);
	return (const struct endpointslice *)object;
}

/* The Services that it belonged to and belongs to; the index follows. */
static void slice_changed(const struct lookup *lookup,
    const struct store_change *change, reads_found *found, void *arg)
{
	const struct endpointslice *slice =
	    (const struct endpointslice *)change->object;
	const char *before = slices_service(lookup->slices, change->key);
	char topic[TOPIC_SIZE], service[OBJECT_KEY_SIZE];

	if (before) {
		topic_slices(topic, before);
		reads_topic(lookup->reads, topic, found, arg);
	}
	if (!slice || !slice->service) {
		slices_move(lookup->slices, change->key, NULL);
		return;
	}
	snprintf(service, sizeof(service), "%s/%s",
	    object_namespace(&slice->object), slice->service);
	if (!before || strcmp(before, service) != 0) {
		topic_slices(topic, service);
		reads_topic(lookup->reads, topic, found, arg);
	}
	slices_move(lookup->slices, change->key, service);
}

void lookup_changed(const struct lookup *lookup,
    const struct store_change *change, reads_found *found, void *arg)
{
	char topic[TOPIC_SIZE];

	if (!strcmp(change->kind->name, SLICE)) {
		slice_changed(lookup, change, found, arg);
		return;
	}
	topic_one(topic, change->kind, change->key);
	reads_topic(lookup->reads, topic, found, arg);
	topic_all(topic, change->kind);
	reads_topic(lookup->reads, topic, found, arg);
}
