/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/feedfile.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "controller/publish/feed/feedrecord.h"
#include "zonegen/record/line.h"

#define PIECE 16384 /* octets read at once */
#define LINE_MAX_OCTETS (1u << 20)

bool feedfile_open(struct feed_file *file, int fd, const char *zone,
    uint32_t serial, struct err *err)
{
	*file = (struct feed_file){ .fd = fd,
		.zone = zone,
		.serial = serial,
		.text = BUF_INIT(LINE_MAX_OCTETS) };
	if (fstat(fd, &file->then) == 0)
		return true;
	err_errno(err, "cannot look at the file of '%s'", zone);
	feedfile_close(file);
	return false;
}

void feedfile_close(struct feed_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
	buf_clear(&file->text);
}

/* Did others write to it meanwhile? */
static bool is_same(const struct feed_file *file)
{
	const struct stat *then = &file->then;
	struct stat now;

	return fstat(file->fd, &now) == 0 && now.st_size == then->st_size &&
	    now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

static bool read_piece(struct feed_file *file, bool *end, struct err *err)
{
	char *room = buf_room(&file->text, PIECE);
	ssize_t n;

	if (!room)
		return err_set(err, ERR_INPUT, "a line is too long");
	do
		n = read(file->fd, room, PIECE);
	while (n < 0 && errno == EINTR);
	buf_cut(&file->text, PIECE - (n > 0 ? (size_t)n : 0));
	*end = n == 0;
	return n >= 0 ||
	    err_errno(err, "cannot read the file of '%s'", file->zone);
}

/* The second line of the SOA: "\t1795429416\t; serial". */
static void read_serial(struct feed_file *file, const char *line, size_t len)
{
	static const char tail[] = "\t; serial";
	size_t tail_len = sizeof(tail) - 1;
	uint32_t serial;

	if (len > tail_len && *line == '\t' &&
	    !memcmp(line + len - tail_len, tail, tail_len) &&
	    line_number(line + 1, len - 1 - tail_len, &serial))
		file->is_right = serial == file->serial;
}

/* Comments, $ORIGIN and the three lines of the SOA are passed over. */
static bool is_record(struct feed_file *file, const char *line, size_t len)
{
	if (file->in_soa) {
		read_serial(file, line, len);
		file->in_soa = !len || line[len - 1] != ')';
		return false;
	}
	if (!len || *line == ';' || *line == '$')
		return false;
	file->in_soa =
	    line[len - 1] == '(' && memmem(line, len, "\tIN\tSOA\t", 8);
	return !file->in_soa;
}

bool feedfile_next(struct feed_file *file, struct buf *out, struct err *err)
{
	const char *at, *start, *line;
	bool end = false;
	size_t len;

	if (!read_piece(file, &end, err))
		return false;
	at = start = buf_text(&file->text);
	while (line_next(&at, start + file->text.len, &line, &len))
		if (is_record(file, line, len) &&
		    !feedrecord_line(file->zone, line, len, out, err))
			return false;
	buf_drop(&file->text, (size_t)(at - start));
	if (!end)
		return true;
	file->ended = true;
	if (file->text.len || !file->is_right || !is_same(file))
		return err_set(err, ERR_INPUT,
		    "the file of '%s' changed while it was read", file->zone);
	return true;
}
