/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memoryfile.c - first each member printed, then each member read: graces,
 * holds, approvals, sizes, and marks (the window's traces).  Times are
 * converted from the loop's clock to the wall's, or to ages, and back.
 */
#include "controller/publish/state/memoryfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/dns1123.h"
#include "controller/publish/state/holdrow.h"
#include "zonegen/base/mem.h"

#define RRSETS_MAX 100000000 /* of a zone; its file has 4 GiB at most */
#define CHANGE_DIGITS 16     /* of an update's digest, see guard.h */

/* --- Printing --- */

/* ,"KEY":AGE or null */
static void print_age(
    const struct row_list *list, const char *key, bool known, int64_t at)
{
	if (known)
		buf_printf(list->out, ",\"%s\":%lld", key,
		    (long long)(list->now->ms - at) / 1000);
	else
		buf_printf(list->out, ",\"%s\":null", key);
}

static void print_grace(struct row_list *list, const struct grace *grace)
{
	char uid[ORIGIN_UID_SIZE];

	rowfile_begin(list);
	rowfile_print(list->out, "name", grace->name);
	rowfile_print(list->out, "origin", grace->origin->text);
	rowfile_print(list->out, "uid", origin_uid(grace->origin, uid));
	rowfile_print_until(list, grace->until);
	buf_putc(list->out, '}');
}

static int by_grace(const void *x, const void *y)
{
	const struct grace *a = *(const struct grace *const *)x;
	const struct grace *b = *(const struct grace *const *)y;

	return strcmp(a->key, b->key);
}

static int by_trace(const void *x, const void *y)
{
	const struct trace *a = *(const struct trace *const *)x;
	const struct trace *b = *(const struct trace *const *)y;

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

static void print_graces(struct row_list *list, const struct memory *memory)
{
	void **graces = sorted(&memory->graces.by_key, by_grace);

	for (size_t i = 0; graces[i]; i++)
		print_grace(list, graces[i]);
	free(graces);
}

static void print_hold(struct row_list *list, const struct memory *memory)
{
	if (memory->hold.since)
		holdrow_print(list, &memory->hold);
}

static void print_approvals(struct row_list *list, const struct memory *memory)
{
	for (size_t i = 0; i < memory->approvals.count; i++) {
		const struct approval *approval = &memory->approvals.list[i];
		const char *line = buf_text(&approval->lines);

		rowfile_begin(list);
		rowfile_print_until(list, approval->until);
		buf_puts(list->out, ",\"lines\":[");
		for (const char *at = line; *at; at += strlen(at) + 1) {
			buf_puts(list->out, at == line ? "\n" : ",\n");
			json_quote(list->out, at);
		}
		buf_puts(list->out, "]}");
	}
}

/* Of the zone if tenant is NULL. */
static void print_sizes_of(struct row_list *list, const struct sizes *sizes,
    const struct tenant *tenant)
{
	for (size_t i = 0; i < sizes->count; i++) {
		rowfile_begin(list);
		if (tenant)
			rowfile_print(
			    list->out, "namespace", tenant->namespace);
		if (tenant && sizes == &tenant->lately)
			buf_puts(list->out, "\"lately\":true,");
		else if (tenant && tenant->still)
			buf_puts(list->out, "\"still\":true,");
		buf_printf(list->out, "\"rrsets\":%zu", sizes->list[i].rrsets);
		print_age(list, "age", true, sizes->list[i].until);
		buf_putc(list->out, '}');
	}
}

/*
 * Without traces, and when nothing is held or waits, the sizes add nothing to
 * the last version.
 */
static void print_sizes(struct row_list *list, const struct memory *memory)
{
	const struct window *window = &memory->window;
	struct tenant **tenants;

	if (!window->traces.count && !memory->hold.since &&
	    !memory->settling.count)
		return;
	print_sizes_of(list, &window->sizes, NULL);
	tenants = tenants_sorted(&window->tenants);
	for (size_t i = 0; tenants[i]; i++) {
		print_sizes_of(list, &tenants[i]->sizes, tenants[i]);
		if (!sizes_same(&tenants[i]->sizes, &tenants[i]->lately))
			print_sizes_of(list, &tenants[i]->lately, tenants[i]);
	}
	free(tenants);
}

static void print_trace(struct row_list *list, const struct trace *trace)
{
	rowfile_begin(list);
	rowfile_print(list->out, "name", trace->name);
	rowfile_print(list->out, "type", rr_type_text(trace->type));
	rowfile_print(list->out, "whose", trace->whose);
	for (size_t i = 0; i < trace->ntenants; i++) {
		buf_puts(list->out, i ? "," : "\"namespaces\":[");
		json_quote(list->out, trace->tenants[i]->namespace);
	}
	buf_puts(list->out, trace->ntenants ? "]," : "");
	buf_printf(list->out, "\"update\":%s,\"excused\":%s",
	    trace->update ? "true" : "false",
	    trace->excused ? "true" : "false");
	if (trace->approved)
		buf_puts(list->out, ",\"approved\":true");
	print_age(list, "born", trace->born != BORN_BEFORE, trace->born);
	print_age(list, "went", trace->went != NEVER, trace->went);
	buf_putc(list->out, '}');
}

static void print_traces(struct row_list *list, const struct memory *memory)
{
	void **traces = sorted(&memory->window.traces, by_trace);

	for (size_t i = 0; traces[i]; i++)
		print_trace(list, traces[i]);
	free(traces);
}

void memoryfile_print(
    const struct overlays *overlays, const struct instant *now, struct buf *out)
{
	static const struct {
		const char *member;
		void (*print)(
		    struct row_list *list, const struct memory *memory);
	} members[] = {
		{ "graces", print_graces },
		{ "holds", print_hold },
		{ "approvals", print_approvals },
		{ "sizes", print_sizes },
		{ "marks", print_traces },
	};

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		struct row_list list = {
			.member = members[i].member, .now = now, .out = out
		};

		for (size_t j = 0; j < overlays->count; j++) {
			list.zone = overlays->list[j]->zone;
			members[i].print(&list, &overlays->list[j]->memory);
		}
		rowfile_end(&list);
	}
}

/* --- Reading --- */

struct memory_reading {
	const struct instant *now;
	struct overlays *out;
};

static bool read_age(const struct memory_reading *r, const struct json *row,
    const char *key, int64_t otherwise, int64_t *out, struct err *err)
{
	int64_t age;

	if (!json_get(row, key)) {
		*out = otherwise;
		return true;
	}
	if (!rowfile_number(row, key, 0, &age, err))
		return false;
	*out = r->now->ms - age * 1000;
	return true;
}

static struct memory *memory_of(
    const struct memory_reading *r, const char *zone)
{
	return &overlays_of(r->out, zone)->memory;
}

static bool read_grace(void *arg, const struct json *row, struct err *err)
{
	const struct memory_reading *r = arg;
	static const char *const known[] = { "zone", "name", "origin", "uid",
		"until" };
	char zone[NAME_SIZE], name[NAME_SIZE];
	struct origin *origin;
	int64_t until;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, name, err) ||
	    !rowfile_until(row, r->now, &until, err) ||
	    !rowfile_origin(row, AGE_UNKNOWN, &origin, err))
		return false;
	grace_of(&memory_of(r, zone)->graces, name, origin)->until = until;
	origin_unref(origin);
	return true;
}

