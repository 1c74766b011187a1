/* SPDX-License-Identifier: Apache-2.0 */
/*
 * taken.h - claims on a name that is somebody else's (C2: one owner namespace;
 * D6: the configuration comes first; C8: retained records are claims).
 */
#ifndef ZONEGEN_RESOLVE_TAKEN_H
#define ZONEGEN_RESOLVE_TAKEN_H

#include "zonegen/resolve/whose.h"
#include "zonegen/resolve/parts.h"

/*
 * Takes out what is not the owner's.  Whether that deserves a finding is seen
 * when it is known what the name has.  instead: the namespace that has the name
 * as glue, whatever ownership says; or NULL.
 */
void taken_drop(struct parts *parts, const struct ownership *ownership,
    const char *instead);
/*
 * Reports what was taken out, and names the owner; a claim for what is there
 * anyway is not reported.  sets: the RRsets of the name.
 */
void taken_report(struct parts *parts, const struct rrset *sets, size_t count);

#endif
