/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/feed/feedstep.h"

#include <string.h>

#include "controller/publish/feed/feedrecord.h"
#include "zonegen/record/line.h"
#include "zonegen/version/zonefile.h"

#define HEAD_MAX (1u << 20) /* octets */

/* Those of list that are not in other; both sorted. */
static void add_missing(const char *owner, const struct rrset *list,
    const struct rrset *other, struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct record *record = &list->records[i];

		while (at < other->count &&
		    record_compare(&other->records[at], record) < 0)
			at++;
		if (at == other->count ||
		    record_compare(&other->records[at], record) ||
		    other->records[at].ttl != record->ttl)
			feedrecord_add(owner, record, out);
	}
}

/* One RRset; with a pass each for what goes and what comes. */
static void add_change(const struct change *change, bool comes, struct buf *out)
{
	struct arena arena = { .chunk = 0 };
	struct rrset old = { .count = 0 }, new = { .count = 0 };

	if (!rrsets_read(change->old, change->type, &arena, &old))
		old.count = 0;
	if (!rrsets_read(change->new, change->type, &arena, &new))
		new.count = 0;
	if (comes)
		add_missing(change->name, &new, &old, out);
	else
		add_missing(change->name, &old, &new, out);
	arena_clear(&arena);
}

static void add_changes(const struct plan *plan, bool comes, struct buf *out)
{
	struct plan_at at = { 0 };
	struct change change;

	while (plan_next(plan, &at, &change))
		add_change(&change, comes, out);
}

static bool add_lines(
    const char *zone, const struct buf *lines, struct buf *out, struct err *err)
{
	const char *at = buf_text(lines), *end = at + lines->len, *line;
	size_t len;

	while (line_next(&at, end, &line, &len))
		if (!feedrecord_line(zone, line, len, out, err))
			return false;
	return true;
}

bool feedstep_make(const struct zone *zone, const struct version *version,
    struct buf *out, struct err *err)
{
	const struct buf *old = &version->old_head, *new = version_head(zone);
	struct buf old_ns = BUF_INIT(HEAD_MAX), new_ns = BUF_INIT(HEAD_MAX);
	struct buf soa = BUF_INIT(2 * HEAD_MAX);
	const char *name = version->zone;
	bool ok, same;

	zonefile_head_lines(buf_text(old), old->len, &soa, &old_ns);
	zonefile_head_lines(buf_text(new), new->len, &soa, &new_ns);
	same = old_ns.len == new_ns.len &&
	    !memcmp(buf_text(&old_ns), buf_text(&new_ns), old_ns.len);
	ok = feedrecord_soa(name, buf_text(old), old->len, version->old_serial,
		 out, err) &&
	    (same || add_lines(name, &old_ns, out, err));
	add_changes(&version->plan, false, out);
	ok = ok &&
	    feedrecord_soa(
		name, buf_text(new), new->len, version->serial, out, err) &&
	    (same || add_lines(name, &new_ns, out, err));
	add_changes(&version->plan, true, out);
	if (ok && !buf_ok(out))
		ok = err_set(err, ERR_INPUT, "too much differs");
	buf_clear(&old_ns);
	buf_clear(&new_ns);
	buf_clear(&soa);
	return ok;
}
