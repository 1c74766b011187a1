/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fetch.h - one transfer over TCP, on the loop.
 *
 * It ends: connecting, every silence and the whole have their time.
 */
#ifndef CONTROLLER_AXFR_FETCH_H
#define CONTROLLER_AXFR_FETCH_H

#include "controller/axfr/axfr.h"
#include "controller/base/loop.h"
#include "controller/config/limits.h"
#include "controller/config/read/endpoint.h"

struct axfr_fetch;

struct axfr_fetch_options {
	const struct endpoint *server;
	const char *zone;           /* borrowed until done, as are these */
	const struct tsig_key *key; /* NULL: unsigned; its file is read */
	const struct limits *limits;
	/*
	 * ERR_NETWORK: the server said nothing at all.
	 * Called from the loop, once; the fetch is freed after it.  zone is
	 * NULL with *err, else finished; what is taken out of it (leaving a
	 * cleared one) is the callee's.
	 */
	void (*done)(void *arg, struct foreign *zone, const struct err *err);
	void *arg;
};

/* NULL: the secret cannot be read, or there is no socket. */
struct axfr_fetch *axfr_fetch_start(struct loop *loop,
    const struct axfr_fetch_options *options, struct err *err) MUST_CHECK;
void axfr_fetch_stop(struct axfr_fetch *fetch); /* NULL is fine */

#endif
