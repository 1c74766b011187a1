/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "zonegen/mem.h"

/* key NULL: empty; value NULL: removed, the search goes on. */
struct map_slot {
	const char *key;
	void *value;
	uint32_t hash;
};

static const char removed[] = "";

static uint64_t rotl(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotl(v[1], 13) ^ v[0];
	v[0] = rotl(v[0], 32);
	v[2] += v[3];
	v[3] = rotl(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotl(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotl(v[1], 17) ^ v[2];
	v[2] = rotl(v[2], 32);
}

/* SipHash-1-3 (Aumasson, Bernstein 2012). */
static uint32_t hash(const struct map *map, const char *key)
{
	size_t len = strlen(key), left = len;
	uint64_t v[4] = {
		map->seed[0] ^ 0x736f6d6570736575,
		map->seed[1] ^ 0x646f72616e646f6d,
		map->seed[0] ^ 0x6c7967656e657261,
		map->seed[1] ^ 0x7465646279746573,
	};
	uint64_t word;

	for (; left >= 8; left -= 8, key += 8) {
		memcpy(&word, key, 8);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	word = 0;
	memcpy(&word, key, left);
	word |= (uint64_t)len << 56;
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	word = v[0] ^ v[1] ^ v[2] ^ v[3];
	return (uint32_t)(word ^ word >> 32);
}

/* The slot of key, or the empty one where the search ended. */
static struct map_slot *find(const struct map *map, const char *key, uint32_t h)
{
	size_t mask = map->cap - 1;

	for (size_t i = h & mask;; i = (i + 1) & mask) {
		struct map_slot *slot = &map->slots[i];

		if (!slot->key)
			return slot;
		if (slot->hash == h && slot->value && !strcmp(slot->key, key))
			return slot;
	}
}

/*
 * At most 7/8 of the slots are used after one more.  Growing leaves room for
 * 1/8 more, so that putting and removing do not rebuild at every step.
 */
static void grow(struct map *map)
{
	struct map old = *map;

	if (map->cap && (map->used + 1) * 8 <= map->cap * 7)
		return;
	if (!map->cap && getrandom(map->seed, sizeof(map->seed), 0) < 0)
		abort(); /* no kernel since 3.17 fails this */
	map->cap = 8;
	while ((map->count + 1) * 4 > map->cap * 3)
		map->cap *= 2;
	map->slots = xcalloc(map->cap, sizeof(*map->slots));
	map->used = map->count;
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].value)
			*find(map, old.slots[i].key, old.slots[i].hash) =
			    old.slots[i];
	free(old.slots);
}

void *map_get(const struct map *map, const char *key)
{
	return map->cap ? find(map, key, hash(map, key))->value : NULL;
}

void map_put(struct map *map, const char *key, void *value)
{
	struct map_slot *slot;
	uint32_t h;

	grow(map);
	h = hash(map, key);
	slot = find(map, key, h);
	if (!slot->key) {
		map->used++;
		map->count++;
	}
	*slot = (struct map_slot){ .key = key, .value = value, .hash = h };
}

void *map_remove(struct map *map, const char *key)
{
	struct map_slot *slot;
	void *value;

	if (!map->cap)
		return NULL;
	slot = find(map, key, hash(map, key));
	value = slot->value;
	if (slot->key) {
		*slot = (struct map_slot){ .key = removed };
		map->count--;
	}
	return value;
}

void *map_next(const struct map *map, size_t *at)
{
	while (*at < map->cap) {
		void *value = map->slots[(*at)++].value;

		if (value)
			return value;
	}
	return NULL;
}

void map_clear(struct map *map)
{
	free(map->slots);
	*map = (struct map)MAP_INIT;
}
