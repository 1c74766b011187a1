/* SPDX-License-Identifier: Apache-2.0 */
/*
 * axfr.h - a zone out of another server, message by message (RFC 5936).
 *
 * Pure: what is sent and what came are octets, the time is an argument; fetch.h
 * does the network.  Everything that comes is foreign: it is bounded, and with
 * a key nothing counts before its signature was good.
 *
 *	axfr_request() --> server --> axfr_take() ... --> AXFR_DONE: a foreign
 */
#ifndef CONTROLLER_AXFR_AXFR_H
#define CONTROLLER_AXFR_AXFR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/tsig/signature.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/foreign/foreign.h"

/* Octets of all messages; the largest zone has some millions of records. */
#define AXFR_OCTETS_MAX ((size_t)128 << 20)
#define AXFR_REQUEST_MAX 1024 /* octets, the two of its length included */

struct axfr {
	const char *zone;              /* borrowed */
	struct tsig_exchange exchange; /* ->key is NULL: unsigned */
	struct foreign foreign;
	/* axfr.c's own */
	uint16_t id;
	bool began, ended;
	size_t octets;
	struct arena arena; /* of one record */
};

/* Both NULL, or neither; the secret is borrowed. */
void axfr_open(struct axfr *axfr, const char *zone, const struct tsig_key *key,
    const struct tsig_secret *secret);
void axfr_close(struct axfr *axfr);

/* Appends the request as it goes through TCP.  now: seconds since 1970. */
void axfr_request(struct axfr *axfr, uint16_t id, int64_t now, struct buf *out);

enum axfr_step {
	AXFR_MORE,
	AXFR_DONE, /* ->foreign is finished, and the caller's to keep */
	AXFR_FAILED,
};
/*
 * The next message, without its length.  ERR_DENIED: the server refuses, or a
 * signature is not good; ERR_INPUT: what came is no zone.
 */
enum axfr_step axfr_take(struct axfr *axfr, const uint8_t *message, size_t len,
    int64_t now, struct err *err) MUST_CHECK;

#endif
