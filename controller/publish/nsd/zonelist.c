/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/zonelist.h"

#include <stdlib.h>
#include <string.h>

#include "controller/publish/nsd/conf.h"
#include "controller/publish/state/statedir.h"
#include "zonegen/base/outfile.h"

#define LIST_NAME "zone.list"
#define LIST_HEADER "# NSD zone list\n# name pattern\n"
#define LIST_MAX (256u << 20)

bool zonelist_good(const char *text, size_t len)
{
	size_t head = strlen(LIST_HEADER);

	return len >= head && !memcmp(text, LIST_HEADER, head);
}

bool zonelist_repair(int dir, const char *const *zones, size_t count,
    bool *wrote, struct err *err)
{
	struct buf list = BUF_INIT(LIST_MAX);
	struct err unread;
	char *text = NULL;
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
		buf_printf(&list, "add %s " CONF_PATTERN "\n", zones[i]);
	ok = outfile_replace(
	    dir, LIST_NAME, 0600, buf_text(&list), list.len, err);
	buf_clear(&list);
	*wrote = ok;
	return ok;
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

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

/* Reads the lines of one zone; *at goes to the next "zone:". */
static bool is_ours(const char **at)
{
	bool ours = false;

	for (; **at && strncmp(*at, "zone:", 5); *at = next_line(*at)) {
		size_t len;
		const char *line = *at + strspn(*at, " \t");
		const char *pattern = value(line, "pattern:", &len);

		if (pattern && len == strlen(CONF_PATTERN) &&
		    !strncmp(pattern, CONF_PATTERN, len))
			ours = true;
	}
	return ours;
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
		good = name_parse(name, len, out->name, &err);
		out->ours = is_ours(at);
		if (good)
			return true;
	}
	return false;
}
