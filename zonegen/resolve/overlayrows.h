/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlayrows.h - what the rows of the overlay do to the claims on one name.
 */
#ifndef ZONEGEN_RESOLVE_OVERLAYROWS_H
#define ZONEGEN_RESOLVE_OVERLAYROWS_H

#include "zonegen/resolve/parts.h"

/* Excluded records are out, each with a finding that names it. */
void overlayrows_exclude(struct parts *parts);
/*
 * A live claim replaces what was retained of its namespace and group, unless
 * that stands instead of it (C8: retained records are claims).
 */
void overlayrows_replace(struct parts *parts);
/* Reports why each row that is still in is retained. */
void overlayrows_report(struct parts *parts);

#endif
