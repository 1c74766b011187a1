/* SPDX-License-Identifier: Apache-2.0 */
/*
 * comments.h - whom a record is from, behind it in the zone file, for people
 * who read it.
 *
 *	www	60	IN	A	192.0.2.1	; Ingress web/www
 *	old	60	IN	A	192.0.2.2	; Ingress web/old (held)
 *
 * Only with zone_settings.comments.  A word says why a record stays that its
 * origin does not ask for now (U3: retained records stay as they were).  What
 * waits for the guard's judgement is called held already.  A comment makes no
 * version: it is as old as what it stands behind, or as the version of another
 * change.
 */
#ifndef ZONEGEN_VERSION_COMMENTS_H
#define ZONEGEN_VERSION_COMMENTS_H

#include "zonegen/base/buf.h"
#include "zonegen/resolve/domain.h"

/* The lines of rrsets, which are domain's now or were; NULL: none. */
void comments_add(
    const struct domain *domain, const struct rrsets *rrsets, struct buf *out);

#endif
