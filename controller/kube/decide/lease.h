/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lease.h - who writes, if there are two controllers: the decisions.
 *
 *	READ --nobody's, expired--> WRITE --ours--> WRITE, and so on: HELD
 *	  |--absent--> CREATE --------^                |
 *	  `--another's--> READ, and so on: WAITING <--another's
 *
 * What happened goes in, the next request and the state come out; no clock and
 * no I/O.  Another's lease is over when it did not change for its duration, as
 * this process saw it: times that others wrote are not believed, so clocks may
 * differ.  Each write names the version it is of, so of two that find the lease
 * free one gets it.
 *
 * The holder goes on while the API server is away, or refuses: it stops only
 * when it reads that another holds the lease.
 */
#ifndef CONTROLLER_KUBE_DECIDE_LEASE_H
#define CONTROLLER_KUBE_DECIDE_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "controller/kube/wire/leaserecord.h"
#include "zonegen/base/digest.h"

#define LEASE_SECONDS 15 /* it is ours for so long after each write */

enum lease_step {
	LEASE_READ,
	LEASE_CREATE,
	LEASE_WRITE, /* .version; it is taken, or renewed */
};

enum lease_state {
	LEASE_UNKNOWN, /* nobody answered yet */
	LEASE_HELD,
	LEASE_WAITING, /* another holds it */
	LEASE_REFUSED, /* the API server does not let us ask */
	LEASE_STATES,
};

enum lease_what {
	LEASE_FOUND,    /* it is as .record says, after any step */
	LEASE_ABSENT,   /* there is none, or no place for one: 404 */
	LEASE_CONFLICT, /* another was faster: 409 */
	LEASE_DENIED,   /* 401, 403, or a request that is none */
	LEASE_FAILED,   /* no response, or none that says something */
};

struct lease_event {
	enum lease_what what;
	const struct leaserecord *record;
	const char *text; /* why, for operators */
};

struct lease {
	const char *self;     /* our name as a holder; borrowed */
	bool before;          /* it was ours when the process before ended */
	enum lease_step step; /* not before .at */
	uint64_t at;
	enum lease_state state;
	uint64_t since;    /* ms: of the state */
	char holder[128];  /* of another: printable, cut */
	char trouble[256]; /* of the last request; "": none */
	char version[LEASERECORD_VERSION];
	int64_t transitions; /* to be written */
	bool taken;          /* it was not ours when it was read */

	char seen[DIGEST_SIZE]; /* another's lease when it changed last */
	uint64_t seen_at;       /* ms */
	unsigned conflicts;     /* in a row */
};

void lease_init(
    struct lease *lease, const char *self, bool before, uint64_t now);
void lease_decide(
    struct lease *lease, const struct lease_event *event, uint64_t now);
const char *lease_word(enum lease_state state);

#endif