static bool read_hold(void *arg, const struct json *row, struct err *err)
{
	const struct memory_reading *r = arg;
	char zone[NAME_SIZE];

	return rowfile_owner(row, zone, NULL, err) &&
	    holdrow_read(row, &memory_of(r, zone)->hold, err);
}

/* The next word of *at, up to a blank or the end; too long a one is "". */
static void next_word(const char **at, char out[NAME_SIZE])
{
	size_t len = strcspn(*at, " ");

	snprintf(out, NAME_SIZE, "%.*s", len < NAME_SIZE ? (int)len : 0, *at);
	*at += len + ((*at)[len] == ' ');
}

static bool is_name_in(const char *word, const char *zone)
{
	char name[NAME_SIZE];
	struct err bad;

	return name_parse_record(word, strlen(word), name, &bad) &&
	    !strcmp(name, word) && name_within(name, zone);
}

static bool is_type(const char *word)
{
	uint16_t type = rr_type_parse(word);

	return type && !strcmp(rr_type_text(type), word);
}

static bool is_namespace(const char *word)
{
	return !strcmp(word, "-") || dns1123_is_label(word, strlen(word));
}

/* "- NAME TYPE NAMESPACE" or "~ NAME TYPE NAMESPACE DIGITS", in the zone? */
static bool is_plan_line(const char *line, const char *zone)
{
	char words[5][NAME_SIZE];
	const char *at = line;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		next_word(&at, words[i]);
	if (*at || line[strlen(line) - 1] == ' ' ||
	    !is_name_in(words[1], zone) || !is_type(words[2]) ||
	    !is_namespace(words[3]))
		return false;
	if (!strcmp(words[0], "-"))
		return !*words[4];
	return !strcmp(words[0], "~") && strlen(words[4]) == CHANGE_DIGITS &&
	    strspn(words[4], "0123456789abcdef") == CHANGE_DIGITS;
}

