/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.h - the names an object asks for (N1, N3, N4).
 *
 * A bad name costs itself only: it becomes a finding, the object's other names
 * stay.
 */
#ifndef CONTROLLER_SOURCE_HOST_H
#define CONTROLLER_SOURCE_HOST_H

#include "controller/source/source.h"

/* A host of a spec: absolute.  where is the path of the field. */
void host_absolute(struct claims *claims, const char *where, const char *text);

/*
 * A hostname annotation: names that are absolute when they have several
 * labels or a final dot, else relative to every zone with serviceNames.
 */
void host_annotated(struct claims *claims, const char *list);

/* NAME.NAMESPACE in every zone with serviceNames. */
void host_default(struct claims *claims);

#endif
