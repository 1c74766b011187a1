/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reads.c - a bipartite graph of dependents and topics. Each edge is stored at
 * both ends with its place at the other, so that it is removed in constant
 * time.
 */
#include "controller/object/reads.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

/* One end of "this dependent read that topic"; each end knows where the other
 * is.
 */
struct edge {
	struct topic *topic;
	size_t at; /* in its list of links */
};

struct link {
	struct dependent *dependent;
	size_t at; /* in its list of edges */
};

struct topic {
	struct link *links;
	size_t count, cap;
	uint64_t turn; /* when it was last noted: once for each dependent */
	char text[];
};

/* In one allocation, its text at the end. */
struct dependent {
	const struct kind *kind;
	const char *text;
	uint32_t kinds;
	size_t count;
	struct edge edges[];
};

struct reads {
	struct map dependents, topics; /* by text */
	size_t readers[32];            /* dependents, by the bit of a kind */
	/* The dependent whose claims are being made. */
	uint64_t turn;
	struct topic **noted;
	size_t count, cap;
	uint32_t kinds;
};

struct reads *reads_new(void)
{
	return xcalloc(1, sizeof(struct reads));
}

void reads_free(struct reads *reads)
{
	struct dependent *dependent;
	struct topic *topic;
	size_t at = 0;

	if (!reads)
		return;
	while ((dependent = map_next(&reads->dependents, &at)))
		free(dependent);
	for (at = 0; (topic = map_next(&reads->topics, &at));) {
		free(topic->links);
		free(topic);
	}
	map_clear(&reads->dependents);
	map_clear(&reads->topics);
	free(reads->noted);
	free(reads);
}

void reads_begin(struct reads *reads)
{
	reads->turn++;
	reads->count = 0;
	reads->kinds = 0;
}

void reads_note(struct reads *reads, const struct kind *kind, const char *text)
{
	struct topic *topic =
	    map_make(&reads->topics, text, offsetof(struct topic, text));

	reads->kinds |= UINT32_C(1) << kind_index(kind);
	if (topic->turn == reads->turn)
		return;
	topic->turn = reads->turn;
	reads->noted = xgrow(
	    reads->noted, reads->count, &reads->cap, sizeof(struct topic *));
	reads->noted[reads->count++] = topic;
}

/* The last link takes the place of the one that goes. */
static void unlink_edge(struct reads *reads, const struct edge *edge)
{
	struct topic *topic = edge->topic;
	struct link *last = &topic->links[--topic->count];

	topic->links[edge->at] = *last;
	last->dependent->edges[last->at].at = edge->at;
	if (topic->count)
		return;
	map_remove(&reads->topics, topic->text);
	free(topic->links);
	free(topic);
}

void reads_forget(struct reads *reads, const char *origin)
{
	struct dependent *dependent = map_remove(&reads->dependents, origin);

	if (!dependent)
		return;
	for (size_t i = 0; i < dependent->count; i++)
		unlink_edge(reads, &dependent->edges[i]);
	for (size_t i = 0; i < ARRAY_LEN(reads->readers); i++)
		reads->readers[i] -= dependent->kinds >> i & 1;
	free(dependent);
}

static void link_edge(
    struct dependent *dependent, size_t at, struct topic *topic)
{
	topic->links = xgrow(
	    topic->links, topic->count, &topic->cap, sizeof(*topic->links));
	dependent->edges[at] =
	    (struct edge){ .topic = topic, .at = topic->count };
	topic->links[topic->count++] =
	    (struct link){ .dependent = dependent, .at = at };
}

static struct dependent *make_dependent(
    struct reads *reads, const struct kind *kind, const char *origin)
{
	size_t size = strlen(origin) + 1;
	struct dependent *dependent;

	dependent = xmalloc(sizeof(*dependent) +
	    reads->count * sizeof(dependent->edges[0]) + size);
	dependent->kind = kind;
	dependent->kinds = reads->kinds;
	dependent->count = reads->count;
	dependent->text = memcpy(dependent->edges + reads->count, origin, size);
	for (size_t i = 0; i < reads->count; i++)
		link_edge(dependent, i, reads->noted[i]);
	for (size_t i = 0; i < ARRAY_LEN(reads->readers); i++)
		reads->readers[i] += dependent->kinds >> i & 1;
	return dependent;
}

/* The usual case: it read the same topics as before. */
static bool read_the_same(
    const struct reads *reads, const struct dependent *dependent)
{
	if (dependent->count != reads->count)
		return false;
	for (size_t i = 0; i < dependent->count; i++)
		if (dependent->edges[i].topic != reads->noted[i])
			return false;
	return true;
}

void reads_end(struct reads *reads, const struct kind *kind, const char *origin)
{
	struct dependent *old = map_get(&reads->dependents, origin);
	struct dependent *made;

	if (old && read_the_same(reads, old))
		return;
	/* The new one first: topics that nobody reads any more go. */
	made = reads->count ? make_dependent(reads, kind, origin) : NULL;
	reads_forget(reads, origin);
	if (made)
		map_put(&reads->dependents, made->text, made);
}

uint32_t reads_kinds(const struct reads *reads, const char *origin)
{
	const struct dependent *dependent = map_get(&reads->dependents, origin);

	return dependent ? dependent->kinds : 0;
}

uint32_t reads_all_kinds(const struct reads *reads)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < ARRAY_LEN(reads->readers); i++)
		kinds |= (uint32_t)(reads->readers[i] > 0) << i;
	return kinds;
}

static void tell(
    const struct dependent *dependent, reads_found *found, void *arg)
{
	found(arg, dependent->kind, strchr(dependent->text, ' ') + 1);
}

void reads_topic(
    const struct reads *reads, const char *text, reads_found *found, void *arg)
{
	const struct topic *topic = map_get(&reads->topics, text);

	for (size_t i = 0; topic && i < topic->count; i++)
		tell(topic->links[i].dependent, found, arg);
}

void reads_of_kinds(
    const struct reads *reads, uint32_t kinds, reads_found *found, void *arg)
{
	const struct dependent *dependent;
	size_t at = 0;

	while ((dependent = map_next(&reads->dependents, &at)))
		if (dependent->kinds & kinds)
			tell(dependent, found, arg);
}
