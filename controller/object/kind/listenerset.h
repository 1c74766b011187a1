/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listenerset.h - a ListenerSet: listeners that are added to a Gateway.
 */
#ifndef CONTROLLER_OBJECT_KIND_LISTENERSET_H
#define CONTROLLER_OBJECT_KIND_LISTENERSET_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/listener.h"
#include "controller/object/part/object.h"
#include "controller/object/part/reference.h"

struct listenerset {
	struct object object;
	struct reference parent; /* spec.parentRef */
	const struct listener *listeners;
	uint32_t nlisteners;
	bool refused; /* its status says Accepted=False */
};

bool listenerset_decode(struct object *object, const struct json *document,
    struct err *err) MUST_CHECK;

#endif
