/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query.h - a query for a zone's SOA as octets, and its answer.
 *
 * The answer is the only exact sign of what NSD serves: the serial, or SERVFAIL
 * with extended error 14 (the file was rejected, RFC 8914), or REFUSED with 20
 * (not configured).  Pure: asker.h does the sending.
 */
#ifndef CONTROLLER_PUBLISH_NSD_QUERY_H
#define CONTROLLER_PUBLISH_NSD_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/base.h"
#include "zonegen/base/buf.h"

#define QUERY_SIZE 512 /* octets that are enough for any query */

enum {
	EDE_NONE = -1,
	EDE_NOT_READY = 14,
	EDE_NOT_AUTHORITATIVE = 20,
};

struct answer {
	bool came;       /* false: no answer came in time */
	bool has_serial; /* an authoritative SOA of the zone */
	uint32_t serial;
	unsigned rcode;
	int ede; /* EDE_NONE, or an info-code of RFC 8914 */
};

/* zone is from name_parse(); returns its length. */
size_t query_build(uint8_t out[QUERY_SIZE], uint16_t id, const char *zone);

/* false: the packet does not answer that query; *out is left alone. */
bool query_parse(const uint8_t *packet, size_t len, uint16_t id,
    const char *zone, struct answer *out) MUST_CHECK;

/* "serial 5", "SERVFAIL, extended error 14": for log lines. */
void answer_print(const struct answer *answer, struct buf *out);

#endif
