/* SPDX-License-Identifier: Apache-2.0 */
/*
 * remote.h - the zones of another server, for commands, which may wait.
 */
#ifndef CONTROLLER_COMMAND_REMOTE_H
#define CONTROLLER_COMMAND_REMOTE_H

#include <stdbool.h>

#include "controller/base/loop.h"
#include "controller/config/config.h"
#include "zonegen/foreign/foreign.h"

struct remote {
	const char *place;          /* "axfr:HOST" or "axfr:HOST@PORT" */
	const struct tsig_key *key; /* NULL: unsigned */
};

bool remote_is(const char *place); /* does it begin with "axfr:"? */
/* The key of that name; NULL: of none.  ERR_INPUT: there is no such one. */
bool remote_key(struct remote *remote, const struct config *config,
    const char *name, struct err *err) MUST_CHECK;

/*
 * Transfers the zone from the first of the host's addresses that gives it; the
 * loop has nothing else to do.  out is finished, and the caller's.
 */
bool remote_fetch(const struct remote *remote, struct loop *loop,
    const char *zone, struct foreign *out, struct err *err) MUST_CHECK;

#endif
