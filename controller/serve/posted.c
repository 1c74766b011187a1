/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posted.c - which members each request has, then each member read, and all of
 * them printed.
 */
#include "controller/serve/posted.h"

#include <stdio.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/jsonwriter.h"
#include "controller/config/read/duration.h"
#include "zonegen/record/line.h"

/* What a request has of a member. */
enum has {
	HAS_NOT,
	MAY_HAVE,
	MUST_HAVE,
};

static const struct form {
	const char *path;
	enum has zone, plan, key, by, reason, life, revision;
	bool all; /* the zone may be all zones */
} forms[POSTED_KINDS] = {
	[POSTED_APPROVE] = { "/v1/approve", .zone = MUST_HAVE,
	    .plan = MUST_HAVE, .by = MAY_HAVE, .reason = MAY_HAVE },
	[POSTED_REKEY] = { "/v1/rekey", .key = MUST_HAVE },
	[POSTED_GIT_ACCEPT] = { "/v1/git-accept", .by = MUST_HAVE,
	    .reason = MUST_HAVE },
	[POSTED_FREEZE] = { "/v1/freeze", .zone = MUST_HAVE, .by = MAY_HAVE,
	    .reason = MUST_HAVE, .life = MAY_HAVE, .all = true },
	[POSTED_THAW] = { "/v1/thaw", .zone = MUST_HAVE, .by = MAY_HAVE,
	    .reason = MAY_HAVE, .all = true },
	[POSTED_RESTORE] = { "/v1/restore", .zone = MUST_HAVE, .plan = MAY_HAVE,
	    .by = MAY_HAVE, .reason = MAY_HAVE, .life = MAY_HAVE,
	    .revision = MUST_HAVE },
	[POSTED_RELEASE] = { "/v1/release", .zone = MUST_HAVE, .by = MAY_HAVE,
	    .reason = MAY_HAVE },
};

const char *posted_path(enum posted_kind kind)
{
	return forms[kind].path;
}

static bool set_zone(
    struct posted *out, const char *zone, bool all, struct err *err)
{
	if (all && !strcmp(zone, ORDERS_ALL)) {
		memcpy(out->zone, ORDERS_ALL, sizeof(ORDERS_ALL));
		return true;
	}
	return name_parse_record(zone, strlen(zone), out->zone, err);
}

static bool set_plan(struct posted *out, const char *plan, struct err *err)
{
	if (!*plan || strlen(plan) >= sizeof(out->plan))
		return err_set(
		    err, ERR_INPUT, "plan '%.80s' is no digest", plan);
	snprintf(out->plan, sizeof(out->plan), "%s", plan);
	return true;
}

static bool set_life(struct posted *out, const char *life, struct err *err)
{
	uint64_t ns;

	if (strlen(life) >= sizeof(out->period) || !duration_parse(life, &ns) ||
	    ns / 1000000 < 1000 || ns / 1000000 > ORDERS_LIFE_MAX)
		return err_set(err, ERR_INPUT,
		    "for '%.80s' is no time from 1s to 8784h, such as 4h or "
		    "30m",
		    life);
	snprintf(out->period, sizeof(out->period), "%s", life);
	out->life = (int64_t)(ns / 1000000000) * 1000;
	return true;
}

static bool set_revision(
    struct posted *out, const char *revision, struct err *err)
{
	if (!revision_check(revision, err))
		return false;
	snprintf(out->revision, sizeof(out->revision), "%s", revision);
	return true;
}

bool posted_set(struct posted *out, enum posted_kind kind,
    const struct posted_words *words, struct err *err)
{
	*out = (struct posted){ .kind = kind };
	if (words->zone && !set_zone(out, words->zone, forms[kind].all, err))
		return false;
	if (words->plan && !set_plan(out, words->plan, err))
		return false;
	if (words->key &&
	    !name_parse(words->key, strlen(words->key), out->key, err))
		return false;
	if (words->revision && !set_revision(out, words->revision, err))
		return false;
	return (!words->life || set_life(out, words->life, err)) &&
	    statement_set(&out->stated, words->by, words->reason, err);
}

/* --- The body: one JSON object of strings --- */

struct posted_member {
	enum has has;
	const char *key;
	const char **value; /* into the document; NULL before */
};

#define MEMBERS 7

static const char **find_member(
    const struct posted_member members[MEMBERS], const char *key)
{
	for (size_t i = 0; i < MEMBERS; i++)
		if (members[i].has != HAS_NOT && !strcmp(members[i].key, key))
			return members[i].value;
	return NULL;
}

