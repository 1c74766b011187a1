/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind.h"

#include <string.h>

#include "controller/object/ingress.h"
#include "controller/object/service.h"
#include "zonegen/base.h"

static const char *const v1[] = { "v1", NULL };

static const struct kind kinds[] = {
	{ "Ingress", "networking.k8s.io", v1, "ingresses", true,
	    sizeof(struct ingress), ingress_decode },
	{ "Service", "", v1, "services", true, sizeof(struct service),
	    service_decode },
};

size_t kind_count(void)
{
	return ARRAY_LEN(kinds);
}

const struct kind *kind_at(size_t at)
{
	return &kinds[at];
}

size_t kind_index(const struct kind *kind)
{
	return (size_t)(kind - kinds);
}

const struct kind *kind_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* Does kind have api_version, "GROUP/VERSION" or "VERSION" for core? */
static bool serves(const struct kind *kind, const char *api_version)
{
	const char *slash = strrchr(api_version, '/');
	size_t len = slash ? (size_t)(slash - api_version) : 0;
	const char *version = slash ? slash + 1 : api_version;

	if (strlen(kind->group) != len ||
	    strncmp(kind->group, api_version, len) != 0 || (slash && !len))
		return false;
	for (size_t i = 0; kind->versions[i]; i++)
		if (!strcmp(kind->versions[i], version))
			return true;
	return false;
}

const struct kind *kind_find_api(const char *api_version, const char *name)
{
	const struct kind *kind = kind_find(name);

	return kind && serves(kind, api_version) ? kind : NULL;
}
