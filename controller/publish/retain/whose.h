/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whose.h - the namespaces whose an RRset is.
 *
 * This is the one place where the guard learns it: the namespaces of the
 * objects that the RRset comes from.  That is one, unless
 * acrossNamespaces is union (C2: one owner namespace).
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_WHOSE_H
#define CONTROLLER_PUBLISH_RETAIN_WHOSE_H

#include <stddef.h>

#include "zonegen/zone/zone.h"

#define WHOSE_UNKNOWN "" /* no origin, an unknown one, or one without any */

/*
 * The next namespace of the RRset; *i starts at 0; NULL at the end.  At least
 * one, and one may come more than once.
 */
const char *whose_next(const struct rrsets *rrsets, size_t at, size_t *i);
/* The one namespace whose it is; "-" if that is unknown or several are. */
const char *whose_only(const struct rrsets *rrsets, size_t at);
/* Is nobody known whose it is? */
bool whose_is_unknown(const struct rrsets *rrsets, size_t at);
/*
 * The same for comparing RRsets of a zone: where namespaces are united all are
 * of one, "-".
 */
const char *whose_in(
    const struct zone *zone, const struct rrsets *rrsets, size_t at);
/* Is there an RRset of that type which is whose_in() says? */
bool whose_has(const struct zone *zone, const struct rrsets *rrsets,
    uint16_t type, const char *whose);

#endif
