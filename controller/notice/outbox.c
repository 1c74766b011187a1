/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/notice/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

#define PACE 200 /* ms between two, on average */
#define BURST 25
#define OBJECT_PACE 300000 /* the same for one object */
#define OBJECT_BURST 10
#define NAMESPACE_PACE 10000 /* and for all of one namespace */
#define NAMESPACE_BURST 100

/* One entry of a memory. */
struct remembered {
	uint64_t at; /* ms: when it was said */
	struct rate rate;
	char key[];
};

void outbox_init(struct outbox *outbox)
{
	*outbox =
	    (struct outbox){ .pace = { .interval = PACE, .burst = BURST } };
}

static void forget(struct map *memory)
{
	struct remembered *one;
	size_t at = 0;

	while ((one = map_next(memory, &at)))
		free(one);
	map_clear(memory);
}

void letter_free(struct letter *letter)
{
	if (!letter)
		return;
	free(letter->path);
	free(letter->body);
	free(letter);
}

void outbox_clear(struct outbox *outbox)
{
	struct letter *letter;

	while ((letter = outbox->first)) {
		outbox->first = letter->next;
		letter_free(letter);
	}
	forget(&outbox->said);
	forget(&outbox->objects);
	forget(&outbox->namespaces);
	*outbox = (struct outbox){ .pace = outbox->pace };
}

/* Entries that are too old to matter; all of them if that is not enough. */
static void make_room(struct map *memory, uint64_t now)
{
	struct remembered *one;
	size_t at = 0;

	if (memory->count < OUTBOX_MEMORY)
		return;
	while ((one = map_next(memory, &at)))
		if (now - one->at >= OUTBOX_AGAIN) {
			map_remove(memory, one->key);
			free(one);
		}
}

/* rate: of an entry that was not there.  NULL: there is no room. */
static struct remembered *recall(
    struct map *memory, const char *key, const struct rate *rate, uint64_t now)
{
	struct remembered *one = map_get(memory, key);
	size_t size = strlen(key) + 1;

	if (!one) {
		make_room(memory, now);
		if (memory->count >= OUTBOX_MEMORY)
			return NULL;
		one = xcalloc(1, sizeof(*one) + size);
		memcpy(one->key, key, size);
		one->rate = *rate;
		map_put(memory, one->key, one);
	}
	one->at = now;
	return one;
}

/* One tenant, with however many objects, must not keep the others silent. */
static bool has_turn(
    struct outbox *outbox, const struct speaker *speaker, uint64_t now)
{
	static const struct rate of_namespace = { .interval = NAMESPACE_PACE,
		.burst = NAMESPACE_BURST };
	static const struct rate of_object = { .interval = OBJECT_PACE,
		.burst = OBJECT_BURST };
	struct remembered *object = map_get(&outbox->objects, speaker->object);
	struct remembered *namespace;

	/* A loud object does not use up what its namespace may say. */
	if (object && !rate_allows(&object->rate, now))
		return false;
	namespace =
	    recall(&outbox->namespaces, speaker->namespace, &of_namespace, now);
	if (!namespace || !rate_allows(&namespace->rate, now))
		return false;
	if (object)
		return true;
	object = recall(&outbox->objects, speaker->object, &of_object, now);
	return object && rate_allows(&object->rate, now);
}

bool outbox_allows(struct outbox *outbox, const struct speaker *speaker,
    const char *said, uint64_t now)
{
	static const struct rate none = { 0 };
	const struct remembered *before = map_get(&outbox->said, said);

	if (outbox->count >= OUTBOX_QUEUE ||
	    (before && now - before->at < OUTBOX_AGAIN) ||
	    (speaker && !has_turn(outbox, speaker, now)))
		return false;
	return recall(&outbox->said, said, &none, now) != NULL;
}

static void append(struct outbox *outbox, struct letter *letter)
{
	letter->next = NULL;
	if (outbox->last)
		outbox->last->next = letter;
	else
		outbox->first = letter;
	outbox->last = letter;
	outbox->count++;
}

void outbox_put(struct outbox *outbox, enum http_method method,
    const char *path, const char *body)
{
	struct letter *letter;

	if (outbox->count >= OUTBOX_QUEUE) {
		outbox->dropped++;
		return;
	}
	letter = xcalloc(1, sizeof(*letter));
	letter->method = method;
	letter->path = xstrdup(path);
	letter->body = xstrdup(body);
	append(outbox, letter);
}

struct letter *outbox_take(struct outbox *outbox, uint64_t now)
{
	struct letter *letter = outbox->first;

	if (!letter || !rate_allows(&outbox->pace, now))
		return NULL;
	outbox->first = letter->next;
	if (!outbox->first)
		outbox->last = NULL;
	outbox->count--;
	return letter;
}

void outbox_forget(struct outbox *outbox, enum http_method method)
{
	struct letter *all = outbox->first, *next;

	outbox->first = outbox->last = NULL;
	outbox->count = 0;
	for (; all; all = next) {
		next = all->next;
		if (all->method == method)
			letter_free(all);
		else
			append(outbox, all);
	}
	forget(&outbox->said);
	forget(&outbox->objects);
	forget(&outbox->namespaces);
}

void outbox_return(struct outbox *outbox, struct letter *letter)
{
	letter->tries++;
	append(outbox, letter);
}
