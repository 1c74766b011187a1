/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_slices.c - which slices a Service has, while they come, move and go.
 *
 * Each row is a script: words separated by blanks.
 *	a=s     the slice a belongs to the Service s
 *	a=      it belongs to none
 *	?s      which slices has s?  sorted, must follow as {...}
 */
#include "controller/object/slices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"

static const struct row {
	const char *name;
	const char *script;
} rows[] = {
	{ "none", "?s {} a= ?s {}" },
	{ "one", "a=s ?s {a} ?t {}" },
	{ "twice", "a=s a=s ?s {a}" },
	{ "several", "a=s b=s c=t ?s {ab} ?t {c}" },
	{ "it moves", "a=s b=s a=t ?s {b} ?t {a}" },
	{ "the last one moves", "a=s a=t ?s {} ?t {a} a=s ?s {a} ?t {}" },
	{ "they go, from the middle", "a=s b=s c=s b= ?s {ac}" },
	{ "they go, from the ends",
	    "a=s b=s c=s a= ?s {bc} c= ?s {b} b= ?s {}" },
};

static int compare(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static void list(struct slices *slices, const char *service, struct buf *got)
{
	const void *at = NULL;
	const char *key;

	buf_reset(got);
	while ((key = slices_next(slices, service, &at))) {
		assert_string_equal(slices_service(slices, key), service);
		buf_puts(got, key);
	}
	if (got->len)
		qsort(got->data, got->len, 1, compare);
}

static void obey(struct slices *slices, char *word, struct buf *got)
{
	char key[2] = { *word };

	if (*word == '{') {
		assert_int_equal(strlen(word), got->len + 2);
		assert_memory_equal(word + 1, buf_text(got), got->len);
	} else if (*word == '?') {
		list(slices, word + 1, got);
	} else {
		slices_move(slices, key, word[2] ? word + 2 : NULL);
		if (word[2])
			assert_string_equal(
			    slices_service(slices, key), word + 2);
		else
			assert_null(slices_service(slices, key));
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	struct slices *slices = slices_new();
	struct buf got = BUF_INIT(1000);
	char word[64];
	size_t len;

	for (const char *p = row->script; *p; p += len + strspn(p + len, " ")) {
		len = strcspn(p, " ");
		snprintf(word, sizeof(word), "%.*s", (int)len, p);
		obey(slices, word, &got);
	}
	buf_clear(&got);
	slices_free(slices);
}

RUN_TABLE(rows, check)
