/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wish.h - what one object asks for, as claims, and as an object.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_STATE_WISH_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_STATE_WISH_H

#include "controller/object/store.h"
#include "zonegen/zone/zone.h"

struct wish {
	char name[64], object[64], namespace[16], uid[16];
	char how[16], ip[32], class[16];
	bool gone, stored;
};

/* The claim into the zone, or out of it. */
void wish_ask(
    const struct wish *wish, struct zone *zone, const struct store *store);
/* The object into the store. */
void wish_store(const struct wish *wish, struct store *store);
/* Has the zone what it asks for? */
bool wish_is_met(const struct wish *wish, const struct zone *zone);

#endif
