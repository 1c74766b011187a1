/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/members.h"

#include <string.h>

#include "controller/base/span.h"

static void skip_blanks(struct members *members)
{
	while (members->at < members->end && span_blank(*members->at))
		members->at++;
}

static bool take(struct members *members, char c)
{
	skip_blanks(members);
	if (members->at == members->end || *members->at != c)
		return false;
	members->at++;
	return true;
}

static bool take_value(struct members *members, struct slice *out)
{
	struct span span;

	skip_blanks(members);
	out->text = members->at;
	span_begin(&span);
	if (span_feed(&span, &members->at, members->end) != SPAN_DONE)
		return false;
	out->len = (size_t)(members->at - out->text);
	return true;
}

static enum members_state end(struct members *members)
{
	if (members->nested)
		return MEMBERS_END;
	skip_blanks(members);
	return members->at == members->end ? MEMBERS_END : MEMBERS_BAD;
}

/* Up to the value, which is not looked at yet. */
static enum members_state next_key(struct members *members, struct slice *key)
{
	if (!members->begun) {
		if (!take(members, '{'))
			return MEMBERS_BAD;
		members->begun = true;
		if (take(members, '}'))
			return end(members);
	} else if (take(members, '}')) {
		return end(members);
	} else if (!take(members, ',')) {
		return MEMBERS_BAD;
	}
	if (!take_value(members, key) || *key->text != '"')
		return MEMBERS_BAD;
	return take(members, ':') ? MEMBERS_ONE : MEMBERS_BAD;
}

enum members_state members_next(
    struct members *members, struct slice *key, struct slice *value)
{
	enum members_state state = next_key(members, key);

	if (state == MEMBERS_ONE && !take_value(members, value))
		return MEMBERS_BAD;
	return state;
}

enum members_state members_element(struct members *members)
{
	bool first = !members->nested;

	if (first && !take(members, '['))
		return MEMBERS_BAD;
	members->nested = true;
	members->begun = false;
	if (take(members, ']'))
		return MEMBERS_END;
	return first || take(members, ',') ? MEMBERS_ONE : MEMBERS_BAD;
}

bool slice_is(struct slice slice, const char *text)
{
	return slice.len == strlen(text) &&
	    !memcmp(slice.text, text, slice.len);
}

/* Moves to the value of that member; false: none before a fault. */
static bool seek(struct members *members, const char *name)
{
	struct slice key, value;

	while (next_key(members, &key) == MEMBERS_ONE) {
		struct slice bare = { key.text + 1, key.len - 2 };

		if (slice_is(bare, name))
			return true;
		if (!take_value(members, &value))
			return false;
	}
	return false;
}

bool members_find(struct slice object, const char *name, struct slice *out)
{
	struct members members = { object.text, object.text + object.len };

	return seek(&members, name) && take_value(&members, out);
}

bool members_seek_in(struct slice object, const char *outer, const char *inner,
    struct slice *out)
{
	struct members members = { object.text, object.text + object.len };

	if (!seek(&members, outer))
		return false;
	members.begun = false;
	if (!seek(&members, inner))
		return false;
	skip_blanks(&members);
	*out = (struct slice){ members.at, (size_t)(members.end - members.at) };
	return true;
}

bool members_find_in(struct slice object, const char *outer, const char *inner,
    struct slice *out)
{
	struct slice rest;
	struct members members = { 0 };

	if (!members_seek_in(object, outer, inner, &rest))
		return false;
	members.at = rest.text;
	members.end = rest.text + rest.len;
	return take_value(&members, out);
}

bool slice_plain(struct slice value, char *out, size_t size)
{
	size_t len;

	if (value.len < 2 || *value.text != '"')
		return false;
	len = value.len - 2;
	if (len >= size)
		return false;
	for (size_t i = 1; i <= len; i++)
		if (value.text[i] < ' ' || value.text[i] > '~' ||
		    value.text[i] == '\\')
			return false;
	memcpy(out, value.text + 1, len);
	out[len] = '\0';
	return true;
}
