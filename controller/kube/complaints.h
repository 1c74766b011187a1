/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complaints.h - objects that could not be decoded, each logged once.
 *
 * A bad object comes again with every list and every change of it.  It is
 * logged when its fault is new, and again if it was good in between.
 */
#ifndef CONTROLLER_KUBE_COMPLAINTS_H
#define CONTROLLER_KUBE_COMPLAINTS_H

#include "controller/base/members.h"
#include "zonegen/base/map.h"

struct complaints {
	const char *kind; /* its name, for the log */
	struct map map;
};

/* The object's bytes, and why the store refused them; logs what is new. */
void complaints_add(
    struct complaints *complaints, struct slice object, const char *why);
/* It was taken, or it is gone. */
void complaints_forget(struct complaints *complaints, struct slice object);
void complaints_clear(struct complaints *complaints);

#endif
