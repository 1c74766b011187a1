/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/feedjournal.h"

#include <string.h>

static void drop_oldest(struct feed_journal *journal)
{
	journal->octets -= journal->steps[0].records.len;
	buf_clear(&journal->steps[0].records);
	journal->count--;
	memmove(journal->steps, journal->steps + 1,
	    journal->count * sizeof(journal->steps[0]));
}

void feedjournal_clear(struct feed_journal *journal)
{
	while (journal->count)
		drop_oldest(journal);
}

void feedjournal_add(struct feed_journal *journal, uint32_t from, uint32_t to,
    struct buf *records)
{
	/* A version was put back, or had no step: those are no way to it. */
	if (journal->count && journal->steps[journal->count - 1].to != from)
		feedjournal_clear(journal);
	while (journal->count == FEEDJOURNAL_STEPS ||
	    (journal->count && journal->octets > FEEDJOURNAL_OCTETS))
		drop_oldest(journal);
	journal->steps[journal->count++] =
	    (struct feed_step){ from, to, *records };
	journal->octets += records->len;
	*records = (struct buf)BUF_INIT(records->limit);
}

static size_t find(const struct feed_journal *journal, uint32_t from)
{
	size_t at = 0;

	while (at < journal->count && journal->steps[at].from != from)
		at++;
	return at;
}

bool feedjournal_has(
    const struct feed_journal *journal, uint32_t from, uint32_t to)
{
	return find(journal, from) < journal->count &&
	    journal->steps[journal->count - 1].to == to;
}

void feedjournal_read(
    const struct feed_journal *journal, uint32_t from, struct buf *out)
{
	for (size_t at = find(journal, from); at < journal->count; at++)
		buf_add(out, buf_text(&journal->steps[at].records),
		    journal->steps[at].records.len);
}
