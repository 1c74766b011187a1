/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slicer.c - a machine with one state for each place in the top-level object.
 * Single octets move it between places; keys, values and items are found by
 * span.h and handled when they are complete.
 */
#include "controller/kube/wire/slicer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/base/json.h"
#include "controller/base/members.h"
#include "controller/base/span.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

/* The part that comes next, blanks aside. */
enum slicer_place {
	AT_START,
	AT_FIRST_KEY, /* or the end of the object */
	AT_KEY,
	IN_KEY,
	AT_COLON,
	AT_VALUE,
	IN_VALUE,
	AT_COMMA,      /* or the end of the object */
	AT_FIRST_ITEM, /* or the end of the items */
	AT_ITEM,
	IN_ITEM,
	AT_ITEM_COMMA, /* or the end of the items */
	AT_END,
};

enum member { OTHER, KIND, API_VERSION, ITEMS, METADATA, MEMBERS };

struct slicer {
	const struct limits *limits;
	void (*item)(void *arg, const char *text, size_t len);
	void *arg;
	enum slicer_place place;
	enum member member; /* whose value is next, or being read */
	bool seen[MEMBERS];
	size_t left; /* octets the body may still have */
	size_t items;
	struct span span; /* of the key, value or item being read */
	const char *from; /* its first octet in this piece */
	struct buf part;  /* what of it came in earlier pieces */
	struct buf metadata;
	char kind[128], api_version[256];
	const char *wanted, *group, *version; /* NULL: any */
	struct json *tree;                    /* of metadata */
};

struct slicer *slicer_new(const struct limits *limits,
    void (*item)(void *arg, const char *text, size_t len), void *arg)
{
	struct slicer *slicer = xcalloc(1, sizeof(*slicer));

	slicer->limits = limits;
	slicer->item = item;
	slicer->arg = arg;
	slicer->left = limits->body_size;
	slicer->part.limit = limits->item_size;
	slicer->metadata.limit = limits->item_size;
	return slicer;
}

void slicer_expect(struct slicer *slicer, const char *kind, const char *group,
    const char *version)
{
	slicer->wanted = kind;
	slicer->group = group;
	slicer->version = version;
}

void slicer_free(struct slicer *slicer)
{
	if (!slicer)
		return;
	buf_clear(&slicer->part);
	buf_clear(&slicer->metadata);
	json_free(slicer->tree);
	free(slicer);
}

static bool refuse(const char *what, struct err *err)
{
	return err_set(err, ERR_INPUT, "not a list: %s", what);
}

static bool key_done(struct slicer *slicer, struct slice key, struct err *err)
{
	static const char *const names[MEMBERS] = { [KIND] = "\"kind\"",
		[API_VERSION] = "\"apiVersion\"",
		[ITEMS] = "\"items\"",
		[METADATA] = "\"metadata\"" };

	if (*key.text != '"')
		return refuse("a key is no string", err);
	/*
	 * No server writes them so, and a key that matters could be overlooked.
	 */
	if (memchr(key.text, '\\', key.len))
		return refuse("a key with an escape", err);
	slicer->member = OTHER;
	for (unsigned i = OTHER + 1; i < MEMBERS; i++)
		if (slice_is(key, names[i]))
			slicer->member = (enum member)i;
	if (slicer->member != OTHER && slicer->seen[slicer->member])
		return refuse("a key comes twice", err);
	slicer->seen[slicer->member] = true;
	slicer->place = AT_COLON;
	return true;
}

/* Is it the kind that was asked for? */
static bool check_kind(const struct slicer *slicer, struct err *err)
{
	size_t len = slicer->wanted ? strlen(slicer->wanted) : 0;

	if (!slicer->wanted ||
	    (!strncmp(slicer->kind, slicer->wanted, len) &&
		!strcmp(slicer->kind + len, "List")))
		return true;
	return err_set(err, ERR_INPUT,
	    "not the list that was asked for: its kind is '%s', not '%sList'",
	    slicer->kind, slicer->wanted);
}

static bool check_api_version(const struct slicer *slicer, struct err *err)
{
	char wanted[sizeof(slicer->api_version)];

	if (!slicer->wanted)
		return true;
	snprintf(wanted, sizeof(wanted), "%s%s%s", slicer->group,
	    *slicer->group ? "/" : "", slicer->version);
	return !strcmp(slicer->api_version, wanted) ||
	    err_set(err, ERR_INPUT,
		"not the list that was asked for: its apiVersion is '%s', not "
		"'%s'",
		slicer->api_version, wanted);
}

static bool value_done(
    struct slicer *slicer, struct slice value, struct err *err)
{
	slicer->place = AT_COMMA;
	switch (slicer->member) {
	case KIND:
		if (!slice_plain(value, slicer->kind, sizeof(slicer->kind)))
			return refuse("kind is no plain string", err);
		return check_kind(slicer, err);
	case API_VERSION:
		if (!slice_plain(value, slicer->api_version,
			sizeof(slicer->api_version)))
			return refuse("apiVersion is no plain string", err);
		return check_api_version(slicer, err);
	case ITEMS:
		if (!slice_is(value, "null"))
			return refuse("items is no list", err);
		break;
	case METADATA:
		buf_add(&slicer->metadata, value.text, value.len);
		break;
	default:
		break;
	}
	return true;
}

