/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/journalentry.h"

#include <string.h>

#include "zonegen/base/digest.h"
#include "zonegen/record/line.h"
#include "zonegen/version/serial.h"

static bool read_number(const char **at, const char *end, uint32_t *out)
{
	const char *start = *at;
	const char *tab = memchr(start, '\t', (size_t)(end - start));

	if (!tab)
		return false;
	*at = tab + 1;
	return line_number(start, (size_t)(tab - start), out);
}

/* Of its header, which may be cut off behind them; *at goes there. */
static bool read_serials(
    const char **at, const char *end, struct journal_entry *out)
{
	size_t len = strlen(JOURNALENTRY_WORD);

	if ((size_t)(end - *at) < len ||
	    memcmp(*at, JOURNALENTRY_WORD, len) != 0)
		return false;
	*at += len;
	return read_number(at, end, &out->from) &&
	    read_number(at, end, &out->to);
}

static bool read_header(const char *line, size_t len, struct journal_entry *out,
    uint32_t *lines, const char **digest)
{
	const char *end = line + len;

	*digest = line;
	return read_serials(digest, end, out) &&
	    read_number(digest, end, lines) && end - *digest == DIGEST_SIZE - 1;
}

bool journalentry_next(const char **at, const char *end,
    struct journal_entry *out, struct err *err)
{
	const char *next = *at, *line, *said;
	char digest[DIGEST_SIZE];
	uint32_t lines;
	size_t len;

	if (!line_next(&next, end, &line, &len))
		return err_set(err, ERR_INPUT, "cut off");
	if (!read_header(line, len, out, &lines, &said))
		return err_set(err, ERR_INPUT, "not an entry");
	out->start = *at;
	out->at = next;
	for (; lines > 0; lines--)
		if (!line_next(&next, end, &line, &len))
			return err_set(err, ERR_INPUT, "cut off");
	out->end = next;
	digest_hex(out->at, (size_t)(out->end - out->at), digest);
	if (memcmp(said, digest, DIGEST_SIZE - 1) != 0)
		return err_set(err, ERR_INPUT, "damaged");
	*at = next;
	return true;
}

size_t journalentry_serials(const char *text, const char *end, uint32_t *latest)
{
	struct journal_entry entry;
	size_t count = 0;

	while (text < end) {
		const char *at = text;
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		text = stop ? stop + 1 : end;
		if (read_serials(&at, stop ? stop : end, &entry) &&
		    (!count++ || serial_later(entry.to, *latest)))
			*latest = entry.to;
	}
	return count;
}
