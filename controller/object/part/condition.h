/* SPDX-License-Identifier: Apache-2.0 */
/*
 * condition.h - the condition "Accepted" of a route, a listener or a set.
 */
#ifndef CONTROLLER_OBJECT_PART_CONDITION_H
#define CONTROLLER_OBJECT_PART_CONDITION_H

#include <stdbool.h>

#include "controller/base/json.h"
#include "zonegen/base/err.h"

/* Both false: there is no status yet, or it is "Unknown". */
struct condition {
	bool accepted; /* status is "True" */
	bool refused;  /* status is "False" */
};

/* From the conditions of node. */
bool condition_decode(
    const struct json *node, struct condition *out, struct err *err) MUST_CHECK;

#endif
