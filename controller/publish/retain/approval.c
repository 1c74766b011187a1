/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/retain/approval.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "zonegen/base/mem.h"

/* Changes are lines "~ NAME TYPE OWNER DIGEST": here without the digest. */
static void index_changes(struct approval *approval)
{
	const char *end = buf_text(&approval->lines) + approval->lines.len;

	for (const char *at = buf_text(&approval->lines); at < end;
	     at += strlen(at) + 1) {
		const char *digest = strrchr(at, ' ');

		if (*at != '~' || !digest)
			continue;
		buf_add(&approval->changed, at, (size_t)(digest - at));
		buf_putc(&approval->changed, '\0');
	}
	end = buf_text(&approval->changed) + approval->changed.len;
	for (char *at = approval->changed.data; at && at < end;
	     at += strlen(at) + 1)
		map_put(&approval->by_changed, at, at);
}

void approvals_add(
    struct approvals *approvals, const struct buf *lines, int64_t until)
{
	struct approval *added;

	approvals->list = xgrow(approvals->list, approvals->count,
	    &approvals->cap, sizeof(*approvals->list));
	added = &approvals->list[approvals->count++];
	approvals->unsaved = true;
	*added = (struct approval){ .until = until,
		.lines = BUF_INIT(HOLD_LINES_MAX),
		.changed = BUF_INIT(HOLD_LINES_MAX) };
	digest_hex(buf_text(lines), lines->len, added->plan);
	buf_add(&added->lines, buf_text(lines), lines->len);
	for (char *at = added->lines.data, *end; at && *at; at = end + 1) {
		end = strchr(at, '\n');
		*end = '\0';
		map_put(&added->by_line, at, at);
	}
	index_changes(added);
}

static bool begins(const char *plan, const char *digits)
{
	return !strncasecmp(plan, digits, strlen(digits));
}

static bool check_digits(const char *digits, struct err *err)
{
	size_t len = strlen(digits);

	if (len >= APPROVAL_DIGITS && len < DIGEST_SIZE &&
	    strspn(digits, "0123456789abcdefABCDEF") == len)
		return true;
	return err_set(err, ERR_INPUT,
	    "plan '%.80s' is not %d to %d hexadecimal digits", digits,
	    APPROVAL_DIGITS, DIGEST_SIZE - 1);
}

void approvals_report(
    struct approvals *approvals, const struct hold *hold, int64_t now)
{
	struct reported *at = &approvals->reported[approvals->oldest];

	if (!hold_any(hold))
		return;
	for (size_t i = 0; i < APPROVAL_PLANS; i++) {
		struct reported *known = &approvals->reported[i];

		if (strcmp(known->plan, hold->plan) != 0)
			continue;
		known->until = now + APPROVAL_LIFE;
		return;
	}
	approvals->oldest = (approvals->oldest + 1) % APPROVAL_PLANS;
	buf_clear(&at->lines);
	*at = (struct reported){ .until = now + APPROVAL_LIFE,
		.lines = BUF_INIT(HOLD_LINES_MAX) };
	memcpy(at->plan, hold->plan, DIGEST_SIZE);
	buf_add(&at->lines, buf_text(&hold->lines), hold->lines.len);
}

/* The lines of a plan that may be approved; NULL: there is none. */
static const struct buf *find_plan(const struct approvals *approvals,
    const struct hold *hold, const char *digits, int64_t now)
{
	if (hold_any(hold) && begins(hold->plan, digits))
		return &hold->lines;
	for (size_t i = 0; i < APPROVAL_PLANS; i++)
		if (approvals->reported[i].until > now &&
		    begins(approvals->reported[i].plan, digits))
			return &approvals->reported[i].lines;
	return NULL;
}

bool approvals_grant(struct approvals *approvals, const struct hold *hold,
    const char *digits, int64_t now, struct err *err)
{
	const struct buf *lines;

	if (!check_digits(digits, err))
		return false;
	for (size_t i = 0; i < approvals->count; i++)
		if (begins(approvals->list[i].plan, digits) &&
		    approvals->list[i].until > now)
			return true;
	lines = find_plan(approvals, hold, digits, now);
	if (lines) {
		approvals_add(approvals, lines, now + APPROVAL_LIFE);
		return true;
	}
	if (!hold_any(hold))
		return err_set(err, ERR_ABSENT, "nothing is held");
	return err_set(err, ERR_ABSENT,
	    "the plan that is held is '%.*s', not '%s'", HOLD_PLAN_SHOWN,
	    hold->plan, digits);
}

bool approvals_cover(const struct approvals *approvals, const char *line)
{
	for (size_t i = 0; i < approvals->count; i++)
		if (map_get(&approvals->list[i].by_line, line))
			return true;
	return false;
}

bool approvals_cover_some(
    const struct approvals *approvals, const char *changed)
{
	for (size_t i = 0; i < approvals->count; i++)
		if (map_get(&approvals->list[i].by_changed, changed))
			return true;
	return false;
}

static void clear(struct approval *approval)
{
	map_clear(&approval->by_changed);
	buf_clear(&approval->changed);
	map_clear(&approval->by_line);
	buf_clear(&approval->lines);
}

void approvals_expire(struct approvals *approvals, int64_t now)
{
	size_t kept = 0, before = approvals->count;

	for (size_t i = 0; i < before; i++)
		if (approvals->list[i].until > now)
			approvals->list[kept++] = approvals->list[i];
		else
			clear(&approvals->list[i]);
	approvals->count = kept;
	approvals->unsaved |= kept < before;
}

void approvals_clear(struct approvals *approvals)
{
	for (size_t i = 0; i < approvals->count; i++)
		clear(&approvals->list[i]);
	free(approvals->list);
	for (size_t i = 0; i < APPROVAL_PLANS; i++)
		buf_clear(&approvals->reported[i].lines);
	*approvals = (struct approvals){ 0 };
}
