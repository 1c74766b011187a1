/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedquestion.h - what a message asks of the feed.  Pure; the octets are
 * anybody's.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDQUESTION_H
#define CONTROLLER_PUBLISH_FEED_FEEDQUESTION_H

#include <stddef.h>
#include <stdint.h>

#include "zonegen/record/name.h"

#define FEEDQUESTION_MAX 512 /* octets: header, question, SOA, TSIG */

enum feed_asks {
	FEED_ASKS_NONSENSE, /* no answer can be made: the connection ends */
	FEED_ASKS_OTHER,    /* something that is refused */
	FEED_ASKS_SOA,
	FEED_ASKS_IXFR,
	FEED_ASKS_AXFR,
};

struct feed_question {
	char zone[NAME_SIZE];
	uint32_t serial; /* of IXFR: NSD has this one */
	size_t len;      /* octets of header and question */
	uint8_t octets[12 + NAME_WIRE + 4];
};

enum feed_asks feedquestion_read(
    const uint8_t *message, size_t len, struct feed_question *out);

#endif
