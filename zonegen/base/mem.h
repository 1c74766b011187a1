/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.h - memory that cannot fail, and arenas.
 *
 * Running out of memory ends the process: everything we know can be listed
 * again, the zones are on disk and NSD goes on answering.
 *
 * An arena is memory freed all at once.  An object owns one until it leaves
 * the store, a pass owns one until it ends.  Nothing in an arena is freed
 * alone, and an arena never holds a pointer to something that must be.
 *
 * Only mem.c calls malloc, calloc, realloc and strdup (make lint).
 */
#ifndef ZONEGEN_BASE_MEM_H
#define ZONEGEN_BASE_MEM_H

#include <stddef.h>

#include "zonegen/base/base.h"

/* Before anything else: large blocks are given back when they are freed. */
void mem_setup(void);

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size); /* zeroed */
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *s);

/* Room for one more element of a growing array: doubles *cap when full. */
void *xgrow(void *array, size_t len, size_t *cap, size_t size);

struct arena {
	struct arena_chunk *chunks; /* newest first */
	size_t chunk;               /* octets of the next chunk; 0 means 4000 */
	char *at, *end;             /* what is free of the newest */
};

void *arena_alloc(struct arena *arena, size_t size); /* zeroed */
void *arena_copy(struct arena *arena, const void *bytes, size_t size);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF(2, 3);
/*
 * The next pieces are cut from this block of the caller's, from its start;
 * chunks come when it is full.
 */
void arena_use(struct arena *arena, void *block, size_t size);
/* Octets allocated, when they stand in one chunk; 0: there are more chunks. */
size_t arena_used(const struct arena *arena);
void arena_clear(struct arena *arena); /* keeps .chunk */

#endif
