/* SPDX-License-Identifier: Apache-2.0 */
/*
 * selector.h - label selectors in the syntax of kubectl -l.
 *
 * "app=web,tier in (a,b),!old": all must hold.  apimachinery's labels.Parse is
 * the reference for what is accepted.
 */
#ifndef CONTROLLER_CONFIG_READ_SELECTOR_H
#define CONTROLLER_CONFIG_READ_SELECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

enum selector_op {
	SELECTOR_IN,     /* one value for "=" and "==" */
	SELECTOR_NOT_IN, /* holds for an object without the key too */
	SELECTOR_EXISTS,
	SELECTOR_ABSENT,
};

struct selector_term {
	enum selector_op op;
	const char *key;
	const char *const *values;
	size_t count;
};

struct selector {
	const struct selector_term *terms;
	size_t count; /* 0 matches everything */
};

struct kind_selectors { /* filters.labels.KIND, OR-ed */
	const char *kind;
	const struct selector *list;
	size_t count;
};

struct selectors {
	const struct kind_selectors *list;
	size_t count;
};

bool selector_parse(const char *text, struct arena *arena, struct selector *out,
    struct err *err) MUST_CHECK;

/* Does labels.Parse accept it as the key or the value of a label? */
bool selector_is_key(const char *text);
bool selector_is_value(const char *text);

/* value(arg, key): the label's value, or NULL. */
bool selector_matches(const struct selector *selector,
    const char *(*value)(const void *arg, const char *key), const void *arg);

#endif