static bool read_lines(
    const struct json *row, const char *zone, struct buf *out, struct err *err)
{
	const struct json *list, *item;
	const char *line;

	if (!json_get_array(row, "lines", &list, err))
		return false;
	for (item = json_first(list); item; item = json_next(item)) {
		if (!json_string(item, &line))
			return err_set(err, ERR_INPUT, "not strings");
		if (!*line || !is_plan_line(line, zone))
			return err_set(
			    err, ERR_INPUT, "'%s' is no line of a plan", line);
		buf_puts(out, line);
		buf_putc(out, '\n');
	}
	return out->len || err_set(err, ERR_INPUT, "none");
}

static bool read_approval(void *arg, const struct json *row, struct err *err)
{
	const struct memory_reading *r = arg;
	static const char *const known[] = { "zone", "until", "lines" };
	struct buf lines = BUF_INIT(HOLD_LINES_MAX);
	int64_t until, most = r->now->ms + APPROVAL_LIFE;
	char zone[NAME_SIZE];
	bool ok;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, NULL, err) ||
	    !rowfile_until(row, r->now, &until, err))
		return false;
	ok = read_lines(row, zone, &lines, err) || err_prefix(err, "lines");
	if (ok)
		approvals_add(&memory_of(r, zone)->approvals, &lines,
		    until < most ? until : most);
	buf_clear(&lines);
	return ok;
}

/* "" or a label. */
static bool check_namespace(
    const char *namespace, const char *member, struct err *err)
{
	return !*namespace || dns1123_is_label(namespace, strlen(namespace)) ||
	    err_set(
		err, ERR_INPUT, "%s: '%s' is no namespace", member, namespace);
}

/* Of the zone, or of a namespace in it. */
static bool sizes_of(struct window *window, const struct json *row,
    struct sizes **out, struct err *err)
{
	const char *namespace;
	struct tenant *tenant;
	bool still, lately;

	if (!json_get_string(row, "namespace", NULL, &namespace, err) ||
	    !json_get_bool(row, "still", false, &still, err) ||
	    !json_get_bool(row, "lately", false, &lately, err))
		return false;
	*out = &window->sizes;
	if (!namespace)
		return true;
	if (!check_namespace(namespace, "namespace", err))
		return false;
	tenant = tenants_get(&window->tenants, namespace);
	tenant->still |= still;
	*out = lately ? &tenant->lately : &tenant->sizes;
	return true;
}

