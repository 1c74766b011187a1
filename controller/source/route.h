/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route.h - what a route of the Gateway API claims, of whichever kind.
 *
 * Its host names are matched with those of the listeners that accept it.  Each
 * name gets the addresses of the Gateways of those listeners.  How a parent and
 * a listener are judged: parent.h, listener.h.
 */
#ifndef CONTROLLER_SOURCE_ROUTE_H
#define CONTROLLER_SOURCE_ROUTE_H

#include "controller/source/source.h"

void route_claims(struct claims *claims);

#endif
