/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feedkey.h - where NSD finds the feed, and the key that it has to use.
 *
 * Both are kept in a file of the state directory, mode 0600, so that a restart
 * changes nothing in nsd.conf: NSD may be running, in another container.
 */
#ifndef CONTROLLER_PUBLISH_FEED_FEEDKEY_H
#define CONTROLLER_PUBLISH_FEED_FEEDKEY_H

#include <stdint.h>

#include "controller/tsig/secret.h"

#define FEEDKEY_FILE "feed"

struct feedkey {
	bool v6;       /* ::1, where there is no 127.0.0.1 */
	uint16_t port; /* 0: any */
	struct tsig_secret secret;
};

/* Its name and algorithm. */
extern const struct tsig_key feedkey_tsig;

/* "127.0.0.1@5301", as nsd.conf has it. */
const char *feedkey_address(const struct feedkey *key, char out[32]);
/* The one in dir; a new secret, and any port, where there is none. */
void feedkey_open(struct feedkey *key, int dir);
bool feedkey_save(
    const struct feedkey *key, int dir, struct err *err) MUST_CHECK;

#endif
