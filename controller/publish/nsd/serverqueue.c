/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/serverqueue.h"

#include "controller/publish/nsd/control.h"
#include "zonegen/base/mem.h"

void serverqueue_clear(struct serverqueue *queue)
{
	struct server_zone *zone;
	size_t at = 0;

	while ((zone = map_next(&queue->zones, &at)))
		serverzone_free(zone);
	map_clear(&queue->zones);
}

struct server_zone *serverqueue_zone(
    struct serverqueue *queue, const char *name)
{
	return map_make(
	    &queue->zones, name, offsetof(struct server_zone, name));
}

void serverqueue_enter(struct serverqueue *queue, struct server_zone *zone)
{
	if (zone->in_line || zone->under_way)
		return;
	zone->in_line = true;
	zone->next = queue->line;
	queue->line = zone;
}

void serverqueue_unstick(struct serverqueue *queue)
{
	struct server_zone *zone;
	size_t at = 0;

	while ((zone = map_next(&queue->zones, &at))) {
		zone->stuck = false;
		serverqueue_enter(queue, zone);
	}
}

void serverqueue_read_all(struct serverqueue *queue)
{
	struct server_zone *zone;
	size_t at = 0;

	while ((zone = map_next(&queue->zones, &at)))
		zone->read = true;
}

void serverqueue_change_all(struct serverqueue *queue, bool started)
{
	struct server_zone *zone;
	size_t at = 0;

	while ((zone = map_next(&queue->zones, &at))) {
		zone->read &= started && zone->want == WANT_LOADED;
		if (zone->want == WANT_LOADED)
			zone->changed = !zone->read;
	}
}

struct server_zone *serverqueue_next_read(struct serverqueue *queue, size_t *at)
{
	struct server_zone *zone;

	while ((zone = map_next(&queue->zones, at))) {
		if (!zone->read)
			continue;
		zone->read = false;
		if (zone->present && !zone->changed)
			return zone;
	}
	return NULL;
}

void serverqueue_compare(struct serverqueue *queue, const char *text)
{
	struct zonestatus status;
	struct server_zone *zone;
	size_t at = 0;

	while ((zone = map_next(&queue->zones, &at)))
		zone->seen = false;
	while (zonestatus_next(&text, &status)) {
		zone = map_get(&queue->zones, status.name);
		if (!zone && !status.ours)
			continue;
		if (!zone)
			zone = serverqueue_zone(queue, status.name);
		if (!status.ours && zone->want == WANT_GONE)
			continue; /* belongs to another pattern now */
		zone->seen = true;
		if (status.has_serial)
			queue->serves(queue->arg, zone->name, status.serial);
		serverzone_set(zone, status.ours ? status.pattern : NULL);
	}
	at = 0;
	while ((zone = map_next(&queue->zones, &at))) {
		zone->present = zone->seen;
		if (!zone->present)
			serverzone_set(zone, NULL);
		serverqueue_enter(queue, zone);
	}
}

static const char *wanted(
    const struct serverqueue *queue, const struct server_zone *zone)
{
	return zone->stuck ? PATTERN_PLAIN
			   : queue->pattern(queue->arg, zone->name);
}

/* Drops a zone that NSD no longer has and that is not wanted. */
static void forget(struct serverqueue *queue, struct server_zone *zone)
{
	map_remove(&queue->zones, zone->name);
	serverzone_free(zone);
}

bool serverqueue_take(struct serverqueue *queue, enum op op)
{
	struct server_zone **at = &queue->line;

	queue->op = op;
	while (*at) {
		struct server_zone *zone = *at;
		enum op need = serverzone_needs(zone, wanted(queue, zone));
		bool early = op == OP_DELETE && need == op &&
		    !queue->may_end(queue->arg, zone->name);

		if (need != OP_NONE &&
		    (need != op || early ||
			(serverzone_is_single(op) && queue->group))) {
			at = &zone->next;
			continue;
		}
		*at = zone->next;
		zone->in_line = false;
		if (need == OP_NONE && zone->want == WANT_GONE)
			forget(queue, zone);
		if (need == OP_NONE)
			continue;
		zone->under_way = true;
		serverzone_tell(zone, op);
		if (op == OP_ADD || op == OP_MOVE)
			serverzone_set(zone, wanted(queue, zone));
		zone->next = queue->group;
		queue->group = zone;
	}
	return queue->group != NULL;
}

struct strings serverqueue_loaded(
    const struct serverqueue *queue, struct arena *arena)
{
	const struct server_zone *zone;
	const char **list;
	size_t count = 0;

	if (queue->op != OP_ADD && queue->op != OP_RELOAD)
		return (struct strings){ .count = 0 };
	for (zone = queue->group; zone; zone = zone->next)
		count++;
	list = arena_alloc(arena, (count + 1) * sizeof(*list));
	count = 0;
	for (zone = queue->group; zone; zone = zone->next)
		list[count++] = arena_strdup(arena, zone->name);
	return (struct strings){ list, count };
}

struct server_zone *serverqueue_leave(struct serverqueue *queue)
{
	struct server_zone *zone = queue->group;

	if (!zone)
		return NULL;
	queue->group = zone->next;
	zone->under_way = false;
	return zone;
}

void serverqueue_return(struct serverqueue *queue, struct server_zone *zone)
{
	if (zone->want == WANT_GONE && !zone->present)
		forget(queue, zone);
	else
		serverqueue_enter(queue, zone);
}

size_t serverqueue_waiting(const struct serverqueue *queue, size_t most)
{
	const struct server_zone *zone = queue->line;
	size_t count = 0;

	for (; zone && count < most; zone = zone->next)
		count += zone->changed || zone->fed;
	return count;
}

struct zonelist_row *serverqueue_rows(
    const struct serverqueue *queue, size_t *count)
{
	struct zonelist_row *rows =
	    xcalloc(queue->zones.count + 1, sizeof(*rows));
	struct server_zone *zone;
	size_t at = 0;

	*count = 0;
	while ((zone = map_next(&queue->zones, &at)))
		if (zone->want == WANT_LOADED)
			rows[(*count)++] = (struct zonelist_row){ zone->name,
				wanted(queue, zone) };
	return rows;
}

struct strings serverqueue_patterns(
    const struct serverqueue *queue, struct arena *arena)
{
	const char **list =
	    arena_alloc(arena, (queue->zones.count + 1) * sizeof(*list));
	struct map seen = MAP_INIT;
	struct server_zone *zone;
	size_t at = 0, count = 0;

	while ((zone = map_next(&queue->zones, &at))) {
		if (!zone->pattern || map_get(&seen, zone->pattern))
			continue;
		list[count++] = arena_strdup(arena, zone->pattern);
		map_put(&seen, zone->pattern, zone);
	}
	map_clear(&seen);
	return (struct strings){ list, count };
}
