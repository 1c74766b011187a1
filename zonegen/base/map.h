/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map.h - string to pointer.
 *
 * Keys are borrowed: a key lives as long as its entry, usually inside the
 * value.  The hash is keyed with random bytes per map (SipHash-1-3), because
 * tenants choose the strings.  The order of iteration is therefore random:
 * nothing that is printed may depend on it.
 */
#ifndef ZONEGEN_BASE_MAP_H
#define ZONEGEN_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
	void **values;     /* of each slot; NULL: it has no entry */
	const char **keys; /* not with .key */
	uint32_t *hashes;
	size_t cap;   /* slots */
	size_t used;  /* slots that are not empty, removed ones included */
	size_t count; /* entries */
	uint64_t seed[2];
	/*
	 * The key of a value, which then need not be kept: for maps of very
	 * many.  Set before anything is put; NULL: keys are kept.
	 */
	const char *(*key)(const void *value);
};

#define MAP_INIT  \
	{         \
		0 \
	}

void *map_get(const struct map *map, const char *key); /* NULL: absent */
/* Replaces key and value when the key is there; value is not NULL. */
void map_put(struct map *map, const char *key, void *value);
void *map_remove(struct map *map, const char *key); /* the value, or NULL */

/*
 * The value of key; made, zeroed, when there is none: size octets and a copy of
 * key behind them, which is the map's key.  It is the caller's, who removes it
 * before it is freed.
 */
void *map_make(struct map *map, const char *key, size_t size);

/*
 * The next value after *at (start with 0); NULL at the end.  The entry just
 * returned may be removed during the walk, others may not be put.
 */
void *map_next(const struct map *map, size_t *at);
void map_clear(struct map *map); /* values are not touched, .key stays */

#endif
