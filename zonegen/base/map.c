/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map.c - an open-addressed hash table of strings.  A removed entry leaves its
 * slot as REMOVED, so that a search passes over it; the table grows, or is
 * rebuilt, when seven eighths of its slots are used.
 */
#include "zonegen/base/map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "zonegen/base/mem.h"

/* Hashes of slots that have no entry; those of entries are others. */
enum { EMPTY, REMOVED, ENTRIES };

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
	word ^= word >> 32;
	return (uint32_t)word < ENTRIES ? ENTRIES : (uint32_t)word;
}

static const char *key_of(const struct map *map, size_t at)
{
	return map->key ? map->key(map->values[at]) : map->keys[at];
}

/* The slot of key, or the empty one where the search ended. */
static size_t find(const struct map *map, const char *key, uint32_t h)
{
	size_t i = (size_t)((uint64_t)h * map->cap >> 32);

	while (map->hashes[i] != EMPTY &&
	    (map->hashes[i] != h || strcmp(key_of(map, i), key) != 0))
		i = i + 1 < map->cap ? i + 1 : 0;
	return i;
}

static void set(
    struct map *map, size_t at, const char *key, void *value, uint32_t h)
{
	if (!map->key)
		map->keys[at] = key;
	map->values[at] = value;
	map->hashes[at] = h;
}

/* One allocation, the largest alignment first. */
static void allocate(struct map *map, size_t cap)
{
	const size_t pointers = map->key ? 1 : 2;

	map->values =
	    xcalloc(cap, pointers * sizeof(void *) + sizeof(uint32_t));
	map->keys = map->key ? NULL : (const char **)(map->values + cap);
	map->hashes = (uint32_t *)(map->values + pointers * cap);
	map->cap = cap;
}

static void move(struct map *map, const struct map *old, size_t at)
{
	const char *key = key_of(old, at);
	uint32_t h = old->hashes[at];

	set(map, find(map, key, h), key, old->values[at], h);
}

/*
 * At most 7/8 of the slots are used after one more.  There is one entry per
 * object and per name, so tables grow by half only.  Growing leaves room for
 * 1/8 more, so that putting and removing do not rebuild at every step.
 */
static void grow(struct map *map)
{
	struct map old = *map;
	size_t cap = 8;

	if (map->cap && (map->used + 1) * 8 <= map->cap * 7)
		return;
	if (!map->cap && getrandom(map->seed, sizeof(map->seed), 0) < 0)
		abort(); /* no kernel since 3.17 fails this */
	while ((map->count + 1) * 4 > cap * 3)
		cap += cap / 2;
	allocate(map, cap);
	map->used = map->count;
	for (size_t i = 0; i < old.cap; i++)
		if (old.hashes[i] >= ENTRIES)
			move(map, &old, i);
	free(old.values);
}

void *map_get(const struct map *map, const char *key)
{
	return map->cap ? map->values[find(map, key, hash(map, key))] : NULL;
}

void map_put(struct map *map, const char *key, void *value)
{
	uint32_t h;
	size_t at;

	grow(map);
	h = hash(map, key);
	at = find(map, key, h);
	if (map->hashes[at] == EMPTY) {
		map->used++;
		map->count++;
	}
	set(map, at, key, value, h);
}

void *map_make(struct map *map, const char *key, size_t size)
{
	char *value = map_get(map, key);
	size_t key_size = strlen(key) + 1;

	if (value)
		return value;
	value = xcalloc(1, size + key_size);
	map_put(map, memcpy(value + size, key, key_size), value);
	return value;
}

void *map_remove(struct map *map, const char *key)
{
	void *value;
	size_t at;

	if (!map->cap)
		return NULL;
	at = find(map, key, hash(map, key));
	value = map->values[at];
	if (value) {
		set(map, at, NULL, NULL, REMOVED);
		map->count--;
	}
	return value;
}

void *map_next(const struct map *map, size_t *at)
{
	while (*at < map->cap) {
		void *value = map->values[(*at)++];

		if (value)
			return value;
	}
	return NULL;
}

void map_clear(struct map *map)
{
	free(map->values);
	*map = (struct map){ .key = map->key };
}
