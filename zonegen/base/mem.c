/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.c - allocation that ends the process when it fails, then arenas: chunks
 * of memory from which pieces are cut and which are freed together.
 */
#include "zonegen/base/mem.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE 4000

struct arena_chunk {
	struct arena_chunk *next;
	alignas(max_align_t) char data[];
};

/*
 * Left alone, malloc(3) takes larger and larger blocks from its heap once it
 * has seen large ones freed.  Tables that grow then leave holes as large as
 * they were: 2.6 of 95 MB with 100 000 objects.
 */
void mem_setup(void)
{
	mallopt(M_MMAP_THRESHOLD, 64 << 10);
}

static void *or_die(void *p)
{
	if (!p) {
		fputs("out of memory\n", stderr);
		abort();
	}
	return p;
}

void *xmalloc(size_t size)
{
	return or_die(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return or_die(calloc(count ? count : 1, size ? size : 1));
}

void *xreallocarray(void *old, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		or_die(NULL);
	size *= count;
	return or_die(realloc(old, size ? size : 1));
}

char *xstrdup(const char *s)
{
	return or_die(strdup(s));
}

void *xgrow(void *array, size_t len, size_t *cap, size_t size)
{
	if (len < *cap)
		return array;
	*cap = *cap ? *cap * 2 : 4;
	return xreallocarray(array, *cap, size);
}

/*
 * A type's size is a multiple of its alignment: the largest power of two in
 * size is enough for whatever it holds, and strings hardly waste anything.
 */
static size_t padding(const char *at, size_t size)
{
	size_t step = size & (~size + 1);

	if (!step || step > alignof(max_align_t))
		step = alignof(max_align_t);
	return (~(uintptr_t)at + 1) & (step - 1);
}

static char *add_chunk(struct arena *arena, size_t size)
{
	size_t room = arena->chunk ? arena->chunk : CHUNK_SIZE;
	struct arena_chunk *c;

	if (size > room)
		room = size;
	c = xmalloc(sizeof(*c) + room);
	c->next = arena->chunks;
	arena->chunks = c;
	arena->end = c->data + room;
	return c->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t left = (size_t)(arena->end - arena->at);
	size_t pad = padding(arena->at, size);
	char *at;

	if (!arena->at || left < pad || left - pad < size)
		at = add_chunk(arena, size);
	else
		at = arena->at + pad;
	arena->at = at + size;
	return memset(at, 0, size);
}

void arena_use(struct arena *arena, void *block, size_t size)
{
	arena->at = block;
	arena->end = arena->at + size;
}

size_t arena_used(const struct arena *arena)
{
	const struct arena_chunk *c = arena->chunks;

	return c && !c->next ? (size_t)(arena->at - c->data) : 0;
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_alloc(arena, size);

	return size ? memcpy(copy, bytes, size) : copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return arena_copy(arena, s, strlen(s) + 1);
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		abort();
	s = arena_alloc(arena, (size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return s;
}

void arena_clear(struct arena *arena)
{
	struct arena_chunk *c, *next;

	for (c = arena->chunks; c; c = next) {
		next = c->next;
		free(c);
	}
	arena->chunks = NULL;
	arena->at = arena->end = NULL;
}
