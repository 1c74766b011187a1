/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bulletin.h - an Event about a cluster object (events.k8s.io/v1), as JSON.
 */
#ifndef CONTROLLER_NOTICE_BULLETIN_H
#define CONTROLLER_NOTICE_BULLETIN_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/object/part/object.h"
#include "zonegen/base/buf.h"

#define BULLETIN_NOTE 1000 /* octets of a note; the API server takes 1024 */

struct bulletin {
	const struct object *object; /* that it is about */
	const char *reason;          /* "RecordReady", or a finding's word */
	bool warning;
	const char *note; /* what is longer is cut; printable ASCII */
};

struct bulletin_source {
	const char *instance; /* which of several controllers, a host name */
	int64_t seconds;      /* since 1970 */
	unsigned number;      /* of the events in that second */
};

/* Where it is posted, and its body. */
void bulletin_path(const struct bulletin *bulletin, struct buf *out);
void bulletin_print(const struct bulletin *bulletin,
    const struct bulletin_source *source, struct buf *out);

#endif
