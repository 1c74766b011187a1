/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pattern.h - the name of a zone's pattern in NSD: the set of its secondaries.
 *
 * "primary" is for zones without any, "primary+a+b" for those that a and b
 * follow.  So the name alone says what the pattern has to have, also of zones
 * that are still on their way from one set to another.
 */
#ifndef CONTROLLER_PUBLISH_TRANSFER_PATTERN_H
#define CONTROLLER_PUBLISH_TRANSFER_PATTERN_H

#include "controller/config/config.h"

#define PATTERN_PLAIN "primary"
#define PATTERN_SIZE 512

void pattern_name(const struct zone_config *zone, char out[PATTERN_SIZE]);
/* Is the pattern of that name, len octets, the controller's? */
bool pattern_is_ours(const char *name, size_t len);
/*
 * The secondaries of the pattern that are still configured: *at starts at 0;
 * NULL at the end.
 */
const struct secondary *pattern_secondary(
    const struct config *config, const char *name, size_t *at);

#endif
