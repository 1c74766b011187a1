/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/wire/resourceversion.h"

#include <string.h>

bool resourceversion_definite(const char *version)
{
	return *version && strcmp(version, "0") != 0 &&
	    strlen(version) < RESOURCEVERSION_SIZE;
}

static bool number(const char *version)
{
	return *version >= '1' && *version <= '9' &&
	    !version[strspn(version, "0123456789")];
}

static bool before(const char *a, const char *b)
{
	size_t x = strlen(a), y = strlen(b);

	return x == y ? strcmp(a, b) < 0 : x < y;
}

bool resourceversion_reaches(const char *a, const char *b)
{
	return number(a) && number(b) && !before(a, b);
}

bool resourceversion_precedes(const char *a, const char *b)
{
	return number(a) && number(b) && before(a, b);
}