static bool read_size(void *arg, const struct json *row, struct err *err)
{
	const struct memory_reading *r = arg;
	static const char *const known[] = { "zone", "namespace", "still",
		"lately", "rrsets", "age" };
	char zone[NAME_SIZE];
	int64_t rrsets, age;
	struct sizes *sizes;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, NULL, err) ||
	    !rowfile_number(row, "rrsets", 0, &rrsets, err) ||
	    !rowfile_number(row, "age", 0, &age, err))
		return false;
	if (rrsets > RRSETS_MAX)
		return err_set(err, ERR_INPUT,
		    "rrsets: no zone has more than %d", RRSETS_MAX);
	if (!sizes_of(&memory_of(r, zone)->window, row, &sizes, err))
		return false;
	sizes_see(sizes, (size_t)rrsets, r->now->ms - age * 1000);
	return true;
}

static bool read_namespaces(struct window *window, struct trace *trace,
    const struct json *row, struct err *err)
{
	const struct json *list, *item;
	const char *namespace;

	if (!json_get_array(row, "namespaces", &list, err))
		return false;
	for (item = json_first(list); item; item = json_next(item)) {
		if (!json_string(item, &namespace))
			return err_set(
			    err, ERR_INPUT, "namespaces: not strings");
		if (!check_namespace(namespace, "namespaces", err))
			return false;
		window_trace_of(window, trace, namespace);
	}
	return true;
}

static bool read_trace(void *arg, const struct json *row, struct err *err)
{
	const struct memory_reading *r = arg;
	static const char *const known[] = { "zone", "name", "type", "whose",
		"namespaces", "update", "excused", "approved", "born", "went" };
	const char *whose;
	struct window *window;
	char zone[NAME_SIZE], name[NAME_SIZE];
	int64_t born, went;
	bool update, excused, approved;
	struct trace *trace;
	uint16_t type;

	if (!rowfile_members(row, known, ARRAY_LEN(known), err) ||
	    !rowfile_owner(row, zone, name, err) ||
	    !rowfile_type(row, &type, err) ||
	    !json_get_string(row, "whose", "-", &whose, err) ||
	    (strcmp(whose, "-") != 0 &&
		!check_namespace(whose, "whose", err)) ||
	    !json_get_bool(row, "update", false, &update, err) ||
	    !json_get_bool(row, "excused", false, &excused, err) ||
	    !json_get_bool(row, "approved", false, &approved, err) ||
	    !read_age(r, row, "born", BORN_BEFORE, &born, err) ||
	    !read_age(r, row, "went", NEVER, &went, err))
		return false;
	if (born == BORN_BEFORE && went == NEVER)
		return err_set(
		    err, ERR_INPUT, "neither born nor went is a number");
	window = &memory_of(r, zone)->window;
	trace = window_trace(window, name, type, update, whose);
	trace->excused = excused;
	trace->approved = approved;
	trace->born = born;
	trace->went = went;
	return read_namespaces(window, trace, row, err);
}

bool memoryfile_read(const struct json *document, const struct instant *now,
    struct overlays *out, struct err *err)
{
	struct memory_reading r = { now, out };
	bool ok = rowfile_rows(document, "graces", read_grace, &r, err) &&
	    rowfile_rows(document, "holds", read_hold, &r, err) &&
	    rowfile_rows(document, "approvals", read_approval, &r, err) &&
	    rowfile_rows(document, "sizes", read_size, &r, err) &&
	    rowfile_rows(document, "marks", read_trace, &r, err);

	/* The memory equals the file: nothing is unsaved. */
	for (size_t i = 0; i < out->count; i++) {
		tenants_begin_lately(&out->list[i]->memory.window.tenants);
		(void)memory_unsaved(&out->list[i]->memory);
	}
	return ok;
}
