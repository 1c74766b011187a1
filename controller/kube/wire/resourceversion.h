/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resourceversion.h - places in the stream of changes, as far as a client may
 * know what they mean.
 *
 * Decimal numbers that only rise, of any length (apimachinery,
 * util/resourceversion: no leading zero, the longer one is the later one).
 */
#ifndef CONTROLLER_KUBE_WIRE_RESOURCEVERSION_H
#define CONTROLLER_KUBE_WIRE_RESOURCEVERSION_H

#include <stdbool.h>

#define RESOURCEVERSION_SIZE 128 /* of a resourceVersion and its NUL */

/* Can a watch begin at it?  Not at "now" (""), nor at "any" ("0"). */
bool resourceversion_definite(const char *version);
/*
 * Is a certainly not before b, or certainly before it?  Both are false when one
 * of them is no such number.
 */
bool resourceversion_reaches(const char *a, const char *b);
bool resourceversion_precedes(const char *a, const char *b);

#endif
