/* SPDX-License-Identifier: Apache-2.0 */
/*
 * meet.h - the name that a route and a listener both mean (G3: host names that
 * meet).
 */
#ifndef CONTROLLER_SOURCE_MEET_H
#define CONTROLLER_SOURCE_MEET_H

/*
 * Names are from name_parse(), "" is any.  Equal names meet, "*.x" covers any
 * depth below x but not x, of two wildcards the longer is it.  A name whose
 * last label is a number (an address) meets nothing.  Returns one of the two,
 * NULL when they do not meet.
 */
const char *meet(const char *a, const char *b);

#endif
