/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/transfer/zonelist.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"
#include "zonegen/record/name.h"

#define LIST_NAME "zone.list"
#define LIST_HEADER "# NSD zone list\n# name pattern\n"
#define LIST_MAX (256u << 20)

bool zonelist_good(const char *text, size_t len)
{
	size_t head = strlen(LIST_HEADER);

	return len >= head && !memcmp(text, LIST_HEADER, head);
}

/* An NSD that has a user of its own, in the group of dir, writes it too. */
static bool write_list(
    int dir, const struct buf *list, bool shared, struct err *err)
{
	struct outfile out;

	if (!outfile_open(&out, dir, LIST_NAME, 0600, err))
		return false;
	/* Whatever the umask is. */
	if (shared && fchmod(out.fd, 0660) < 0) {
		err_errno(err, "cannot share '%s'", LIST_NAME);
		outfile_abandon(&out);
		return false;
	}
	return outfile_add(&out, buf_text(list), list->len, err) &&
	    outfile_end(&out, err) && outfile_commit(&out, err);
}

bool zonelist_repair(int dir, bool shared, const struct zonelist_row *rows,
    size_t count, bool *wrote, struct err *err)
{
	struct buf list = BUF_INIT(LIST_MAX);
	char file[NAME_FILE_SIZE], *text = NULL;
	struct err unread;
	size_t len;
	bool ok;

	*wrote = false;
	ok = statedir_read(dir, LIST_NAME, LIST_MAX, &text, &len, &unread) &&
	    zonelist_good(text, len);
	free(text);
	if (ok)
		return true;
	buf_puts(&list, LIST_HEADER);
	for (size_t i = 0; i < count; i++)
		buf_printf(&list, "add %s %s\n",
		    name_for_file(rows[i].zone, file), rows[i].pattern);
	ok = write_list(dir, &list, shared, err);
	buf_clear(&list);
	*wrote = ok;
	return ok;
}

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

/* The third word of "add ZONE PATTERN\n"; NULL: another line. */
static const char *pattern_in(const char *line, size_t *len)
{
	if (strncmp(line, "add ", 4))
		return NULL;
	line += 4;
	line += strcspn(line, " \n");
	line += strspn(line, " ");
	*len = strcspn(line, " \n");
	return pattern_is_ours(line, *len) ? line : NULL;
}

struct strings zonelist_patterns(int dir, struct arena *arena)
{
	const char **list = NULL;
	struct map seen = MAP_INIT;
	size_t count = 0, cap = 0, len;
	const char **copy;
	char *text = NULL;
	struct err err;

	if (!statedir_read(dir, LIST_NAME, LIST_MAX, &text, &len, &err))
		text = NULL;
	for (const char *at = text; at && *at; at = next_line(at)) {
		const char *found = pattern_in(at, &len);
		char name[PATTERN_SIZE];

		if (!found)
			continue;
		memcpy(name, found, len);
		name[len] = '\0';
		if (map_get(&seen, name))
			continue;
		list = xgrow(list, count, &cap, sizeof(*list));
		list[count] = arena_strdup(arena, name);
		map_put(&seen, list[count], (void *)list[count]);
		count++;
	}
	copy = arena_copy(arena, list, count * sizeof(*list));
	free(list);
	free(text);
	map_clear(&seen);
	return (struct strings){ copy, count };
}

/* The value of a line "KEY VALUE\n", and its length; NULL: another key. */
static const char *value(const char *line, const char *key, size_t *len)
{
	size_t size = strlen(key);

	if (strncmp(line, key, size))
		return NULL;
	line += size;
	line += strspn(line, " \t");
	*len = strcspn(line, "\r\n");
	return line;
}

/* served-serial: "5 since 2026-11-29T21:55:18"; or none. */
static void read_serial(const char *line, struct zonestatus *out)
{
	size_t len;
	const char *serial = value(line, "served-serial:", &len);
	char *end;
	unsigned long number;

	if (!serial || *serial != '"')
		return;
	number = strtoul(serial + 1, &end, 10);
	out->has_serial = end > serial + 1 && *end == ' ';
	out->serial = (uint32_t)number;
}

/* Reads the lines of one zone; *at goes to the next "zone:". */
static void read_lines(const char **at, struct zonestatus *out)
{
	out->pattern[0] = '\0';
	out->has_serial = false;
	for (; **at && strncmp(*at, "zone:", 5); *at = next_line(*at)) {
		size_t len;
		const char *line = *at + strspn(*at, " \t");
		const char *pattern = value(line, "pattern:", &len);

		read_serial(line, out);
		if (!pattern || !pattern_is_ours(pattern, len))
			continue;
		memcpy(out->pattern, pattern, len);
		out->pattern[len] = '\0';
	}
	out->ours = *out->pattern;
}

bool zonestatus_next(const char **at, struct zonestatus *out)
{
	while (**at) {
		struct err err;
		size_t len;
		const char *name = value(*at, "zone:", &len);
		bool good;

		*at = next_line(*at);
		if (!name)
			continue;
		good = name_parse_record(name, len, out->name, &err);
		read_lines(at, out);
		if (good)
			return true;
	}
	return false;
}
