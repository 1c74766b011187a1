/* SPDX-License-Identifier: Apache-2.0 */
/*
 * members.h - the members of a JSON object as they stand in its text.
 *
 * Finds a few known members without making a tree of the rest.  Values are
 * slices of the bytes that came.  Keys are compared as written: the API server
 * escapes no key that is looked for here.
 */
#ifndef CONTROLLER_BASE_MEMBERS_H
#define CONTROLLER_BASE_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/base.h"

struct slice {
	const char *text; /* not terminated */
	size_t len;
};

struct members {
	const char *at, *end;
	bool begun;
	bool nested; /* in an array, see members_element() */
};

enum members_state {
	MEMBERS_ONE,
	MEMBERS_END, /* and nothing but blanks behind the object */
	MEMBERS_BAD,
};

/* Start with { text, text + len }.  key is with its quotes. */
enum members_state members_next(
    struct members *members, struct slice *key, struct slice *value);

/*
 * The next element of an array of objects, whose members are walked up to
 * MEMBERS_END before the element after it.  Start as above, at the array; what
 * is behind it is not looked at.  MEMBERS_END: .at is behind the array.
 */
enum members_state members_element(struct members *members);

bool slice_is(struct slice slice, const char *text);
/* The first member of that name (no quotes); false: none before a fault. */
bool members_find(
    struct slice object, const char *name, struct slice *out) MUST_CHECK;
/* The same for object.outer.inner; looks no further than that. */
bool members_find_in(struct slice object, const char *outer, const char *inner,
    struct slice *out) MUST_CHECK;
/* The same, but the text from that value on, wherever it ends. */
bool members_seek_in(struct slice object, const char *outer, const char *inner,
    struct slice *out) MUST_CHECK;
/*
 * A JSON string that holds only printable ASCII and no escape, as a C string;
 * false when it is not one or does not fit.
 */
bool slice_plain(struct slice value, char *out, size_t size) MUST_CHECK;

#endif
