/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/namespace.h"

#include "controller/object/part/meta.h"

bool namespace_decode(
    struct object *object, const struct json *document, struct err *err)
{
	(void)document;
	return meta_is_label(object_name(object)) ||
	    err_set(err, ERR_INPUT, "metadata.name: '%s' is no DNS-1123 label",
		object_name(object));
}
