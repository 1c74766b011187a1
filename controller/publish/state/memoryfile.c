/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/memoryfile.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"

/* --- Written --- */

/* A list while it is printed: its name comes with its first row. */
struct list {
	const char *member, *zone;
	const struct instant *now;
	struct buf *out;
	bool begun;
};

static void begin_row(struct list *list)
{
	if (list->begun)
		buf_puts(list->out, ",\n{");
	else
		buf_printf(list->out, ",\"%s\":[\n{", list->member);
	list->begun = true;
	rowfile_print(list->out, "zone", list->zone);
}

/* Rounded up: what waits is not over too soon. */
static void print_until(const struct list *list, int64_t until)
{
	int64_t left = until - list->now->ms; /* C rounds towards 0 */

	if (left > 0)
		left += 999;
	buf_printf(list->out, "\"until\":%lld",
	    (long long)(list->now->wall + left / 1000));
}

/* ,"KEY":AGE or null */
static void print_age(
    const struct list *list, const char *key, bool known, int64_t at)
{
	if (known)
		buf_printf(list->out, ",\"%s\":%lld", key,
		    (long long)(list->now->ms - at) / 1000);
	else
		buf_printf(list->out, ",\"%s\":null", key);
}

static void print_grace(struct list *list, const struct grace *grace)
{
	char uid[ORIGIN_UID_SIZE];

	begin_row(list);
	rowfile_print(list->out, "name", grace->name);
	rowfile_print(list->out, "origin", grace->origin->text);
	rowfile_print(list->out, "uid", origin_uid(grace->origin, uid));
	print_until(list, grace->until);
	buf_putc(list->out, '}');
}

static int by_grace(const void *x, const void *y)
{
	const struct grace *a = *(const struct grace *const *)x;
	const struct grace *b = *(const struct grace *const *)y;

	return strcmp(a->key, b->key);
}

static int by_mark(const void *x, const void *y)
{
	const struct mark *a = *(const struct mark *const *)x;
	const struct mark *b = *(const struct mark *const *)y;

	return strcmp(a->key, b->key);
}

/* The values of a map in order; free them. */
static void **sorted(
    const struct map *map, int (*compare)(const void *x, const void *y))
{
	void **list = xcalloc(map->count + 1, sizeof(*list)), *value;
	size_t at = 0, count = 0;

	while ((value = map_next(map, &at)))
		list[count++] = value;
	qsort(list, count, sizeof(*list), compare);
	return list;
}

static void print_graces(struct list *list, const struct memory *memory)
{
	void **graces = sorted(&memory->graces.by_key, by_grace);

	for (size_t i = 0; graces[i]; i++)
		print_grace(list, graces[i]);
	free(graces);
}

static void print_hold(struct list *list, const struct memory *memory)
{
	if (!memory->hold.since)
		return;
	begin_row(list);
	buf_printf(list->out, "\"since\":%lld}", (long long)memory->hold.since);
}

static void print_approvals(struct list *list, const struct memory *memory)
{
	for (size_t i = 0; i < memory->approvals.count; i++) {
		const struct approval *approval = &memory->approvals.list[i];
		const char *line = buf_text(&approval->lines);

		begin_row(list);
		print_until(list, approval->until);
		buf_puts(list->out, ",\"lines\":[");
		for (const char *at = line; *at; at += strlen(at) + 1) {
			buf_puts(list->out, at == line ? "\n" : ",\n");
			json_quote(list->out, at);
		}
		buf_puts(list->out, "]}");
	}
}

/*
 * Without marks, and when nothing is held, they say nothing that the last
 * version does not.
 */
static void print_sizes(struct list *list, const struct memory *memory)
{
	const struct window *window = &memory->window;
	bool matter = window->marks.count || memory->hold.since;

	for (size_t i = 0; matter && i < window->nsizes; i++) {
		begin_row(list);
		buf_printf(
		    list->out, "\"rrsets\":%zu", window->sizes[i].rrsets);
		print_age(list, "age", true, window->sizes[i].until);
		buf_putc(list->out, '}');
	}
}

static void print_mark(struct list *list, const struct mark *mark)
{
	begin_row(list);
	rowfile_print(list->out, "name", mark->name);
	rowfile_print(list->out, "type", rr_type_text(mark->type));
	buf_printf(list->out, "\"update\":%s,\"excused\":%s",
	    mark->update ? "true" : "false", mark->excused ? "true" : "false");
	print_age(list, "born", mark->born != BORN_BEFORE, mark->born);
	print_age(list, "went", mark->went != NEVER, mark->went);
	buf_putc(list->out, '}');
}

static void print_marks(struct list *list, const struct memory *memory)
{
	void **marks = sorted(&memory->window.marks, by_mark);

	for (size_t i = 0; marks[i]; i++)
		print_mark(list, marks[i]);
	free(marks);
}

void memoryfile_print(
    const struct overlays *overlays, const struct instant *now, struct buf *out)
{
	static const struct {
		const char *member;
		void (*print)(struct list *list, const struct memory *memory);
	} members[] = {
		{ "graces", print_graces },
		{ "holds", print_hold },
		{ "approvals", print_approvals },
		{ "sizes", print_sizes },
		{ "marks", print_marks },
	};

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		struct list list = {
			.member = members[i].member, .now = now, .out = out
		};

		for (size_t j = 0; j < overlays->count; j++) {
			list.zone = overlays->list[j]->zone;
			members[i].print(&list, &overlays->list[j]->memory);
		}
		if (list.begun)
			buf_putc(out, ']');
	}
}
