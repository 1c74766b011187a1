/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/request/api.h"

void api_group_path(
    struct buf *out, const struct kind *kind, size_t api_version)
{
	if (*kind->group)
		buf_printf(out, "/apis/%s/%s", kind->group,
		    kind->api_versions[api_version]);
	else
		buf_printf(out, "/api/%s", kind->api_versions[api_version]);
}

void api_path(struct buf *out, const struct kind *kind, size_t api_version)
{
	api_group_path(out, kind, api_version);
	buf_printf(out, "/%s", kind->plural);
}

size_t api_versions(const struct kind *kind)
{
	size_t count = 0;

	while (kind->api_versions[count])
		count++;
	return count;
}
