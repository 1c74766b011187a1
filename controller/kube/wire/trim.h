/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trim.h - an object's text without what no rule reads.
 *
 * metadata.managedFields is a third of an object's bytes and more than that of
 * its tree.  Left out before the text is parsed it costs a copy; it is the one
 * thing kube/ knows of the inside of objects, besides their versions.
 */
#ifndef CONTROLLER_KUBE_WIRE_TRIM_H
#define CONTROLLER_KUBE_WIRE_TRIM_H

#include "controller/base/members.h"
#include "zonegen/base/buf.h"

/*
 * Object, or what is in scratch then: its text with null for managedFields.
 * The text is not judged: broken JSON stays broken.
 */
struct slice trim_managed_fields(struct slice object, struct buf *scratch);

#endif
