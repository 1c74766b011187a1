/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secret.h - a TSIG key and its secret (RFC 8945).
 *
 * The configuration has the key: its name, its algorithm and the file of its
 * secret.  The secret is read from that file by whoever signs with it.  No
 * error text has any part of a secret in it.
 *
 * The room, which knows neither Kubernetes nor NSD:
 *	algorithm	the algorithms and their digests
 *	secret		keys, and secrets from files
 *	hmac		the digest of octets under a secret
 *	signature	messages signed, and signatures checked
 */
#ifndef CONTROLLER_TSIG_SECRET_H
#define CONTROLLER_TSIG_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/tsig/algorithm.h"
#include "zonegen/base/err.h"

#define TSIG_SECRET_LEAST 16 /* octets */
#define TSIG_SECRET_MOST 256
#define TSIG_SECRET_TEXT \
	((TSIG_SECRET_MOST + 2) / 3 * 4 + 1) /* base64 and a NUL */

struct tsig_key {
	const char *name; /* lower case, no final dot */
	enum tsig_algorithm algorithm;
	const char *file; /* absolute path: base64 text */
};

struct tsig_secret {
	size_t
	    size; /* TSIG_SECRET_LEAST to TSIG_SECRET_MOST; 0: there is none */
	uint8_t octets[TSIG_SECRET_MOST];
	char text[TSIG_SECRET_TEXT]; /* the same as base64, for nsd.conf */
};

/*
 * Reads text, strict base64 (RFC 4648 4) that may end in a line break.
 * ERR_INPUT: it is none, or too short, or too long.
 */
bool tsig_secret_parse(const char *text, size_t len, struct tsig_secret *out,
    struct err *err) MUST_CHECK;
/* The same from the key's file; ERR_ABSENT, ERR_SYSTEM, ERR_INPUT. */
bool tsig_secret_read(const struct tsig_key *key, struct tsig_secret *out,
    struct err *err) MUST_CHECK;
bool tsig_secret_equal(
    const struct tsig_secret *a, const struct tsig_secret *b);
/* Where the text has it, stars take its place. */
void tsig_secret_hide(const struct tsig_secret *secret, char *text);
void tsig_secret_clear(struct tsig_secret *secret); /* wipes it */

#endif
