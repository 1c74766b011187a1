/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/version/comments.h"

#include <string.h>

#include "zonegen/claim/overlay.h"
#include "zonegen/record/line.h"

#define ORIGINS_SAID 4 /* of one RRset */

/* Why its origin's records at the name stay; NULL: it asks for them. */
static const char *why_retained(
    const struct domain *domain, const struct origin *origin)
{
	for (const struct entry *e = domain->entries; e; e = e->next) {
		if (e->from != ENTRY_RETAINED ||
		    strcmp(e->origin->text, origin->text) != 0 ||
		    !origin_same_uid(e->origin, origin))
			continue;
		return retained_word(
		    e->reason == RETAIN_SETTLING ? RETAIN_HELD : e->reason);
	}
	return NULL;
}

/* Names of objects are plain; whatever is not ends no comment. */
static void add_text(const char *text, struct buf *out)
{
	for (; *text; text++)
		buf_putc(out, *text < ' ' || *text > '~' ? '?' : *text);
}

static void print_comment(const struct domain *domain,
    struct origin *const *origins, size_t count, struct buf *out)
{
	buf_puts(out, LINE_COMMENT);
	for (size_t i = 0; i < count && i < ORIGINS_SAID; i++) {
		const char *why = why_retained(domain, origins[i]);

		if (i)
			buf_puts(out, ", ");
		add_text(origins[i]->text, out);
		if (why)
			buf_printf(out, " (%s)", why);
	}
	if (count > ORIGINS_SAID)
		buf_printf(out, " and %zu more", count - ORIGINS_SAID);
	buf_putc(out, '\n');
}

static void add_lines(
    const char *lines, size_t len, const struct buf *comment, struct buf *out)
{
	const char *end = lines + len, *line;

	while (line_next(&lines, end, &line, &len)) {
		buf_add(out, line, len);
		buf_add(out, buf_text(comment), comment->len);
	}
}

void comments_add(
    const struct domain *domain, const struct rrsets *rrsets, struct buf *out)
{
	struct buf comment = BUF_INIT(1u << 16);

	for (size_t i = 0; i < rrsets_count(rrsets); i++) {
		size_t len, count;
		const char *lines = rrsets_lines(rrsets, i, &len);
		struct origin *const *origins =
		    rrsets_origins(rrsets, i, &count);

		buf_reset(&comment);
		if (count)
			print_comment(domain, origins, count, &comment);
		else
			buf_putc(&comment, '\n'); /* not known */
		add_lines(lines, len, &comment, out);
	}
	buf_clear(&comment);
}
