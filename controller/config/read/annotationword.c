/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/read/annotationword.h"

#include <string.h>

const char *const annotationword_all[] = { "hostname", "target", "ttl",
	"controller", "ingress-hostname-source", "gateway-hostname-source",
	NULL };

bool annotationword_ends(const char *key)
{
	const char *slash = strrchr(key, '/');

	for (size_t i = 0; slash && annotationword_all[i]; i++)
		if (!strcmp(annotationword_all[i], slash + 1))
			return true;
	return false;
}
