/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/kind.h"

#include <string.h>

bool kind_has(const struct kind *kind, const char *api_version)
{
	const char *slash = strrchr(api_version, '/');
	size_t len = slash ? (size_t)(slash - api_version) : 0;
	const char *version = slash ? slash + 1 : api_version;

	if (strlen(kind->group) != len ||
	    strncmp(kind->group, api_version, len) != 0 || (slash && !len))
		return false;
	for (size_t i = 0; kind->api_versions[i]; i++)
		if (!strcmp(kind->api_versions[i], version))
			return true;
	return false;
}
