/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lines.h - bytes in any splits become whole lines.
 *
 * A line ends with LF; a CR before it is dropped, blank lines are passed over.
 * Octets behind the last LF when the stream ends are no line and are dropped.
 * A line within one piece of input is not copied.
 */
#ifndef CONTROLLER_KUBE_WIRE_LINES_H
#define CONTROLLER_KUBE_WIRE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"

struct lines {
	/* Not terminated; false stops the feeding. */
	bool (*line)(void *arg, const char *text, size_t len);
	void *arg;
	struct buf part; /* of a line; its limit is that of a line */
};

/*
 * false: line() said so, and *err is left alone; or ERR_INPUT, a line is too
 * long.  Feed it nothing after that.
 */
bool lines_feed(struct lines *lines, const char *bytes, size_t len,
    struct err *err) MUST_CHECK;
void lines_clear(struct lines *lines);

#endif
