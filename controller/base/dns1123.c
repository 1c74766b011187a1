/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/dns1123.h"

#include <string.h>

/* Lower-case letters, digits and "-"; neither end is a "-". */
static bool is_word(const char *text, size_t len)
{
	return len && text[0] != '-' && text[len - 1] != '-' &&
	    strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") >= len;
}

bool dns1123_is_label(const char *text, size_t len)
{
	return len <= DNS1123_LABEL_MAX && is_word(text, len);
}

bool dns1123_is_subdomain(const char *name)
{
	if (strlen(name) > DNS1123_SUBDOMAIN_MAX)
		return false;
	for (;;) {
		size_t len = strcspn(name, ".");

		if (!is_word(name, len))
			return false;
		if (!name[len])
			return true;
		name += len + 1;
	}
}
