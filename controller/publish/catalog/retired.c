/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/catalog/retired.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/catalog/listed.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"
#include "zonegen/record/name.h"

#define FILE_MAX ((size_t)16 << 20) /* octets */

static struct retired_zone *find(
    const struct retired *retired, const char *name)
{
	for (size_t i = 0; i < retired->count; i++)
		if (!strcmp(retired->list[i].name, name))
			return &retired->list[i];
	return NULL;
}

const struct retired_zone *retired_find(
    const struct retired *retired, const char *name)
{
	return find(retired, name);
}

static void append(struct retired *retired, const char *name,
    const char *pattern, int64_t delisted)
{
	retired->list = xgrow(retired->list, retired->count, &retired->cap,
	    sizeof(*retired->list));
	retired->list[retired->count++] =
	    (struct retired_zone){ .name = xstrdup(name),
		    .pattern = xstrdup(pattern),
		    .delisted = delisted };
}

static void drop(struct retired *retired, struct retired_zone *zone)
{
	free(zone->name);
	free(zone->pattern);
	*zone = retired->list[--retired->count];
	retired->unsaved = true;
}

void retired_add(struct retired *retired, const char *name, const char *pattern)
{
	if (find(retired, name))
		return;
	append(retired, name, pattern, 0);
	retired->unsaved = true;
}

void retired_remove(struct retired *retired, const char *name)
{
	struct retired_zone *zone = find(retired, name);

	if (zone)
		drop(retired, zone);
}

void retired_clear(struct retired *retired)
{
	while (retired->count)
		drop(retired, &retired->list[0]);
	free(retired->list);
	*retired = (struct retired){ .count = 0 };
}

/* --- The file --- */

static bool is_plain(const char *pattern)
{
	return *pattern &&
	    !pattern[strspn(pattern, "abcdefghijklmnopqrstuvwxyz0123456789-+")];
}

/* "NAME PATTERN SECONDS" */
static void read_line(struct retired *retired, char *line)
{
	char *pattern = strchr(line, ' '), *time, *end, name[NAME_SIZE];
	struct err err;
	long long seconds;

	if (!pattern)
		return;
	*pattern++ = '\0';
	time = strchr(pattern, ' ');
	if (!time)
		return;
	*time++ = '\0';
	seconds = strtoll(time, &end, 10);
	if (end == time || *end || seconds < 0 || !is_plain(pattern) ||
	    !name_parse_record(line, strlen(line), name, &err) ||
	    strcmp(name, line) != 0 || find(retired, name))
		return;
	append(retired, name, pattern, seconds);
}

void retired_load(struct retired *retired, int dir)
{
	char *text = NULL, *line, *next;
	struct err err;
	size_t len;

	if (!statedir_read(dir, RETIRED_FILE, FILE_MAX, &text, &len, &err))
		return;
	for (line = text; *line; line = next) {
		next = strchrnul(line, '\n');
		if (*next)
			*next++ = '\0';
		read_line(retired, line);
	}
	free(text);
}

bool retired_save(struct retired *retired, int dir, struct err *err)
{
	struct buf text = BUF_INIT(FILE_MAX);
	bool ok;

	if (!retired->unsaved)
		return true;
	for (size_t i = 0; i < retired->count; i++) {
		const struct retired_zone *zone = &retired->list[i];

		buf_printf(&text, "%s %s %lld\n", zone->name, zone->pattern,
		    (long long)zone->delisted);
	}
	ok = outfile_replace(dir, RETIRED_FILE, 0640, &text, err);
	retired->unsaved = !ok;
	buf_clear(&text);
	return ok;
}

/* --- Time --- */

bool retired_owed(const struct retired *retired, const struct zone *catalog)
{
	for (size_t i = 0; i < retired->count; i++) {
		const struct retired_zone *zone = &retired->list[i];

		if (listed_has(catalog, zone->name) != !zone->delisted)
			return true;
	}
	return false;
}

char *retired_expire(
    struct retired *retired, const struct zone *catalog, int64_t wall)
{
	for (size_t i = 0; i < retired->count; i++) {
		struct retired_zone *zone = &retired->list[i];
		bool listed = catalog && listed_has(catalog, zone->name);
		char *name;

		if (listed != !zone->delisted) {
			zone->delisted = listed ? 0 : wall;
			retired->unsaved = true;
		}
		/* A clock that was set back must not keep it for ever. */
		if (zone->delisted > wall)
			zone->delisted = wall;
		if (listed || wall - zone->delisted < RETIRED_FOR)
			continue;
		name = xstrdup(zone->name);
		drop(retired, zone);
		return name;
	}
	return NULL;
}

int64_t retired_next(const struct retired *retired)
{
	int64_t first = 0;

	for (size_t i = 0; i < retired->count; i++) {
		int64_t end = retired->list[i].delisted + RETIRED_FOR;

		if (retired->list[i].delisted && (!first || end < first))
			first = end;
	}
	return first;
}
