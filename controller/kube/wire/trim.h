/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trim.h - an object's text without what no rule reads.
 *
 * metadata.managedFields is a third of an object's bytes and more than that of
 * its tree.  Left out before the text is parsed, it costs one copy.  The entry
 * with the latest time stays, with its manager and time alone: it names who
 * wrote to the object last.  kube/ knows nothing else of the inside of objects,
 * besides their names and resourceVersion.
 */
#ifndef CONTROLLER_KUBE_WIRE_TRIM_H
#define CONTROLLER_KUBE_WIRE_TRIM_H

#include "controller/base/members.h"
#include "zonegen/base/buf.h"

/*
 * The object itself, or its text in scratch with one entry of managedFields,
 * or null.  The text is not checked: broken JSON stays broken.
 */
struct slice trim_managed_fields(struct slice object, struct buf *scratch);

#endif
