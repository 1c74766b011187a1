/* SPDX-License-Identifier: Apache-2.0 */
/*
 * comments.h - a comment behind each record of the zone file that names its
 * origin.
 *
 *	www	60	IN	A	192.0.2.1	; Ingress web/www
 *	old	60	IN	A	192.0.2.2	; Ingress web/old (held)
 *
 * Only with zone_settings.comments.  A word gives the reason when the record is
 * retained (U3: retained records stay as they were); a deletion that still
 * waits for the guard is called held already.  A change of comments alone makes
 * no new version.
 */
#ifndef ZONEGEN_VERSION_COMMENTS_H
#define ZONEGEN_VERSION_COMMENTS_H

#include "zonegen/base/buf.h"
#include "zonegen/domain/domain.h"

/* The lines of rrsets, which are domain's now or were; NULL: none. */
void comments_add(
    const struct domain *domain, const struct rrsets *rrsets, struct buf *out);

#endif
