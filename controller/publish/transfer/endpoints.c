/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/transfer/endpoints.h"

#include <stdlib.h>
#include <string.h>

#include "controller/config/read/prefix.h"

#define MARK "  # endpoints of "
#define ADDRESSES_MAX 512 /* of a Service; more are left out */

static struct service_addresses *find(
    const struct endpoints *endpoints, const char *service)
{
	for (size_t i = 0; i < endpoints->count; i++)
		if (!strcmp(endpoints->list[i].service, service))
			return &endpoints->list[i];
	return NULL;
}

static int compare(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}

/* Canonical, sorted, each once; single addresses only. */
static struct strings clean(
    struct arena *arena, const struct strings *addresses, size_t *left)
{
	const char **list =
	    arena_alloc(arena, (addresses->count + 1) * sizeof(*list));
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < addresses->count; i++) {
		struct prefix prefix;
		struct err err;

		if (!strchr(addresses->list[i], '/') &&
		    prefix_parse(addresses->list[i], &prefix, &err))
			list[count++] = arena_strdup(arena, prefix.text);
	}
	if (count)
		qsort(list, count, sizeof(*list), compare);
	for (size_t i = 0; i < count; i++)
		if (!kept || strcmp(list[kept - 1], list[i]))
			list[kept++] = list[i];
	/* In their order, so that the same ones are left out each time. */
	*left = kept > ADDRESSES_MAX ? kept - ADDRESSES_MAX : 0;
	return (struct strings){ list, kept - *left };
}

static bool equal(const struct strings *a, const struct strings *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->list[i], b->list[i]))
			return false;
	return true;
}

static struct strings copy(struct arena *arena, const struct strings *from)
{
	const char **list =
	    arena_alloc(arena, (from->count + 1) * sizeof(*list));

	for (size_t i = 0; i < from->count; i++)
		list[i] = arena_strdup(arena, from->list[i]);
	return (struct strings){ list, from->count };
}

/* All of them in a new arena: what they were before is freed. */
static void pack(struct endpoints *endpoints)
{
	struct arena arena = { .chunk = 0 };

	for (size_t i = 0; i < endpoints->count; i++) {
		struct service_addresses *row = &endpoints->list[i];

		row->service = arena_strdup(&arena, row->service);
		row->addresses = copy(&arena, &row->addresses);
	}
	arena_clear(&endpoints->arena);
	endpoints->arena = arena;
}

bool endpoints_set(struct endpoints *endpoints, const char *service,
    const struct strings *addresses)
{
	struct service_addresses *row = find(endpoints, service);
	struct arena scratch = { .chunk = 0 };
	size_t left;
	struct strings now = clean(&scratch, addresses, &left);
	bool changed = !row || !equal(&row->addresses, &now);

	if (!row) {
		endpoints->list = xgrow(endpoints->list, endpoints->count,
		    &endpoints->cap, sizeof(*endpoints->list));
		row = &endpoints->list[endpoints->count++];
		*row = (struct service_addresses){ .service = service };
	}
	row->left = left;
	if (changed) {
		row->addresses = now;
		pack(endpoints);
	}
	arena_clear(&scratch);
	return changed;
}

const struct strings *endpoints_of(
    const struct endpoints *endpoints, const char *service)
{
	static const struct strings none = { 0 };
	const struct service_addresses *row =
	    endpoints ? find(endpoints, service) : NULL;

	return row ? &row->addresses : &none;
}

size_t endpoints_left(const struct endpoints *endpoints, const char *service)
{
	const struct service_addresses *row = find(endpoints, service);

	return row ? row->left : 0;
}

void endpoints_print(
    const struct endpoints *endpoints, const char *service, struct buf *out)
{
	const struct strings *list = endpoints_of(endpoints, service);

	buf_printf(out, MARK "%s:", service);
	for (size_t i = 0; i < list->count; i++)
		buf_printf(out, " %s", list->list[i]);
	buf_putc(out, '\n');
}

/* One line without its mark: "NAMESPACE/NAME: ADDRESS ADDRESS". */
static void recall(struct endpoints *endpoints, char *line)
{
	const char *list[ADDRESSES_MAX];
	char *save, *colon = strchr(line, ':');
	size_t count = 0;

	if (!colon)
		return;
	*colon = '\0';
	for (char *word = strtok_r(colon + 1, " ", &save);
	     word && count < ADDRESSES_MAX; word = strtok_r(NULL, " ", &save))
		list[count++] = word;
	(void)endpoints_set(endpoints, line, &(struct strings){ list, count });
}

void endpoints_recall(struct endpoints *endpoints, const char *conf)
{
	while (*conf) {
		size_t len = strcspn(conf, "\n"), head = strlen(MARK);

		if (len > head && !memcmp(conf, MARK, head)) {
			struct arena scratch = { .chunk = 0 };

			recall(endpoints,
			    arena_printf(&scratch, "%.*s", (int)(len - head),
				conf + head));
			arena_clear(&scratch);
		}
		conf += len + (conf[len] == '\n');
	}
}

void endpoints_clear(struct endpoints *endpoints)
{
	arena_clear(&endpoints->arena);
	free(endpoints->list);
	*endpoints = (struct endpoints){ .list = NULL };
}
