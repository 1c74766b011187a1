/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/history/pending.h"

#include <stdlib.h>

#include "zonegen/base/mem.h"
#include "zonegen/version/serial.h"

struct pending_zone *pending_find(
    const struct pending *pending, const char *zone)
{
	return map_get(&pending->by_zone, zone);
}

static struct pending_zone *make(struct pending *pending, const char *zone)
{
	struct pending_zone *made = pending_find(pending, zone);

	if (made)
		return made;
	made = xcalloc(1, sizeof(*made));
	made->zone = xstrdup(zone);
	made->before = made->placed = made->behind = (struct note)NOTE_INIT;
	made->next = made->flight = made->wanted = (struct note)NOTE_INIT;
	pending->list = xgrow(pending->list, pending->count, &pending->cap,
	    sizeof(struct pending_zone *));
	pending->list[pending->count++] = made;
	map_put(&pending->by_zone, made->zone, made);
	return made;
}

void pending_place(struct pending *pending, const char *zone, struct note *note)
{
	struct pending_zone *to = make(pending, zone);

	to->superseded = true;
	to->gone = false;
	note_merge(&to->before, &to->placed);
	if (to->is_committed && to->committed == note->last) {
		/* It was committed before. */
		note_clear(&to->before);
		note_clear(note);
		return;
	}
	note_merge(&to->placed, note);
}

void pending_revert(struct pending *pending, const char *zone)
{
	struct pending_zone *to = make(pending, zone);

	note_clear(&to->placed);
	to->superseded = false;
}

static void want(
    struct pending_zone *zone, struct note *note, int64_t wall, uint64_t now)
{
	note->confirmed = wall;
	note_merge(&zone->behind, note);
	if (!zone->since)
		zone->since = now;
}

/* Is it in a commit, or on its way there? */
static bool is_told(const struct pending_zone *zone, uint32_t serial)
{
	if (zone->behind.any)
		return zone->behind.last == serial;
	if (zone->next.any)
		return zone->next.last == serial;
	if (zone->flight.any && !zone->wants)
		return zone->flight.last == serial;
	return zone->is_committed && zone->committed == serial;
}

static void hear(
    struct pending_zone *zone, uint32_t serial, int64_t wall, uint64_t now)
{
	struct note found = NOTE_INIT;

	note_merge(&zone->before, &zone->placed);
	if (!zone->before.any || zone->before.last != serial) {
		note_clear(&zone->before);
		note_find(&found, serial);
		want(zone, &found, wall, now);
	} else {
		want(zone, &zone->before, wall, now);
	}
}

bool pending_serve(struct pending *pending, const char *name, uint32_t serial,
    bool behind, int64_t wall, uint64_t now)
{
	struct pending_zone *zone = make(pending, name);

	zone->is_served = true;
	zone->served = serial;
	zone->superseded = false;
	if (!is_told(zone, serial))
		hear(zone, serial, wall, now);
	if (behind || !zone->behind.any)
		return false;
	note_merge(&zone->next, &zone->behind);
	zone->linked = false;
	return true;
}

void pending_gone(struct pending *pending, const char *name)
{
	struct pending_zone *zone = pending_find(pending, name);

	if (zone)
		zone->gone = true;
}

void pending_drop(struct pending_zone *zone)
{
	note_clear(&zone->next);
	zone->since = 0;
	zone->is_served = false;
}

/* --- What is asked for --- */

static void give(struct pending_zone *zone, uint32_t serial)
{
	if (!zone->is_given || serial_later(serial, zone->given))
		zone->given = serial;
	zone->is_given = true;
}

/* A serial that the repository has is given to no other version. */
static void overtake(struct pending_zone *zone)
{
	uint32_t serial = zone->wanted.last;

	if (!zone->wanted.any || !zone->is_given ||
	    serial_later(serial, zone->given) ||
	    zone->given - serial > SERIAL_JUMP_MAX)
		return;
	zone->ask = PENDING_OVERTAKEN;
	note_clear(&zone->wanted);
}

struct pending_zone *pending_want(
    struct pending *pending, const char *name, struct note *note)
{
	struct pending_zone *zone = make(pending, name);

	zone->gone = false;
	zone->ask = PENDING_ASKED;
	zone->asked = note->last;
	/* What was put in place before that was required, and not served. */
	note_merge(&zone->before, &zone->placed);
	note_merge(&zone->before, note);
	note_merge(&zone->wanted, &zone->before);
	overtake(zone);
	return zone;
}

void pending_decline(struct pending_zone *zone)
{
	if (zone->ask == PENDING_ASKED)
		zone->ask = PENDING_REFUSED;
	note_clear(&zone->wanted);
}

void pending_refuse(struct pending *pending)
{
	for (size_t i = 0; i < pending->count; i++)
		pending_decline(pending->list[i]);
}

/* One that is being committed already stays there, and is withdrawn later. */
void pending_forsake(struct pending_zone *zone)
{
	pending_decline(zone);
	zone->ask = PENDING_UNASKED;
}

/* Or one that was forsaken since. */
bool pending_is_under_way(const struct pending_zone *zone)
{
	return zone->wants && zone->flight.last == zone->asked;
}

void pending_open(struct pending *pending)
{
	for (size_t i = 0; i < pending->count; i++)
		pending->list[i]->is_committed = false;
}

void pending_has(struct pending *pending, const char *zone, uint32_t serial)
{
	struct pending_zone *to = make(pending, zone);

	to->is_committed = true;
	to->committed = serial;
	give(to, serial);
}

