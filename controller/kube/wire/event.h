/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event.h - one line of a watch: {"type": ..., "object": ...}.
 *
 * The object stays the bytes it came as and goes to the store so; only its
 * resourceVersion is looked up.  Types that are not known are EVENT_OTHER and
 * change nothing, not even our place in the stream.
 */
#ifndef CONTROLLER_KUBE_WIRE_EVENT_H
#define CONTROLLER_KUBE_WIRE_EVENT_H

#include <stdbool.h>
#include <stddef.h>

#include "controller/base/members.h"
#include "controller/kube/wire/resourceversion.h"
#include "zonegen/base/err.h"

enum event_type {
	EVENT_PUT, /* ADDED or MODIFIED */
	EVENT_DELETE,
	EVENT_BOOKMARK,
	EVENT_ERROR,
	EVENT_OTHER,
};

struct event {
	enum event_type type;
	struct slice object;                         /* within the line */
	char resource_version[RESOURCEVERSION_SIZE]; /* "" when there is none to
							be read */
};

/* ERR_INPUT: not one object with a type and an object, to its end. */
bool event_parse(const char *line, size_t len, struct event *out,
    struct err *err) MUST_CHECK;

/* metadata.namespace "/" metadata.name, as far as it can be read. */
void event_key(struct slice object, char *out, size_t size);

#endif
