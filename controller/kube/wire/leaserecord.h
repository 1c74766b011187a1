/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leaserecord.h - a Lease of coordination.k8s.io/v1 as octets: what is read of
 * one, and what is written.
 *
 * Whoever may write the object may have written anything: a member of another
 * type counts as missing, and no time in it is ever compared with a clock.
 */
#ifndef CONTROLLER_KUBE_WIRE_LEASERECORD_H
#define CONTROLLER_KUBE_WIRE_LEASERECORD_H

#include <stddef.h>
#include <stdint.h>

#include "zonegen/base/buf.h"
#include "zonegen/base/err.h"
#include "zonegen/base/mem.h"

#define LEASERECORD_VERSION 128 /* octets of a resourceVersion, at most */

struct leaserecord {
	const char *version; /* resourceVersion */
	const char *holder;  /* "": nobody */
	const char *renewed; /* renewTime, as it is written */
	int64_t seconds;     /* leaseDurationSeconds; 0: missing */
	int64_t transitions;
};

/* In the arena.  ERR_INPUT: no Lease, or one without a version. */
bool leaserecord_parse(const char *text, size_t len, struct arena *arena,
    struct leaserecord *out, struct err *err) MUST_CHECK;

struct leasetext {
	const char *namespace, *name;
	const char *holder;  /* "": it is given back */
	const char *version; /* NULL: it is created */
	int64_t seconds, transitions;
	bool taken;   /* it was another's before */
	int64_t wall; /* s since 1970 */
};

/* The whole object, or the patch of one that has this version. */
void leaserecord_print(const struct leasetext *text, struct buf *out);

#endif
