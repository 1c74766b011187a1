/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/wire/trim.h"

#include <string.h>

/* Octets of the text of a manager or of a time: no API server writes more. */
#define FIELD_MAX 1024

/* Who wrote one of the fields, and when; both as they stand in the text. */
struct writer {
	struct slice manager, time;
};

/* API servers write all times in one form, so that their texts compare. */
static bool is_later(const struct writer *a, const struct writer *b)
{
	size_t len = a->time.len < b->time.len ? a->time.len : b->time.len;
	int d = len ? memcmp(a->time.text, b->time.text, len) : 0;

	return d ? d > 0 : a->time.len >= b->time.len;
}

static bool is_short_text(struct slice value)
{
	return *value.text == '"' && value.len <= FIELD_MAX;
}

static enum members_state read_writer(struct members *at, struct writer *out)
{
	struct slice key, value;
	enum members_state state;

	*out = (struct writer){ 0 };
	while ((state = members_next(at, &key, &value)) == MEMBERS_ONE) {
		if (!is_short_text(value))
			continue;
		if (slice_is(key, "\"manager\""))
			out->manager = value;
		else if (slice_is(key, "\"time\""))
			out->time = value;
	}
	return state;
}

/* Where the array ends; NULL: it is none of objects. */
static const char *find_last(struct slice fields, struct writer *last)
{
	struct members at = { fields.text, fields.text + fields.len };
	enum members_state state;

	*last = (struct writer){ 0 };
	while ((state = members_element(&at)) == MEMBERS_ONE) {
		struct writer one;

		if (read_writer(&at, &one) != MEMBERS_END)
			return NULL;
		if (one.manager.text && is_later(&one, last))
			*last = one;
	}
	return state == MEMBERS_END ? at.at : NULL;
}

static void put(struct buf *out, const char *key, struct slice value)
{
	buf_printf(out, "\"%s\":", key);
	buf_add(out, value.text, value.len);
}

static void put_last(struct buf *out, const struct writer *last)
{
	if (!last->manager.text) {
		buf_puts(out, "null");
		return;
	}
	buf_puts(out, "[{");
	put(out, "manager", last->manager);
	if (last->time.text) {
		buf_putc(out, ',');
		put(out, "time", last->time);
	}
	buf_puts(out, "}]");
}

struct slice trim_managed_fields(struct slice object, struct buf *scratch)
{
	struct slice fields, whole;
	struct writer last;
	const char *behind;

	if (!members_seek_in(object, "metadata", "managedFields", &fields))
		return object;
	behind = find_last(fields, &last);
	if (!behind) {
		if (!members_find_in(
			object, "metadata", "managedFields", &whole))
			return object;
		behind = whole.text + whole.len;
		last = (struct writer){ 0 };
	}
	buf_reset(scratch);
	buf_add(scratch, object.text, (size_t)(fields.text - object.text));
	put_last(scratch, &last);
	buf_add(scratch, behind, (size_t)(object.text + object.len - behind));
	return (struct slice){ scratch->data, scratch->len };
}
