/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/kube/wire/trim.h"

struct slice trim_managed_fields(struct slice object, struct buf *scratch)
{
	struct slice fields;
	const char *behind;

	if (!members_find_in(object, "metadata", "managedFields", &fields))
		return object;
	behind = fields.text + fields.len;
	buf_reset(scratch);
	buf_add(scratch, object.text, (size_t)(fields.text - object.text));
	buf_puts(scratch, "null");
	buf_add(scratch, behind, (size_t)(object.text + object.len - behind));
	return (struct slice){ scratch->data, scratch->len };
}
