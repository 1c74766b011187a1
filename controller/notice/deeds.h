/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deeds.h - what a version did to the names of each object: which are served
 * now, and which are not any more.
 */
#ifndef CONTROLLER_NOTICE_DEEDS_H
#define CONTROLLER_NOTICE_DEEDS_H

#include "zonegen/version/plan.h"

/*
 * tell is called once for each origin and direction, in no order; text begins
 * "served: www.example.com, ...".  Of a large plan only the first thousand
 * changes are looked at.
 */
void deeds_tell(const struct plan *plan,
    void (*tell)(void *arg, const char *origin, bool gone, const char *text),
    void *arg);

#endif
