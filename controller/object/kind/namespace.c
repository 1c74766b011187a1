/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/kind/namespace.h"

#include <string.h>

#include "controller/base/dns1123.h"

bool namespace_decode(
    struct object *object, const struct json *document, struct err *err)
{
	const char *name = object_name(object);

	(void)document;
	return dns1123_is_label(name, strlen(name)) ||
	    err_set(err, ERR_INPUT, "metadata.name: '%s' is no DNS-1123 label",
		name);
}
