/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signature.h - a request signed and its responses checked, or the other way
 * round, as a server does it (RFC 8945).
 *
 * A transfer is one request with many responses: the first and the last one
 * are signed, of those between not all need be (5.3.1).  Each signature covers
 * what came since the one before.  Pure: the time is an argument.
 */
#ifndef CONTROLLER_TSIG_SIGNATURE_H
#define CONTROLLER_TSIG_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/tsig/hmac.h"
#include "controller/tsig/secret.h"
#include "zonegen/base/err.h"

#define TSIG_RR_MAX 512 /* octets of the record that tsig_sign() adds */

struct tsig_exchange {
	const struct tsig_key *key;       /* these two are borrowed */
	const struct tsig_secret *secret; /* not empty */
	/* signature.c's own */
	uint16_t id;
	bool answered;    /* a response was signed, and well */
	unsigned between; /* unsigned messages since the last good one */
	struct hmac digest;
};

/*
 * Appends the record to a message of len octets, in a block with room for
 * TSIG_RR_MAX more; its new length.  now: seconds since 1970.
 */
size_t tsig_sign(
    struct tsig_exchange *exchange, uint8_t *message, size_t len, int64_t now);

enum tsig_verdict {
	TSIG_GOOD,
	TSIG_UNSIGNED, /* good if a signature follows; never the last message */
	TSIG_BAD,      /* *err is filled, and the exchange is over */
};
/*
 * The next response, as it came.  ERR_DENIED: the signature is wrong or
 * missing, or the server says so of ours; ERR_INPUT: the message is malformed.
 */
enum tsig_verdict tsig_check(struct tsig_exchange *exchange,
    const uint8_t *message, size_t len, int64_t now,
    struct err *err) MUST_CHECK;
/* Does it have a signature, good or not? */
bool tsig_is_signed(const uint8_t *message, size_t len);
/*
 * The server's side.  Is the request, as it came, signed well by the key?  Then
 * tsig_reply() signs each of its responses as tsig_sign() does the request.
 */
bool tsig_accept(struct tsig_exchange *exchange, const uint8_t *message,
    size_t len, int64_t now, struct err *err) MUST_CHECK;
size_t tsig_reply(
    struct tsig_exchange *exchange, uint8_t *message, size_t len, int64_t now);
void tsig_exchange_clear(struct tsig_exchange *exchange);

#endif
