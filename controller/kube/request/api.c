/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/request/api.h"

void api_group_path(struct buf *out, const struct kind *kind, size_t version)
{
	if (*kind->group)
		buf_printf(
		    out, "/apis/%s/%s", kind->group, kind->versions[version]);
	else
		buf_printf(out, "/api/%s", kind->versions[version]);
}

void api_path(struct buf *out, const struct kind *kind, size_t version)
{
	api_group_path(out, kind, version);
	buf_printf(out, "/%s", kind->plural);
}

size_t api_versions(const struct kind *kind)
{
	size_t count = 0;

	while (kind->versions[count])
		count++;
	return count;
}