void pending_had(struct pending *pending, const char *zone, uint32_t serial)
{
	give(make(pending, zone), serial);
}

/* It is in the repository, or waits again before what came later. */
static void resolve(struct pending_zone *zone)
{
	bool made = zone->is_committed && zone->committed == zone->flight.last;

	zone->overtaken = made || zone->next.any;
	zone->stale = zone->flight.last;
	if (made) {
		note_clear(&zone->flight);
	} else {
		zone->linked = !zone->next.any;
		note_merge(&zone->flight, &zone->next);
		note_merge(&zone->next, &zone->flight);
	}
	zone->doubtful = false;
}

void pending_opened(struct pending *pending, int64_t wall, uint64_t now)
{
	for (size_t i = 0; i < pending->count; i++) {
		struct pending_zone *zone = pending->list[i];

		if (zone->doubtful)
			resolve(zone);
		if (zone->next.any && zone->is_committed &&
		    zone->next.last == zone->committed) {
			zone->overtaken = true;
			zone->stale = zone->committed;
			note_clear(&zone->next);
			zone->since = zone->behind.any ? zone->since : 0;
		}
		overtake(zone);
		/* What was committed and is to be served yet is no mistake. */
		if (zone->is_served &&
		    !(zone->superseded && zone->is_committed &&
			serial_later(zone->committed, zone->served)))
			(void)pending_serve(pending, zone->zone, zone->served,
			    zone->behind.any, wall, now);
	}
}

static uint64_t due_of(
    const struct pending *pending, const struct pending_zone *zone)
{
	return pending->hurried || zone->wanted.any ? 0 : zone->not_before;
}

/* What could not be linked is in the files that follow. */
static bool is_covered(const struct pending_zone *zone)
{
	return zone->behind.any && !zone->linked;
}

/* What is to be committed next. */
static struct note *next_of(struct pending_zone *zone)
{
	if (zone->next.any)
		return zone->linked ? &zone->next : NULL;
	return zone->wanted.any ? &zone->wanted : NULL;
}

uint64_t pending_due(const struct pending *pending)
{
	uint64_t due = PENDING_NEVER;

	for (size_t i = 0; i < pending->count; i++) {
		const struct pending_zone *zone = pending->list[i];

		if (((zone->next.any && !is_covered(zone)) ||
			zone->wanted.any) &&
		    !zone->flight.any && due_of(pending, zone) < due)
			due = due_of(pending, zone);
	}
	return due;
}

uint64_t pending_oldest(const struct pending *pending)
{
	uint64_t oldest = PENDING_NEVER;

	for (size_t i = 0; i < pending->count; i++)
		if (pending->list[i]->since && pending->list[i]->since < oldest)
			oldest = pending->list[i]->since;
	return oldest;
}

size_t pending_take(struct pending *pending, uint64_t now,
    struct pending_zone *list[PENDING_BATCH])
{
	size_t count = 0;

	for (size_t i = 0; i < pending->count && count < PENDING_BATCH; i++) {
		struct pending_zone *zone = pending->list[i];
		struct note *next = next_of(zone);

		if (!next || zone->flight.any || due_of(pending, zone) > now)
			continue;
		zone->wants = next == &zone->wanted;
		note_merge(&zone->flight, next);
		if (!zone->wants)
			zone->linked = false;
		list[count++] = zone;
	}
	return count;
}

void pending_commit(struct pending_zone *zone, int64_t wall, uint64_t now)
{
	zone->is_committed = true;
	zone->committed = zone->flight.last;
	give(zone, zone->committed);
	zone->committed_at = wall;
	zone->not_before = now + PENDING_SPACE;
	zone->since = zone->next.any || zone->behind.any ? now : 0;
	if (zone->ask == PENDING_ASKED && pending_is_under_way(zone))
		zone->ask = PENDING_RECORDED;
	zone->wants = false;
	note_clear(&zone->flight);
}

void pending_doubt(struct pending_zone *zone)
{
	if (zone->wants) {
		pending_decline(zone);
		note_clear(&zone->flight);
	}
	zone->wants = false;
	zone->doubtful = zone->flight.any;
}

void pending_push(struct pending *pending)
{
	for (size_t i = 0; i < pending->count; i++) {
		struct pending_zone *zone = pending->list[i];

		zone->is_pushing = zone->is_committed;
		zone->pushing = zone->committed;
	}
}

void pending_pushed(struct pending *pending)
{
	for (size_t i = 0; i < pending->count; i++) {
		struct pending_zone *zone = pending->list[i];

		zone->is_pushed |= zone->is_pushing;
		if (zone->is_pushing)
			zone->pushed = zone->pushing;
		zone->is_pushing = false;
	}
}

static void forget(struct pending_zone *zone)
{
	note_clear(&zone->before);
	note_clear(&zone->placed);
	note_clear(&zone->behind);
	note_clear(&zone->next);
	note_clear(&zone->flight);
	pending_decline(zone);
	zone->linked = zone->doubtful = zone->wants = false;
	zone->since = 0;
}

void pending_forget(struct pending *pending)
{
	for (size_t i = 0; i < pending->count; i++)
		forget(pending->list[i]);
}

void pending_clear(struct pending *pending)
{
	for (size_t i = 0; i < pending->count; i++) {
		struct pending_zone *zone = pending->list[i];

		forget(zone);
		free(zone->zone);
		free(zone);
	}
	free(pending->list);
	map_clear(&pending->by_zone);
	*pending = (struct pending){ .count = 0 };
}