static bool item_done(struct slicer *slicer, struct slice item)
{
	slicer->items++;
	slicer->item(slicer->arg, item.text, item.len);
	slicer->place = AT_ITEM_COMMA;
	return true;
}

/* A key, value or item is complete: the part that was kept, and up to at. */
static bool whole(struct slicer *slicer, const char *at, struct err *err)
{
	struct slice text = { slicer->from, (size_t)(at - slicer->from) };
	bool ok;

	if (slicer->part.len || text.len > slicer->part.limit) {
		buf_add(&slicer->part, text.text, text.len);
		if (!buf_ok(&slicer->part))
			return refuse("an element is too large", err);
		text = (struct slice){ slicer->part.data, slicer->part.len };
	}
	if (slicer->place == IN_KEY)
		ok = key_done(slicer, text, err);
	else if (slicer->place == IN_VALUE)
		ok = value_done(slicer, text, err);
	else
		ok = item_done(slicer, text);
	buf_reset(&slicer->part);
	return ok;
}

static bool go_on(
    struct slicer *slicer, const char **at, const char *end, struct err *err)
{
	bool unknown = slicer->place == IN_VALUE && slicer->member == OTHER;

	switch (span_feed(&slicer->span, at, end)) {
	case SPAN_DONE:
		if (unknown) {
			slicer->place = AT_COMMA;
			return true;
		}
		return whole(slicer, *at, err);
	case SPAN_BAD:
		return refuse("brackets do not match", err);
	default:
		if (unknown)
			return true;
		buf_add(
		    &slicer->part, slicer->from, (size_t)(*at - slicer->from));
		slicer->from = *at;
		return buf_ok(&slicer->part) ||
		    refuse("an element is too large", err);
	}
}

static bool start(
    struct slicer *slicer, enum slicer_place place, const char *at)
{
	slicer->place = place;
	slicer->from = at;
	span_begin(&slicer->span);
	return true;
}

/* A single octet that decides what comes; the IN_ places take it again. */
static bool step(struct slicer *slicer, const char **at, struct err *err)
{
	static const struct {
		char c;
		enum slicer_place next;
	} rules[][2] = {
		[AT_START] = { { '{', AT_FIRST_KEY } },
		[AT_FIRST_KEY] = { { '}', AT_END } },
		[AT_KEY] = { { 0 } },
		[AT_COLON] = { { ':', AT_VALUE } },
		[AT_VALUE] = { { 0 } },
		[AT_COMMA] = { { ',', AT_KEY }, { '}', AT_END } },
		[AT_FIRST_ITEM] = { { ']', AT_COMMA } },
		[AT_ITEM] = { { 0 } },
		[AT_ITEM_COMMA] = { { ',', AT_ITEM }, { ']', AT_COMMA } },
		[AT_END] = { { 0 } },
	};
	char c = **at;

	for (size_t i = 0; i < 2; i++)
		if (c && rules[slicer->place][i].c == c) {
			slicer->place = rules[slicer->place][i].next;
			++*at;
			return true;
		}
	switch (slicer->place) {
	case AT_FIRST_KEY:
	case AT_KEY:
		return start(slicer, IN_KEY, *at);
	case AT_VALUE:
		if (slicer->member != ITEMS || c != '[')
			return start(slicer, IN_VALUE, *at);
		slicer->place = AT_FIRST_ITEM;
		++*at;
		return true;
	case AT_FIRST_ITEM:
	case AT_ITEM:
		if (c == '{')
			return start(slicer, IN_ITEM, *at);
		return refuse("an item is no object", err);
	default:
		return refuse("it is no JSON object", err);
	}
}

static bool inside(enum slicer_place place)
{
	return place == IN_KEY || place == IN_VALUE || place == IN_ITEM;
}

bool slicer_feed(
    struct slicer *slicer, const char *bytes, size_t len, struct err *err)
{
	const char *at = bytes;
	const char *end = bytes + len;
	bool ok = true;

	if (len > slicer->left)
		return refuse("it is too large", err);
	slicer->left -= len;
	slicer->from = bytes;
	while (ok && at < end) {
		if (inside(slicer->place))
			ok = go_on(slicer, &at, end, err);
		else if (span_blank(*at))
			at++;
		else
			ok = step(slicer, &at, err);
	}
	return ok;
}

static bool ends_in(const char *text, const char *tail)
{
	size_t len = strlen(text);
	size_t tail_len = strlen(tail);

	return len >= tail_len && !strcmp(text + len - tail_len, tail);
}

bool slicer_end(struct slicer *slicer, struct page *page, struct err *err)
{
	struct page out = { "", "", slicer->items };

	if (slicer->place == AT_START)
		return refuse("it is empty", err);
	if (slicer->place != AT_END)
		return refuse("it is cut", err);
	if (!ends_in(slicer->kind, "List"))
		return err_set(err, ERR_INPUT, "not a list: its kind is '%s'",
		    slicer->kind);
	if (!check_api_version(slicer, err))
		return false;
	if (slicer->metadata.len) {
		json_free(slicer->tree);
		slicer->tree = json_parse(
		    slicer->metadata.data, slicer->metadata.len, err);
		if (!slicer->tree ||
		    !json_get_string(slicer->tree, "resourceVersion", "",
			&out.resource_version, err) ||
		    !json_get_string(
			slicer->tree, "continue", "", &out.next, err))
			return err_prefix(err, "metadata of the list");
	}
	*page = out;
	return true;
}