/* Walks all members, because json_get() would not see a second one. */
static bool read_members(const struct json *document,
    const struct posted_member members[MEMBERS], struct err *err)
{
	if (json_type(document) != JSON_OBJECT)
		return err_set(err, ERR_INPUT, "not an object");
	for (const struct json *node = json_first(document); node;
	     node = json_next(node)) {
		const char *key = json_key(node);
		const char **slot = find_member(members, key);

		if (!slot)
			return err_set(
			    err, ERR_INPUT, "unknown member '%.80s'", key);
		if (*slot)
			return err_set(
			    err, ERR_INPUT, "'%s' is there twice", key);
		if (!json_string(node, slot))
			return err_set(
			    err, ERR_INPUT, "'%s' is not a string", key);
	}
	for (size_t i = 0; i < MEMBERS; i++)
		if (members[i].has == MUST_HAVE && !*members[i].value)
			return err_set(
			    err, ERR_INPUT, "'%s' is missing", members[i].key);
	return true;
}

bool posted_parse(struct posted *out, enum posted_kind kind, const char *text,
    size_t len, struct err *err)
{
	const struct form *form = &forms[kind];
	struct posted_words words = { .zone = NULL };
	const struct posted_member members[MEMBERS] = {
		{ form->zone, "zone", &words.zone },
		{ form->plan, "plan", &words.plan },
		{ form->key, "key", &words.key },
		{ form->by, "by", &words.by },
		{ form->reason, "reason", &words.reason },
		{ form->life, "for", &words.life },
		{ form->revision, "revision", &words.revision },
	};
	struct json *document = json_parse(text, len, err);
	bool ok;

	if (!document)
		return err_prefix(err, "the body");
	ok = read_members(document, members, err) &&
	    posted_set(out, kind, &words, err);
	json_free(document);
	return ok;
}

static void print(const struct posted *posted, bool done, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	if (done)
		jsonwriter_number(&writer, "schemaVersion", POSTED_SCHEMA);
	jsonwriter_some(&writer, "zone", posted->zone);
	jsonwriter_some(&writer, "plan", posted->plan);
	jsonwriter_some(&writer, "key", posted->key);
	jsonwriter_some(&writer, "by", posted->stated.by);
	jsonwriter_some(&writer, "reason", posted->stated.reason);
	jsonwriter_some(&writer, "for", posted->period);
	jsonwriter_some(&writer, "revision", posted->revision);
	jsonwriter_end_object(&writer);
	buf_putc(out, '\n');
}

void posted_print(const struct posted *posted, struct buf *out)
{
	print(posted, false, out);
}

void posted_print_done(const struct posted *posted, struct buf *out)
{
	print(posted, true, out);
}

static void write_lines(
    struct jsonwriter *writer, const char *lines, size_t len)
{
	const char *end = lines + len, *line;
	struct buf one = BUF_INIT(UINT32_MAX);

	jsonwriter_list(writer, "lines");
	for (size_t i = 0;
	     i < POSTED_LINES && line_next(&lines, end, &line, &len); i++) {
		buf_reset(&one);
		buf_add(&one, line, len);
		jsonwriter_text(writer, NULL, buf_text(&one));
	}
	jsonwriter_end_list(writer);
	buf_clear(&one);
}

void posted_print_plan(const struct posted *posted,
    const struct obeying_shown *shown, struct buf *out)
{
	struct jsonwriter writer = { .out = out };

	jsonwriter_object(&writer, NULL);
	jsonwriter_number(&writer, "schemaVersion", POSTED_SCHEMA);
	jsonwriter_text(&writer, "state",
	    shown->reading    ? "reading"
		: shown->done ? "restored"
			      : "shown");
	jsonwriter_some(&writer, "zone", posted->zone);
	jsonwriter_some(&writer, "revision", posted->revision);
	if (!shown->reading) {
		jsonwriter_text(&writer, "commit", shown->commit);
		jsonwriter_number(&writer, "serial", shown->serial);
		jsonwriter_text(&writer, "plan", shown->plan.digest);
		jsonwriter_number(&writer, "added", shown->plan.added);
		jsonwriter_number(&writer, "removed", shown->plan.removed);
		write_lines(&writer, buf_text(&shown->plan.lines),
		    shown->plan.lines.len);
	}
	jsonwriter_end_object(&writer);
	buf_putc(out, '\n');
}
