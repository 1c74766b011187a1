/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listener.h - does a listener accept a route (G2: listeners that take a
 * route)?
 */
#ifndef CONTROLLER_SOURCE_LISTENER_H
#define CONTROLLER_SOURCE_LISTENER_H

#include <stdbool.h>

#include "controller/object/kind/route.h"
#include "controller/object/part/listener.h"
#include "controller/source/source.h"

/* How far the route came, in the order of the checks. */
enum admission {
	ADMISSION_NONE, /* there is no listener at all */
	ADMISSION_SECTION,
	ADMISSION_PORT,
	ADMISSION_PROTOCOL,
	ADMISSION_KIND,
	ADMISSION_NAMESPACE,
	ADMISSION_UNKNOWN, /* by the labels of a namespace that is not there */
	ADMISSION_REFUSED, /* the listener, by its own status */
	ADMISSION_HOST,    /* its host name is none */
	ADMISSION_GRANTED,
};

/*
 * The route that claims are of, by its reference parent, at a listener of the
 * Gateway or ListenerSet home.
 */
enum admission listener_admits(const struct claims *claims,
    const struct parent *parent, const struct listener *listener,
    const struct object *home);
/*
 * The name that a route and a listener both mean (G3: host names that meet).
 * Names are from name_parse(), "" is any.  Equal names meet, "*.x" covers any
 * depth below x but not x, of two wildcards the longer is it.  A name whose
 * last label is a number (an address) meets nothing.  Returns one of the two,
 * NULL when they do not meet.
 */
const char *listener_host(const char *a, const char *b);

/*
 * Why not.  Callers ask about the listener of a parent where the route came
 * farthest.
 */
const char *listener_why(enum admission admission);

/* Does from, of an object in home, allow objects in namespace? */
bool listener_allows(const struct claims *claims,
    const struct from_namespaces *from, const char *home,
    const char *namespace);

#endif
