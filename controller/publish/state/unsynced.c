/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/unsynced.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/state/statedir.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"
#include "zonegen/base/outfile.h"
#include "zonegen/record/line.h"
#include "zonegen/record/name.h"
#include "zonegen/version/serial.h"

#define BOOT "/proc/sys/kernel/random/boot_id"
#define BOOT_SIZE 64
#define FILE_MAX ((size_t)16 << 20) /* octets */

struct unsynced_zone {
	char *zone;
	bool lost; /* by another boot; its serial, if that is known */
	bool known;
	bool again; /* lost behind that serial, too */
	uint32_t floor;
};

struct unsynced {
	int dir;
	char boot[BOOT_SIZE]; /* "": it has no name */
	bool stale;           /* the file is of another one */
	struct unsynced_zone *list;
	size_t count, cap;
};

static void read_boot(char boot[BOOT_SIZE])
{
	int fd = open(BOOT, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, boot, BOOT_SIZE - 1);

	if (fd >= 0)
		close(fd);
	boot[len > 0 ? len : 0] = '\0';
	boot[strcspn(boot, "\n")] = '\0';
}

static struct unsynced_zone *find(
    const struct unsynced *unsynced, const char *zone)
{
	for (size_t i = 0; i < unsynced->count; i++)
		if (!strcmp(unsynced->list[i].zone, zone))
			return &unsynced->list[i];
	return NULL;
}

static struct unsynced_zone *add(struct unsynced *unsynced, const char *zone)
{
	struct unsynced_zone *row;

	unsynced->list = xgrow(unsynced->list, unsynced->count, &unsynced->cap,
	    sizeof(*unsynced->list));
	row = &unsynced->list[unsynced->count++];
	*row = (struct unsynced_zone){ .zone = xstrdup(zone) };
	return row;
}

static void drop(struct unsynced *unsynced, struct unsynced_zone *row)
{
	free(row->zone);
	*row = unsynced->list[--unsynced->count];
}

/* "NAME", or "NAME SERIAL", or "NAME " */
static void read_line(struct unsynced *unsynced, const char *line, size_t len)
{
	const char *space = memchr(line, ' ', len);
	size_t name_len = space ? (size_t)(space - line) : len;
	struct unsynced_zone row = { .lost = space || unsynced->stale };
	char name[NAME_SIZE];
	struct err err;

	if (!name_parse_record(line, name_len, name, &err) ||
	    find(unsynced, name))
		return;
	row.known =
	    space && line_number(space + 1, len - name_len - 1, &row.floor);
	row.again = unsynced->stale;
	row.zone = add(unsynced, name)->zone;
	unsynced->list[unsynced->count - 1] = row;
}

struct unsynced *unsynced_open(int dir)
{
	struct unsynced *unsynced = xcalloc(1, sizeof(*unsynced));
	const char *at, *end, *line;
	char *text = NULL;
	struct err err;
	size_t len;

	unsynced->dir = dir;
	read_boot(unsynced->boot);
	if (!statedir_read(dir, UNSYNCED_FILE, FILE_MAX, &text, &len, &err))
		return unsynced;
	at = text;
	end = text + len;
	unsynced->stale = !line_next(&at, end, &line, &len) || !len ||
	    len != strlen(unsynced->boot) || memcmp(line, unsynced->boot, len);
	while (line_next(&at, end, &line, &len))
		read_line(unsynced, line, len);
	free(text);
	return unsynced;
}

void unsynced_free(struct unsynced *unsynced)
{
	if (!unsynced)
		return;
	while (unsynced->count)
		drop(unsynced, unsynced->list);
	free(unsynced->list);
	free(unsynced);
}

bool unsynced_lost(struct unsynced *unsynced, const char *zone, uint32_t known,
    uint32_t *floor)
{
	struct unsynced_zone *row = find(unsynced, zone);

	if (!row || !row->lost)
		return false;
	if (!row->known || (row->again && serial_later(known, row->floor)))
		row->floor = known;
	if (!row->known || row->again)
		row->floor += UNSYNCED_MOST;
	row->known = true;
	row->again = false;
	*floor = row->floor;
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct unsynced_zone *x = a, *y = b;

	return strcmp(x->zone, y->zone);
}

bool unsynced_save(struct unsynced *unsynced, struct err *err)
{
	struct buf text = BUF_INIT(FILE_MAX);
	bool ok;

	if (!unsynced->count)
		return unlinkat(unsynced->dir, UNSYNCED_FILE, 0) == 0 ||
		    errno == ENOENT ||
		    err_errno(err, "cannot remove '%s'", UNSYNCED_FILE);
	qsort(
	    unsynced->list, unsynced->count, sizeof(*unsynced->list), by_name);
	buf_printf(&text, "%s\n", unsynced->boot);
	for (size_t i = 0; i < unsynced->count; i++) {
		const struct unsynced_zone *row = &unsynced->list[i];

		buf_puts(&text, row->zone);
		if (row->lost)
			buf_putc(&text, ' ');
		if (row->known)
			buf_printf(&text, "%u", row->floor);
		buf_putc(&text, '\n');
	}
	ok = outfile_replace(unsynced->dir, UNSYNCED_FILE, 0640, &text, err);
	unsynced->stale &= !ok;
	buf_clear(&text);
	return ok;
}

bool unsynced_note(struct unsynced *unsynced, const char *zone, struct err *err)
{
	bool there = find(unsynced, zone);

	if (there && !unsynced->stale)
		return true;
	if (!there)
		(void)add(unsynced, zone);
	if (unsynced_save(unsynced, err))
		return true;
	if (!there)
		drop(unsynced, find(unsynced, zone));
	return false;
}

void unsynced_settle(
    struct unsynced *unsynced, const char *zone, uint32_t serial)
{
	struct unsynced_zone *row = find(unsynced, zone);

	if (row && (!row->known || serial_later(serial, row->floor)))
		drop(unsynced, row);
}
