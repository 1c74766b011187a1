/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/source/meet.h"

#include <stdbool.h>
#include <string.h>

#include "zonegen/record/name.h"

static bool is_number(const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *last = dot ? dot + 1 : name;

	return *last && !last[strspn(last, "0123456789")];
}

/* Is name below what the wildcard stands on?  Another wildcard may be. */
static bool covers(const char *wildcard, const char *name)
{
	const char *base = wildcard + 2;

	if (strncmp(wildcard, "*.", 2) != 0)
		return false;
	if (name_is_wildcard(name)) /* "*.x" and "*.y.x": y.x is below x */
		name += name[1] ? 2 : 1;
	return strcmp(name, base) != 0 && name_within(name, base);
}

const char *meet(const char *a, const char *b)
{
	if (is_number(a) || is_number(b))
		return NULL;
	if (!*a || !strcmp(a, b) || covers(a, b))
		return b;
	if (!*b || covers(b, a))
		return a;
	return NULL;
}
