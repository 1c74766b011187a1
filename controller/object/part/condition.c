/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/part/condition.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "controller/object/part/field.h"

bool condition_decode(
    const struct json *node, struct condition *out, struct err *err)
{
	const struct json *array;
	const char *type, *status;
	uint32_t count;
	size_t i = 0;

	*out = (struct condition){ 0 };
	if (!field_objects(node, "conditions", &array, &count, err))
		return false;
	for (const struct json *e = json_first(array); e;
	     e = json_next(e), i++) {
		if (!json_get_string(e, "type", "", &type, err) ||
		    !json_get_string(e, "status", "", &status, err))
			return field_of(err, "conditions[%zu]", i);
		if (strcmp(type, "Accepted") != 0)
			continue;
		out->accepted |= !strcmp(status, "True");
		out->refused |= !strcmp(status, "False");
	}
	return true;
}
